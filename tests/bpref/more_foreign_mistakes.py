"""More wrong versions of each step, to look for names that are false.

Those of foreign_mistakes.py were written before the checker, and its table got rows from them. These were
written after it, from what learners do in NumPy and not from the table, so that many are in no row.
Beside each stands in words what is wrong, and what a true name of it has in it; where that is empty, no row of
the table is this mistake, and whatever it is called would be false.
"""

from typing import NamedTuple

import numpy as np


class Version(NamedTuple):
    """One version of a step: what is wrong with it, and a pattern that a true name of it has in it."""

    step: str
    words: str
    name: str
    function: object


MORE = []


def version(step, words, name=""):
    """Add the function below to the list."""

    def add(function):
        function.__name__ = function.__qualname__ = step
        MORE.append(Version(step, words, name, function))
        return function

    return add


@version("linear_forward", "the inputs are added up to one number for each example")
def _(W, a_prev, b):
    return np.sum(W @ a_prev, axis=0) + b


@version("linear_forward", "the bias is flattened, and does not fit", "bias is flat")
def _(W, a_prev, b):
    return np.dot(W, a_prev) + b.squeeze()


@version("linear_forward", "the bias is added to the inputs")
def _(W, a_prev, b):
    return W @ (a_prev + b)


@version("linear_forward", "every neuron has the bias of the first")
def _(W, a_prev, b):
    return W @ a_prev + b[0]


@version("linear_forward", "the inputs are scaled to length 1")
def _(W, a_prev, b):
    return W @ (a_prev / np.linalg.norm(a_prev, axis=0)) + b


@version("linear_forward", "every weight meets the sum of the inputs")
def _(W, a_prev, b):
    return W.sum(axis=1, keepdims=True) * a_prev.sum(axis=0) + b


@version("linear_forward", "a bias for each example", "")
def _(W, a_prev, b):
    return W @ a_prev + np.arange(a_prev.shape[1])


@version("sigmoid_derivative", "the formula of the sigmoid with the values of tanh")
def _(z):
    a = np.tanh(z)
    return a * (1 - a)


@version("sigmoid_derivative", "the square in the denominator is left out", "factor, a, is missing")
def _(z):
    return np.exp(-z) / (1 + np.exp(-z))


@version("sigmoid_derivative", "the inner minus of e^-z is not cancelled", "sign")
def _(z):
    return -np.exp(-z) / (1 + np.exp(-z)) ** 2


@version("sigmoid_derivative", "a is rounded to two places")
def _(z):
    a = (1 / (1 + np.exp(-z))).round(2)
    return a * (1 - a)


@version("sigmoid_derivative", "a (1 - a), with z for the second a", "in one factor")
def _(z):
    return 1 / (1 + np.exp(-z)) * (1 - z)


@version("sigmoid_derivative", "the slope at 0 is used everywhere")
def _(z):
    return np.full(z.shape, 0.25)


@version("sigmoid_derivative", "the logarithm of the sigmoid is differentiated", "a,? is missing")
def _(z):
    return 1 - 1 / (1 + np.exp(-z))


@version("relu_derivative", "ReLU once more, by where", "ReLU itself")
def _(z):
    return np.where(z > 0, z, 0)


@version("relu_derivative", "ReLU divided by z, which is 0 / 0 in one place")
def _(z):
    return np.maximum(z, 0) / z


@version("relu_derivative", "the absolute value's slope, of which half is taken", "1/2")
def _(z):
    return (np.sign(z) + 1) / 2


@version("relu_derivative", "a whole array is asked whether it is positive")
def _(z):
    return 1 if z > 0 else 0


@version("relu_derivative", "ReLU6: nothing passes above 1")
def _(z):
    return ((z > 0) & (z < 1)).astype(float)


@version("cross_entropy_dz", "a wrong sign where the target is 0", "one sign")
def _(a, y):
    return np.where(y == 1, a - 1, -a)


@version("cross_entropy_dz", "only what is too large is blamed", "ReLU|negative")
def _(a, y):
    return np.clip(a - y, 0, 1)


@version("cross_entropy_dz", "only the targets 1 count", "targets 0 are forgotten")
def _(a, y):
    return y * (a - 1)


@version("cross_entropy_dz", "one factor a of the slope is left", "")
def _(a, y):
    return a * (a - y)


@version("cross_entropy_dz", "an epsilon in the denominators, and the slope of tanh", "")
def _(a, y):
    da = (1 - y) / (1 - a + 1e-8) - y / (a + 1e-8)
    return da * (1 - a**2)


@version("cross_entropy_dz", "an epsilon in the denominators", "")
def _(a, y):
    da = (1 - y) / (1 - a + 1e-3) - y / (a + 1e-3)
    return da * a * (1 - a)


@version(
    "activation_backward", "a mask as of ReLU, of slopes that are never 0", "ReLU|mask|1 every"
)
def _(da, g_prime):
    da = da.copy()
    da[g_prime <= 0] = 0
    return da


@version("activation_backward", "the slopes of the first neuron for all")
def _(da, g_prime):
    return da * g_prime[0]


@version("activation_backward", "one slope for the whole layer, the mean")
def _(da, g_prime):
    return da * g_prime.mean()


@version("activation_backward", "the slope's root")
def _(da, g_prime):
    return da * np.sqrt(g_prime)


@version("activation_backward", "g_prime is called")
def _(da, g_prime):
    return da * g_prime(da)


@version("activation_backward", "a slope for the gradient of tanh", "taken for a|")
def _(da, g_prime):
    return da * (1 - g_prime**2)


@version("weight_gradient", "averaged over the inputs, not over the examples")
def _(dz, a_prev):
    return np.mean(dz[:, None, :] * a_prev[None, :, :], axis=1)


@version("weight_gradient", "one number, the mean of all")
def _(dz, a_prev):
    return np.mean(dz @ a_prev.T)


@version(
    "weight_gradient",
    "the mean of each row in place of the mean over examples",
    "(?=.*summed over the inputs).*inputs, and not by m",
)
def _(dz, a_prev):
    return np.mean(dz @ a_prev.T, axis=1, keepdims=True)


@version("weight_gradient", "np.outer of the means", "Means or sums are multiplied")
def _(dz, a_prev):
    return np.outer(dz.mean(axis=1), a_prev.mean(axis=1))


@version("weight_gradient", "divided by m in each turn of the loop")
def _(dz, a_prev):
    m = dz.shape[1]
    dW = np.zeros((dz.shape[0], a_prev.shape[0]))
    for j in range(m):
        dW = (dW + np.outer(dz[:, j], a_prev[:, j])) / m
    return dW


@version("weight_gradient", "divided by the root of m")
def _(dz, a_prev):
    return dz @ a_prev.T / np.sqrt(dz.shape[1])


@version("weight_gradient", "only the sign of the inputs counts")
def _(dz, a_prev):
    return dz @ np.sign(a_prev).T / dz.shape[1]


@version("weight_gradient", "a flat outer product of everything")
def _(dz, a_prev):
    return np.outer(dz, a_prev) / dz.shape[1]


@version("weight_gradient", "the inputs are averaged before", "Means or sums are multiplied")
def _(dz, a_prev):
    return dz.mean(axis=1, keepdims=True) * a_prev.sum(axis=1) / 2


@version("weight_gradient", "m is the number of neurons and of inputs together", "")
def _(dz, a_prev):
    return dz @ a_prev.T / (len(dz) + len(a_prev))


@version("weight_gradient", "2/m and the number of neurons for m", "factor 2 .*number of neurons")
def _(dz, a_prev):
    return 2 / dz.shape[0] * dz @ a_prev.T


@version("bias_gradient", "a row, not a column", "transposed")
def _(dz):
    return np.mean(dz, axis=1)[None, :]


@version("bias_gradient", "the median for the mean")
def _(dz):
    return np.median(dz, axis=1, keepdims=True)


@version("bias_gradient", "m - 1, as for a variance", "m - 1")
def _(dz):
    return dz.sum(axis=1).reshape(-1, 1) / (dz.shape[1] - 1)


@version("bias_gradient", "the number of examples is multiplied", "multiplied")
def _(dz):
    return np.sum(dz, axis=1, keepdims=True) * dz.shape[1]


@version("bias_gradient", "one number for the whole layer, divided by m", "all elements")
def _(dz):
    return np.sum(dz) / dz.shape[1]


@version(
    "bias_gradient",
    "divided by the number of all elements",
    "beside m",
)
def _(dz):
    return dz.sum(axis=1, keepdims=True) / dz.size


@version("input_gradient", "the last row of W is left out of the loop", "path through the last")
def _(W, dz):
    da = np.zeros((W.shape[1], dz.shape[1]))
    for i in range(len(W) - 1):
        da += np.outer(W[i], dz[i])
    return da


@version("input_gradient", "the mean over the neurons", "mean over the paths")
def _(W, dz):
    return W.T @ dz / W.shape[0]


@version("input_gradient", "divided by the number of neurons that it goes back to", "inputs")
def _(W, dz):
    return W.T @ dz / W.shape[1]


@version("input_gradient", "only the signs of dz count")
def _(W, dz):
    return W.T @ np.sign(dz)


@version("input_gradient", "dz is averaged over the examples", "averaged")
def _(W, dz):
    return W.T @ dz.mean(axis=1, keepdims=True)


@version("input_gradient", "the strongest path only")
def _(W, dz):
    return np.max(W[:, :, None] * dz[:, None, :], axis=0)


@version("input_gradient", "a step is already taken off W", "")
def _(W, dz):
    return (W - 0.1).T @ dz


@version("gradient_step", "a multiplicative step")
def _(theta, dtheta, learning_rate):
    return {l: theta[l] * (1 - learning_rate * dtheta[l]) for l in theta}


@version("gradient_step", "a learning rate of the reader's own")
def _(theta, dtheta, learning_rate):
    return {l: theta[l] - 0.01 * dtheta[l] for l in theta}


@version("gradient_step", "the loop ends before the last layer", "last layer is not moved")
def _(theta, dtheta, learning_rate):
    new = dict(theta)
    for l in range(1, len(theta)):
        new[l] = theta[l] - learning_rate * dtheta[l]
    return new


@version("gradient_step", "weight decay is added")
def _(theta, dtheta, learning_rate):
    return {l: theta[l] - learning_rate * (dtheta[l] + 0.01 * theta[l]) for l in theta}


@version("gradient_step", "the gradient is clipped")
def _(theta, dtheta, learning_rate):
    return {l: theta[l] - learning_rate * np.clip(dtheta[l], -0.01, 0.01) for l in theta}


@version("gradient_step", "a row of the gradient for all rows")
def _(theta, dtheta, learning_rate):
    return {l: theta[l] - learning_rate * dtheta[l][:1] for l in theta}


RIGHT = """
def backward_pass(dz, W, a, g_prime):
    L = len(W)
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(L, 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = np.sum(dz, axis=1, keepdims=True) / m
        if l > 1:
            da = W[l].T @ dz
            dz = da * g_prime[l - 1]
    return dW, db
"""


def in_a_pass(words, *changes, name=""):
    """Add the pass with some of its pieces changed, each a pair."""
    source = RIGHT
    for piece, becomes in changes:
        assert source.count(piece) == 1, piece
        source = source.replace(piece, becomes)
    made = {"np": np}
    exec(source, made)
    version("backward_pass", words, name)(made["backward_pass"])


M, DW, DB = "m = dz.shape[1]", "dz @ a[l - 1].T / m", "np.sum(dz, axis=1, keepdims=True) / m"
DA, DZ, TWO = "W[l].T @ dz", "da * g_prime[l - 1]", "    dW, db = {}, {}"
NEURONS = "neurons.*not by m"

in_a_pass("m is the number of outputs", (M, "m = dz.shape[0]"), name=NEURONS)
in_a_pass(
    "m is len(dz), and db is right",
    (M, "m = len(dz)"),
    (DB, "dz.mean(axis=1, keepdims=True)"),
    name=NEURONS,
)
in_a_pass(
    "m is len(dz), and dW is right",
    (DW, "dz @ a[l - 1].T / dz.shape[1]"),
    (M, "m = len(dz)"),
    name=NEURONS,
)
in_a_pass("m is the number of inputs", (M, "m = a[0].shape[0]"), name=NEURONS + "|inputs.*not by m")
in_a_pass("m is the number of layers", (M, "m = L"))
in_a_pass("m is the number of entries of a", (M, "m = len(a)"))
in_a_pass(
    "m is the number of all outputs",
    (M, "m = dz.size"),
    name="beside m",
)
in_a_pass(
    "m is counted in each layer, from the neurons of the layer before",
    (DW, "dz @ a[l - 1].T / len(a[l - 1])"),
    name="inputs.*not by m|neurons.*not by m",
)
in_a_pass(
    "ReLU's mask in layers of tanh and sigmoid", (DZ, "da * (a[l - 1] > 0)"), name="ReLU|mask"
)
in_a_pass(
    "ReLU's mask from the slope", (DZ, "da * (g_prime[l - 1] > 0)"), name="1 everywhere|mask|ReLU"
)
in_a_pass(
    "ReLU's mask in the layer of the sigmoid only",
    (DZ, "da * ((a[l - 1] > 0) if l == 2 else g_prime[l - 1])"),
    name="1 everywhere|mask|ReLU",
)
in_a_pass(
    "ReLU's mask in the layer of tanh only",
    (DZ, "da * ((a[l - 1] > 0) if l == 3 else g_prime[l - 1])"),
    name="ReLU|mask",
)
in_a_pass(
    "ReLU's mask from the pre-activation and a factor 2",
    (DZ, "2 * da * (a[l - 1] > 0)"),
    name="(?=.*(ReLU|mask)).*factor 2",
)
in_a_pass("tanh's slope everywhere", (DZ, "da * (1 - a[l - 1] ** 2)"), name="1 - a|tanh")
in_a_pass(
    "each activation's own slope, but at a",
    (DZ, "da * ((1 - np.tanh(a[1]) ** 2) if l == 2 else np.exp(-a[2]) / (1 + np.exp(-a[2])) ** 2)"),
    name="taken at a",
)
in_a_pass("the gradient is clipped", (DZ, "np.clip(da, -0.1, 0.1) * g_prime[l - 1]"))
in_a_pass(
    "dz given is set to 0 where it is negative",
    (TWO, "    dz = np.maximum(dz, 0)\n" + TWO),
    name="ReLU",
)
in_a_pass(
    "dz given gets the slope of the sigmoid again",
    (TWO, "    dz = dz * a[L] * (1 - a[L])\n" + TWO),
    name="slope",
)
in_a_pass("dz given is turned round", (TWO, "    dz = -dz\n" + TWO), name="sign")
in_a_pass(
    "a learning rate that nobody lists", (DA, "(W[l] - 0.037 * dW[l]).T @ dz"), name="updated"
)
in_a_pass(
    "the examples are added up on the way",
    (DA, "(W[l].T @ dz).sum(axis=1, keepdims=True)"),
    name="summed over the examples",
)
in_a_pass(
    "1/m is missing in the last layer only",
    (DW, "dz @ a[l - 1].T / (m if l < L else 1)"),
    name="1/m is missing",
)
in_a_pass(
    "1/m is missing in the hidden layers only",
    (DW, "dz @ a[l - 1].T / (m if l == L else 1)"),
    name="1/m is missing",
)
in_a_pass("db is one number", (DB, "np.sum(dz) / m"), name="all elements")
in_a_pass(
    "dW is transposed and m counts neurons",
    (M, "m = dz.shape[0]"),
    (DW, "a[l - 1] @ dz.T / m"),
    name="transposed.*neurons|neurons.*transposed",
)
in_a_pass(
    "the layer's own a, and no slope", (DW, "dz @ a[l].T / m"), (DZ, "da"), name="(?=.*a\\[l\\])"
)
in_a_pass(
    "W of the last layer is not used",
    (DA, "np.ones_like(W[l]).T @ dz"),
    name="weights are forgotten",
)
in_a_pass("W without its signs", (DA, "np.abs(W[l]).T @ dz"), name="signs? of the weights")
in_a_pass(
    "the slopes are added up over the examples",
    (DZ, "da * g_prime[l - 1].sum(axis=1, keepdims=True)"),
    name="slopes are summed",
)
in_a_pass("the slope of one example for all", (DZ, "da * g_prime[l - 1][:, :1]"))
in_a_pass("the slope with the wrong sign", (DZ, "da * -g_prime[l - 1]"), name="sign")
in_a_pass("dz is kept, and da is added to it in layer 1", (DZ, "da * g_prime[l - 1] + da"))
in_a_pass("the gradient is divided by its size", (DZ, "da * g_prime[l - 1] / np.linalg.norm(da)"))
in_a_pass(
    "the first example is left out of dW",
    (DW, "dz[:, 1:] @ a[l - 1][:, 1:].T / m"),
    name="first example",
)
in_a_pass(
    "the first example is left out of dW, and m is smaller by 1",
    (DW, "dz[:, 1:] @ a[l - 1][:, 1:].T / (m - 1)"),
    name="(?=.*first example).*m - 1",
)
in_a_pass("dW gets the sum of the weights on top", (DW, "dz @ a[l - 1].T / m + W[l].sum()"))
in_a_pass(
    "dW and db twice: halves of two terms",
    (DW, "2 * dz @ a[l - 1].T / m"),
    (DB, "2 * np.sum(dz, axis=1, keepdims=True) / m"),
    name="factor 2",
)
in_a_pass(
    "only the last layer's mistake: a turned sign",
    (DB, "np.sum(dz, axis=1, keepdims=True) / (m if l < L else -m)"),
    name="sign",
)
in_a_pass(
    "db of the layer after",
    (DB, "(db[l + 1][:1] if l < L else np.sum(dz, axis=1, keepdims=True) / m)"),
)
in_a_pass("dz is rounded", (DZ, "(da * g_prime[l - 1]).round(2)"))
in_a_pass(
    "the slope of the sigmoid is squeezed in twice in layer 2",
    (DZ, "da * g_prime[l - 1] ** (l - 1)"),
    name="twice",
)
in_a_pass("m² for m", (M, "m = dz.shape[1] ** 2"), name="twice")
in_a_pass("the update has a learning rate in the gradient", (DW, "0.1 * dz @ a[l - 1].T / m"))
in_a_pass(
    "half a step back: dz is averaged with the one before",
    (DA, "W[l].T @ (dz + dz.mean(axis=1, keepdims=True)) / 2"),
)
