"""What bpref is held to: each function once more as its plain formula, and the complex step.

Nothing here comes from bpref. The formulas are written for right inputs of moderate size, as a textbook has them, and
sums are written with their indices, so that a transpose that is wrong in bpref is not wrong here too. Everything takes
complex numbers, as the complex step needs.
"""

import tracemalloc
from contextlib import contextmanager

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def tanh(z):
    return np.tanh(z)


def relu(z):
    # The real part decides: the complex step must not move a neuron across its kink.
    return np.where(np.real(z) > 0, z, 0)


def identity(z):
    return z


def softmax(z):
    return np.exp(z) / np.einsum("im->m", np.exp(z))


def cross_entropy(a, y):
    return -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)) / a.shape[1]


def squared_error(a, y):
    return np.sum((a - y) * (a - y)) / 2 / a.shape[1]


def categorical_cross_entropy(a, y):
    return -np.sum(y * np.log(a)) / a.shape[1]


def linear(W, a_prev, b):
    return np.einsum("ij,jm->im", W, a_prev) + b


def forward(x, weights, biases, activations):
    zs, outputs = [], [x]
    for W, b, g in zip(weights, biases, activations, strict=True):
        zs.append(linear(W, outputs[-1], b))
        outputs.append(g(zs[-1]))
    return zs, outputs


def backward(dz, weights, outputs, g_primes):
    """Run back by the recursion, layer by layer, with 1/m at the very end."""
    dzs, m = [dz], dz.shape[1]
    for W, g_prime in zip(weights[:0:-1], g_primes[::-1], strict=True):
        dzs.insert(0, np.einsum("ij,im->jm", W, dzs[0]) * g_prime)
    dWs = [np.einsum("im,jm->ij", dz, a_prev) / m for dz, a_prev in zip(dzs, outputs)]
    return dWs, [np.einsum("im->i", dz)[:, None] / m for dz in dzs]


def complex_step(f, theta):
    """Return df/dtheta: the imaginary part of f, one element of theta nudged at a time."""
    slopes = np.empty(theta.shape)
    for i in np.ndindex(theta.shape):
        nudged = theta.astype(complex)
        nudged[i] += 1e-30j
        slopes[i] = f(nudged).imag / 1e-30
    return slopes


# For every public function: arguments that are right, and the formula of what it returns. All dimensions differ, so
# that no transposed array fits by accident: 2 inputs, 3 neurons, 4 outputs, 5 examples.
rng = np.random.default_rng(2024)
W1, W2 = rng.uniform(-1, 1, (3, 2)), rng.uniform(-1, 1, (4, 3))
b1, b2 = rng.uniform(-1, 1, (3, 1)), rng.uniform(-1, 1, (4, 1))
x, z1, z2 = (rng.uniform(-2, 2, (n, 5)) for n in (2, 3, 4))
dz1, dz2 = rng.uniform(-1, 1, (3, 5)), rng.uniform(-1, 1, (4, 5))
a1, a2, y2 = (rng.uniform(0.1, 0.9, (n, 5)) for n in (3, 4, 4))
p2, t2 = softmax(z2), softmax(dz2)


def cubes(theta):
    return (theta**3).sum()


CALLS = {
    "linear_forward": ({"W": W1, "a_prev": x, "b": b1}, linear),
    "sigmoid": ({"z": z1}, sigmoid),
    "sigmoid_derivative": ({"z": z1}, lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2),
    "tanh": ({"z": z1}, lambda z: np.sinh(z) / np.cosh(z)),
    "tanh_derivative": ({"z": z1}, lambda z: 1 / np.cosh(z) ** 2),
    "relu": ({"z": z1}, lambda z: z * (z > 0)),
    "relu_derivative": ({"z": z1}, lambda z: 1.0 * (z > 0)),
    "softmax": ({"z": z2}, softmax),
    "forward_pass": (
        {"x": x, "weights": [W1, W2], "biases": [b1, b2], "activations": [tanh, sigmoid]},
        forward,
    ),
    "cross_entropy": ({"a": a2, "y": y2}, cross_entropy),
    "cross_entropy_derivative": ({"a": a2, "y": y2}, lambda a, y: (a - y) / (a * (1 - a))),
    "sigmoid_cross_entropy": ({"z": z2, "y": y2}, lambda z, y: cross_entropy(sigmoid(z), y)),
    "squared_error": ({"a": a2, "y": y2}, squared_error),
    "squared_error_derivative": ({"a": a2, "y": y2}, lambda a, y: a - y),
    "categorical_cross_entropy": ({"a": p2, "y": t2}, categorical_cross_entropy),
    "softmax_cross_entropy": (
        {"z": z2, "y": t2},
        lambda z, y: categorical_cross_entropy(softmax(z), y),
    ),
    "activation_backward": ({"da": dz1, "g_prime": a1}, lambda da, g_prime: g_prime * da),
    "cross_entropy_dz": ({"a": a2, "y": y2}, lambda a, y: a - y),
    "weight_gradient": (
        {"dz": dz1, "a_prev": x},
        lambda dz, a_prev: np.einsum("im,jm->ij", dz, a_prev) / dz.shape[1],
    ),
    "bias_gradient": ({"dz": dz1}, lambda dz: np.einsum("im->i", dz)[:, None] / dz.shape[1]),
    "input_gradient": ({"W": W2, "dz": dz2}, lambda W, dz: np.einsum("ij,im->jm", W, dz)),
    "backward_pass": (
        {"dz": dz2, "weights": [W1, W2], "outputs": [x, a1, a2], "g_primes": [z1]},
        backward,
    ),
    "gradient_step": (
        {"parameters": [W1, b1], "gradients": [dz1[:, :2], dz1[:, 2:3]], "learning_rate": 0.1},
        lambda parameters, gradients, learning_rate: [
            theta - learning_rate * dtheta for theta, dtheta in zip(parameters, gradients)
        ],
    ),
    "complex_step_gradient": ({"f": cubes, "theta": z1}, lambda f, theta: 3 * theta**2),
    "central_difference_gradient": (
        {"f": cubes, "theta": z1, "h": 0.5},
        lambda f, theta, h: 3 * theta**2 + (h * np.maximum(1, abs(theta))) ** 2,
    ),
    "relative_error": (
        {"gradient": dz1, "reference": z1},
        lambda gradient, reference: (
            np.max(np.abs(gradient - reference)) / np.max(np.abs([gradient, reference]))
        ),
    ),
}


def converted(arguments, convert):
    """Convert every array among the arguments, in lists too."""

    def change(value):
        if isinstance(value, list):
            return [change(entry) for entry in value]
        return convert(value) if isinstance(value, np.ndarray) else value

    return {name: change(value) for name, value in arguments.items()}


def leaves(value):
    """Flatten what a function takes or returns into a list of its arrays and numbers."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [leaf for entry in value for leaf in leaves(entry)]
    return [value]


def peak_memory(run):
    """Return how many bytes more than before were in use at the worst moment of a call."""
    tracing = tracemalloc.is_tracing()
    if not tracing:
        tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        run()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        if not tracing:
            tracemalloc.stop()


def assert_same(got, want, rtol=1e-13, atol=0.0):
    """Compare all the arrays and numbers of two results, shapes included."""
    got, want = leaves(got), leaves(want)
    assert len(got) == len(want)
    for one, other in zip(got, want):
        np.testing.assert_allclose(one, other, rtol=rtol, atol=atol, strict=True)


@contextmanager
def note(*what):
    """Say of an error within a test's loop in which round it came."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"in the round of {', '.join(map(str, what))}")
        raise


def assert_formula(function):
    """Hold a function of bpref to its formula, on the arguments of CALLS."""
    arguments, formula = CALLS[function.__name__]
    assert_same(function(**arguments), formula(**arguments))
