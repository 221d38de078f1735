"""The candidates: ways to the gradient of a network, alone or with the loss.

Each is made for a network and then called without an argument, so that only what every training
step repeats is timed. It returns dW and db, dictionaries by layer; with the loss, J goes ahead.
"""

import importlib
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np

import bpref

Run = Callable[[], Any]
Arrays = dict[int, np.ndarray]
BLOCK = 1024


class Network(NamedTuple):
    """Inputs, targets, parameters, and the hidden layers' activation; the last layer's is sigmoid."""

    x: np.ndarray
    y: np.ndarray
    W: Arrays
    b: Arrays
    hidden: str


def network(widths: tuple[int, ...], m: int, hidden: str) -> Network:
    """Draw a network and m examples with targets of 0 and 1."""
    rng = np.random.default_rng(0)
    W, b = {}, {}
    for l in range(1, len(widths)):
        W[l] = rng.normal(size=(widths[l], widths[l - 1])) / np.sqrt(widths[l - 1])
        b[l] = rng.normal(size=(widths[l], 1)) / 2
    x = rng.normal(size=(widths[0], m))
    y = rng.integers(0, 2, size=(widths[-1], m)).astype(float)
    return Network(x, y, W, b, hidden)


NETWORKS: dict[str, tuple[tuple[int, ...], int, str]] = {
    "2-3-2, m = 1": ((2, 3, 2), 1, "sigmoid"),
    "2-3-2, m = 1,000": ((2, 3, 2), 1000, "sigmoid"),
    "784-128-10, m = 64": ((784, 128, 10), 64, "sigmoid"),
    "784-256-128-10, m = 256": ((784, 256, 128, 10), 256, "sigmoid"),
    "784-1024-1024-10, m = 1,024": ((784, 1024, 1024, 10), 1024, "sigmoid"),
    "32 layers of 64, m = 128": ((64,) * 33, 128, "tanh"),
    "64-64-10, m = 100,000": ((64, 64, 10), 100_000, "sigmoid"),
}


# What everything is compared with


def limit(net: Network) -> Run:
    """Only the products, and one pass over the activations each way: it finds no gradient."""
    x, W = net.x, net.W
    L, m = len(W), x.shape[1]
    a = {0: x} | {l: np.empty((len(W[l]), m)) for l in W}
    dz = {l: np.empty_like(a[l]) for l in W} | {L: a[L]}
    dW = {l: np.empty_like(W[l]) for l in W}

    def run() -> None:
        for l in range(1, L + 1):
            np.matmul(W[l], a[l - 1], out=a[l])
            np.minimum(a[l], 1, out=a[l])
        for l in range(L, 0, -1):
            np.matmul(dz[l], a[l - 1].T, out=dW[l])
            if l > 1:
                np.matmul(W[l].T, dz[l], out=dz[l - 1])
                np.minimum(dz[l - 1], a[l - 1], out=dz[l - 1])

    return run


# bpref, and NumPy without it


def activations(net: Network) -> dict[int, Callable[[np.ndarray], np.ndarray]]:
    """Return g of every layer."""
    L = len(net.W)
    return {l: getattr(bpref, net.hidden) for l in range(1, L)} | {L: bpref.sigmoid}


def with_bpref(
    net: Network,
    forward: Any = bpref.forward_pass,
    last_dz: Any = bpref.cross_entropy_dz,
    backward: Any = bpref.backward_pass,
) -> Run:
    """bpref's two passes."""
    x, y, W, b, hidden = net
    L, g, derivative = len(W), activations(net), getattr(bpref, f"{hidden}_derivative")

    def run() -> Any:
        z, a = forward(x, W, b, g)
        g_prime = {l: derivative(z[l]) for l in range(1, L)}
        return backward(last_dz(a[L], y), W, a, g_prime)

    return run


# g' from the activation that is there already: no second exponential.
FROM_A: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "sigmoid": lambda a: a * (1 - a),
    "tanh": lambda a: 1 - a * a,
}


def slopes_from_a(net: Network) -> Run:
    """The same, with g' from a."""
    x, y, W, b, hidden = net
    L, g, slope = len(W), activations(net), FROM_A[hidden]

    def run() -> Any:
        _, a = bpref.forward_pass(x, W, b, g)
        g_prime = {l: slope(a[l]) for l in range(1, L)}
        return bpref.backward_pass(bpref.cross_entropy_dz(a[L], y), W, a, g_prime)

    return run


def in_blocks(net: Network) -> Run:
    """bpref on blocks of columns: the gradients are added up, each by its share of the columns."""
    W, b, m = net.W, net.b, net.x.shape[1]
    parts = [(net.x[:, k : k + BLOCK], net.y[:, k : k + BLOCK]) for k in range(0, m, BLOCK)]
    runs = [(with_bpref(net._replace(x=x, y=y)), x.shape[1] / m) for x, y in parts]

    def run() -> Any:
        dW, db = {l: np.zeros_like(W[l]) for l in W}, {l: np.zeros_like(b[l]) for l in b}
        for gradient, share in runs:
            part_dW, part_db = gradient()
            for l in W:
                dW[l] += share * part_dW[l]
                db[l] += share * part_db[l]
        return dW, db

    return run


def forward_lines(x: Any, W: Any, b: Any, g: Any) -> Any:
    """The lines of forward_pass that are no guard."""
    z, a = {}, {0: x}
    for l in range(1, len(W) + 1):
        z[l] = W[l] @ a[l - 1] + b[l]
        a[l] = g[l](z[l])
    return z, a


def cross_entropy_dz_lines(a: Any, y: Any) -> Any:
    """The lines of cross_entropy_dz that are no guard."""
    y = y.astype(np.result_type(a, 1.0))  # float32 stays float32
    return a - y


def backward_lines(dz: Any, W: Any, a: Any, g_prime: Any) -> Any:
    """The lines of backward_pass that are no guard."""
    L, (n_L, m) = len(W), dz.shape  # noqa: F841, as it stands there
    dz = {L: dz.copy()}  # in C order, in which many float32 add up well
    dW, db = {}, {}
    for l in range(L, 0, -1):
        dW[l] = 1 / m * dz[l] @ a[l - 1].T
        db[l] = 1 / m * dz[l].sum(axis=1, keepdims=True)
        if l > 1:
            dz[l - 1] = (W[l].T @ dz[l]) * g_prime[l - 1]
    return dW, db


def without_guards(net: Network) -> Run:
    """bpref's two passes, without the lines that refuse something."""
    return with_bpref(net, forward_lines, cross_entropy_dz_lines, backward_lines)


def tutorial(net: Network) -> Run:
    """NumPy as tutorials write it."""
    x, y, W, b, hidden = net

    def sigmoid(z: Any) -> Any:
        return 1 / (1 + np.exp(-z))

    def sigmoid_prime(z: Any) -> Any:
        return sigmoid(z) * (1 - sigmoid(z))

    def tanh_prime(z: Any) -> Any:
        return 1 - np.tanh(z) ** 2

    g: Any = {"sigmoid": sigmoid, "tanh": np.tanh}[hidden]
    g_prime = {"sigmoid": sigmoid_prime, "tanh": tanh_prime}[hidden]

    def run() -> Any:
        L, m = len(W), x.shape[1]
        A, Z, dW, db = {0: x}, {}, {}, {}
        for l in range(1, L + 1):
            Z[l] = np.dot(W[l], A[l - 1]) + b[l]
            A[l] = sigmoid(Z[l]) if l == L else g(Z[l])
        dZ = A[L] - y
        for l in range(L, 0, -1):
            dW[l] = 1 / m * np.dot(dZ, A[l - 1].T)
            db[l] = 1 / m * np.sum(dZ, axis=1, keepdims=True)
            if l > 1:
                dZ = np.dot(W[l].T, dZ) * g_prime(Z[l - 1])
        return dW, db

    return run


# The gradient with its loss


def bpref_with_loss(net: Network) -> Run:
    """bpref's two passes, and the loss from the last layer's z."""
    x, y, W, b, hidden = net
    L, g, derivative = len(W), activations(net), getattr(bpref, f"{hidden}_derivative")

    def run() -> Any:
        z, a = bpref.forward_pass(x, W, b, g)
        J = bpref.sigmoid_cross_entropy(z[L], y)
        g_prime = {l: derivative(z[l]) for l in range(1, L)}
        return J, *bpref.backward_pass(bpref.cross_entropy_dz(a[L], y), W, a, g_prime)

    return run


def jax(net: Network) -> Run:
    """JAX's value_and_grad, compiled."""
    jax: Any = importlib.import_module("jax")  # its types differ from version to version
    jnp = jax.numpy
    jax.config.update("jax_enable_x64", True)
    g = {"sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh}[net.hidden]

    def J(W: Any, b: Any, x: Any, y: Any) -> Any:
        a = x
        for l in range(1, len(W) + 1):
            z = W[l] @ a + b[l]
            a = g(z)
        return jnp.sum(jnp.logaddexp(0, z) - y * z) / x.shape[1]

    value_and_grad = jax.jit(jax.value_and_grad(J, argnums=(0, 1)))
    W, b = jax.device_put((net.W, net.b))

    def run() -> Any:
        J, (dW, db) = jax.block_until_ready(value_and_grad(W, b, net.x, net.y))
        return J, dW, db

    return run


def autograd(net: Network) -> Run:
    """The same with autograd, which compiles nothing."""
    import autograd.numpy as anp
    from autograd import value_and_grad

    x, y, W, b, hidden = net
    g = {"sigmoid": lambda z: 1 / (1 + anp.exp(-z)), "tanh": anp.tanh}[hidden]

    def J(parameters: Any) -> Any:
        a, (W, b) = x, parameters
        for l in range(1, len(W) + 1):
            z = anp.dot(W[l], a) + b[l]
            a = g(z)
        return anp.sum(anp.logaddexp(0, z) - y * z) / x.shape[1]

    def run() -> Any:
        value, (dW, db) = value_and_grad(J)((W, b))
        return value, dW, db

    return run


def pytorch(net: Network) -> Run:
    """The same with PyTorch's autograd."""
    import torch

    torch.set_num_threads(1)
    L, g = len(net.W), getattr(torch, net.hidden)
    W = {l: torch.tensor(net.W[l], requires_grad=True) for l in net.W}
    b = {l: torch.tensor(net.b[l], requires_grad=True) for l in net.b}
    loss = torch.nn.functional.binary_cross_entropy_with_logits

    def run() -> Any:
        a = torch.from_numpy(net.x)
        for l in range(1, L + 1):
            z = W[l] @ a + b[l]
            a = g(z)
        J = loss(z, torch.from_numpy(net.y), reduction="sum") / net.x.shape[1]
        found = torch.autograd.grad(J, [*W.values(), *b.values()])
        return J.item(), dict(zip(W, found[:L], strict=True)), dict(zip(b, found[L:], strict=True))

    return run


def sklearn(net: Network) -> Run:
    """The same inside scikit-learn's MLPClassifier, which has no public function for it."""
    from sklearn.neural_network import MLPClassifier

    L, hidden = len(net.W), {"sigmoid": "logistic", "tanh": "tanh"}[net.hidden]
    widths = [len(net.W[l]) for l in range(1, L)]
    model = MLPClassifier(widths, activation=hidden, alpha=0, max_iter=1, batch_size=2)
    X, Y = np.ascontiguousarray(net.x.T), net.y.T.astype(int)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one step is not meant to converge: it lays out the arrays
        model.fit(np.resize(X, (2, X.shape[1])), np.array([[0] * len(net.y), [1] * len(net.y)]))
    model.coefs_ = [np.ascontiguousarray(W.T) for W in net.W.values()]
    model.intercepts_ = [b[:, 0].copy() for b in net.b.values()]
    a, deltas = [X, *([None] * L)], [None] * L

    def run() -> Any:
        dW: list[Any] = [None] * L
        db: list[Any] = [None] * L
        J = model._backprop(X, Y, None, list(a), deltas, dW, db)[0]
        layers = range(1, L + 1)
        return J, {l: dW[l - 1].T for l in layers}, {l: db[l - 1][:, None] for l in layers}

    return run


GRADIENT: dict[str, Callable[[Network], Run]] = {
    "limit": limit,
    "tutorial NumPy": tutorial,
    "bpref": with_bpref,
    "without guards": without_guards,
    "g′ from a": slopes_from_a,
    "in blocks": in_blocks,
}
WITH_LOSS: dict[str, Callable[[Network], Run]] = {
    "bpref with loss": bpref_with_loss,
    "JAX": jax,
    "PyTorch": pytorch,
    "scikit-learn": sklearn,
    "autograd": autograd,
}
MODULES = {"JAX": "jax", "PyTorch": "torch", "scikit-learn": "sklearn", "autograd": "autograd"}


def peers() -> list[str]:
    """Return the peers that are installed here."""
    return [name for name, module in MODULES.items() if find_spec(module)]


def candidates(net: Network, names: list[str] | None = None) -> dict[str, Run]:
    """Make those of these names, or all that can run here; all but the limit must find the same."""
    away = MODULES.keys() - peers() | ({"in blocks"} if net.x.shape[1] <= BLOCK else set())
    makers = GRADIENT | WITH_LOSS
    runs = {name: makers[name](net) for name in names or makers if name not in away}
    J, dW, db = bpref_with_loss(net)()
    for name in runs.keys() - {"limit"}:
        *loss, found_dW, found_db = runs[name]()
        pairs = [(found_dW[l], dW[l]) for l in dW] + [(found_db[l], db[l]) for l in db]
        for found, ours in [*zip(loss, [J], strict=False), *pairs]:
            error = bpref.relative_error(np.asarray(found), np.asarray(ours))
            if not error < 1e-12:
                raise AssertionError(f"{name} finds something else: off by {error}")
    return runs
