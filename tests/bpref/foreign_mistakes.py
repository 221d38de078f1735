"""Wrong versions of each step, as learners write them, and a few right ones in unusual style.

A checker that names a learner's mistake is tried on these. They were written without knowledge of such a checker:
what it does not expect must be among them. Each function is as somebody might write it into the stub,
and runs under `import numpy as np` alone. Beside it stands the answer: a key, and in words what is wrong.
"""

from typing import NamedTuple

import numpy as np

KEYS = {
    "sign": "a sign is the wrong way round, or lost",
    "transpose": "a matrix is transposed that should not be, or the other way round",
    "slope-missing": "the slope g' is left out, everywhere or in one place",
    "slope-at-a": "the slope is taken at a, or by a formula that wants a where z is given",
    "mean-missing": "the 1/m is left out",
    "mean-twice": "there is a 1/m too many",
    "wrong-layer": "something belongs to another layer, or a layer is left out",
    "updated-weights": "the gradient crosses a layer whose weights have already been stepped",
    "wrong-axis": "a sum, mean or size is taken along the wrong axis, or along both",
    "relu-on-gradient": "ReLU is applied to the gradient",
    "path-forgotten": "a sum has lost some of its terms",
    "factor-2": "a factor 2 or 1/2 that does not belong there",
    "input-forgotten": "an argument, or the a that the equation multiplies by, is not used",
    "wrong-shape": "the numbers are right or nearly so, but not what holds them",
    "crash": "Python or NumPy stops it; the words say why",
    "other": "something else",
    "right": "nothing is wrong",
}


class Version(NamedTuple):
    """One version of a step.

    Two mistakes at once have two keys, joined by a plus. Where the result is the same for two mistakes, either key
    is right, and an "or" stands between them.
    """

    step: str
    key: str
    words: str
    function: object


VERSIONS = []


def version(step, key, words):
    """Add the function below to the list."""

    def add(function):
        function.__name__ = function.__qualname__ = step
        VERSIONS.append(Version(step, key, words, function))
        return function

    return add


# linear_forward


@version("linear_forward", "input-forgotten", "the bias is not added")
def _(W, a_prev, b):
    return np.dot(W, a_prev)


@version("linear_forward", "sign", "the bias is subtracted, as a threshold")
def _(W, a_prev, b):
    return W @ a_prev - b


@version("linear_forward", "crash", "W and a_prev are in the order of the row convention")
def _(W, a_prev, b):
    return a_prev @ W + b


@version("linear_forward", "crash", "W is transposed, as where examples are rows")
def _(W, a_prev, b):
    z = np.matmul(W.T, a_prev) + b
    return z


@version("linear_forward", "crash", "b is made a row, which does not fit beside the examples")
def _(W, a_prev, b):
    return W.dot(a_prev) + b.flatten()


@version("linear_forward", "transpose", "the result has examples as rows, as in PyTorch")
def _(W, a_prev, b):
    x = a_prev.T
    return x @ W.T + b.T


@version("linear_forward", "transpose", "the einsum puts out its two indices in the wrong order")
def _(W, a_prev, b):
    return np.einsum("ij,jk->ki", W, a_prev) + b.reshape(1, -1)


@version(
    "linear_forward", "path-forgotten", "the inner loop overwrites, only the last input counts"
)
def _(W, a_prev, b):
    z = np.zeros((W.shape[0], a_prev.shape[1]))
    for i in range(W.shape[0]):
        for j in range(a_prev.shape[1]):
            for k in range(W.shape[1]):
                z[i, j] = W[i, k] * a_prev[k, j] + b[i, 0]
    return z


@version("linear_forward", "path-forgotten", "the loop over the inputs starts at 1")
def _(W, a_prev, b):
    z = np.tile(b, (1, a_prev.shape[1]))
    for k in range(1, W.shape[1]):
        z += W[:, [k]] * a_prev[k]
    return z


@version("linear_forward", "other", "the bias is added once for each input")
def _(W, a_prev, b):
    z = np.zeros((len(W), a_prev.shape[1]))
    for k in range(W.shape[1]):
        z = z + (np.outer(W[:, k], a_prev[k, :]) + b)
    return z


@version("linear_forward", "wrong-axis", "the examples are added up")
def _(W, a_prev, b):
    return np.sum(W @ a_prev, axis=1, keepdims=True) + b


@version("linear_forward", "mean-twice", "z is divided by the number of examples")
def _(W, a_prev, b):
    m = a_prev.shape[1]
    return 1 / m * W @ a_prev + b


@version("linear_forward", "other", "the activation is already applied")
def _(W, a_prev, b):
    z = W @ a_prev + b
    return 1 / (1 + np.exp(-z))


@version("linear_forward", "right", "the bias is the weight of an input that is always 1")
def _(W, a_prev, b):
    ones = np.ones((1, a_prev.shape[1]))
    return np.hstack([W, b]) @ np.vstack([a_prev, ones])


# activation_backward


@version("activation_backward", "slope-missing", "da goes through unchanged")
def _(da, g_prime):
    dz = np.copy(da)
    return dz


@version("activation_backward", "input-forgotten", "the slope alone, da is not used")
def _(da, g_prime):
    return np.ones(da.shape) * g_prime


@version("activation_backward", "wrong-shape", "a matrix product in place of the elementwise one")
def _(da, g_prime):
    return np.dot(da, g_prime.T)


@version("activation_backward", "crash", "a matrix product in place of the elementwise one")
def _(da, g_prime):
    return da @ g_prime


@version("activation_backward", "relu-on-gradient", "ReLU of da in place of da times the slope")
def _(da, g_prime):
    return np.maximum(0, da)


@version("activation_backward", "relu-on-gradient", "negative da are set to 0 before the product")
def _(da, g_prime):
    dz = np.array(da, copy=True)
    dz[dz <= 0] = 0
    return dz * g_prime


@version("activation_backward", "sign", "a minus for going downhill, which comes later")
def _(da, g_prime):
    return -np.multiply(da, g_prime)


@version("activation_backward", "mean-twice", "the 1/m is already put in here")
def _(da, g_prime):
    return da * g_prime / da.shape[1]


@version("activation_backward", "other", "g_prime is taken for a, and made a slope once more")
def _(da, g_prime):
    return da * g_prime * (1 - g_prime)


@version("activation_backward", "other", "divided by the slope")
def _(da, g_prime):
    return da / g_prime


@version("activation_backward", "slope-missing", "every slope above 0 counts as 1, as ReLU's does")
def _(da, g_prime):
    return np.where(g_prime > 0, da, 0)


@version("activation_backward", "wrong-axis", "the examples are added up on the way")
def _(da, g_prime):
    return np.sum(da * g_prime, axis=1, keepdims=True)


@version(
    "activation_backward", "wrong-axis", "one slope for each neuron, the mean over the examples"
)
def _(da, g_prime):
    return da * np.mean(g_prime, axis=1, keepdims=True)


@version("activation_backward", "transpose", "the result has examples as rows")
def _(da, g_prime):
    return np.einsum("ij,ij->ji", da, g_prime)


@version(
    "activation_backward", "path-forgotten", "the loop stops one example early, and leaves a 0"
)
def _(da, g_prime):
    dz = np.zeros_like(da)
    for j in range(da.shape[1] - 1):
        dz[:, j] = da[:, j] * g_prime[:, j]
    return dz


@version("activation_backward", "other", "the right numbers, but the caller's da is overwritten")
def _(da, g_prime):
    da *= g_prime
    return da


@version("activation_backward", "right", "each example's Jacobian matrix is written out")
def _(da, g_prime):
    columns = [np.diag(g_prime[:, j]) @ da[:, j] for j in range(da.shape[1])]
    return np.stack(columns, axis=1)


# cross_entropy_dz


@version("cross_entropy_dz", "sign", "target minus output")
def _(a, y):
    return y - a


@version("cross_entropy_dz", "sign", "the sign is lost in an absolute value")
def _(a, y):
    return np.abs(a - y)


@version("cross_entropy_dz", "factor-2", "the 2 of a squared error without its half")
def _(a, y):
    return 2 * (a - y)


@version("cross_entropy_dz", "mean-twice", "divided by m, which dW and db do later")
def _(a, y):
    m = y.shape[1]
    return (a - y) / m


@version("cross_entropy_dz", "wrong-axis", "divided by the number of outputs")
def _(a, y):
    return (a - y) / len(y)


@version("cross_entropy_dz", "slope-missing", "this is da, without the slope of the sigmoid")
def _(a, y):
    return -(np.divide(y, a) - np.divide(1 - y, 1 - a))


@version("cross_entropy_dz", "slope-at-a", "da times the slope of the sigmoid taken at a")
def _(a, y):
    da = -y / a + (1 - y) / (1 - a)
    s = 1 / (1 + np.exp(-a))
    return da * s * (1 - s)


@version(
    "cross_entropy_dz", "other", "the slope of the sigmoid once too often: that is squared error"
)
def _(a, y):
    return (a - y) * a * (1 - a)


@version("cross_entropy_dz", "path-forgotten", "the part with 1 - y is left out")
def _(a, y):
    da = -y / a
    return da * (a * (1 - a))


@version("cross_entropy_dz", "sign", "a plus between the two parts of the loss has become a minus")
def _(a, y):
    da = -y / a - (1 - y) / (1 - a)
    return da * a * (1 - a)


@version("cross_entropy_dz", "other", "the loss, not its derivative")
def _(a, y):
    return -(y * np.log(a) + (1 - y) * np.log(1 - a))


@version("cross_entropy_dz", "other", "the outputs are rounded to 0 and 1 first")
def _(a, y):
    prediction = (a > 0.5).astype(float)
    return prediction - y


@version("cross_entropy_dz", "other", "the targets are turned into class numbers, and broadcast")
def _(a, y):
    return a - np.argmax(y, axis=0)


@version("cross_entropy_dz", "crash", "1 is taken off as if examples were rows")
def _(a, y):
    dz = a.copy()
    dz[np.arange(y.shape[1]), y.argmax(axis=0)] -= 1
    return dz


@version("cross_entropy_dz", "wrong-axis", "the mean over the examples is taken already")
def _(a, y):
    return np.mean(a - y, axis=1, keepdims=True)


@version("cross_entropy_dz", "wrong-shape", "the result is flattened")
def _(a, y):
    return (a - y).ravel()


@version("cross_entropy_dz", "sign + mean-twice", "target minus output, and divided by m")
def _(a, y):
    return (y - a) / a.shape[1]


@version("cross_entropy_dz", "sign + factor-2", "derivative of (y - a)^2 without its inner minus")
def _(a, y):
    return 2 * (y - a)


@version("cross_entropy_dz", "other", "an integer array cuts off everything behind the point")
def _(a, y):
    dz = np.zeros(a.shape, dtype=int)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i][j] = a[i][j] - y[i][j]
    return dz


@version("cross_entropy_dz", "right", "da times the slope, term by term")
def _(a, y):
    return -y * (1 - a) + (1 - y) * a


# weight_gradient


@version("weight_gradient", "mean-missing", "the 1/m is left out")
def _(dz, a_prev):
    return dz @ a_prev.T


@version("weight_gradient", "mean-missing", "the examples are added up and not divided")
def _(dz, a_prev):
    dW = np.zeros((dz.shape[0], a_prev.shape[0]))
    for j in range(dz.shape[1]):
        dW += np.outer(dz[:, j], a_prev[:, j])
    return dW


@version("weight_gradient", "mean-missing", "1/m is computed and not used")
def _(dz, a_prev):
    m = dz.shape[1]
    dW = np.einsum("im,jm->ij", dz, a_prev)
    dW * (1 / m)
    return dW


@version("weight_gradient", "sign", "the minus of the descent is already in it")
def _(dz, a_prev):
    m = dz.shape[1]
    return -np.dot(dz, a_prev.T) / m


@version("weight_gradient", "transpose", "a_prev stands first, as where examples are rows")
def _(dz, a_prev):
    m = dz.shape[1]
    return (1 / m) * np.dot(a_prev, dz.T)


@version("weight_gradient", "transpose", "the indices of the einsum are exchanged in the result")
def _(dz, a_prev):
    return np.einsum("im,jm->ji", dz, a_prev) / dz.shape[-1]


@version("weight_gradient", "transpose", "reshape gives the shape of the transpose, not its order")
def _(dz, a_prev):
    n_prev, m = a_prev.shape
    return np.matmul(dz, a_prev.reshape(m, n_prev)) / m


@version("weight_gradient", "crash", "a_prev is not transposed")
def _(dz, a_prev):
    return np.dot(dz, a_prev) / dz.shape[1]


@version("weight_gradient", "crash", "dz is transposed in place of a_prev")
def _(dz, a_prev):
    return dz.T @ a_prev / dz.shape[1]


@version("weight_gradient", "crash", "elementwise where a matrix product is meant")
def _(dz, a_prev):
    return np.mean(dz * a_prev, axis=1)


@version(
    "weight_gradient", "mean-twice", "each example is divided by m, and the mean is taken of it"
)
def _(dz, a_prev):
    m = dz.shape[1]
    products = [np.outer(dz[:, j], a_prev[:, j]) / m for j in range(m)]
    return np.mean(products, axis=0)


@version("weight_gradient", "wrong-axis", "divided by the number of neurons, dz.shape[0]")
def _(dz, a_prev):
    m = dz.shape[0]
    return 1 / m * dz @ a_prev.T


@version("weight_gradient", "wrong-axis", "divided by the number of inputs, len(a_prev)")
def _(dz, a_prev):
    return np.matmul(dz, np.transpose(a_prev)) / len(a_prev)


@version("weight_gradient", "wrong-axis", "divided by the number of all elements of dz")
def _(dz, a_prev):
    return dz @ a_prev.T / dz.size


@version(
    "weight_gradient", "input-forgotten", "the mean of dz for every weight: a_prev is not used"
)
def _(dz, a_prev):
    return np.repeat(dz.mean(axis=1, keepdims=True), a_prev.shape[0], axis=1)


@version("weight_gradient", "factor-2", "a 2 as from the square of a squared error")
def _(dz, a_prev):
    m = dz.shape[1]
    return (2 / m) * (dz @ a_prev.T)


@version("weight_gradient", "factor-2", "1/(2m) as it stands before the sum of a squared error")
def _(dz, a_prev):
    m = dz.shape[1]
    return 1 / (2 * m) * np.dot(dz, a_prev.T)


@version("weight_gradient", "path-forgotten", "each example overwrites the one before")
def _(dz, a_prev):
    n, m = dz.shape
    dW = np.zeros((n, len(a_prev)))
    for i in range(n):
        for k in range(len(a_prev)):
            for j in range(m):
                dW[i, k] = dz[i, j] * a_prev[k, j]
    return dW / m


@version("weight_gradient", "path-forgotten", "only the first example is used")
def _(dz, a_prev):
    return dz[:, :1] @ a_prev[:, :1].T


@version("weight_gradient", "other", "the product of two means in place of the mean of products")
def _(dz, a_prev):
    return np.outer(np.mean(dz, axis=1), np.mean(a_prev, axis=1))


@version("weight_gradient", "other", "the integer division makes 1/m a 0")
def _(dz, a_prev):
    m = dz.shape[1]
    return (1 // m) * dz @ a_prev.T


@version("weight_gradient", "other", "m - 1 in place of m, as in a sample variance")
def _(dz, a_prev):
    return dz @ a_prev.T / (dz.shape[1] - 1)


@version("weight_gradient", "other", "the gradient is scaled to length 1")
def _(dz, a_prev):
    dW = dz @ a_prev.T / dz.shape[1]
    return dW / np.linalg.norm(dW)


@version("weight_gradient", "wrong-shape", "the products of the examples are not added up")
def _(dz, a_prev):
    m = dz.shape[1]
    return dz[:, np.newaxis, :] * a_prev[np.newaxis, :, :] / m


@version("weight_gradient", "wrong-shape", "one long row of numbers")
def _(dz, a_prev):
    return (dz @ a_prev.T / dz.shape[1]).reshape(1, -1)


@version("weight_gradient", "transpose + mean-missing", "exchanged factors, and no 1/m")
def _(dz, a_prev):
    return a_prev @ dz.T


@version("weight_gradient", "sign + mean-missing", "a minus, and no 1/m")
def _(dz, a_prev):
    return -np.tensordot(dz, a_prev, axes=(1, 1))


@version(
    "weight_gradient", "transpose + wrong-axis", "exchanged, and divided by the number of inputs"
)
def _(dz, a_prev):
    m = a_prev.shape[0]
    return np.dot(a_prev, dz.T) / m


@version("weight_gradient", "right", "broadcast over a third axis, and the mean of it")
def _(dz, a_prev):
    return np.mean(dz[:, None, :] * a_prev[None, :, :], axis=-1)


# bias_gradient


@version("bias_gradient", "mean-missing", "the sum is not divided by m")
def _(dz):
    return np.sum(dz, axis=1, keepdims=True)


@version("bias_gradient", "mean-missing", "a product with ones, which adds up and does not divide")
def _(dz):
    return dz @ np.ones((dz.shape[1], 1))


@version("bias_gradient", "wrong-axis", "the neurons are added up, not the examples")
def _(dz):
    m = dz.shape[1]
    return 1 / m * np.sum(dz, axis=0, keepdims=True)


@version("bias_gradient", "wrong-axis", "no axis is given: everything becomes one number")
def _(dz):
    return np.sum(dz) / dz.shape[1]


@version("bias_gradient", "wrong-axis", "the mean of everything, for each neuron")
def _(dz):
    db = np.empty((dz.shape[0], 1))
    db[:] = dz.mean()
    return db


@version("bias_gradient", "wrong-axis", "divided by the number of neurons")
def _(dz):
    return np.sum(dz, axis=1, keepdims=True) / len(dz)


@version("bias_gradient", "wrong-shape", "without keepdims the column has become a flat array")
def _(dz):
    return np.mean(dz, axis=1)


@version("bias_gradient", "wrong-shape", "the examples are not added up")
def _(dz):
    return dz / dz.shape[1]


@version("bias_gradient", "transpose", "a row in place of a column")
def _(dz):
    return np.mean(dz, axis=1).reshape(1, -1)


@version("bias_gradient", "sign", "the minus of the descent is already in it")
def _(dz):
    return -dz.mean(axis=1, keepdims=True)


@version("bias_gradient", "sign", "the absolute values are averaged")
def _(dz):
    return np.mean(np.abs(dz), axis=1, keepdims=True)


@version("bias_gradient", "factor-2", "a 2 as from the square of a squared error")
def _(dz):
    return 2 / dz.shape[1] * dz.sum(axis=1, keepdims=True)


@version("bias_gradient", "mean-twice", "the mean is divided by m once more")
def _(dz):
    m = dz.shape[1]
    return (1 / m) * np.mean(dz, axis=1, keepdims=True)


@version("bias_gradient", "path-forgotten", "only the last example is used")
def _(dz):
    return dz[:, -1:]


@version("bias_gradient", "path-forgotten", "the loop starts with the second example")
def _(dz):
    n, m = dz.shape
    db = np.zeros((n, 1))
    for j in range(1, m):
        db[:, 0] += dz[:, j]
    return db / m


@version("bias_gradient", "other", "the bias is taken for a constant, whose derivative is 0")
def _(dz):
    return np.zeros((dz.shape[0], 1))


@version("bias_gradient", "crash", "keepdim is PyTorch's spelling")
def _(dz):
    return dz.mean(axis=1, keepdim=True)


@version("bias_gradient", "sign + mean-missing", "subtracted one by one, and not divided")
def _(dz):
    db = np.zeros((len(dz), 1))
    for column in dz.T:
        db -= column.reshape(-1, 1)
    return db


@version("bias_gradient", "wrong-shape + mean-missing", "added up to a flat array, and not divided")
def _(dz):
    return np.einsum("ij->i", dz)


@version("bias_gradient", "right", "the weights of an input that is always 1")
def _(dz):
    m = dz.shape[1]
    return dz @ np.full((m, 1), 1 / m)


# input_gradient


@version("input_gradient", "crash", "W is not transposed")
def _(W, dz):
    return np.dot(W, dz)


@version("input_gradient", "crash", "dz stands first, and is not transposed")
def _(W, dz):
    return dz @ W


@version("input_gradient", "crash", "the inverse in place of the transpose, of a matrix not square")
def _(W, dz):
    return np.linalg.inv(W) @ dz


@version("input_gradient", "other", "the pseudoinverse in place of the transpose")
def _(W, dz):
    return np.linalg.pinv(W) @ dz


@version("input_gradient", "transpose", "the result has examples as rows")
def _(W, dz):
    return np.matmul(dz.T, W)


@version("input_gradient", "transpose", "reshape gives the shape of the transpose, not its order")
def _(W, dz):
    return W.reshape(W.shape[1], W.shape[0]) @ dz


@version("input_gradient", "sign", "a minus for going downhill")
def _(W, dz):
    return -1 * W.T.dot(dz)


@version("input_gradient", "mean-twice", "divided by m, which dW and db do later")
def _(W, dz):
    m = dz.shape[1]
    return 1 / m * W.T @ dz


@version(
    "input_gradient", "path-forgotten", "each neuron of the next layer overwrites the one before"
)
def _(W, dz):
    da = np.zeros((W.shape[1], dz.shape[1]))
    for i in range(W.shape[0]):
        for k in range(W.shape[1]):
            da[k] = W[i, k] * dz[i]
    return da


@version("input_gradient", "path-forgotten", "only the first neuron of the next layer counts")
def _(W, dz):
    return W[0][:, None] * dz[0]


@version("input_gradient", "wrong-axis", "the mean over the neurons of the next layer, not the sum")
def _(W, dz):
    return np.mean(W[:, :, None] * dz[:, None, :], axis=0)


@version("input_gradient", "wrong-axis", "the examples are added up on the way")
def _(W, dz):
    return np.sum(W.T @ dz, axis=1, keepdims=True)


@version("input_gradient", "input-forgotten", "dz is added up without the weights")
def _(W, dz):
    return np.ones((W.shape[1], 1)) @ dz.sum(axis=0, keepdims=True)


@version("input_gradient", "relu-on-gradient", "ReLU of the product, as in the forward pass")
def _(W, dz):
    return np.maximum(0, np.einsum("ik,im->km", W, dz))


@version("input_gradient", "factor-2", "a 2 as from the square of a squared error")
def _(W, dz):
    return 2 * np.matmul(W.T, dz)


@version("input_gradient", "other", "the product of two sums in place of the sum of products")
def _(W, dz):
    return W.sum(axis=0)[:, np.newaxis] * dz.sum(axis=0)


@version("input_gradient", "other", "the blame is shared out: each row of W is divided by its sum")
def _(W, dz):
    share = W / np.sum(np.abs(W), axis=1, keepdims=True)
    return share.T @ dz


@version("input_gradient", "transpose + mean-twice", "examples as rows, and divided by m")
def _(W, dz):
    return dz.T @ W / dz.shape[1]


@version("input_gradient", "right", "a loop over the neurons of the next layer")
def _(W, dz):
    da = 0
    for w, d in zip(W, dz):
        da = da + np.outer(w, d)
    return da


# relu_derivative


@version("relu_derivative", "other", "ReLU itself, not its slope")
def _(z):
    return np.maximum(0, z)


@version("relu_derivative", "other", "the slope at exactly 0 is 1")
def _(z):
    return np.where(z >= 0, 1.0, 0.0)


@version("relu_derivative", "slope-at-a or slope-missing", "from the output with >= 0: always true")
def _(z):
    a = np.maximum(z, 0)
    return (a >= 0).astype(float)


@version("relu_derivative", "slope-missing or slope-at-a", "1 everywhere")
def _(z):
    return np.ones_like(z)


@version("relu_derivative", "sign", "the slope of the negative side is -1, that is |z|")
def _(z):
    return np.sign(z)


@version("relu_derivative", "sign", "the comparison is the wrong way round")
def _(z):
    return 1.0 * (z < 0)


@version("relu_derivative", "other", "a leaky ReLU")
def _(z):
    dz = np.ones(z.shape)
    dz[z <= 0] = 0.01
    return dz


@version("relu_derivative", "crash", "an if over a whole array")
def _(z):
    if z > 0:
        return 1
    return 0


@version("relu_derivative", "wrong-shape", "one answer for all")
def _(z):
    return np.any(z > 0).astype(float)


@version("relu_derivative", "other", "the second line undoes the first")
def _(z):
    slope = z.copy()
    slope[slope > 0] = 1
    slope[slope <= 1] = 0
    return slope


@version("relu_derivative", "other", "the right numbers, but the caller's z is overwritten")
def _(z):
    z[z <= 0] = 0
    z[z > 0] = 1
    return z


@version("relu_derivative", "right", "booleans, which count as 0 and 1")
def _(z):
    return z > 0


# sigmoid_derivative


@version("sigmoid_derivative", "slope-at-a", "a (1 - a) with z in place of a")
def _(z):
    return z * (1 - z)


@version("sigmoid_derivative", "slope-at-a", "the sigmoid is taken twice: the slope at a")
def _(z):
    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    a = sigmoid(z)
    return sigmoid(a) * (1 - sigmoid(a))


@version("sigmoid_derivative", "other", "the sigmoid itself, not its slope")
def _(z):
    return 1.0 / (1.0 + np.exp(-z))


@version("sigmoid_derivative", "sign", "a (a - 1)")
def _(z):
    s = 1 / (1 + np.exp(-z))
    return s * (s - 1)


@version(
    "sigmoid_derivative", "sign", "the inner derivative of e^-z is forgotten, and with it a minus"
)
def _(z):
    return -np.exp(-z) / np.power(1 + np.exp(-z), 2)


@version("sigmoid_derivative", "sign", "a (1 + a)")
def _(z):
    a = np.exp(z) / (np.exp(z) + 1)
    return a * (1 + a)


@version("sigmoid_derivative", "other", "the square in the denominator is forgotten")
def _(z):
    return np.exp(-z) / (1 + np.exp(-z))


@version("sigmoid_derivative", "other", "1 - a^2, which is the slope of tanh from its own output")
def _(z):
    a = 1 / (1 + np.exp(-z))
    return 1 - a**2


@version("sigmoid_derivative", "factor-2", "a 2 brought down from the square in the denominator")
def _(z):
    e = np.exp(-z)
    return 2 * e / (1 + e) ** 2


@version("sigmoid_derivative", "wrong-shape", "a matrix product of a and 1 - a")
def _(z):
    a = 1 / (1 + np.exp(-z))
    return np.dot(a, (1 - a).T)


@version("sigmoid_derivative", "crash", "math.exp takes one number, not an array")
def _(z):
    import math

    a = 1 / (1 + math.exp(-z))
    return a * (1 - a)


@version("sigmoid_derivative", "other", "a difference with a step of 1 in place of the derivative")
def _(z):
    def g(t):
        return 1 / (1 + np.exp(-t))

    return g(z + 1) - g(z)


@version("sigmoid_derivative", "right", "the slope of tanh at half of z")
def _(z):
    return (1 - np.tanh(z / 2) ** 2) / 4


@version("sigmoid_derivative", "right", "e^z for e^-z, which the slope cannot tell apart")
def _(z):
    s = 1 / (1 + np.exp(z))
    return s - s * s


# gradient_step


@version("gradient_step", "sign", "uphill: the step is added")
def _(theta, dtheta, learning_rate):
    return {l: theta[l] + learning_rate * dtheta[l] for l in theta}


@version("gradient_step", "input-forgotten", "the learning rate is not used")
def _(theta, dtheta, learning_rate):
    new = {}
    for l, value in theta.items():
        new[l] = value - dtheta[l]
    return new


@version("gradient_step", "input-forgotten", "the step alone, the old parameters are not used")
def _(theta, dtheta, learning_rate):
    return {l: -learning_rate * d for l, d in dtheta.items()}


@version("gradient_step", "input-forgotten", "the parameters shrink, the gradient is not used")
def _(theta, dtheta, learning_rate):
    return {l: t - learning_rate * t for l, t in theta.items()}


@version("gradient_step", "other", "the parameters and the gradients are exchanged")
def _(theta, dtheta, learning_rate):
    return {l: dtheta[l] - learning_rate * theta[l] for l in theta}


@version("gradient_step", "other", "divided by the learning rate")
def _(theta, dtheta, learning_rate):
    return {l: theta[l] - dtheta[l] / learning_rate for l in theta}


@version("gradient_step", "wrong-layer", "range leaves out the last layer")
def _(theta, dtheta, learning_rate):
    new_theta = {}
    for l in range(1, len(theta)):
        new_theta[l] = theta[l] - learning_rate * dtheta[l]
    return new_theta


@version("gradient_step", "wrong-layer", "only the last layer is stepped")
def _(theta, dtheta, learning_rate):
    L = len(theta)
    new = dict(theta)
    new[L] = theta[L] - learning_rate * dtheta[L]
    return new


@version("gradient_step", "crash", "layers counted from 0")
def _(theta, dtheta, learning_rate):
    new = {}
    for l in range(len(theta)):
        new[l] = theta[l] - learning_rate * dtheta[l]
    return new


@version("gradient_step", "crash", "arithmetic with whole dictionaries")
def _(theta, dtheta, learning_rate):
    return theta - learning_rate * dtheta


@version("gradient_step", "wrong-shape", "return stands in the loop: the first layer's array alone")
def _(theta, dtheta, learning_rate):
    for l in theta:
        new = theta[l] - learning_rate * dtheta[l]
        return new


@version("gradient_step", "wrong-shape", "a list in place of a dictionary")
def _(theta, dtheta, learning_rate):
    return [theta[l] - learning_rate * dtheta[l] for l in sorted(theta)]


@version("gradient_step", "mean-twice or wrong-axis", "divided by the columns of the gradient")
def _(theta, dtheta, learning_rate):
    return {l: theta[l] - learning_rate * dtheta[l] / dtheta[l].shape[1] for l in theta}


@version("gradient_step", "factor-2", "two steps in place of one")
def _(theta, dtheta, learning_rate):
    new = {l: t.copy() for l, t in theta.items()}
    for _ in range(2):
        for l in new:
            new[l] -= learning_rate * dtheta[l]
    return new


@version("gradient_step", "sign", "every parameter goes down, whatever its gradient")
def _(theta, dtheta, learning_rate):
    return {l: theta[l] - learning_rate * np.abs(dtheta[l]) for l in theta}


@version("gradient_step", "other", "only the signs of the gradients are used")
def _(theta, dtheta, learning_rate):
    return {l: theta[l] - learning_rate * np.sign(dtheta[l]) for l in theta}


@version("gradient_step", "other", "the right numbers, but the old parameters are overwritten")
def _(theta, dtheta, learning_rate):
    for l in theta:
        theta[l] -= learning_rate * dtheta[l]
    return theta


@version("gradient_step", "sign + input-forgotten", "added, and without the learning rate")
def _(theta, dtheta, learning_rate):
    return {l: np.add(theta[l], dtheta[l]) for l in theta}


@version("gradient_step", "right", "layers from last to first")
def _(theta, dtheta, learning_rate):
    new = theta.copy()
    for l in reversed(list(theta)):
        new[l] = np.subtract(new[l], np.multiply(learning_rate, dtheta[l]))
    return new


# backward_pass


@version("backward_pass", "wrong-layer", "dW takes the layer's own a, not that of the layer before")
def _(dz, W, a, g_prime):
    L, m = len(W), dz.shape[1]
    dW, db = {}, {}
    for l in range(L, 0, -1):
        dW[l] = 1 / m * dz @ a[l].T
        db[l] = 1 / m * np.sum(dz, axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "wrong-layer", "the a are counted from the wrong end")
def _(dz, W, a, g_prime):
    L, m = len(W), dz.shape[1]
    dW, db = {}, {}
    for l in reversed(range(1, L + 1)):
        dW[l] = dz @ a[L - l].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "wrong-layer", "every dW is computed from the inputs x")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in sorted(W, reverse=True):
        dW[l] = np.dot(dz, a[0].T) / m
        db[l] = np.mean(dz, axis=1, keepdims=True)
        if l != 1:
            dz = np.dot(W[l].T, dz) * g_prime[l - 1]
    return dW, db


@version("backward_pass", "wrong-layer", "the dz of the last layer is used in all layers")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in W:
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.sum(axis=1, keepdims=True) / m
    return dW, db


@version("backward_pass", "wrong-layer", "db is computed after dz has gone on to the layer before")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        if l > 1:
            dz = (W[l].T @ dz) * g_prime[l - 1]
        db[l] = dz.sum(axis=1, keepdims=True) / m
    return dW, db


@version("backward_pass", "wrong-layer", "dW is computed after dz has gone on to the layer before")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        db[l] = dz.sum(axis=1, keepdims=True) / m
        if l > 1:
            dz = (W[l].T @ dz) * g_prime[l - 1]
        dW[l] = dz @ a[l - 1].T / m
    return dW, db


@version("backward_pass", "wrong-layer", "the loop stops before layer 1")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 1, -1):
        dW[l] = 1 / m * np.matmul(dz, a[l - 1].T)
        db[l] = 1 / m * np.sum(dz, axis=1, keepdims=True)
        dz = np.matmul(W[l].T, dz) * g_prime[l - 1]
    return dW, db


@version("backward_pass", "wrong-layer", "the last layer is left out")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W) - 1, 0, -1):
        dz = (W[l + 1].T @ dz) * g_prime[l]
        dW[l] = 1 / m * dz @ a[l - 1].T
        db[l] = 1 / m * dz.sum(axis=1, keepdims=True)
    return dW, db


@version("backward_pass", "wrong-layer", "the gradients are filed one layer too low")
def _(dz, W, a, g_prime):
    L, m = len(W), dz.shape[1]
    dW, db = {}, {}
    for l in range(L - 1, -1, -1):
        dW[l] = dz @ a[l].T / m
        db[l] = np.mean(dz, axis=1, keepdims=True)
        if l > 0:
            dz = W[l + 1].T @ dz * g_prime[l]
    return dW, db


@version(
    "backward_pass", "wrong-layer", "the gradients are filed in the order in which they are found"
)
def _(dz, W, a, g_prime):
    L, m = len(W), dz.shape[1]
    all_dW, all_db = [], []
    for l in range(L, 0, -1):
        all_dW.append(dz @ a[l - 1].T / m)
        all_db.append(dz.mean(axis=1, keepdims=True))
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dict(enumerate(all_dW, 1)), dict(enumerate(all_db, 1))


@version("backward_pass", "wrong-layer", "return stands in the loop: only the last layer is there")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = 1 / m * dz @ a[l - 1].T
        db[l] = 1 / m * dz.sum(axis=1, keepdims=True)
        if l > 1:
            dz = (W[l].T @ dz) * g_prime[l - 1]
        return dW, db


@version("backward_pass", "wrong-layer", "the db of layer 1 is copied from layer 2's dz")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    all_dz = {len(W): dz}
    for l in range(len(W), 1, -1):
        all_dz[l - 1] = W[l].T @ all_dz[l] * g_prime[l - 1]
    dW = {l: all_dz[l] @ a[l - 1].T / m for l in W}
    db = {l: all_dz[max(l, 2)].mean(axis=1, keepdims=True) for l in W}
    return dW, db


@version("backward_pass", "crash", "the dz is not carried on: the next crossing meets the old one")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db, all_dz = {}, {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = 1 / m * np.dot(dz, a[l - 1].T)
        db[l] = 1 / m * np.sum(dz, axis=1, keepdims=True)
        if l > 1:
            all_dz[l - 1] = np.dot(W[l].T, dz) * g_prime[l - 1]
    return dW, db


@version("backward_pass", "crash", "crosses through the weights of the layer before")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = W[l - 1].T @ dz * g_prime[l - 1]
    return dW, db


@version(
    "backward_pass", "crash", "crosses through the weights of the layer after, which is not there"
)
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        dz = W[l + 1].T @ dz * g_prime[l]
    return dW, db


@version("backward_pass", "crash", "the slope of the layer it comes from, not of the one it enters")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = (W[l].T @ dz) * g_prime[l]
    return dW, db


@version("backward_pass", "crash", "crosses below layer 1 too, where there is no slope")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "crash", "W is not transposed")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = np.dot(W[l], dz) * g_prime[l - 1]
    return dW, db


@version("backward_pass", "crash", "written for two layers only")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW2 = 1 / m * dz @ a[1].T
    db2 = 1 / m * np.sum(dz, axis=1, keepdims=True)
    dz1 = W[2].T @ dz * g_prime[1]
    dW1 = 1 / m * dz1 @ a[0].T
    db1 = 1 / m * np.sum(dz1, axis=1, keepdims=True)
    return {1: dW1, 2: dW2}, {1: db1, 2: db2}


@version("backward_pass", "updated-weights", "each W is stepped in place before the crossing")
def _(dz, W, a, g_prime, learning_rate=0.1):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = 1 / m * dz @ a[l - 1].T
        db[l] = 1 / m * dz.sum(axis=1, keepdims=True)
        W[l] -= learning_rate * dW[l]
        if l > 1:
            dz = (W[l].T @ dz) * g_prime[l - 1]
    return dW, db


@version(
    "backward_pass", "updated-weights", "the new W, in a dictionary of its own, is crossed through"
)
def _(dz, W, a, g_prime):
    eta, m = 0.5, dz.shape[1]
    dW, db, new_W = {}, {}, {}
    for l in sorted(W)[::-1]:
        dW[l] = np.einsum("im,jm->ij", dz, a[l - 1]) / m
        db[l] = np.mean(dz, axis=1, keepdims=True)
        new_W[l] = W[l] - eta * dW[l]
        if l > 1:
            dz = np.einsum("ij,im->jm", new_W[l], dz) * g_prime[l - 1]
    return dW, db


@version(
    "backward_pass", "updated-weights", "W is stepped example by example while dz still needs it"
)
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = np.zeros(W[l].shape)
        db[l] = np.zeros((W[l].shape[0], 1))
        w = W[l].copy()
        da = np.zeros(a[l - 1].shape)
        for j in range(m):
            step = np.outer(dz[:, j], a[l - 1][:, j]) / m
            dW[l] += step
            db[l] += dz[:, [j]] / m
            w -= 0.1 * step
            da[:, j] = w.T @ dz[:, j]
        if l > 1:
            dz = da * g_prime[l - 1]
    return dW, db


@version("backward_pass", "updated-weights + sign", "crossed after a step that even goes uphill")
def _(dz, W, a, g_prime):
    m, learning_rate = dz.shape[1], 0.1
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.sum(axis=1, keepdims=True) / m
        if l > 1:
            dz = (W[l] + learning_rate * dW[l]).T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "slope-missing", "da is carried on as if it were dz")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = np.dot(dz, a[l - 1].T) / m
        db[l] = np.sum(dz, axis=1, keepdims=True) / m
        dz = np.dot(W[l].T, dz)
    return dW, db


@version("backward_pass", "slope-missing", "the slope of layer 1 is left out")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = np.dot(dz, a[l - 1].T) / m
        db[l] = np.sum(dz, axis=1, keepdims=True) / m
        dz = np.dot(W[l].T, dz)
        if l > 2:
            dz *= g_prime[l - 1]
    return dW, db


@version(
    "backward_pass", "slope-missing", "the slope is in dW and db, but not in what is carried on"
)
def _(dz, W, a, g_prime):
    L, m = len(W), dz.shape[1]
    da, dW, db = dz, {}, {}
    for l in range(L, 0, -1):
        delta = da if l == L else da * g_prime[l]
        dW[l] = delta @ a[l - 1].T / m
        db[l] = delta.mean(axis=1, keepdims=True)
        da = W[l].T @ da
    return dW, db


@version("backward_pass", "slope-at-a", "the slope of the sigmoid is taken at a")
def _(dz, W, a, g_prime):
    def sigmoid_derivative(z):
        return np.exp(-z) / (1 + np.exp(-z)) ** 2

    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * sigmoid_derivative(a[l - 1])
    return dW, db


@version("backward_pass", "slope-at-a or slope-missing", "ReLU's mask, from the output: never 0")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz
            dz[np.maximum(a[l - 1], 0) < 0] = 0
    return dW, db


@version("backward_pass", "mean-missing", "sums everywhere, no 1/m")
def _(dz, W, a, g_prime):
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T
        db[l] = dz.sum(axis=1, keepdims=True)
        if l > 1:
            dz = (W[l].T @ dz) * g_prime[l - 1]
    return dW, db


@version("backward_pass", "mean-missing", "1/m is in db and not in dW")
def _(dz, W, a, g_prime):
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T
        db[l] = np.mean(dz, axis=1, keepdims=True)
        if l > 1:
            dz = (W[l].T @ dz) * g_prime[l - 1]
    return dW, db


@version("backward_pass", "mean-missing", "1/m is in dW and not in db")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = (1 / m) * np.dot(dz, a[l - 1].T)
        db[l] = np.sum(dz, axis=1, keepdims=True)
        if l > 1:
            dz = np.multiply(np.dot(W[l].T, dz), g_prime[l - 1])
    return dW, db


@version("backward_pass", "mean-twice", "dz is divided by m before the loop, and dW and db in it")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dz = dz / m
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.sum(axis=1, keepdims=True) / m
        if l > 1:
            dz = (W[l].T @ dz) * g_prime[l - 1]
    return dW, db


@version(
    "backward_pass", "mean-twice", "each crossing divides by m, which piles up towards layer 1"
)
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = 1 / m * dz @ a[l - 1].T
        db[l] = 1 / m * dz.sum(axis=1, keepdims=True)
        if l > 1:
            dz = 1 / m * (W[l].T @ dz) * g_prime[l - 1]
    return dW, db


@version("backward_pass", "mean-twice", "dz itself is divided in each turn, so the 1/m pile up")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dz = dz / m
        dW[l] = dz @ a[l - 1].T
        db[l] = dz.sum(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "mean-twice", "a mean for db that is divided by m as well")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = 1 / m * dz @ a[l - 1].T
        db[l] = 1 / m * dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "wrong-axis", "m is the number of rows of dz, another one in each layer")
def _(dz, W, a, g_prime):
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        m = len(dz)
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.sum(axis=1, keepdims=True) / m
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "wrong-axis", "db adds up the neurons")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = np.sum(dz, axis=0, keepdims=True) / m
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "wrong-axis", "db is one number a layer, for want of an axis")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = 1 / m * np.sum(dz, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version(
    "backward_pass", "wrong-axis", "the examples are averaged before the crossing, and broadcast"
)
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ db[l] * g_prime[l - 1]
    return dW, db


@version("backward_pass", "transpose", "every dW is transposed, as in Keras")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = a[l - 1] @ dz.T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "transpose", "examples as rows inside, and not turned back at the end")
def _(dz, W, a, g_prime):
    delta = dz.T
    m = delta.shape[0]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        rows = a[l - 1].T
        dW[l] = rows.T @ delta / m
        db[l] = delta.sum(axis=0, keepdims=True) / m
        if l > 1:
            delta = delta @ W[l] * g_prime[l - 1].T
    return dW, db


@version("backward_pass", "transpose", "W is reshaped where it should be transposed")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].reshape(-1, W[l].shape[0]) @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "wrong-shape", "every db is flat, without keepdims")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.sum(axis=1) / m
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "wrong-shape", "db keeps a column for every example")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz / m
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "wrong-shape", "lists in place of dictionaries")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = [], []
    for l in range(len(W), 0, -1):
        dW.insert(0, dz @ a[l - 1].T / m)
        db.insert(0, dz.mean(axis=1, keepdims=True))
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "relu-on-gradient", "ReLU of the gradient in place of the slope")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = np.maximum(0, W[l].T @ dz)
    return dW, db


@version("backward_pass", "relu-on-gradient", "negative da are set to 0 before the slope")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            da = W[l].T @ dz
            da[da < 0] = 0
            dz = da * g_prime[l - 1]
    return dW, db


@version("backward_pass", "sign", "each crossing turns the sign, so that layers alternate")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = -W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "sign", "the minus of the descent is in everything that is returned")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = -1 / m * dz @ a[l - 1].T
        db[l] = -1 / m * dz.sum(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "path-forgotten", "only the first neuron of each next layer sends back")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = np.outer(W[l][0], dz[0]) * g_prime[l - 1]
    return dW, db


@version("backward_pass", "path-forgotten", "an = in place of += in the loop of the crossing")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l == 1:
            break
        n, n_prev = W[l].shape
        da = np.zeros((n_prev, m))
        for k in range(n_prev):
            for i in range(n):
                da[k, :] = W[l][i, k] * dz[i, :]
        dz = da * g_prime[l - 1]
    return dW, db


@version("backward_pass", "factor-2", "every crossing doubles")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = 2 * (W[l].T @ dz) * g_prime[l - 1]
    return dW, db


@version("backward_pass", "factor-2", "a 2/m as in the derivative of a mean of squares")
def _(dz, W, a, g_prime):
    scale = 2 / dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = scale * np.einsum("ij,kj->ik", dz, a[l - 1])
        db[l] = scale * np.einsum("ij->i", dz)[:, None]
        if l > 1:
            dz = np.einsum("ij,ik->jk", W[l], dz) * g_prime[l - 1]
    return dW, db


@version("backward_pass", "input-forgotten", "the dW of layer 1 is computed without the inputs x")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dW[l] = dz @ a[l - 1].T / m
            dz = W[l].T @ dz * g_prime[l - 1]
        else:
            dW[l] = np.tile(db[l], (1, W[l].shape[1]))
    return dW, db


@version("backward_pass", "input-forgotten", "dz goes back by sums without the weights")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = dz.sum(axis=0) * g_prime[l - 1]
    return dW, db


@version("backward_pass", "other", "crosses through dW in place of W")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = dW[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "other", "the slope is multiplied in twice")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        if l < len(W):
            dz = dz * g_prime[l]
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "other", "the last layer's slope again, which its dz already has in it")
def _(dz, W, a, g_prime):
    L, m = len(W), dz.shape[1]
    dz = dz * a[L] * (1 - a[L])
    dW, db = {}, {}
    for l in range(L, 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "other", "dW and db are one and the same dictionary")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW = db = {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "other", "db and dW are returned in the wrong order")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return db, dW


@version("backward_pass", "other", "weight decay is added to dW")
def _(dz, W, a, g_prime):
    m, decay = dz.shape[1], 0.01
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m + decay * W[l]
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "other", "the slope is added, not multiplied")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz + g_prime[l - 1]
    return dW, db


@version("backward_pass", "other", "the return is forgotten")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]


@version(
    "backward_pass", "other", "the right numbers, but the caller's dz is divided by m in place"
)
def _(dz, W, a, g_prime):
    dz /= dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T
        db[l] = dz.sum(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "slope-missing + mean-missing", "neither slopes nor 1/m")
def _(dz, W, a, g_prime):
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T
        db[l] = dz.sum(axis=1, keepdims=True)
        dz = W[l].T @ dz
    return dW, db


@version("backward_pass", "transpose + mean-missing", "examples as rows inside, and sums")
def _(dz, W, a, g_prime):
    dW, db = {}, {}
    delta = dz.T
    for l in range(len(W), 0, -1):
        dW[l] = a[l - 1] @ delta
        db[l] = delta.sum(axis=0).reshape(-1, 1)
        if l > 1:
            delta = delta @ W[l] * g_prime[l - 1].T
    return dW, db


@version("backward_pass", "wrong-layer + mean-missing", "the layer's own a, and no 1/m in dW")
def _(dz, W, a, g_prime):
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = np.dot(dz, a[l].T)
        db[l] = np.mean(dz, axis=1, keepdims=True)
        if l > 1:
            dz = np.dot(W[l].T, dz) * g_prime[l - 1]
    return dW, db


@version("backward_pass", "slope-missing + mean-twice", "no slopes, and each crossing divides by m")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T / m
        db[l] = dz.mean(axis=1, keepdims=True)
        dz = W[l].T @ dz / m
    return dW, db


@version("backward_pass", "sign + wrong-shape", "minus signs, and flat db")
def _(dz, W, a, g_prime):
    m = dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = -(dz @ a[l - 1].T) / m
        db[l] = -dz.mean(axis=1)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "right", "1/m is put into dz once at the start, and the rest are sums")
def _(dz, W, a, g_prime):
    dz = dz / dz.shape[1]
    dW, db = {}, {}
    for l in range(len(W), 0, -1):
        dW[l] = dz @ a[l - 1].T
        db[l] = dz.sum(axis=1, keepdims=True)
        if l > 1:
            dz = W[l].T @ dz * g_prime[l - 1]
    return dW, db


@version("backward_pass", "right", "a recursion that calls itself for the layers below")
def _(dz, W, a, g_prime):
    def back(l, delta):
        if l == 0:
            return {}, {}
        da = W[l].T @ delta
        dW, db = back(l - 1, da * g_prime[l - 1] if l > 1 else da)
        dW[l] = np.einsum("ie,je->ij", delta, a[l - 1]) / delta.shape[1]
        db[l] = np.average(delta, axis=1)[:, None]
        return dW, db

    return back(len(W), dz)
