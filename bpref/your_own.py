"""Check a backward pass that you write yourself, and be told the mistake.

This module can be copied alone: it needs NumPy and nothing else. Give
`check` a function named like the step, ``weight_gradient`` for example:

>>> def weight_gradient(dz, a_prev):
...     return dz @ a_prev.T
...
>>> check(weight_gradient)
weight_gradient is not right yet.
1/m is missing: J is the mean over the examples, and so is its gradient.

A step gets true inputs, so that no other step's mistake can spoil it, from a
network whose sizes all differ. The result is compared with the right step's,
and then with that of every mistake in a table.
"""

import re
import textwrap
import traceback
from copy import deepcopy

import numpy as np


def sigmoid(z):
    """The activation of every layer but the last hidden one (tanh)."""
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
# the number of neurons of any layer, and RATE any usual learning rate.
FACTORS = """
-right | The sign is wrong.
2 * right | There is a factor 2 too many.
right / 2 | There is a factor 1/2 too many.
"""
ANY = (
    FACTORS
    + """
right.T | It is transposed.
0 * right | It is 0 everywhere.
"""
)
WRONG_MEANS = """
m * right | 1/m is missing: J is the mean over the examples, and so is its
    gradient.
right / m | 1/m is there twice.
m * m * right | It is multiplied by m, where it must be divided.
m / SIZE * right | It is divided by a number of neurons or inputs, and not by
    m, the number of examples.
right / SIZE | It is divided by a number of neurons or inputs, beside m.
m / (m - 1) * right | It is divided by m - 1 and not by m.
"""
OF_EACH_EXAMPLE = """
np.abs(right) | -np.abs(right) | All elements have one sign: theirs is lost.
right * (np.arange(m) > 0) | The first example is forgotten.
right * (np.arange(m) < m - 1) | The last example is forgotten.
right / m | 1/m does not belong here, but in dW and db.
right / len(right) | It is divided by the number of its rows, the neurons or
    inputs: nothing is averaged here.
right / right.size | It is divided by the number of all its elements: nothing
    is averaged here.
m * right | It is multiplied by m.
right.mean(axis=1, keepdims=True) | It is averaged over the examples: each has
    its own.
right.sum(axis=1, keepdims=True) | It is summed over the examples: each has
    its own.
right.sum(axis=0, keepdims=True) | It is summed over the neurons.
np.maximum(right, 0) | ReLU is applied to the gradient: only the slope g'(z)
    decides what passes.
"""
TABLE = {
    "linear_forward(W, a_prev, b)": ANY
    + """
W @ a_prev | The bias is forgotten.
W @ a_prev - b | The bias is subtracted, and must be added.
b - W @ a_prev | W @ a_prev is subtracted, and must be added.
W @ a_prev + b[:, 0] | The bias is flat: it must be (n, 1).
W @ a_prev + b.T | The bias is a row: it must be (n, 1).
W.T @ a_prev + b | W is transposed, and must not be here.
a_prev @ W + b | The factors are in the wrong order: it is W times a_prev.
W * a_prev + b | It is the matrix product, @, and not element by element.
W[:, -1:] @ a_prev[-1:] + b | Only the last input counts: does a loop
    overwrite, where it must add?
W[:, 1:] @ a_prev[1:] + b | The first input is forgotten.
sigmoid(right) | np.tanh(right) | np.maximum(right, 0) | It is g(z), so
    already a.
""",
    "sigmoid_derivative(z)": ANY
    + """
z * (1 - z) | z is taken for a: in a (1 - a), a is sigmoid(z).
sigmoid(z) * (1 - z) | z * (1 - sigmoid(z)) | z is taken for a in one factor.
-np.exp(-z) * (1 + np.exp(-z)) | A bracket is missing in the sigmoid: it is
    1 / (1 + e^-z).
sigmoid_derivative(sigmoid(z)) | g' is taken at a, and must be taken at z.
sigmoid(z) | It is sigmoid(z) itself: the factor 1 - a is missing.
1 - sigmoid(z) | It is 1 - sigmoid(z): the other factor, a, is missing.
sigmoid(z) * (1 + sigmoid(z)) | It is a (1 + a): the slope is a (1 - a).
sigmoid(z) ** 2 | (1 - sigmoid(z)) ** 2 | It is a square: the slope is
    a (1 - a).
1 - sigmoid(z) ** 2 | 1 - a squared is the slope of tanh: here it is
    a (1 - a).
1 - np.tanh(z) ** 2 | It is the slope of tanh.
1 - right | A bracket is missing: a (1 - a), not 1 - a (1 - a).
np.exp(z) * sigmoid(z) ** 2 | np.exp(-z) * sigmoid(-z) ** 2 | One exponent has
    a wrong sign.
""",
    "relu_derivative(z)": ANY
    + """
np.maximum(z, 0) | It is ReLU itself.
np.ones_like(z) | It is 1 everywhere, and must be 0 where z is not positive.
np.where(z >= 0, 1, 0) | At z = 0 it is 1, and must be 0 here: > and not >=.
np.heaviside(z, 0.5) | At z = 0 it is 1/2, and must be 0 here.
np.where(z < 0, 1, 0) | np.where(z <= 0, 1, 0) | The sides are exchanged.
np.sign(z) | It is -1 where z is negative, and must be 0 there.
np.where(z > 0, 1, 0.01) | It is the slope of leaky ReLU: it must be 0 there.
""",
    "cross_entropy_dz(a, y)": ANY
    + OF_EACH_EXAMPLE
    + """
right * a * (1 - a) | There is a slope g' too many: it has cancelled.
right / (a * (1 - a)) | It is da: the slope is still to come.
a | The target is forgotten.
a + y | It is a + y: the two are to be compared.
a * y | It is a y: the two are to be compared.
y / a + (1 - y) / (1 - a) | y * (1 - a) + (1 - y) * a | A term of da has a
    wrong sign: da is -y / a + (1 - y) / (1 - a).
right ** 2 | right ** 2 / 2 | It is squared, so a loss.
y * right | -y * (1 - a) | np.where(y == 1, a - 1, 0) | The targets 0 are
    forgotten: they have a term of their own.
(1 - y) * right | (1 - y) * a | np.where(y == 0, a, 0) | The targets 1 are
    forgotten: they have a term of their own.
np.where(y == 1, a - 1, a) | A target between 0 and 1 is rounded.
-(y * np.log(a) + (1 - y) * np.log(1 - a)) | It is the loss itself.
(a > 0.5) - y | a is rounded: the gradient needs the probability itself.
right / (a * (1 - a)) * sigmoid_derivative(a) | g' is taken at a, and must be
    taken at z.
""",
    "activation_backward(da, g_prime)": ANY
    + OF_EACH_EXAMPLE
    + """
da | It is da: g' is missing, or is 1 everywhere.
g_prime | It is the slope alone: da is forgotten.
da + g_prime | The slope is added, and must multiply.
da / g_prime | It is divided by the slope, and must be multiplied.
right * g_prime | g' is there twice.
right * (1 - g_prime) | The slope is taken for a: it is a (1 - a) already.
da * (1 - g_prime) | It is 1 - g_prime, and must be g_prime.
np.maximum(da, 0) | ReLU is applied to the gradient, and the slope forgotten.
da @ g_prime.T | da.T @ g_prime | da @ g_prime | It is a matrix product: each
    element has its slope.
da * g_prime.mean(axis=1, keepdims=True) | The slopes are averaged.
da * g_prime.sum(axis=1, keepdims=True) | The slopes are summed.
""",
    "weight_gradient(dz, a_prev)": ANY
    + WRONG_MEANS
    + """
bias_gradient(dz) * np.ones((1, len(a_prev))) | The input is forgotten.
dz[:, :1] @ a_prev[:, :1].T / m | dz[:, :1] @ a_prev[:, :1].T | Only the first
    example counts.
dz[:, -1:] @ a_prev[:, -1:].T / m | dz[:, -1:] @ a_prev[:, -1:].T | Only the
    last example counts: does a loop overwrite, where it must add?
dz[:, 1:] @ a_prev[:, 1:].T / m | The first example is forgotten.
dz[:, :-1] @ a_prev[:, :-1].T / m | The last example is forgotten.
np.outer(dz.mean(axis=1), a_prev.mean(axis=1)) |
    np.outer(dz.sum(axis=1), a_prev.sum(axis=1)) |
    np.outer(dz.sum(axis=1), a_prev.sum(axis=1)) / m | Means or sums are
    multiplied: the products come first, and then their mean.
dz @ a_prev.reshape(m, -1) / m | a_prev is reshaped, and must be transposed.
dz @ a_prev | a_prev is not transposed.
dz.T @ a_prev | The transpose is on the wrong factor.
a_prev.T @ dz | The factors are in the wrong order.
dz * a_prev | dz * a_prev.T | It is the matrix product, @, and not element by
    element.
right.sum(axis=1, keepdims=True) | It is summed over the inputs.
""",
    "bias_gradient(dz)": ANY
    + WRONG_MEANS
    + """
dz.mean(axis=0) | dz.mean(axis=0, keepdims=True) | dz.mean(axis=0)[:, None] |
    dz.sum(axis=0) / m | dz.sum(axis=0, keepdims=True) / m |
    dz.sum(axis=0)[:, None] / m | The sum is over the wrong axis: the examples
    are the columns, axis 1.
right[:, 0] | It is flat, (n,): keepdims=True makes it the column (n, 1).
dz.sum() / m | dz.sum(keepdims=True) / m | dz.sum() / m + 0 * right | The sum
    is over all elements: each neuron has its own.
dz.mean() | dz.mean(keepdims=True) | dz.mean() + 0 * right | The mean is over
    all elements: each neuron has its own.
dz | dz / m | It is not summed over the examples.
dz[:, :1] | dz[:, :1] / m | Only the first example counts.
dz[:, -1:] | dz[:, -1:] / m | Only the last example counts: does a loop
    overwrite, where it must add?
dz[:, 1:].sum(axis=1, keepdims=True) / m | The first example is forgotten.
dz[:, :-1].sum(axis=1, keepdims=True) / m | The last example is forgotten.
bias_gradient(np.abs(dz)) | The signs of dz are lost.
""",
    "input_gradient(W, dz)": ANY
    + OF_EACH_EXAMPLE
    + """
W @ dz | W is not transposed: the paths are its columns.
W @ dz.T | dz is transposed, and W is not.
dz @ W | dz @ W.T | The factors are in the wrong order.
W * dz | W.T * dz | It is the matrix product, @, and not element by element.
W.reshape(-1, len(W)) @ dz | W is reshaped, and must be transposed.
W[1:].T @ dz[1:] | The path through the first neuron is forgotten.
W[:-1].T @ dz[:-1] | The path through the last neuron is forgotten.
W[:1].T @ dz[:1] | Only the path through the first neuron counts.
W[-1:].T @ dz[-1:] | Only the path through the last neuron counts: does a
    loop overwrite, where it must add?
np.ones_like(W).T @ dz | The weights are forgotten: every path counts as 1.
np.abs(W).T @ dz | The signs of the weights are lost.
np.linalg.pinv(W) @ dz | W is inverted, and must be transposed.
np.outer(W.sum(axis=0), dz.sum(axis=0)) | Sums are multiplied: the products
    come first.
right / len(W) | It is the mean over the paths, and must be their sum.
""",
    "gradient_step(theta, dtheta, learning_rate)[l]": """
theta[l] + learning_rate * dtheta[l] | The step goes uphill.
theta[l] + dtheta[l] | The step goes uphill, and the learning rate is
    forgotten.
theta[l] - dtheta[l] | The learning rate is forgotten.
theta[l] - learning_rate | The gradient is forgotten.
learning_rate * dtheta[l] | -learning_rate * dtheta[l] | It is the step alone:
    theta is forgotten.
theta[l] | Nothing has moved.
theta[l] - dtheta[l] / learning_rate | It divides by the learning rate.
theta[l] - learning_rate * theta[l] | theta is subtracted from itself.
dtheta[l] - learning_rate * theta[l] | theta and its gradient are exchanged.
theta[l] - learning_rate * np.sign(dtheta[l]) | Only the sign is used.
theta[l] - learning_rate * np.abs(dtheta[l]) | The signs are lost.
theta[l] - 2 * learning_rate * dtheta[l] | The step is twice as
    long as it should be.
theta[l] - learning_rate ** 2 * dtheta[l] | The learning rate is squared.
theta[l] - (l < L) * learning_rate * dtheta[l] | The last layer is not moved.
theta[l] - (l > 1) * learning_rate * dtheta[l] | The first layer is not moved.
theta[l] - (l == L) * learning_rate * dtheta[l] | Only the last layer is
    moved.
""",
}
# What can be wrong in a pass and in no step alone: in the line that finds dW,
# db, da or dz. Here every array is that of one layer, and x is a[0].
IN_A_PASS = {
    "dW": """
weight_gradient(dz, a) | a[l] is used, and it must be a[l-1].
weight_gradient(dz, x) | The inputs x are used, and it must be a[l-1].
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
""",
    "dz": """
da * (a > 0) | ReLU's slope is used, and it must be g_prime[l].
da * a * (1 - a) | a (1 - a) is used, and it must be g_prime[l].
da * (1 - a ** 2) | 1 - a squared is used, and it must be g_prime[l].
da * sigmoid_derivative(a) | da * (1 - np.tanh(a) ** 2) | g' is taken at a,
    and must be taken at z.
da * a | a is used, and it must be the slope, g_prime[l].
""",
    "the dz that is given": """
np.maximum(dz, 0) | ReLU is applied to it.
dz * a * (1 - a) | It is multiplied by a slope, which it has in it already.
""",
}
# The line of the pass that takes a step.
LINES = {
    "dW": "weight_gradient",
    "db": "bias_gradient",
    "da": "input_gradient",
    "dz": "activation_backward",
}

# The network of the check. All sizes differ, and so does what each factor in
# the table makes of a result, and what two of them together make of it.
SIZES, EXAMPLES = [13, 9, 12, 11], 15
RATES = [1, 0.5, 0.3, 0.2, 0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.003, 0.001]


def check(function, step=None):
    """Say whether a function is right, or else what is wrong with it.

    Without `step` the function's own name says which step it is. What comes
    back is true where the function is right, so ``assert check(f)`` is a
    test; printed, it says what is wrong.

    >>> def bias_gradient(dz):
    ...     n, m = dz.shape
    ...     return 1 / m * dz.sum(axis=1, keepdims=True)
    ...
    >>> check(bias_gradient)
    bias_gradient is right, in its shapes and in every number.
    """
    if not callable(function):
        raise TypeError(
            "check needs the function itself: check(f), and not check(f(x))"
        )
    step = step or getattr(function, "__name__", "")
    if step not in (*STEPS, "backward_pass"):
        raise ValueError(
            f"no step is called {step!r}: rename it, or say which it is, "
            "check(function, step)"
        )
    judge = judge_pass if step == "backward_pass" else judge_step
    with np.errstate(all="ignore"):
        verdict = judge(function, step, network(SIZES, EXAMPLES))
        if verdict:
            small = judge(function, step, network([3, 1, 4], 1))
            if not small:
                sizes = "-".join(map(str, SIZES))
                verdict.lines = [
                    f"It is right for a network of {sizes} neurons and "
                    f"{EXAMPLES} examples, but not for one of 3-1-4 neurons "
                    "and 1 example. Is a size or another number written in, "
                    "a small number added, or an axis dropped?"
                ]
                # Names are sure only where all sizes differ.
                verdict.lines += [w for w in small.lines if "It stops" in w]
    return verdict


class Verdict:
    """What `check` found: true if the function is right."""

    def __init__(self, step, lines=(), mistakes=()):
        self.step = step
        self.lines = list(lines)  # what to tell the reader; none if right
        self.mistakes = list(mistakes)  # what it names, without the places

    def __bool__(self):
        return not self.lines

    def __repr__(self):
        if self:
            return f"{self.step} is right, in its shapes and in every number."
        lines = [f"{self.step} is not right yet.", *self.lines]
        return "\n".join(
            textwrap.fill(line, 76, break_on_hyphens=False) for line in lines
        )


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
        tanh = l == L - 1  # which tells ReLU's slope, a > 0, from 1
        a[l] = np.tanh(z[l]) if tanh else sigmoid(z[l])
        g_prime[l] = 1 - a[l] ** 2 if tanh else a[l] * (1 - a[l])
    y = draw.integers(0, 2, size=a[L].shape).astype(float)
    y[:2, 0] = 0.01, 0.99  # a target need not be 0 or 1
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
    with_zero = net["z"][L].copy()
    with_zero[0, 0] = 0.0  # where ReLU has its kink
    hidden_slopes = {l: net["g_prime"][l] for l in range(1, L)}
    return {
        "linear_forward": (W[L], a[L - 1], net["b"][L]),
        "sigmoid_derivative": (net["z"][L],),
        "relu_derivative": (with_zero,),
        "cross_entropy_dz": (a[L], net["y"]),
        "activation_backward": (net["da"][L - 1], net["g_prime"][L - 1]),
        "weight_gradient": (dz[L], a[L - 1]),
        "bias_gradient": (dz[L],),
        "input_gradient": (W[L], dz[L]),
        "gradient_step": (W, net["dW"], 0.3 * L),
        "backward_pass": (dz[L], W, a, hidden_slopes),
    }[step]


def rows(table):
    """The mistakes of a table: pairs of what is computed, and the words."""
    found = []
    for line in table.replace("\n    ", " ").split("\n"):
        if not line:
            continue
        *expressions, words = line.split(" | ")
        for text in expressions:
            values = (
                SIZES if "SIZE" in text else RATES if "RATE" in text else [1]
            )
            for value in map(str, values):
                filled = text.replace("SIZE", value).replace("RATE", value)
                found.append((compile(filled, filled, "eval"), words))
    return found


# By step, and by line of the pass: the right one, and its mistakes.
RIGHT = {call.split("(")[0]: compile(call, call, "eval") for call in TABLE}
ROWS = {call.split("(")[0]: rows(table) for call, table in TABLE.items()}
for line, step in LINES.items():
    RIGHT[line] = RIGHT[step]
    ROWS[line] = ROWS[step] + rows(IN_A_PASS[line])
GIVEN = "the dz that is given"
NOTHING = "It returns nothing: is there a return?"
ROWS[GIVEN] = rows(IN_A_PASS[GIVEN])


def compute(expression, names):
    """Compute an expression of the table, or return what NumPy says."""
    if "theta" in names and "l" not in names:  # a step: layer by layer
        layers = {l: {**names, "l": l} for l in names["theta"]}
        return {l: compute(expression, layers[l]) for l in layers}
    try:
        return eval(
            expression, {"np": np, "sigmoid": sigmoid, **STEPS, **names}
        )
    except Exception as error:
        return error


def outcomes(step, names, two=False):
    """What a step gives, rightly and with each mistake, or with two at once.

    With each comes the list of words for its mistakes.
    """
    names = {**names, "right": compute(RIGHT[step], names)}
    yield names["right"], []
    for expression, words in ROWS[step]:
        wrong = compute(expression, names)
        if not two:
            yield wrong, [words]
        elif not isinstance(wrong, Exception) and np.any(wrong):
            for then, words_too in ROWS[step]:
                # Two mistakes, and not one that is said in two ways.
                differ = words.split(",")[0] != words_too.split(",")[0]
                if "right" in then.co_names and differ:
                    again = compute(then, {**names, "right": wrong})
                    if np.any(again):  # what is 0 has no other mistake
                        yield again, [words, words_too]


def explanations(mine, step, names, two=True):
    """Every mistake that gives a result; two at once where no one does.

    Of a right result the only explanation is an empty one.
    """
    found = []
    for number in (1, 2) if two else (1,):
        for wrong, words in outcomes(step, names, number == 2):
            if same(mine, wrong) and sorted(words) not in map(sorted, found):
                found.append(words)
        if found:
            break
    return found


def same(mine, right):
    """Whether two results agree: strictly in shape, closely in value."""
    if isinstance(mine, Exception) or isinstance(right, Exception):
        return type(mine) is type(right) and reason(mine) == reason(right)
    if isinstance(right, dict):
        return mine.keys() == right.keys() and all(
            same(mine[l], right[l]) for l in right
        )
    if no_array("", mine) or np.shape(mine) != np.shape(right):
        return False
    if not np.isfinite(right).all():  # every number is within infinity of it
        return np.array_equal(mine, right, equal_nan=True)
    off = np.abs(np.subtract(mine, right, dtype=float))
    return bool(off.max() <= 1e-9 * np.abs(right).max())


def reason(error):
    """What an error says; of matrices that do not fit, which two sizes.

    The operator @ and np.dot have other words for that.
    """
    if found := re.search(r"size (\d+) is different from (\d+)", str(error)):
        return found[2], found[1]
    if found := re.search(r"(\d+) \(dim \d\) != (\d+)", str(error)):
        return found[1], found[2]
    return str(error)


def run(function, arguments):
    """Call the reader's function: its result, its error, and what to say."""
    given = deepcopy(arguments)
    try:
        mine = function(*given)
    except Exception as error:
        place = ""
        for frame, line in traceback.walk_tb(error.__traceback__):
            if frame.f_code is getattr(function, "__code__", None):
                line = line - frame.f_code.co_firstlineno + 1
                place = f" in line {line} of {frame.f_code.co_name}"
        words = f"It stops{place}: {type(error).__name__}: {error}"
        return None, error, [words]
    return (
        mine,
        None,
        [
            f"It changes its argument number {i + 1} in place: leave it as "
            "it is, because other steps still need it."
            for i in range(len(given))
            if not same(given[i], arguments[i])
        ],
    )


def judge_step(function, step, net):
    """Check one step."""
    arguments = inputs(step, net)
    # The first variables of a function are its arguments.
    variables = STEPS[step].__code__.co_varnames
    names = dict(zip(variables, arguments, strict=False))
    names |= {"m": net["m"], "L": net["L"]}
    right = STEPS[step](*arguments)
    mine, error, notes = run(function, arguments)
    if error:
        found = explanations(error, step, names, two=False)
        named = [words for [words] in found]
        also = [f"Perhaps: {words}" for words in named]
        return Verdict(step, notes + also, named)
    if wrong := wrong_kind(mine, right):
        return Verdict(step, [wrong, *notes], [wrong])
    if same(mine, right):
        return Verdict(step, notes, notes)
    found = explanations(mine, step, names)
    if not found:
        return Verdict(step, [located(mine, right, step), *notes])
    named = [words for each in found for words in each]
    said = in_words(found) + shapes(mine, right)
    return Verdict(step, said + notes, named)


def in_words(found):
    """A line for each mistake; or, of several explanations, for each."""
    if len(found) < 2:
        return [one for words in found for one in words]
    first, *others = [" ".join(words) for words in found]
    return [f"Either: {first}", *(f"Or: {words}" for words in others)]


def wrong_kind(mine, right):
    """Say what is wrong where a result is not even of the right kind."""
    if mine is None or mine is Ellipsis:
        return NOTHING
    if not isinstance(right, dict):
        return no_array("It returns", mine)
    if not isinstance(mine, dict):
        return (
            f"It is of type {type(mine).__name__}, and must be a dictionary "
            "from the layer to its array."
        )
    if mine.keys() != right.keys():
        why = "does the loop reach every layer?"
        if any(isinstance(l, str) for l in mine):
            why = "the numbers of the layers are the keys."
        elif mine.keys() - right.keys():
            why = f"they are counted from 1 to {len(right)}."
        elif len(mine) == 1:
            why = "is the return inside the loop?"
        return (
            f"It has the layers {sorted(mine, key=str)}, and needs "
            f"{sorted(right)}: {why}"
        )
    found = [no_array(f"Layer {l} is", mine[l]) for l in right]
    return next(filter(None, found), "")


def no_array(start, mine):
    """Say that something is no array of real numbers, if it is none."""
    numbers = np.ndarray, np.generic, float, int
    others = np.matrix, np.ma.MaskedArray  # with rules of their own
    if isinstance(mine, others) or not isinstance(mine, numbers):
        return f"{start} a {type(mine).__name__}, and no array."
    if np.asarray(mine).dtype.kind not in "biuf":
        return f"{start} an array that does not hold real numbers."
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
    how = difference(np.asarray(mine, float), right)
    return f"No mistake in the table gives this. {name}: {how}"


def difference(mine, right):
    """How an array differs from the right one."""
    if mine.shape != right.shape:
        return shapes(mine, right)[0]
    largest = np.abs(right).max()
    off = ~(np.abs(mine - right) <= 1e-9 * largest)
    if not np.isfinite(mine).all():
        off = ~np.isfinite(mine)
    at = tuple(int(i) for i in np.argwhere(off)[0])
    count = f"{off.sum()} of {off.size} elements"
    if not np.isfinite(mine).all():
        return f"{count} are NaN or infinite, the first at {list(at)}."
    ratio = (mine * right).sum() / (right * right).sum()
    if same(mine, ratio * right):
        return f"every element is {ratio:.6g} times the right one."
    if np.abs(mine - right).max() < 1e-2 * largest:
        return (
            "it is right in its first digits: is something rounded, as in "
            "float32, or a small number added?"
        )
    if same(np.abs(mine), np.abs(right)):
        return f"{count} have the wrong sign, the first at {list(at)}."
    for axis, line in enumerate(("row", "column")):
        lines = np.unique(np.argwhere(off)[:, axis])
        if len(lines) == 1 < off.shape[axis]:
            return f"only {line} {lines[0]} is wrong."
    return (
        f"{count} are wrong; the first, at {list(at)}, is {mine[at]:.6g} and "
        f"must be {right[at]:.6g}."
    )


def judge_pass(function, step, net):
    """Check the whole backward pass."""
    mine, error, notes = run(function, inputs(step, net))
    if error:
        return Verdict(step, notes)
    wrong = ""
    if mine is None or mine is Ellipsis:
        wrong = NOTHING
    elif not isinstance(mine, (tuple, list)) or len(mine) != 2:
        wrong = "It must return dW, db: two dictionaries."
    else:
        dW, db = mine
        kinds = {
            "dW": wrong_kind(dW, net["dW"]),
            "db": wrong_kind(db, net["db"]),
        }
        for name, kind in kinds.items():
            if kind and not wrong:
                wrong = f"{name}: {kind}"
        if not wrong and same(dW, net["db"]) and same(db, net["dW"]):
            wrong = "dW and db are exchanged: return dW, db."
    if wrong:
        return Verdict(step, [wrong, *notes], [wrong])
    # A mistake spoils all gradients that are found after it. So only the
    # first layer with a wrong one is judged: what comes into it is true.
    for l in range(net["L"], 0, -1):
        if not same(dW[l], net["dW"][l]) or not same(db[l], net["db"][l]):
            said, named = judge_layer(l, {"dW": dW, "db": db}, net)
            return Verdict(step, said + notes, named)
    return Verdict(step, notes, notes)


def judge_layer(l, mine, net):
    """What to say of a layer's wrong dW and db, and the mistakes it names."""
    layer, last = arrays(l, net), l == net["L"]
    wrong = {k: mine[k][l] for k in mine if not same(mine[k][l], layer[k])}
    both = len(wrong) == 2
    if both and (shared := of_both(l, mine, net)):
        return told(shared, l)
    # In a hidden layer two lines are blamed only for one mistake each, and
    # for different ones: of the same factor in both a wrong dz is likelier.
    doubt = both and not last
    found = {k: explanations(wrong[k], k, layer, not doubt) for k in wrong}
    if doubt and (found["dW"] == found["db"] or not all(found.values())):
        said = [
            f"dW[{l}] and db[{l}] are wrong: look at dz[{l}] first, and then "
            "at what both lines use."
        ]
        for k in wrong:
            how = difference(np.asarray(wrong[k], float), layer[k])
            said.append(f"{k}[{l}]: {how}")
        return said, []
    said, named = [], []
    for k in wrong:
        sentences, words = told([(f"{k}[{l}]", each) for each in found[k]], l)
        said += sentences or [located(wrong[k], layer[k], f"{k}[{l}]")]
        named += words
    return said, named


def told(found, l):
    """What to say of explanations, each with its place, and all the words."""
    said = [[f"{place}: {' '.join(words)}"] for place, words in found]
    for layer, number in (("[l]", l), ("[l-1]", l - 1)):
        said = [[one.replace(layer, f"[{number}]")] for [one] in said]
    return in_words(said), [one for _, words in found for one in words]


def of_both(l, mine, net):
    """What explains dW and db at once: a wrong dz, or a mistake in both."""
    layer, last = arrays(l, net), l == net["L"]
    found = []
    # The pass does not return dz, but what each wrong dz leads to is known.
    for place, dz, words in wrong_dz(l, net):
        after = {k: compute(RIGHT[k], {**layer, "dz": dz}) for k in mine}
        fits = all(same(mine[k][l], after[k]) for k in mine)
        if fits and (place, [words]) not in found:
            found.append((place, [words]))
    if not found and not last:
        return []
    in_lines = in_both(l, mine, net, two=last)
    if l > 1 and not last:  # lines of a loop are wrong in the next turn, too
        next_turn = in_both(l - 1, mine, net)
        in_lines = [words for words in in_lines if words in next_turn]
    return found + [(f"dW[{l}], db[{l}]", words) for words in in_lines]


def in_both(l, mine, net, two=False):
    """The mistakes that explain dW and db, each made in its own line."""
    layer = arrays(l, net)
    in_dW, in_db = (
        explanations(mine[k][l], LINES[k], layer, two) for k in ("dW", "db")
    )
    return [words for words in in_dW if words in in_db]


def wrong_dz(l, net):
    """Every wrong dz of a layer: where the mistake is, dz, and the words."""
    layer, found = arrays(l, net), []
    if l == net["L"]:  # it is given, and can only be changed
        found += [
            (f"dz[{l}], which is given", compute(mistake, layer), words)
            for mistake, words in ROWS[GIVEN]
        ]
    else:
        # The line of this layer's da takes W and dz from the one after it.
        after = {**arrays(l + 1, net), "right": layer["da"]}
        for mistake, words in ROWS["da"]:
            da = compute(mistake, after)
            dz = compute(RIGHT["dz"], {**layer, "da": da})
            found.append((f"dz[{l}]", dz, words))
        for mistake, words in ROWS["dz"]:
            dz = compute(mistake, {**layer, "right": layer["dz"]})
            found.append((f"dz[{l}]", dz, words))
    shape = np.shape(layer["dz"])
    found = [each for each in found if np.shape(each[1]) == shape]
    if l > 1:  # that of the layer before has a shape of its own
        words = "dz[l-1] is used, and it must be dz[l]: find dW and db first."
        found.append((f"dW[{l}], db[{l}]", net["dz"][l - 1], words))
    return found


def arrays(l, net):
    """What the table calls the arrays of a layer; the last has no da."""
    own = "W", "a", "dz", "dW", "db", "da", "g_prime"
    layer = {name: net[name][l] for name in own if l in net[name]}
    return {
        **layer,
        "x": net["a"][0],
        "a_prev": net["a"][l - 1],
        "m": net["m"],
    }
