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
step's, and then with that of every mistake in a table.
"""

import textwrap
import traceback
from copy import deepcopy

import numpy as np


def sigmoid(z):
    """The activation of every layer but the first, which has tanh."""
    return 1 / (1 + np.exp(-z))


# The right steps.
STEPS = {
    "linear_forward": lambda W, a_prev, b: W @ a_prev + b,
    "sigmoid_derivative": lambda z: sigmoid(z) * (1 - sigmoid(z)),
    "relu_derivative": lambda z: np.where(z > 0, 1.0, 0.0),
    "cross_entropy_dz": lambda a, y: a - y,
    "activation_backward": lambda da, g_prime: da * g_prime,
    "weight_gradient": lambda dz, a_prev: dz @ a_prev.T / dz.shape[1],
    "bias_gradient": lambda dz: dz.mean(axis=1, keepdims=True),
    "input_gradient": lambda W, dz: W.T @ dz,
    "gradient_step": lambda theta, dtheta, learning_rate: {
        l: theta[l] - learning_rate * dtheta[l] for l in theta
    },
}

# The mistakes, one a line: what is computed instead of the right step, or
# several such things, and the words. An indented line goes on with the words.
# `right` is what the right step gives, and m the number of examples. SIZE is
# the number of neurons of any layer, and RATE any learning rate.
ANY = """
-right | The sign is wrong.
right.T | It is the right one, transposed.
2 * right | There is a factor 2 too many.
right / 2 | There is a factor 1/2 too many.
0 * right | It is 0 everywhere.
"""
FOR_EACH_EXAMPLE = """
np.abs(right) | -np.abs(right) | All elements have one sign: it is lost.
right * (np.arange(m) > 0) | The first example is forgotten.
right * (np.arange(m) < m - 1) | The last example is forgotten.
right / m | right / right.size | 1/m does not belong here: the mean is taken
    once, in dW and db.
right.mean(axis=1, keepdims=True) | It is averaged over the examples: here
    each example keeps its own column.
right.sum(axis=1, keepdims=True) | It is summed over the examples: here each
    example keeps its own column.
right.mean(axis=0, keepdims=True) | It is averaged over the neurons, and each
    needs its own row.
right.sum(axis=0, keepdims=True) | It is summed over the neurons, and each
    needs its own row.
np.maximum(right, 0) | ReLU is applied to the gradient: what is negative in
    it is lost. Only the slope g'(z) decides what passes.
"""
A_MEAN = """
m * right | 1/m is missing: J is the mean over the examples, and so is its
    gradient.
right / m | 1/m is there twice.
m * m * right | It is multiplied by m, where it must be divided.
m / SIZE * right | It is divided by a number of neurons or inputs, and not by
    m, the number of examples.
m / (m - 1) * right | It is divided by m - 1 and not by m.
"""
GENERAL = {
    "linear_forward": ANY,
    "sigmoid_derivative": ANY,
    "relu_derivative": ANY,
    "cross_entropy_dz": ANY + FOR_EACH_EXAMPLE,
    "activation_backward": ANY + FOR_EACH_EXAMPLE,
    "weight_gradient": ANY + A_MEAN,
    "bias_gradient": ANY + A_MEAN,
    "input_gradient": ANY + FOR_EACH_EXAMPLE,
    "gradient_step": "",
}
OF_ONE_STEP = {
    "linear_forward": """
W @ a_prev | The bias is forgotten.
W @ a_prev - b | The bias is subtracted, and must be added.
W @ a_prev + b[:, 0] | The bias is flat: it must be (n, 1).
W.T @ a_prev + b | W is transposed, and must not be here.
a_prev @ W + b | The factors are in the wrong order: it is W times a_prev.
W * a_prev + b | It is the matrix product, @, and not element by element.
W.sum(axis=1, keepdims=True) + b | The input is forgotten.
W[:, -1:] @ a_prev[-1:] + b | Only the last input counts: a loop overwrites,
    and must add.
W[:, 1:] @ a_prev[1:] + b | The first input is forgotten.
sigmoid(right) | It is sigmoid(z), so already a: z is wanted.
np.maximum(right, 0) | It is ReLU of z, so already a.
np.tanh(right) | It is tanh(z), so already a: z is wanted.
""",
    "sigmoid_derivative": """
z * (1 - z) | z is taken for a: in a (1 - a), a is sigmoid(z).
sigmoid_derivative(sigmoid(z)) | g' is taken at a, and must be taken at z.
sigmoid(z) | It is sigmoid(z) itself: the factor 1 - a is missing.
1 - sigmoid(z) | It is 1 - sigmoid(z): the other factor, a, is missing.
sigmoid(z) * (1 + sigmoid(z)) | It is a (1 + a): the slope is a (1 - a).
sigmoid(z) ** 2 | It is a squared: the slope is a (1 - a).
(1 - sigmoid(z)) ** 2 | It is (1 - a) squared: the slope is a (1 - a).
1 - sigmoid(z) ** 2 | 1 - a squared is the slope of tanh: here it is a (1 - a).
1 - np.tanh(z) ** 2 | It is the slope of tanh.
relu_derivative(z) | It is the slope of ReLU.
1 - right | A bracket is missing: a (1 - a), not 1 - a (1 - a).
np.exp(z) * sigmoid(z) ** 2 | np.exp(-z) * sigmoid(-z) ** 2 | The sign in one
    exponent is wrong: it is e^-z in both.
""",
    "relu_derivative": """
np.maximum(z, 0) | It is ReLU itself.
np.ones_like(z) | It is 1 everywhere: a, which is never below 0, is taken for
    z, with >=.
np.where(z >= 0, 1.0, 0) | At z = 0 it is 1, and the convention here is 0: >
    and not >=.
np.heaviside(z, 0.5) | At z = 0 it is 1/2, and the convention here is 0.
np.where(z < 0, 1.0, 0) | np.where(z <= 0, 1.0, 0) | The sides are exchanged:
    1 belongs where z > 0.
np.sign(z) | It is -1 where z is negative, and must be 0 there.
np.where(z > 0, 1, 0.01) | It is the slope of leaky ReLU: below 0 it must be 0.
sigmoid_derivative(z) | It is the slope of the sigmoid.
""",
    "cross_entropy_dz": """
right * a * (1 - a) | There is a slope g' too many: with the cross-entropy it
    has cancelled.
right / (a * (1 - a)) | It is da, the derivative by a: the slope is still to
    come.
a | The target is forgotten.
-y | The output is forgotten.
a + y | It is a + y: the two are to be compared.
right ** 2 | right ** 2 / 2 | It is squared, so a loss.
-y / a | Half of da is forgotten, that of the targets 0, and so is the slope.
y * right | The targets 0 are forgotten: they have a term of their own.
-(y * np.log(a) + (1 - y) * np.log(1 - a)) | It is the loss itself, and not
    its derivative.
(a > 0.5) - y | a is rounded: the gradient needs the probability itself.
right / len(a) | It is divided by the number of outputs: nothing is averaged
    here.
right / (a * (1 - a)) * sigmoid_derivative(a) | g' is taken at a, and must be
    taken at z.
""",
    "activation_backward": """
da | It is da: the slope g' is missing, or it was 1 everywhere, as ReLU's is
    where a > 0.
g_prime | It is the slope alone: da is forgotten.
da + g_prime | The slope is added, and must multiply.
da / g_prime | It is divided by the slope, and must be multiplied.
right * g_prime | g' is there twice.
right * (1 - g_prime) | The slope is taken for a: g_prime is a (1 - a) already.
da * sigmoid_derivative(g_prime) | The slope is taken for z: g_prime is the
    slope already.
np.maximum(da, 0) | ReLU is applied to the gradient, and the slope is
    forgotten.
da @ g_prime.T | da.T @ g_prime | da @ g_prime | It is a matrix product: each
    element has its own slope.
da * g_prime.mean(axis=1, keepdims=True) | The slope is averaged over the
    examples: each has its own.
da * g_prime.sum(axis=1, keepdims=True) | The slope is summed over the
    examples: each has its own.
""",
    "weight_gradient": """
bias_gradient(dz) * np.ones((1, len(a_prev))) | The input is forgotten: dz_i
    must meet a_j.
a_prev.mean(axis=1) * np.ones((len(dz), 1)) | dz is forgotten: dz_i must meet
    a_j.
dz[:, :1] @ a_prev[:, :1].T / m | dz[:, :1] @ a_prev[:, :1].T | Only the first
    example counts: it is the mean of all m.
dz[:, -1:] @ a_prev[:, -1:].T / m | dz[:, -1:] @ a_prev[:, -1:].T | Only the
    last example counts: a loop overwrites, and must add.
dz[:, 1:] @ a_prev[:, 1:].T / m | The first example is forgotten.
dz[:, :-1] @ a_prev[:, :-1].T / m | The last example is forgotten.
np.outer(dz.mean(axis=1), a_prev.mean(axis=1)) | Means are multiplied: each
    example's dz must meet its own a, before the mean.
dz @ a_prev.reshape(m, -1) / m | a_prev is reshaped, and must be transposed:
    reshape keeps the order of the numbers.
weight_gradient(dz, sigmoid(a_prev)) | g is applied to a again.
dz @ a_prev | a_prev is not transposed.
dz.T @ a_prev | The transpose is on the wrong factor.
a_prev.T @ dz | The factors are in the wrong order.
dz * a_prev | It is the matrix product, @, and not element by element.
right.ravel() | It is flat: it must have the shape of W.
right.sum(axis=1, keepdims=True) | It is summed over the inputs: each weight
    has its own.
right.sum(axis=0, keepdims=True) | It is summed over the neurons: each weight
    has its own.
""",
    "bias_gradient": """
dz.mean(axis=0) | dz.mean(axis=0, keepdims=True) | dz.sum(axis=0) / m |
    dz.sum(axis=0, keepdims=True) / m | The sum is over the wrong axis: the
    examples are the columns, axis 1.
right[:, 0] | It is flat, (n,): keepdims=True makes it the column (n, 1).
dz.sum() / m | dz.sum(keepdims=True) / m | dz.sum() / m + 0 * right | The sum
    is over all elements: each neuron has its own.
dz.mean() | dz.mean() + 0 * right | The mean is over all elements: each neuron
    has its own.
dz / m | dz | It is not summed over the examples.
dz[:, :1] | Only the first example counts: it is the mean of all m.
dz[:, -1:] | dz[:, -1:] / m | Only the last example counts: a loop overwrites,
    and must add.
bias_gradient(dz[:, 1:]) * (m - 1) / m | The first example is forgotten.
bias_gradient(dz[:, :-1]) * (m - 1) / m | The last example is forgotten.
bias_gradient(np.abs(dz)) | The signs of dz are lost.
bias_gradient(dz ** 2) | dz is squared: a bias is added, and its slope is 1.
""",
    "input_gradient": """
W @ dz | W is not transposed: the paths are its columns.
W @ dz.T | dz is transposed, and W is not.
dz @ W | dz @ W.T | The factors are in the wrong order.
W * dz | W.T * dz | It is the matrix product, @, and not element by element.
W.reshape(-1, len(W)) @ dz | W is reshaped, and must be transposed: reshape
    keeps the order of the numbers.
input_gradient(W[1:], dz[1:]) | The path through the first neuron is
    forgotten: all paths add up.
input_gradient(W[:-1], dz[:-1]) | The path through the last neuron is
    forgotten: all paths add up.
input_gradient(W[:1], dz[:1]) | Only the path through the first neuron counts:
    all paths add up.
input_gradient(W[-1:], dz[-1:]) | Only the path through the last neuron counts:
    a loop overwrites, and must add.
input_gradient(np.ones_like(W), dz) | The weights are forgotten: every path
    counts as 1.
input_gradient(W, np.ones_like(dz)) | dz is forgotten: the weights multiply it.
input_gradient(np.abs(W), dz) | The signs of the weights are lost.
np.linalg.pinv(W) @ dz | W is inverted: it is transposed.
dz.sum(axis=0) * W.sum(axis=0)[:, None] | Sums are multiplied: each weight
    must meet its own dz, before the sum.
right / len(W) | It is the mean over the paths, and must be their sum.
""",
    "gradient_step": """
theta[l] + learning_rate * dtheta[l] | The step goes uphill: the gradient must
    be subtracted.
theta[l] + dtheta[l] | The step goes uphill, and the learning rate is
    forgotten.
theta[l] - dtheta[l] | The learning rate is forgotten.
theta[l] - learning_rate | The gradient is forgotten.
learning_rate * dtheta[l] | -learning_rate * dtheta[l] | It is the step alone:
    theta is forgotten.
theta[l] | Nothing has moved.
theta[l] - dtheta[l] / learning_rate | It divides by the learning rate, and
    must multiply.
theta[l] - learning_rate * theta[l] | theta is subtracted from itself: it must
    be the gradient.
dtheta[l] - learning_rate * theta[l] | theta and its gradient are exchanged.
theta[l] - learning_rate * np.sign(dtheta[l]) | Of the gradient only the sign
    is used.
theta[l] - learning_rate * np.abs(dtheta[l]) | The signs of the gradient are
    lost.
theta[l] - 2 * learning_rate * dtheta[l] | It is two steps: each parameter
    moves once.
theta[l] - (l < L) * learning_rate * dtheta[l] | The last layer is not moved.
theta[l] - (l > 1) * learning_rate * dtheta[l] | The first layer is not moved.
theta[l] - (l == L) * learning_rate * dtheta[l] | Only the last layer is moved.
theta[l] - (l == 1) * learning_rate * dtheta[l] | Only the first layer is
    moved.
""",
}
# What can be wrong in a pass and in no step alone: in the line that finds dW,
# db, da or dz, or in the dz with which it starts. Here every array is that of
# one layer, and x is a[0].
IN_A_PASS = {
    "dW": """
weight_gradient(dz, a) | a[l] is used, and it must be a[l-1].
weight_gradient(dz, x) | The inputs x are used, and it must be a[l-1].
weight_gradient(dz, W.T) | The weights are used, and it must be a[l-1].
weight_gradient(da, a_prev) | da is used, and it must be dz.
""",
    "db": """
bias_gradient(da) | da is used, and it must be dz.
""",
    "da": """
input_gradient(W, da) | The way back goes on from da, and must go on from dz.
input_gradient(dW, dz) | dW is used, and it must be W.
input_gradient(W - RATE * dW, dz) | The weights are updated already: the way
    back needs those of the forward pass.
input_gradient(W + RATE * dW, dz) | The weights are updated already, and
    uphill.
""",
    "dz": """
da * (a > 0) | ReLU's slope is used, and it must be that of this layer's
    activation, g_prime[l].
da * a * (1 - a) | a (1 - a) is used, and it must be the slope of this layer's
    activation, g_prime[l].
da * (1 - a ** 2) | 1 - a squared is used, and it must be the slope of this
    layer's activation, g_prime[l].
da * sigmoid_derivative(a) | da * (1 - np.tanh(a) ** 2) | g' is taken at a, and
    must be taken at z.
da * a | a is used, and it must be the slope, g_prime[l].
""",
    "start": """
np.maximum(dz, 0) | ReLU is applied to the dz that is given.
dz * a * (1 - a) | A slope is multiplied in once more: the dz that is given
    has that of its layer.
""",
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
        verdict = judge(function, name, network(SIZES, EXAMPLES))
        other = verdict and judge(function, name, network([3, 5, 1], 1))
    if verdict and not other:
        sizes = "-".join(map(str, SIZES))
        return Verdict(name, [
            f"It is right for a network of {sizes} neurons and {EXAMPLES} "
            "examples, but not for one of 3-5-1 neurons and 1 example. Is a "
            "size or a number of layers written as a number, or an axis "
            "dropped?"
        ])  # fmt: skip
    return verdict


class Verdict:
    """What `check` found: true if the function is right."""

    def __init__(self, step, lines=(), mistakes=()):
        self.step = step
        self.lines = list(lines)  # what to tell the reader; none if right
        self.mistakes = list(mistakes)  # the words of the table in them

    def __bool__(self):
        return not self.lines

    def __repr__(self):
        if self:
            return f"{self.step} is right, in its shapes and in every number."
        lines = [f"{self.step} is not right yet.", *self.lines]
        return "\n".join(
            textwrap.fill(line, 76, break_on_hyphens=False) for line in lines
        )


# All sizes differ, and so does what each factor in the table, or two of them
# together, makes of a result. Nor is a size the number of layers.
SIZES, EXAMPLES = [5, 9, 7, 10], 12
RATES = [1, 0.5, 0.3, 0.2, 0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.003, 0.001]


def network(sizes, m):
    """Every true quantity of a network of these sizes, with m examples."""
    draw = np.random.default_rng(4)
    L = len(sizes) - 1
    W, b, z, dW, db, da, g_prime = {}, {}, {}, {}, {}, {}, {}
    a = {0: draw.normal(size=(sizes[0], m))}
    for l in range(1, L + 1):
        W[l] = draw.normal(size=(sizes[l], sizes[l - 1]))
        b[l] = draw.normal(size=(sizes[l], 1))
        z[l] = STEPS["linear_forward"](W[l], a[l - 1], b[l])
        a[l] = np.tanh(z[l]) if l == 1 else sigmoid(z[l])
        g_prime[l] = 1 - a[l] ** 2 if l == 1 else a[l] * (1 - a[l])
    y = draw.integers(0, 2, size=a[L].shape).astype(float)
    dz = {L: STEPS["cross_entropy_dz"](a[L], y)}
    for l in range(L, 0, -1):
        dW[l] = STEPS["weight_gradient"](dz[l], a[l - 1])
        db[l] = STEPS["bias_gradient"](dz[l])
        if l > 1:
            da[l - 1] = STEPS["input_gradient"](W[l], dz[l])
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


def rows(table):
    """The mistakes of a table: pairs of what is computed, and the words."""
    found = []
    for line in table.replace("\n    ", " ").strip().splitlines():
        *expressions, words = line.split(" | ")
        for expression in expressions:
            for size, rate in each_value(expression):
                filled = expression.replace("SIZE", str(size))
                filled = filled.replace("RATE", str(rate))
                found.append((compile(filled, filled, "eval"), words))
    return found


def each_value(expression):
    """Every size that stands for SIZE and every rate that does for RATE."""
    sizes = SIZES if "SIZE" in expression else [0]
    rates = RATES if "RATE" in expression else [0]
    return [(size, rate) for size in sizes for rate in rates]


def arguments_of(step):
    """What the arguments of a step are called in the table."""
    code = STEPS[step].__code__
    return code.co_varnames[: code.co_argcount]


TWICE = {step: rows(GENERAL[step]) for step in STEPS}
RIGHT = {
    step: compile(f"{step}({', '.join(arguments_of(step))})", step, "eval")
    for step in STEPS
}
ROWS = {step: TWICE[step] + rows(OF_ONE_STEP[step]) for step in STEPS}


def compute(expression, names):
    """Compute an expression of the table, or return what NumPy says."""
    if "theta" in names and "l" not in names:
        layers = {l: {**names, "l": l} for l in names["theta"]}
        return {l: compute(expression, layers[l]) for l in layers}
    try:
        return eval(
            expression, {"np": np, "sigmoid": sigmoid, **STEPS, **names}
        )
    except Exception as error:
        return error


def mistakes(step, names, more=(), two=False):
    """What each mistake in a step gives, or two at once, with the words."""
    names = {**names, "right": compute(RIGHT[step], names)}
    for expression, words in [*ROWS[step], *more]:
        wrong = compute(expression, names)
        if not two:
            yield wrong, [words]
        elif not isinstance(wrong, Exception):
            for then, words_too in TWICE[step]:
                if words != words_too:
                    names_too = {**names, "right": wrong}
                    yield compute(then, names_too), [words, words_too]


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
    off = np.abs(np.subtract(mine, right, dtype=float))
    return bool(off.max() <= 1e-9 * np.abs(right).max())


def explanations(mine, step, names, more=(), two=True):
    """Every mistake that gives a result; two at once where no one does."""
    found = []
    for number in (1, 2) if two else (1,):
        for wrong, words in mistakes(step, names, more, number == 2):
            if same(mine, wrong) and sorted(words) not in map(sorted, found):
                found.append(words)
        if found:
            break
    return found


def run(function, arguments):
    """Call the reader's function: its result, and what it did wrong."""
    given = deepcopy(arguments)
    try:
        mine = function(*given)
    except Exception as error:
        place = ""
        for frame, line in traceback.walk_tb(error.__traceback__):
            code = frame.f_code
            if code is getattr(function, "__code__", None):
                line = line - code.co_firstlineno + 1
                place = f" in line {line} of {code.co_name}"
        return error, [f"It stops{place}: {type(error).__name__}: {error}"]
    return mine, [
        f"It changes its argument number {i + 1} in place: compute a new "
        "array, because others still need the old one."
        for i in range(len(given))
        if not same(given[i], arguments[i])
    ]


def judge_step(function, step, net):
    """Check one step."""
    arguments = inputs(step, net)
    right = STEPS[step](*arguments)
    mine, notes = run(function, arguments)
    if wrong := wrong_kind(mine, right):
        return Verdict(step, [wrong, *notes], [wrong])
    if same(mine, right):
        return Verdict(step, notes, notes)
    names = dict(zip(arguments_of(step), arguments, strict=True))
    names |= {"m": net["m"], "L": net["L"]}
    found = explanations(mine, step, names)
    said = in_words(found)
    if isinstance(mine, Exception):
        if said:
            said[0] = f"NumPy says the same where this is wrong: {said[0]}"
        said = notes + said
    elif said:
        said += shapes(mine, right) + notes
    else:
        said = [located(mine, right, step), *notes]
    return Verdict(step, said, sum(found, []))


def in_words(found):
    """One explanation a line for each mistake; several, one a line."""
    if len(found) < 2:
        return sum(found, [])
    joined = [" ".join(words) for words in found]
    return [f"Either: {joined[0]}", *(f"Or: {words}" for words in joined[1:])]


def wrong_kind(mine, right):
    """Say what is wrong where a result is not even of the right kind."""
    if isinstance(mine, Exception):
        return ""
    if mine is None or mine is Ellipsis:
        return "It returns nothing: is there a return?"
    kind = f"It returns a {type(mine).__name__}, and must return"
    if isinstance(right, dict):
        if not isinstance(mine, dict):
            return f"{kind} a dictionary from the layer to its array."
        if mine.keys() != right.keys():
            why = "they are counted from 1."
            if 0 not in mine:
                why = "is the return inside the loop?"
            return (
                f"It has the layers {sorted(mine, key=str)}, and needs "
                f"{sorted(right)}: {why}"
            )
        found = (wrong_kind(mine[l], right[l]) for l in right)
        return next((said for said in found if said), "")
    if isinstance(mine, (dict, list, tuple, str, np.matrix)):
        return f"{kind} one array."
    if np.asarray(mine).dtype.kind not in "biuf":
        return "It returns an array that does not hold real numbers."
    return ""


def shapes(mine, right):
    """Say that two shapes differ, if they do."""
    if isinstance(right, dict) or np.shape(mine) == np.shape(right):
        return []
    return [f"Its shape is {np.shape(mine)}, and must be {np.shape(right)}."]


def located(mine, right, name):
    """Say how a result differs, where no mistake of the table gives it."""
    if isinstance(right, dict):
        l = next(l for l in right if not same(mine[l], right[l]))
        return located(mine[l], right[l], f"{name}: layer {l}")
    return f"No mistake in the table gives this. {name}: " + how(
        np.asarray(mine, float), np.asarray(right, float)
    )


def how(mine, right):
    """How an array differs from the right one."""
    if mine.shape != right.shape:
        return shapes(mine, right)[0]
    off = ~np.isclose(mine, right, rtol=0, atol=1e-9 * np.abs(right).max())
    first = tuple(int(i) for i in np.argwhere(off)[0])
    count = f"{off.sum()} of {off.size} elements"
    if not np.isfinite(mine).all():
        bad = ~np.isfinite(mine)
        at = [int(i) for i in np.argwhere(bad)[0]]
        return (
            f"{bad.sum()} of {bad.size} elements are NaN or infinite, the "
            f"first at {at}."
        )
    ratio = (mine * right).sum() / (right * right).sum()
    if same(mine, ratio * right):
        return f"every element is {ratio:.6g} times the right one."
    if np.abs(mine - right).max() < 1e-4 * np.abs(right).max():
        return (
            "it is right in its first digits: something is rounded, or a "
            "small number is added."
        )
    if same(np.abs(mine), np.abs(right)):
        return f"{count} have the wrong sign, the first at {list(first)}."
    if same(mine - (mine - right).mean(), right):
        return "the same number is added to every element."
    for axis, line in enumerate(("row", "column")):
        lines = np.unique(np.argwhere(off)[:, axis])
        if len(lines) == 1 < off.shape[axis]:
            return f"only {line} {lines[0]} is wrong."
    return (
        f"{count} are wrong; the first, at {list(first)}, is "
        f"{mine[first]:.6g} and must be {right[first]:.6g}."
    )


# For each line of the pass, the step that it takes.
LINES = {
    "dW": "weight_gradient",
    "db": "bias_gradient",
    "da": "input_gradient",
    "dz": "activation_backward",
}
IN_LINE = {line: rows(table) for line, table in IN_A_PASS.items()}


def judge_pass(function, step, net):
    """Check the whole backward pass, in the order of its intermediates."""
    mine, notes = run(function, inputs(step, net))
    if isinstance(mine, Exception):
        return Verdict(step, notes)
    if not isinstance(mine, tuple) or len(mine) != 2:
        wrong = "It must return dW, db: two dictionaries."
        return Verdict(step, [wrong, *notes], [wrong])
    right = net["dW"], net["db"]
    if all(map(same, mine, right)):
        return Verdict(step, notes, notes)
    if all(map(same, mine, right[::-1])):
        swapped = "dW and db are exchanged: return dW, db."
        return Verdict(step, [swapped, *notes], [swapped])
    for i, name in enumerate(("dW", "db")):
        if wrong := wrong_kind(mine[i], right[i]):
            return Verdict(step, [f"{name}: {wrong}", *notes], [wrong])
    found, rest = follow(*mine, net)
    words = [with_places(said) for said in found]
    named = [] if rest else [words for said in found for _, words in said]
    return Verdict(step, in_words(words) + rest + notes, dict.fromkeys(named))


def with_places(said):
    """One sentence a mistake, after all the places in which it is."""
    places = {}
    for place, words in said:
        places.setdefault(words, []).append(place)
    return [f"{', '.join(places[words])}: {words}" for words in places]


def follow(dW, db, net):
    """Explain all gradients, from the last layer to the first.

    The dz of a hidden layer is not seen, so every mistake is tried there: it
    is the right one if it explains dW and db of that layer. What follows is
    compared with what this dz leads to, not with what a right one would.
    """
    found = []
    for l in range(net["L"], 0, -1):
        for two in (False, True):  # two in one line where one is not enough
            ways = ways_back(l, found, dW, net, two) if found else start(net)
            after = [
                state
                for dz, da, before, here in ways
                for state in explained(
                    l, dz, da, before + here, dW, db, net, two and not here
                )
            ]
            if after:
                break
        if not after:
            return unexplained(l, found, dW, db, net)
        found = sorted(after, key=fewest)[:3]
    best = [said for *_, said in found if fewest([said]) == fewest(found[0])]
    return best, []


def fewest(state):
    """The order of explanations: few different mistakes, in few places."""
    said = state[-1]
    return len({words for _, words in said}), len(said)


def start(net):
    """The dz with which the pass starts: as it is given, or spoiled."""
    L = net["L"]
    dz = net["dz"][L]
    yield dz, None, [], []
    names = arrays(L, dz, None, net)
    everywhere = "dW and db of every layer"
    rows_of_start = [(everywhere, row) for row in rows(ANY + A_MEAN)]
    rows_of_start += [(f"dz[{L}]", row) for row in IN_LINE["start"]]
    for place, (expression, words) in rows_of_start:
        wrong = compute(expression, {**names, "right": dz})
        if wrong.shape == dz.shape:
            yield wrong, None, [], [(place, words)]


def arrays(l, dz, da, net):
    """What the table calls the arrays of a layer."""
    names = {"x": net["a"][0], "a_prev": net["a"][l - 1], "a": net["a"][l]}
    names |= {"W": net["W"][l], "g_prime": net["g_prime"][l], "dz": dz}
    return {**names, "m": net["m"]} | ({} if da is None else {"da": da})


def line(name, names):
    """What a line of the pass gives: rightly first, and then wrongly."""
    step = LINES[name]
    yield compute(RIGHT[step], names), []
    yield from mistakes(step, names, IN_LINE[name])


def ways_back(l, found, dW, net, two):
    """Every dz of a layer, from every state in the layer after it."""
    shape = net["dz"][l].shape
    for dz_after, da_after, said in found:
        after = arrays(l + 1, dz_after, da_after, net) | {"dW": dW[l + 1]}
        for da, wrong in line("da", after):
            if np.ndim(da) != 2:
                continue
            here = arrays(l, None, da, net)
            for dz, wrong_too in line("dz", here):
                if np.shape(dz) == shape and (two or not (wrong and wrong_too)):
                    words = dict.fromkeys(wrong + wrong_too)
                    yield dz, da, said, [(f"dz[{l}]", one) for one in words]


def explained(l, dz, da, said, dW, db, net, two):
    """Every way in which a dz explains the gradients of its layer."""
    names = arrays(l, dz, da, net)
    for in_db in explain_line("db", db[l], names, two):
        for in_dW in explain_line("dW", dW[l], names, two):
            yield dz, da, [
                *said,
                *((f"dW[{l}]", words) for words in in_dW),
                *((f"db[{l}]", words) for words in in_db),
            ]


def explain_line(name, mine, names, two):
    """The mistakes that explain a line of the pass; none if it is right."""
    right, _ = next(line(name, names))
    if same(mine, right):
        return [[]]
    return explanations(mine, LINES[name], names, IN_LINE[name], two)


def unexplained(l, found, dW, db, net):
    """Name what can be named, and say what the first other thing is."""
    ways = ways_back(l, found[:1], dW, net, False) if found else start(net)
    dz, da, said, _ = next(ways)
    names = arrays(l, dz, da, net)
    rest = []
    for name, mine in (("dW", dW[l]), ("db", db[l])):
        because = explain_line(name, mine, names, True)
        if because:
            said = said + [(f"{name}[{l}]", words) for words in because[0]]
        else:
            right, _ = next(line(name, names))
            rest.append(located(mine, right, f"{name}[{l}]"))
    if len(rest) == 2 and l < net["L"]:
        rest[1] = (
            f"dW[{l}] and db[{l}] are both wrong, and what was found before "
            f"them is not, so look at dz[{l}]."
        )
    return [said], rest
