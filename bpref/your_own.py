"""Check a backward pass that you write yourself, and be told the mistake.

This module can be copied alone: it needs NumPy and nothing else. Give
`check` a function named like the step, ``weight_gradient`` for example:

>>> def weight_gradient(dz, a_prev):
...     return dz @ a_prev.T
...
>>> check(weight_gradient)
weight_gradient is not right yet.
1/m is missing: J is the mean over the examples, and so is its gradient.

A step gets true inputs, from a network whose sizes all differ, so that no
other step's mistake can spoil it. The result is compared with the right
step's and then with that of every mistake in a table. Each row of the table
changes one piece of the right step, so each is the right step but for that.
"""

import numpy as np

# How far a right result may be off, as a fraction of its largest element.
CLOSE = 1e-9

# What may be wrong with any step, one mistake a row: what is computed
# instead, where {} is the right step, and what to tell the reader.
ANY = """
-({}) | The sign is wrong.
({}).T | It is the right one, transposed.
2 * ({}) | There is a factor 2 too many.
({}) / 2 | There is a factor 1/2 too many.
0 * ({}) | It is 0 everywhere.
"""

# What may be wrong with a step that works on each example by itself ...
PER_EXAMPLE = (
    ANY
    + """
np.abs({}) | The sign of every element is lost.
({}) * (np.arange(m) < m - 1) | The last example is forgotten.
({}) * (np.arange(m) > 0) | The first example is forgotten.
({}) / m | 1/m does not belong here: of each example's own loss this is the
    derivative. The mean is taken once, in dW and db.
({}) / (m * n) | The mean over all elements does not belong here: 1/m comes
    once, in dW and db.
({}).mean(axis=1, keepdims=True) | It is averaged over the examples: here each
    example keeps its own column.
({}).sum(axis=1, keepdims=True) | It is summed over the examples: here each
    example keeps its own column.
({}).sum(axis=0, keepdims=True) | It is summed over the neurons, and each
    neuron needs its own row.
np.maximum({}, 0) | ReLU is applied to the gradient: what is negative in it is
    lost. Only the slope g'(z) decides what passes.
"""
)

# ... and with a step that takes the mean over the examples.
A_MEAN = (
    ANY
    + """
np.abs({}) | The sign of every element is lost.
m * ({}) | 1/m is missing: J is the mean over the examples, and so is its
    gradient.
({}) / m | 1/m is there twice.
m * m * ({}) | It is multiplied by m, where it must be divided.
m / n * ({}) | It is divided by n, the number of neurons, and not by m, the
    number of examples.
m / (m - 1) * ({}) | It is divided by m - 1 and not by m.
"""
)

# For each step its arguments, the right step and its mistakes. A row with
# two bars changes a piece of the right step: the piece, what it becomes, and
# the words.
STEPS = {
    "linear_forward": (
        "W a_prev b",
        "W @ a_prev + b",
        ANY
        + """
+ b |  | The bias is forgotten.
+ b | - b | The bias is subtracted, and must be added.
+ b | + b[:, 0] | The bias is flat: it must be (n, 1).
+ b | + b.T | The bias is transposed: it must be a column.
W @ | W.T @ | W is transposed, and must not be here.
W @ a_prev | a_prev @ W | The factors are in the wrong order: it is W times
    a_prev.
W @ a_prev | W * a_prev | It is the matrix product, @, and not element by
    element.
W @ a_prev | W.sum(axis=1, keepdims=True) | The input is forgotten: the
    weights multiply a_prev.
W @ a_prev | W[:, -1:] @ a_prev[-1:] | Only the last input counts: a loop
    overwrites, and must add.
W @ a_prev | W[:, 1:] @ a_prev[1:] | The first input is forgotten.
sigmoid({}) | It is sigmoid(z), so already a: z is wanted.
np.maximum({}, 0) | It is ReLU of z, so already a.
np.tanh({}) | It is tanh(z), so already a: z is wanted.
({}) / m | 1/m does not belong here: nothing is averaged.
""",
    ),
    "sigmoid_derivative": (
        "z",
        "sigmoid(z) * (1 - sigmoid(z))",
        ANY
        + """
z * (1 - z) | z is taken for a: in a (1 - a), a is sigmoid(z).
sigmoid(sigmoid(z)) * (1 - sigmoid(sigmoid(z))) | g' is taken at a, and must
    be taken at z.
* (1 - sigmoid(z)) |  | It is sigmoid(z) itself: the factor 1 - a is missing.
sigmoid(z) * (1 | (1 | It is 1 - sigmoid(z): the other factor, a, is missing.
(1 - | (1 + | It is a (1 + a): the slope is a (1 - a).
(1 - sigmoid(z)) | sigmoid(z) | It is a squared: the slope is a (1 - a).
sigmoid(z) * | (1 - sigmoid(z)) * | It is (1 - a) squared: the slope is a (1 -
    a).
1 - sigmoid(z) ** 2 | 1 - a squared is the slope of tanh: here it is a (1 -
    a).
1 - np.tanh(z) ** 2 | It is the slope of tanh.
(z > 0) * 1.0 | It is the slope of ReLU.
1 - sigmoid(z) + sigmoid(z) ** 2 | A bracket is missing: a (1 - a), not 1 - a
    (1 - a).
np.exp(z) * sigmoid(z) ** 2 | The sign in one exponent is wrong: it is e^-z in
    both.
np.exp(-z) * sigmoid(-z) ** 2 | The sign in one exponent is wrong: it is e^-z
    in both.
sigmoid(z) - 1 | It is a - 1: the factor a is missing, and so is a sign.
""",
    ),
    "relu_derivative": (
        "z",
        "np.heaviside(z, 0)",
        ANY
        + """
np.maximum(z, 0) | It is ReLU itself.
np.ones_like(z) | It is 1 everywhere: a, which is never below 0, is taken for
    z, with >=.
(z, 0) | (z, 1) | At z = 0 it is 1, and the convention here is 0: > and not
    >=.
(z, 0) | (z, 0.5) | At z = 0 it is 1/2, and the convention here is 0.
(z, 0) | (-z, 0) | The sides are exchanged: 1 belongs where z > 0.
(z, 0) | (-z, 1) | The sides are exchanged: 1 belongs where z > 0.
np.sign(z) | It is -1 where z is negative, and must be 0 there.
np.where(z > 0, 1, 0.01) | It is the slope of leaky ReLU: below 0 it must be
    0.
np.where(z > 0, 1, -1) | It is -1 where z is not positive, and must be 0
    there.
(z, 0) | (z - 1, 0) | The limit is 1, and must be 0.
sigmoid(z) * (1 - sigmoid(z)) | It is the slope of the sigmoid.
""",
    ),
    "cross_entropy_dz": (
        "a y",
        "a - y",
        PER_EXAMPLE
        + """
(a - y) * a * (1 - a) | There is a slope g' too many: with the cross-entropy
    it has cancelled.
(a - y) / (a * (1 - a)) | It is da, the derivative by a: the slope is still to
    come.
- y |  | The target is forgotten.
a - |  | The output is forgotten.
- y | + y | It is a + y: the two are to be compared.
(a - y) ** 2 | It is squared, so a loss.
(a - y) ** 2 / 2 | It is half a square, so a loss.
-y / a | Half of da is forgotten, that of the targets 0, and so is the slope.
-y * (1 - a) | The targets 0 are forgotten: they have a term of their own.
-(y * np.log(a) + (1 - y) * np.log(1 - a)) | It is the loss itself, and not
    its derivative.
-y / a - (1 - y) / (1 - a) | It is da with a wrong sign in it, and without the
    slope.
(a > 0.5) - y | a is rounded: the gradient needs the probability itself.
({}).mean(axis=0, keepdims=True) | It is averaged over the neurons, and each
    needs its own row.
({}) / n | It is divided by the number of outputs: nothing is averaged here.
(a - y) / (a * (1 - a)) * sigmoid(a) * (1 - sigmoid(a)) | g' is taken at a,
    and must be taken at z.
""",
    ),
    "activation_backward": (
        "da g_prime",
        "da * g_prime",
        PER_EXAMPLE
        + """
* g_prime |  | g' is missing: dz is da times the slope.
da * |  | It is the slope alone: da is forgotten.
* | + | The slope is added, and must multiply.
* | / | It is divided by the slope, and must be multiplied.
* | - | The slope is subtracted, and must multiply.
g_prime | g_prime ** 2 | g' is there twice.
g_prime | g_prime * (1 - g_prime) | The slope is taken for a: g_prime is a (1
    - a) already.
g_prime | sigmoid(g_prime) * (1 - sigmoid(g_prime)) | The slope is taken for
    z: g_prime is the slope already.
g_prime | (1 - g_prime) | It is 1 - g' for g'.
* g_prime | * (da > 0) | ReLU is applied to the gradient, and the slope is
    forgotten.
da * | (da > 0) * | The size of da is lost: it must multiply.
da @ g_prime.T | It is a matrix product: each element has its own slope.
da.T @ g_prime | It is a matrix product: each element has its own slope.
g_prime @ da.T | It is a matrix product: each element has its own slope.
da @ g_prime | It is a matrix product: each element has its own slope.
(da * g_prime).mean(axis=0, keepdims=True) | It is averaged over the neurons,
    and each needs its own row.
g_prime | g_prime.mean(axis=1, keepdims=True) | The slope is averaged over the
    examples: each has its own.
""",
    ),
    "weight_gradient": (
        "dz a_prev",
        "1 / m * dz @ a_prev.T",
        A_MEAN
        + """
a_prev.T | np.ones_like(a_prev).T | The input is forgotten: dz_i must meet
    a_j.
dz @ | np.ones_like(dz) @ | dz is forgotten: dz_i must meet a_j.
dz @ a_prev.T | dz[:, :1] @ a_prev[:, :1].T | Only the first example counts:
    all m add up.
dz @ a_prev.T | dz[:, -1:] @ a_prev[:, -1:].T | Only the last example counts:
    a loop overwrites, and must add.
dz[:, -1:] @ a_prev[:, -1:].T | Only the last example counts: a loop
    overwrites, and must add.
dz @ a_prev.T | dz[:, 1:] @ a_prev[:, 1:].T | The first example is forgotten.
dz @ a_prev.T | dz[:, :-1] @ a_prev[:, :-1].T | The last example is forgotten.
dz @ a_prev.T | dz.sum(axis=1, keepdims=True) @ a_prev.sum(axis=1,
    keepdims=True).T | Sums are multiplied: each example's dz must meet its
    own a, before the sum.
dz @ a_prev.T | dz.sum(axis=1, keepdims=True) @ a_prev.mean(axis=1,
    keepdims=True).T | Means are multiplied: each example's dz must meet its
    own a, before the mean.
a_prev.T | a_prev.reshape(m, n_prev) | a_prev is reshaped, and must be
    transposed: reshape keeps the order of the numbers.
a_prev.T | (a_prev * (1 - a_prev)).T | The slope is taken where the activation
    belongs.
a_prev.T | sigmoid(a_prev).T | g is applied to a again.
@ a_prev.T | @ a_prev | a_prev is not transposed.
dz @ a_prev.T | dz.T @ a_prev | The transpose is on the wrong factor.
dz @ a_prev.T | a_prev.T @ dz | The factors are in the wrong order.
dz @ a_prev.T | dz * a_prev | It is the matrix product, @, and not element by
    element.
m / n_prev * ({}) | It is divided by the number of inputs, and not by
    m, the number of examples.
m / (n * n_prev) * ({}) | It is divided by the number of weights: the mean
    is over the m examples.
({}).reshape(n_prev, n) | It is reshaped, and must keep the shape of W.
({}).ravel() | It is flat: it must have the shape of W.
({}).sum(axis=1, keepdims=True) | It is summed over the inputs: each weight
    has its own.
({}).sum(axis=0, keepdims=True) | It is summed over the neurons: each weight
    has its own.
""",
    ),
    "bias_gradient": (
        "dz",
        "1 / m * dz.sum(axis=1, keepdims=True)",
        A_MEAN
        + """
axis=1 | axis=0 | The sum is over the wrong axis: the examples are the
    columns, axis 1.
1 / m * dz.sum(axis=1 | 1 / n * dz.sum(axis=0 | The sum is over the wrong
    axis: the examples are the columns, axis 1.
axis=1, keepdims=True | axis=0 | The sum is over the wrong axis: the examples
    are the columns, axis 1.
dz.mean(axis=0) | The sum is over the wrong axis: the examples are the
    columns, axis 1.
axis=1, keepdims=True | axis=1 | It is flat, (n,): keepdims=True makes it the
    column (n, 1).
axis=1, keepdims=True |  | The sum is over all elements: each neuron has its
    own.
axis=1, |  | The sum is over all elements: each neuron has its own.
dz.sum(axis=1, keepdims=True) | np.full((n, 1), dz.sum()) | The sum is over
    all elements: each neuron has its own.
dz.mean() | The mean is over all elements: each neuron has its own.
.sum(axis=1, keepdims=True) |  | It is not summed over the examples.
dz | It is dz as it stands: not summed over the examples, and not divided by
    m.
dz[:, :1] | Only the first example counts: it is the mean of all m.
dz[:, -1:] | Only the last example counts: a loop overwrites, and must add.
1 / m * dz[:, -1:] | Only the last example counts: a loop overwrites, and must
    add.
dz.sum | dz[:, 1:].sum | The first example is forgotten.
dz.sum | dz[:, :-1].sum | The last example is forgotten.
np.full((n, 1), dz.mean()) | The mean is over all elements: each neuron has
    its own.
1 / m * dz.sum( | dz.max( | It is the largest, and must be the mean.
dz.sum | np.abs(dz).sum | The signs of dz are lost.
dz.sum | (dz ** 2).sum | dz is squared: a bias is added, and its slope is 1.
""",
    ),
    "input_gradient": (
        "W dz",
        "W.T @ dz",
        PER_EXAMPLE
        + """
W.T | W | W is not transposed: the paths are its columns.
W @ dz.T | dz is transposed, and W is not.
dz @ W | The factors are in the wrong order.
dz @ W.T | The factors are in the wrong order.
W * dz | It is the matrix product, @, and not element by element.
W.T * dz | It is the matrix product, @, and not element by element.
W.T | W.reshape(n_prev, n) | W is reshaped, and must be transposed: reshape
    keeps the order of the numbers.
W[:-1].T @ dz[:-1] | The path through the last neuron is forgotten: all paths
    add up.
W[1:].T @ dz[1:] | The path through the first neuron is forgotten: all paths
    add up.
W[:1].T @ dz[:1] | Only the path through the first neuron counts: all paths
    add up.
W[-1:].T @ dz[-1:] | Only the path through the last neuron counts: a loop
    overwrites, and must add.
W.T | np.ones_like(W).T | The weights are forgotten: every path counts as 1.
dz | np.ones_like(dz) | dz is forgotten: the weights multiply it.
dz | np.maximum(dz, 0) | ReLU is applied to the gradient: what is negative in
    it is lost.
W.T | np.abs(W).T | The signs of the weights are lost.
W.T | np.linalg.pinv(W) | W is inverted: it is transposed.
W.T | (W ** 2).T | The weights are squared.
dz.sum(axis=0) * W.sum(axis=0)[:, None] | Sums are multiplied: each weight
    must meet its own dz, before the sum.
({}) / n | It is the mean over the paths, and must be their sum.
""",
    ),
    "gradient_step": (
        "theta dtheta learning_rate",
        "theta[l] - learning_rate * dtheta[l]",
        """
- | + | The step goes uphill: the gradient must be subtracted.
learning_rate * |  | The learning rate is forgotten.
* dtheta[l] |  | The gradient is forgotten.
theta[l] - | - | It is the step alone: theta is forgotten.
theta[l] - |  | It is the step alone, without theta and without the sign.
- learning_rate * dtheta[l] |  | Nothing has moved.
* dtheta | / dtheta | It divides by the gradient.
learning_rate * | 1 / learning_rate * | It divides by the learning rate, and
    must multiply.
learning_rate | learning_rate ** 2 | The learning rate is there twice.
learning_rate * (theta[l] - dtheta[l]) | A bracket is too many: the rate
    multiplies the gradient only.
(theta[l] - learning_rate) * dtheta[l] | A bracket is too many: the rate
    multiplies the gradient, and then it is subtracted.
theta[l] - learning_rate * theta[l] | theta is subtracted from itself: it must
    be the gradient.
dtheta[l] - learning_rate * theta[l] | theta and its gradient are exchanged.
dtheta[l] | dtheta[l] / m | 1/m does not belong here: it is in the gradient
    already.
dtheta[l] | np.sign(dtheta[l]) | Of the gradient only the sign is used.
dtheta[l] | np.abs(dtheta[l]) | The signs of the gradient are lost.
* dtheta[l] | * dtheta[l] / np.linalg.norm(dtheta[l]) | The gradient is
    divided by its length.
learning_rate * | 2 * learning_rate * | It is two steps: each parameter moves
    once.
- learning | - (l < L) * learning | The last layer is not moved.
- learning | - (l > 1) * learning | The first layer is not moved.
- learning | - (l == L) * learning | Only the last layer is moved.
- learning | - (l == 1) * learning | Only the first layer is moved.
theta[l] - | theta[l].T - | theta is transposed.
dtheta[l] | dtheta[l].T | The gradient is transposed.
dtheta[l] | dtheta[l].mean() | The gradient is averaged: each parameter has
    its own.
""",
    ),
}

# In the pass, layer by layer: what is found, by which step, and from what. A
# row is what can be wrong in a pass and in no step alone: an argument, what
# it is there, the words.
PASS = {
    "dW": (
        "weight_gradient",
        {"dz": "dz", "a_prev": "a[l - 1]"},
        """
a_prev | a[l] | a[l] is used, and it must be a[l-1].
a_prev | a[0] | The inputs x are used, and it must be a[l-1].
a_prev | W[l].T | The weights are used, and it must be the activation.
dz | da | da is used, and it must be dz.
""",
    ),
    "db": (
        "bias_gradient",
        {"dz": "dz"},
        """
dz | da | da is used, and it must be dz.
""",
    ),
    "da": (
        "input_gradient",
        {"W": "W[l]", "dz": "dz"},
        """
dz | da | The way back goes on from da, and must go on from dz.
W | W[l - 1] | W[l-1] is used, and it must be W[l].
W | dW | dW is used, and it must be W.
dz | dzL | It starts from dz[L] again, and not from dz[l].
W | W[l] + 0.1 * dW | The weights are updated already, and uphill.
"""
        + "\n".join(
            f"W | W[l] - {eta} * dW | The weights are updated already: the "
            "way back needs those of the forward pass."
            for eta in (1, 0.5, 0.3, 0.2, 0.1, 0.05, 0.01, 0.005, 0.001)
        ),
    ),
    "dz": (
        "activation_backward",
        {"da": "da", "g_prime": "g_prime[l]"},
        """
g_prime | a[l] * (1 - a[l]) | a (1 - a) is used, and the slope is that of this
    layer's activation, g_prime[l].
g_prime | sigmoid(a[l]) * (1 - sigmoid(a[l])) | g' is taken at a, and must be
    taken at z.
g_prime | a[l] | a is used, and it must be the slope, g_prime[l].
g_prime | 1 - a[l] ** 2 | 1 - a squared is used, and it must be g_prime[l].
g_prime | g_prime[l + 1] | The slope of the next layer is used, and it must be
    this layer's.
g_prime | g_prime[l - 1] | The slope of the layer before is used, and it must
    be this layer's.
""",
    ),
}


def check(function, step=None):
    """Say whether a function is right, or else what is wrong with it.

    Parameters
    ----------
    function : callable
        Your step, with the arguments of the function of its name in bpref.
    step : str, optional
        Which step it is; without it, the function's own name says so.

    Returns
    -------
    Verdict
        True where the function is right, so ``assert check(f)`` is a test;
        printed, it says what is wrong.

    Examples
    --------
    >>> def bias_gradient(dz):
    ...     n, m = dz.shape
    ...     return 1 / m * dz.sum(axis=1, keepdims=True)
    ...
    >>> check(bias_gradient)
    bias_gradient is right, in its shapes and in every number.
    """
    name = step or function.__name__
    if name not in (*STEPS, "backward_pass"):
        raise ValueError(
            f"no step is called {name!r}: rename it, or say which it is, "
            "check(function, step)"
        )
    judge = judge_pass if name == "backward_pass" else judge_step
    with np.errstate(all="ignore"):
        verdict = judge(function, name, network([2, 4, 5, 3], 7))
        other = verdict and judge(function, name, network([3, 5, 1], 1))
    if verdict and not other:
        return Verdict(
            name,
            ["It is right for a network of 2-4-5-3 neurons and 7 examples, "
             "but not for one of 3-5-1 neurons and 1 example. Is a size or "
             "a number of layers written as a number, or an axis dropped?"],
        )  # fmt: skip
    return verdict


class Verdict:
    """What `check` found: true if the function is right."""

    def __init__(self, step, lines=(), mistakes=()):
        self.step = step
        self.lines = list(lines)  # what to tell the reader; none if right
        self.mistakes = list(mistakes)  # the sentences of the table

    def __bool__(self):
        return not self.lines

    def __repr__(self):
        if self:
            return f"{self.step} is right, in its shapes and in every number."
        lines = [f"{self.step} is not right yet.", *self.lines]
        return "\n".join(wrapped(line) for line in lines)


def wrapped(text, width=76):
    """Break a text into lines that a page and a terminal can show."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
    return "\n".join(lines)


def sigmoid(z):
    """The activation of every layer but the first, which has tanh."""
    return 1 / (1 + np.exp(-z))


def network(sizes, m):
    """Every true quantity of a network of these sizes, with m examples."""
    draw = np.random.default_rng(4)
    L = len(sizes) - 1
    W, b, z, dW, db, da = {}, {}, {}, {}, {}, {}
    a, g_prime = {0: draw.normal(size=(sizes[0], m))}, {}
    for l in range(1, L + 1):
        W[l] = draw.normal(size=(sizes[l], sizes[l - 1]))
        b[l] = draw.normal(size=(sizes[l], 1))
        z[l] = W[l] @ a[l - 1] + b[l]
        a[l] = np.tanh(z[l]) if l == 1 else sigmoid(z[l])
        slope = 1 - a[l] ** 2 if l == 1 else a[l] * (1 - a[l])
        g_prime[l] = slope
    y = draw.integers(0, 2, size=a[L].shape).astype(float)
    dz = {L: a[L] - y}
    for l in range(L, 0, -1):
        dW[l] = 1 / m * dz[l] @ a[l - 1].T
        db[l] = 1 / m * dz[l].sum(axis=1, keepdims=True)
        if l > 1:
            da[l - 1] = W[l].T @ dz[l]
            dz[l - 1] = da[l - 1] * g_prime[l - 1]
    return {
        "L": L, "m": m, "W": W, "b": b, "z": z, "a": a, "y": y, "dz": dz,
        "g_prime": g_prime, "dW": dW, "db": db, "da": da,
    }  # fmt: skip


def inputs(step, net):
    """The true arguments of a step, all taken from the same network."""
    W, a, dz, L = net["W"], net["a"], net["dz"], net["L"]
    with_zero = net["z"][2].copy()
    with_zero[0, 0] = 0.0  # where ReLU has its kink
    return {
        "linear_forward": (W[2], a[1], net["b"][2]),
        "sigmoid_derivative": (net["z"][2],),
        "relu_derivative": (with_zero,),
        "cross_entropy_dz": (a[L], net["y"]),
        "activation_backward": (net["da"][L - 1], net["g_prime"][L - 1]),
        "weight_gradient": (dz[2], a[1]),
        "bias_gradient": (dz[2],),
        "input_gradient": (W[2], dz[2]),
        "gradient_step": (W, net["dW"], 0.3),
        "backward_pass": (
            dz[L], W, a, {l: net["g_prime"][l] for l in W if l < L},
        ),
    }[step]  # fmt: skip


# What is worked out once, and used again and again.
COMPILED, SINGLE = {}, {}


def compute(expression, names):
    """Compute an expression of the table, or return what NumPy says."""
    try:
        if expression not in COMPILED:
            code = compile(expression.strip(), "the table", "eval")
            COMPILED[expression] = code
        return eval(
            COMPILED[expression], {"np": np, "sigmoid": sigmoid, **names}
        )
    except Exception as error:
        return error


def rows(table):
    """The rows of a table, each a list; an indented line continues a row."""
    lines = table.replace("\n    ", " ").splitlines()
    return [[part.strip() for part in l.split(" | ")] for l in lines if l]


def changed(right, row):
    """Make a row's change in an expression; None if it has no such piece."""
    if len(row) == 2:
        return row[0].replace("{}", right)
    piece, becomes, _ = row
    return right.replace(piece, becomes) if piece in right else None


def mutants(step, two=False):
    """Yield the mistakes of a step, or two at once, with their sentences."""
    _, right, table = STEPS[step]
    single = rows(table)
    for row in single:
        once = changed(right, row)
        if not two:
            yield once, [row[-1]]
            continue
        for other in single:
            # Pieces are changed before the whole is.
            if other is row or (len(row) == 2 and "{}" not in other[0]):
                continue
            both = changed(once, other)
            if both is not None and row[-1] != other[-1]:
                yield both, [row[-1], other[-1]]


def names_of(step, arguments):
    """What the expressions of a step call its arguments and their sizes."""
    names = dict(zip(STEPS[step][0].split(), arguments, strict=True))
    if step == "gradient_step":
        L = len(arguments[0])
        return {**names, "L": L, "m": 7}
    n, m = (names["dz"] if "dz" in names else arguments[0]).shape
    if step == "linear_forward":
        m = names["a_prev"].shape[1]
    inner = names.get("W", names.get("a_prev"))
    n_prev = 0
    if inner is not None:
        n_prev = inner.shape[1 if "W" in names else 0]
    return {**names, "n": n, "m": m, "n_prev": n_prev}


def result(step, expression, arguments):
    """What a step, or a mistake in it, gives."""
    names = names_of(step, arguments)
    if step != "gradient_step":
        return compute(expression, names)
    found = {l: compute(expression, {**names, "l": l}) for l in arguments[0]}
    errors = [v for v in found.values() if isinstance(v, Exception)]
    return errors[0] if errors else found


def same(mine, right):
    """Whether two results agree: strictly in shape, closely in value."""
    if isinstance(mine, Exception) or isinstance(right, Exception):
        return type(mine) is type(right) and str(mine) == str(right)
    if isinstance(right, dict):
        return (
            isinstance(mine, dict)
            and mine.keys() == right.keys()
            and all(same(mine[l], right[l]) for l in right)
        )
    if np.shape(mine) != np.shape(right):
        return False
    if not np.isfinite(right).all():  # every number is within infinity of it
        return np.array_equal(mine, right, equal_nan=True)
    return bool(
        np.abs(mine - 1.0 * right).max() <= CLOSE * np.abs(right).max()
    )


def name_the_mistake(step, mine, arguments):
    """The sentences of the mistake that gives this result, or none."""
    for two in (False, True):
        for expression, sentences in mutants(step, two):
            if same(mine, result(step, expression, arguments)):
                return sentences
    return []


def copied(value):
    """Copy an argument, with all the arrays in it."""
    if isinstance(value, dict):
        return {l: copied(v) for l, v in value.items()}
    return value.copy() if isinstance(value, np.ndarray) else value


def run(function, arguments):
    """Call the reader's function: its result, and what it did wrong."""
    given = copied(arguments[0]), *map(copied, arguments[1:])
    try:
        mine = function(*given)
    except Exception as error:
        return error, [stopped(error, function)]
    notes = [
        f"It changes its argument number {i + 1} in place: compute a new "
        "array, because others still need the old one."
        for i in range(len(given))
        if not same(given[i], arguments[i])
    ]
    return mine, notes


def stopped(error, function):
    """Where and how a function was stopped."""
    place, trace = "", error.__traceback__
    code = getattr(function, "__code__", None)
    while trace:
        if code is not None and trace.tb_frame.f_code is code:
            line = trace.tb_lineno - code.co_firstlineno + 1
            place = f" in line {line} of {code.co_name}"
        trace = trace.tb_next
    return f"It stops{place}: {type(error).__name__}: {error}"


def judge_step(function, step, net):
    """Check one step."""
    arguments = inputs(step, net)
    right = result(step, STEPS[step][1], arguments)
    mine, notes = run(function, arguments)
    if isinstance(mine, np.matrix):
        return Verdict(step, ["It returns a matrix, and must be an array."])
    if wrong := not_arrays(mine, right):
        return Verdict(step, [wrong, *notes], [wrong])
    if same(mine, right):
        return Verdict(step, notes, notes)
    if named := name_the_mistake(step, mine, arguments):
        notes += [shapes(mine, right)] if shapes(mine, right) else []
        return Verdict(step, [*named, *notes], named)
    if isinstance(mine, Exception):
        return Verdict(step, notes)
    return Verdict(step, [located(mine, right, step), *notes])


def not_arrays(mine, right):
    """Say what is wrong where a result is not even of the right kind."""
    if isinstance(mine, Exception):
        return ""
    if mine is None or mine is Ellipsis:
        return "It returns nothing: is there a return?"
    if isinstance(right, dict):
        if not isinstance(mine, dict):
            return (
                f"It returns {article(mine)}, and must return a dictionary "
                "from the layer to its array."
            )
        if mine.keys() != right.keys():
            why = "they are counted from 1."
            if 0 not in mine:
                why = "is the return inside the loop?"
            return (
                f"It has the layers {sorted(mine, key=str)}, and needs "
                f"{sorted(right)}: {why}"
            )
        found = (not_arrays(mine[l], right[l]) for l in right)
        return next((said for said in found if said), "")
    if isinstance(mine, (dict, list, tuple, str)):
        return f"It returns {article(mine)}, and must return one array."
    if np.asarray(mine).dtype.kind not in "biuf":
        return "It returns an array that does not hold real numbers."
    return ""


def article(value):
    """The type of a value, as a sentence has it."""
    return f"a {type(value).__name__}"


def shapes(mine, right):
    """Say that two shapes differ, if they do."""
    if isinstance(mine, (dict, Exception)) or mine is None:
        return ""
    if np.shape(mine) == np.shape(right):
        return ""
    return f"Its shape is {np.shape(mine)}, and must be {np.shape(right)}."


def located(mine, right, name):
    """Say how a result differs, where no mistake of the table gives it."""
    if isinstance(right, dict):
        l = next(l for l in right if not same(mine[l], right[l]))
        return located(mine[l], right[l], f"{name}: layer {l}")
    known = "No mistake in the table gives this. "
    mine, right = np.asarray(mine, float), np.asarray(right, float)
    if mine.shape != right.shape:
        return f"{known}{name}: {shapes(mine, right)}"
    if not np.isfinite(mine).all():
        at = [int(i) for i in np.argwhere(~np.isfinite(mine))[0]]
        return (
            f"{known}{name}: {np.sum(~np.isfinite(mine))} of {mine.size} "
            f"elements are NaN or infinite, the first at {at}."
        )
    off = np.abs(mine - right) > CLOSE * np.abs(right).max()
    where = right != 0
    ratio = (mine / np.where(where, right, 1))[where]
    if not mine[~where].any() and np.ptp(ratio) < CLOSE * np.abs(ratio).max():
        return (
            f"{known}{name}: every element is {ratio[0]:.6g} times the "
            "right one."
        )
    if off.sum() and np.abs(mine - right).max() < 1e-4 * np.abs(right).max():
        return (
            f"{known}{name} is right in its first digits: something is "
            "rounded, or a small number is added."
        )
    if same(np.abs(mine), np.abs(right)):
        at = [int(i) for i in np.argwhere(off)[0]]
        return (
            f"{known}{name}: {off.sum()} of {off.size} elements have the "
            f"wrong sign, the first at {at}."
        )
    if same(np.sort(mine, None), np.sort(right, None)):
        return f"{known}{name}: these are the right numbers in wrong places."
    for axis, line in enumerate(("row", "column")):
        lines = (
            np.flatnonzero(off.any(axis=1 - axis)) if off.ndim == 2 else []
        )
        if len(lines) == 1 < off.shape[axis]:
            return f"{known}{name}: only {line} {lines[0]} is wrong."
    if same(mine - (mine - right).mean(), right):
        return f"{known}{name}: the same number is added to every element."
    at = tuple(int(i) for i in np.argwhere(off)[0])
    return (
        f"{known}{name}: {off.sum()} of {off.size} elements are wrong; the "
        f"first, at {list(at)}, is {mine[at]:.6g} and must be "
        f"{right[at]:.6g}."
    )


def judge_pass(function, step, net):
    """Check the whole backward pass, in the order of its intermediates."""
    arguments = inputs(step, net)
    mine, notes = run(function, arguments)
    if isinstance(mine, Exception):
        return Verdict(step, notes)
    if not isinstance(mine, tuple) or len(mine) not in (2, 3):
        wrong = "It must return dW, db: two dictionaries."
        return Verdict(step, [wrong, *notes], [wrong])
    right = net["dW"], net["db"]
    if all(map(same, mine, right)):
        return Verdict(step, notes, notes)
    if all(map(same, mine, right[::-1])):
        swapped = "dW and db are exchanged: return dW, db."
        return Verdict(step, [swapped, *notes], [swapped])
    for i, name in enumerate(("dW", "db")):
        if wrong := not_arrays(mine[i], right[i]):
            return Verdict(step, [f"{name}: {wrong}", *notes], [wrong])
    mistakes, rest = follow(*mine[:2], net)
    lines = {}
    for place, sentence in mistakes:
        lines.setdefault(sentence, []).append(place)
    named = [f"{', '.join(lines[said])}: {said}" for said in lines]
    return Verdict(step, [*named, *rest, *notes], [] if rest else [*lines])


def lines_of(quantity, names):
    """Yield what a line of the pass gives: rightly first, then wrongly."""
    step, arguments, others = PASS[quantity]
    order = STEPS[step][0].split()
    true = {k: compute(v, names) for k, v in arguments.items()}
    values = [true[k] for k in order]
    named = names_of(step, values)
    yield compute(STEPS[step][1], named), None
    if step not in SINGLE:
        SINGLE[step] = [*mutants(step)]
    for expression, [sentence] in SINGLE[step]:
        yield compute(expression, named), sentence
    for argument, expression, sentence in rows(others):
        wrong = compute(expression, names)
        values = [{**true, argument: wrong}[k] for k in order]
        # There is no layer 0 of W, no da of the last layer, and a dW of the
        # reader's may have any shape.
        no = isinstance(wrong, Exception) or wrong.ndim != 2
        yield wrong if no else result(step, STEPS[step][1], values), sentence


def match(mine, quantity, names):
    """Which line of the pass gives a result: None, a sentence, or False."""
    for value, sentence in lines_of(quantity, names):
        if same(mine, value):
            return sentence
    return False


def follow(dW, db, net):
    """Find which lines of a pass are wrong, from its last layer to its first.

    dz of a hidden layer is not seen, so every mistake is tried there: it is
    the right one if it explains dW and db of that layer. What follows is
    compared with what this dz leads to, not with what a right one would.
    """
    L, m = net["L"], net["m"]
    shared = {k: net[k] for k in ("W", "a", "g_prime")}
    shared["dzL"] = net["dz"][L]
    start = [(net["dz"][L], [])]
    for expression, sentence in rows(PER_EXAMPLE):
        n = len(net["dz"][L])
        names = {"dz": net["dz"][L], "m": m, "n": n}
        dz = compute(changed("dz", (expression, sentence)), names)
        if dz.shape == net["dz"][L].shape:
            start.append((dz, [(f"dz[{L}]", sentence)]))
    states = [(dz, None, said) for dz, said in start]
    for l in range(L, 0, -1):
        kept, partly = [], []
        for dz, da, said in states:
            names = {**shared, "dz": dz, "l": l}
            names |= {} if da is None else {"da": da}
            tried = bool(said) and said[-1][0] == f"dz[{l}]"
            found = {f"db[{l}]": match(db[l], "db", names)}
            if tried and found[f"db[{l}]"] is False:
                continue  # the cheaper comparison first: most end here
            found = {f"dW[{l}]": match(dW[l], "dW", names), **found}
            if tried and False in found.values():
                continue
            new = [(place, one) for place, one in found.items() if one]
            bad = [place for place, one in found.items() if one is False]
            (partly if bad else kept).append((dz, da, said + new, bad))
        if not kept:
            return unexplained(l, partly, dW, db, net)
        kept.sort(key=lambda state: few(state[2]))
        states = []
        for dz, da, said, _ in kept[:3] if l > 1 else ():
            names = {**shared, "dz": dz, "l": l, "dW": dW[l]}
            names |= {} if da is None else {"da": da}
            states += ways_back(names, said)
    return kept[0][2], []


def few(said):
    """The order of explanations: few different mistakes, in few places."""
    return len({sentence for _, sentence in said}), len(said)


def ways_back(names, said):
    """Every dz of the layer before, with at most one mistake on the way."""
    l, shape = names["l"], names["a"][names["l"] - 1].shape
    place = f"dz[{l - 1}]"
    for da, wrong in lines_of("da", names):
        if isinstance(da, Exception) or da.ndim != 2:
            continue
        on = [(place, wrong)] if wrong else []
        here = {**names, "da": da, "l": l - 1}
        for dz, wrong_too in lines_of("dz", here):
            if isinstance(dz, Exception) or dz.shape != shape:
                continue
            if not (wrong and wrong_too):
                new = [(place, wrong_too)] if wrong_too else []
                yield dz, da, said + on + new


def unexplained(l, partly, dW, db, net):
    """Name what can be named, and say what the first other thing is."""
    partly.sort(key=lambda state: (len(state[3]), few(state[2])))
    dz, _, said, bad = partly[0]
    if len(bad) == 2 and l < net["L"]:
        said = [pair for pair in said if pair[0] != f"dz[{l}]"]
        hint = (
            f"dW[{l}] and db[{l}] are both wrong, and what was found before "
            f"them is not, so look at dz[{l}]."
        )
    else:
        hint = ""
    first = bad[0]
    mine = dW[l] if first.startswith("dW") else db[l]
    right = (
        1 / net["m"] * dz @ net["a"][l - 1].T
        if first.startswith("dW")
        else 1 / net["m"] * dz.sum(axis=1, keepdims=True)
    )
    return said, [located(mine, right, first), *([hint] if hint else [])]
