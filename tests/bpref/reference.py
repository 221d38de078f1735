"""What bpref is held to: each function once more as its plain formula, its shapes, and the complex step.

Nothing here comes from bpref. The formulas are written for right inputs of moderate size, as a textbook has them, and
sums are written with their indices, so that a transpose that is wrong in bpref is not wrong here too. Everything takes
complex numbers, as the complex step needs.
"""

import inspect
from contextlib import contextmanager

import numpy as np
import pytest


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def tanh(z):
    return np.sinh(z) / np.cosh(z)


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


def softmax_backward(da, a):
    """Write the Jacobian of every column out: row k is the output, column i the sum that moves it."""
    jacobian = np.einsum("km,ki->kim", a, np.eye(len(a))) - np.einsum("km,im->kim", a, a)
    return np.einsum("km,kim->im", da, jacobian)


def linear(W, a_prev, b):
    return np.einsum("ij,jm->im", W, a_prev) + b


def weight_gradient(dz, a_prev):
    return np.einsum("im,jm->ij", dz, a_prev) / dz.shape[1]


def bias_gradient(dz):
    return np.einsum("im->i", dz)[:, None] / dz.shape[1]


def input_gradient(W, dz):
    return np.einsum("ij,im->jm", W, dz)


def forward(x, W, b, g):
    z, a = {}, {0: x}
    for l in range(1, len(W) + 1):
        z[l] = linear(W[l], a[l - 1], b[l])
        a[l] = g[l](z[l])
    return z, a


def backward(dz, W, a, g_prime):
    """Find all dz first, by the recursion, and then every gradient."""
    L = len(W)
    all_dz = {L: dz}
    for l in range(L - 1, 0, -1):
        all_dz[l] = input_gradient(W[l + 1], all_dz[l + 1]) * g_prime[l]
    dW = {l: weight_gradient(all_dz[l], a[l - 1]) for l in all_dz}
    return dW, {l: bias_gradient(all_dz[l]) for l in all_dz}


def momentum_step(theta, dtheta, v, learning_rate, beta):
    new_v = {l: dtheta[l] + beta * (v[l] - dtheta[l]) for l in theta}
    return {l: theta[l] - learning_rate * new_v[l] for l in theta}, new_v


def rmsprop_step(theta, dtheta, s, learning_rate, beta, epsilon):
    new_s = {l: dtheta[l] ** 2 + beta * (s[l] - dtheta[l] ** 2) for l in theta}
    steps = {l: learning_rate / (new_s[l] ** 0.5 + epsilon) * dtheta[l] for l in theta}
    return {l: theta[l] - steps[l] for l in theta}, new_s


def adam_step(theta, dtheta, v, s, t, learning_rate, beta1, beta2, epsilon):
    """Write the average's correction as the sum of its weights: (1 - beta) (1 + beta + ... + beta^(t - 1))."""
    weights1, weights2 = ((1 - beta) * sum(beta**k for k in range(t)) for beta in (beta1, beta2))
    _, new_v = momentum_step(theta, dtheta, v, 0, beta1)
    _, new_s = rmsprop_step(theta, dtheta, s, 0, beta2, 1)
    sizes = {l: (new_s[l] / weights2) ** 0.5 + epsilon for l in theta}
    steps = {l: learning_rate * new_v[l] / weights1 / sizes[l] for l in theta}
    return {l: theta[l] - steps[l] for l in theta}, new_v, new_s


def complex_step(f, theta):
    """Return df/dtheta: the imaginary part of f, one element of theta nudged at a time."""
    slopes = np.empty(theta.shape)
    for i in np.ndindex(theta.shape):
        nudged = theta.astype(complex)
        nudged[i] += 1e-30j
        slopes[i] = f(nudged).imag / 1e-30
    return slopes


def cubes(theta):
    return (theta**3).sum()


FORMULAS = {
    "linear_forward": linear,
    "sigmoid": sigmoid,
    "sigmoid_derivative": lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
    "tanh": tanh,
    "tanh_derivative": lambda z: 1 / np.cosh(z) ** 2,
    "relu": relu,
    "relu_derivative": lambda z: 1.0 * (z > 0),
    "softmax": softmax,
    "forward_pass": forward,
    "cross_entropy": cross_entropy,
    "cross_entropy_derivative": lambda a, y: (a - y) / (a * (1 - a)),
    "sigmoid_cross_entropy": lambda z, y: cross_entropy(sigmoid(z), y),
    "squared_error": squared_error,
    "squared_error_derivative": lambda a, y: a - y,
    "categorical_cross_entropy": categorical_cross_entropy,
    "softmax_cross_entropy": lambda z, y: categorical_cross_entropy(softmax(z), y),
    "activation_backward": lambda da, g_prime: g_prime * da,
    "softmax_backward": softmax_backward,
    "cross_entropy_dz": lambda a, y: a - y,
    "weight_gradient": weight_gradient,
    "bias_gradient": bias_gradient,
    "input_gradient": input_gradient,
    "backward_pass": backward,
    "gradient_step": lambda theta, dtheta, learning_rate: {
        l: theta[l] - learning_rate * dtheta[l] for l in theta
    },
    "xavier_weights": lambda R: R * np.sqrt(2 / sum(R.shape)),
    "he_weights": lambda R: R * np.sqrt(2 / R.shape[1]),
    "momentum_step": momentum_step,
    "rmsprop_step": rmsprop_step,
    "adam_step": adam_step,
    # Of cubes, the f of every call here.
    "complex_step_gradient": lambda f, theta: 3 * theta**2,
    "central_difference_gradient": lambda f, theta, h: (
        3 * theta**2 + (h * np.maximum(1, abs(theta))) ** 2
    ),
    "relative_error": lambda gradient, reference: (
        np.max(np.abs(gradient - reference)) / np.max(np.abs([gradient, reference]))
    ),
}
# Their dictionaries, which all have the same layers and shapes.
STEPS = {
    "gradient_step": ["theta", "dtheta"],
    "momentum_step": ["theta", "dtheta", "v"],
    "rmsprop_step": ["theta", "dtheta", "s"],
    "adam_step": ["theta", "dtheta", "v", "s"],
}
# Exact in binary, so that a float32 beside a float64 costs no digit.
SCALARS = {
    "learning_rate": 0.25,
    "beta": 0.5,
    "beta1": 0.5,
    "beta2": 0.75,
    "epsilon": 0.125,
    "t": 3,
}
PASSES = ["forward_pass", "backward_pass", *STEPS]  # whose arguments have layers
CHECKS = ["complex_step_gradient", "central_difference_gradient"]
ELEMENTWISE = ["sigmoid", "sigmoid_derivative", "tanh", "tanh_derivative"]
ELEMENTWISE += ["relu", "relu_derivative"]
FROM_A = ["cross_entropy", "squared_error", "categorical_cross_entropy"]
FROM_A += ["cross_entropy_derivative", "squared_error_derivative", "cross_entropy_dz"]
FROM_Z = ["sigmoid_cross_entropy", "softmax_cross_entropy"]
# What must lie in [0, 1], and what must have columns that sum to 1 as well.
COLUMNS = [("categorical_cross_entropy", "a"), ("categorical_cross_entropy", "y")]
COLUMNS += [("softmax_cross_entropy", "y")]
IN_0_TO_1 = [("cross_entropy", "a"), ("cross_entropy", "y"), ("cross_entropy_derivative", "a")]
IN_0_TO_1 += [("cross_entropy_derivative", "y"), ("sigmoid_cross_entropy", "y"), *COLUMNS]
IN_0_TO_1 += [("cross_entropy_dz", "y")]


def places(name, L=2):
    """Return the shape that each array must have: letters are sizes, "..." is one shape for all.

    An array's place is its argument with its layer, or with None where there is no dictionary.
    """
    layers = range(1, L + 1)
    if name == "forward_pass":
        W = {("W", l): f"n{l} n{l - 1}" for l in layers}
        return {("x", None): "n0 m"} | W | {("b", l): f"n{l} 1" for l in layers}
    if name == "backward_pass":
        W = {("W", l): f"n{l} n{l - 1}" for l in layers}
        a = {("a", l): f"n{l} m" for l in range(L + 1)}
        return {("dz", None): f"n{L} m"} | W | a | {("g_prime", l): f"n{l} m" for l in layers[:-1]}
    if name in STEPS:
        return {(argument, l): f"...{l}" for argument in STEPS[name] for l in layers}
    one_layer = {
        "linear_forward": {"W": "n1 n0", "a_prev": "n0 m", "b": "n1 1"},
        "softmax": {"z": "n1 m"},
        "activation_backward": {"da": "n1 m", "g_prime": "n1 m"},
        "softmax_backward": {"da": "n1 m", "a": "n1 m"},
        "weight_gradient": {"dz": "n1 m", "a_prev": "n0 m"},
        "bias_gradient": {"dz": "n1 m"},
        "input_gradient": {"W": "n1 n0", "dz": "n1 m"},
        "xavier_weights": {"R": "n1 n0"},
        "he_weights": {"R": "n1 n0"},
        "complex_step_gradient": {"theta": "..."},
        "central_difference_gradient": {"theta": "..."},
        "relative_error": {"gradient": "...", "reference": "..."},
        **{key: {"z": "..."} for key in ELEMENTWISE},
        **{key: {"a": "n1 m", "y": "n1 m"} for key in FROM_A},
        **{key: {"z": "n1 m", "y": "n1 m"} for key in FROM_Z},
    }
    return {(argument, None): letters for argument, letters in one_layer[name].items()}


def right_shapes(name, widths, m):
    """Return the shape at each place, for layers of these widths, the input's first."""
    L = len(widths) - 1
    sizes = {f"n{l}": n for l, n in enumerate(widths)} | {"m": m, "1": 1}

    def shape(letters):
        if not letters.startswith("..."):
            return tuple(sizes[letter] for letter in letters.split())
        l = int(letters[3:] or 1)
        return (widths[l], widths[l - 1])

    return {place: shape(letters) for place, letters in places(name, L).items()}


def numbers(name, argument, shape, rng):
    """Draw an array that an argument may hold, if only its shape is right."""
    if argument not in ("a", "y", "g_prime", "s"):
        return np.array(rng.uniform(-2, 2, shape))
    array = np.array(rng.uniform(0.1, 0.9, shape))
    return array / array.sum(axis=0) if (name, argument) in COLUMNS and shape else array


def call_of(name, arrays):
    """Return all arguments of a call, from the arrays at their places."""
    arguments = {}
    for (argument, l), array in arrays.items():
        if l is None:
            arguments[argument] = array
        else:
            arguments.setdefault(argument, {})[l] = array
    if name == "forward_pass":
        arguments["g"] = {l: (sigmoid, tanh)[l % 2] for l in arguments["W"]}
    if name == "backward_pass":
        arguments.setdefault("g_prime", {})  # of one layer
    if name in STEPS:
        others = list(inspect.signature(FORMULAS[name]).parameters)[len(STEPS[name]) :]
        arguments |= {argument: SCALARS[argument] for argument in others}
    if name in CHECKS:
        arguments["f"] = cubes
    if name == "central_difference_gradient":
        arguments["h"] = 0.5
    return arguments


def right_call(name, widths=(2, 3, 4), m=5, seed=2024):
    """Draw right arguments of a function. All sizes differ, so that no transposed array fits by accident."""
    rng = np.random.default_rng(seed)
    shapes = right_shapes(name, widths, m)
    return call_of(name, {at: numbers(name, at[0], shape, rng) for at, shape in shapes.items()})


def arrays_of(arguments):
    """Return the arrays among the arguments, by their places."""
    found = {}
    for argument, value in arguments.items():
        entries = value.items() if isinstance(value, dict) else [(None, value)]
        found |= {(argument, l): entry for l, entry in entries if isinstance(entry, np.ndarray)}
    return found


def with_array(arguments, place, array):
    """Return the arguments with another array at one place."""
    argument, l = place
    return arguments | {argument: array if l is None else arguments[argument] | {l: array}}


# Taken for their shapes only: the work of a[L] is in dz, and no gradient goes back through W[1].
UNUSED = {("backward_pass", ("a", 2)), ("backward_pass", ("W", 1))}
PLACES = [(name, place) for name in FORMULAS for place in arrays_of(right_call(name))]


def every(places):
    """Return what runs a test for each of some functions with a place."""
    ids = [f"{name}-{argument}{'' if l is None else l}" for name, (argument, l) in places]
    return pytest.mark.parametrize(("name", "place"), places, ids=ids)


def converted(arguments, convert):
    """Convert every array among the arguments, in dictionaries too."""
    for place, array in arrays_of(arguments).items():
        arguments = with_array(arguments, place, convert(array))
    return arguments


def leaves(value):
    """Flatten what a function takes or returns into a list of its arrays and numbers."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [leaf for entry in value for leaf in leaves(entry)]
    return [value]


def assert_same(got, want, rtol=1e-13, atol=0.0):
    """Compare two results, shapes, types and layers included."""
    if isinstance(want, dict):
        assert isinstance(got, dict)
        assert got.keys() == want.keys()
        got, want = [got[l] for l in want], [*want.values()]
    if isinstance(want, (list, tuple)):
        assert len(got) == len(want)
        for one, other in zip(got, want):
            assert_same(one, other, rtol, atol)
    else:
        np.testing.assert_allclose(got, want, rtol=rtol, atol=atol, strict=True)


@contextmanager
def note(*what):
    """Say of an error within a test's loop in which round it came."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"in the round of {', '.join(map(str, what))}")
        raise


def assert_formula(function):
    """Hold a function of bpref to its formula."""
    name = function.__name__
    assert_same(function(**right_call(name)), FORMULAS[name](**right_call(name)))
