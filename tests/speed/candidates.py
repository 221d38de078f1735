"""The candidates: ways to one full gradient of a network, with its loss or without it.

A candidate is made for a network, and is then called without an argument: all that does not
change from one step of training to the next is outside what is timed. A peer (PyTorch, JAX,
autograd, scikit-learn) keeps the parameters and gradients in arrays of its own, and takes each
batch as NumPy arrays. A gradient is two lists, dW and db of each layer; with its loss, J goes ahead.
"""

import importlib
import importlib.util
import os
import warnings
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, NamedTuple

import numpy as np

import bpref
from networks import random_arrays

from .guards import unguarded

Run = Callable[[], Any]  # a peer's gradient is in arrays of its own
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
THREADS = int(os.environ.get("OPENBLAS_NUM_THREADS", CORES))
BLOCK = 1024
WITHOUT_GUARDS = unguarded()


class Shape(NamedTuple):
    """A network that is measured: its widths, how many examples, its hidden activation."""

    widths: tuple[int, ...]
    m: int
    hidden: str


NETWORKS = {
    "2-3-2, m = 1": Shape((2, 3, 2), 1, "sigmoid"),
    "2-3-2, m = 1,000": Shape((2, 3, 2), 1000, "sigmoid"),
    "784-128-10, m = 64": Shape((784, 128, 10), 64, "sigmoid"),
    "784-256-128-10, m = 256": Shape((784, 256, 128, 10), 256, "sigmoid"),
    "784-1024-1024-10, m = 1,024": Shape((784, 1024, 1024, 10), 1024, "sigmoid"),
    "32 layers of 64, m = 128": Shape((64,) * 33, 128, "tanh"),
    "64-64-10, m = 100,000": Shape((64, 64, 10), 100_000, "sigmoid"),
}


class Network(NamedTuple):
    """Parameters, inputs and targets, and the name of the hidden layers' activation."""

    weights: list[np.ndarray]
    biases: list[np.ndarray]
    x: np.ndarray
    y: np.ndarray
    hidden: str


def network(shape: Shape, dtype: type) -> Network:
    """Draw parameters, inputs and targets of 0 and 1."""
    x, y, weights, biases = random_arrays(np.random.default_rng(0), shape.widths, shape.m)
    return Network(
        [W.astype(dtype) for W in weights],
        [b.astype(dtype) for b in biases],
        x.astype(dtype),
        (y < 0.5).astype(dtype),
        shape.hidden,
    )


def limit(net: Network) -> Run:
    """The products and the two passes, each into an array that is there: it finds no gradient."""
    m = net.x.shape[1]
    outputs = [net.x, *(np.empty((len(W), m), net.x.dtype) for W in net.weights)]
    dzs = [np.empty_like(a) for a in outputs[:-1]]
    dWs = [np.empty_like(W) for W in net.weights]

    def run() -> None:
        for W, a_prev, a in zip(net.weights, outputs, outputs[1:]):
            np.matmul(W, a_prev, out=a)
            np.minimum(a, 1, out=a)
        dz = outputs[-1]
        for l in reversed(range(len(net.weights))):
            np.matmul(dz, outputs[l].T, out=dWs[l])
            if l > 0:
                np.matmul(net.weights[l].T, dz, out=dzs[l])
                dz = np.minimum(dzs[l], outputs[l], out=dzs[l])

    return run


def tutorial(net: Network) -> Run:
    """NumPy as tutorials write it."""
    weights, biases, x, y, hidden = net

    def sigmoid(z: np.ndarray) -> Any:
        return 1 / (1 + np.exp(-z))

    g: Callable[[np.ndarray], Any] = sigmoid if hidden == "sigmoid" else np.tanh
    g_prime: Callable[[np.ndarray], Any] = {
        "sigmoid": lambda z: g(z) * (1 - g(z)),
        "tanh": lambda z: 1 - np.tanh(z) ** 2,
    }[hidden]

    def run() -> Any:
        m, L = x.shape[1], len(weights)
        A, Z = {0: x}, {}
        for l in range(1, L + 1):
            Z[l] = np.dot(weights[l - 1], A[l - 1]) + biases[l - 1]
            A[l] = sigmoid(Z[l]) if l == L else g(Z[l])
        dWs: list[np.ndarray] = []
        dbs: list[np.ndarray] = []
        dZ = A[L] - y
        for l in range(L, 0, -1):
            dWs.insert(0, 1 / m * np.dot(dZ, A[l - 1].T))
            dbs.insert(0, 1 / m * np.sum(dZ, axis=1, keepdims=True))
            if l > 1:
                dZ = np.dot(weights[l - 1].T, dZ) * g_prime(Z[l - 1])
        return dWs, dbs

    return run


# g' from the activation that is there already: no second exponential.
SLOPES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "sigmoid": lambda a: a * (1.0 - a),
    "tanh": lambda a: 1.0 - a * a,
}


def from_a(net: Network, functions: Any = bpref) -> Callable[..., Any]:
    """bpref's gradient, of all columns at once or of those that are asked for."""
    weights, biases, x, y, hidden = net
    activations = [getattr(functions, hidden)] * (len(weights) - 1) + [functions.sigmoid]
    slope = SLOPES[hidden]

    def run(x: np.ndarray = x, y: np.ndarray = y) -> Any:
        outputs = functions.forward_pass(x, weights, biases, activations)[1]  # zs are not kept
        dz = functions.cross_entropy_dz(outputs[-1], y)
        return functions.backward_pass(dz, weights, outputs, [slope(a) for a in outputs[1:-1]])

    return run


def from_z(net: Network) -> Run:
    """The same with the derivative functions, which take z."""
    weights, biases, x, y, hidden = net
    activations = [getattr(bpref, hidden)] * (len(weights) - 1) + [bpref.sigmoid]
    derivative = getattr(bpref, f"{hidden}_derivative")

    def run() -> Any:
        zs, outputs = bpref.forward_pass(x, weights, biases, activations)
        dz = bpref.cross_entropy_dz(outputs[-1], y)
        return bpref.backward_pass(dz, weights, outputs, [derivative(z) for z in zs[:-1]])

    return run


def step_by_step(net: Network) -> Run:
    """The same with one function a step."""
    weights, biases, x, y, hidden = net
    activations = [getattr(bpref, hidden)] * (len(weights) - 1) + [bpref.sigmoid]
    slope = SLOPES[hidden]

    def run() -> Any:
        outputs = bpref.forward_pass(x, weights, biases, activations)[1]
        dWs: list[np.ndarray] = []
        dbs: list[np.ndarray] = []
        dz = bpref.cross_entropy_dz(outputs[-1], y)
        for l in reversed(range(len(weights))):
            dWs.insert(0, bpref.weight_gradient(dz, outputs[l]))
            dbs.insert(0, bpref.bias_gradient(dz))
            if l > 0:
                da = bpref.input_gradient(weights[l], dz)
                dz = bpref.activation_backward(da, slope(outputs[l]))
        return dWs, dbs

    return run


def in_blocks(net: Network) -> Run:
    """The same on blocks of columns, weighted by their size and added up."""
    gradient = from_a(net)

    def run() -> Any:
        m = net.x.shape[1]
        dWs, dbs = [np.zeros_like(W) for W in net.weights], [np.zeros_like(b) for b in net.biases]
        for start in range(0, m, BLOCK):
            columns = slice(start, start + BLOCK)
            block = gradient(net.x[:, columns], net.y[:, columns])
            share = net.x[:, columns].shape[1] / m
            for totals, parts in zip((dWs, dbs), block):
                for total, part in zip(totals, parts):
                    total += share * part
        return dWs, dbs

    return run


def loss_from_a(net: Network) -> Run:
    """bpref's gradient with its loss, the loss from the outputs a."""
    weights, biases, x, y, hidden = net
    activations = [getattr(bpref, hidden)] * (len(weights) - 1) + [bpref.sigmoid]
    slope = SLOPES[hidden]

    def run() -> Any:
        outputs = bpref.forward_pass(x, weights, biases, activations)[1]
        J = bpref.cross_entropy(outputs[-1], y)
        dz = bpref.cross_entropy_dz(outputs[-1], y)
        slopes = [slope(a) for a in outputs[1:-1]]
        return J, *bpref.backward_pass(dz, weights, outputs, slopes)

    return run


def loss_from_z(net: Network) -> Run:
    """The same, the loss from the last layer's z."""
    weights, biases, x, y, hidden = net
    activations = [getattr(bpref, hidden)] * (len(weights) - 1) + [bpref.sigmoid]
    slope = SLOPES[hidden]

    def run() -> Any:
        zs, outputs = bpref.forward_pass(x, weights, biases, activations)
        J = bpref.sigmoid_cross_entropy(zs[-1], y)
        dz = bpref.cross_entropy_dz(outputs[-1], y)
        slopes = [slope(a) for a in outputs[1:-1]]
        return J, *bpref.backward_pass(dz, weights, outputs, slopes)

    return run


def pytorch(net: Network, with_loss: bool = False) -> Run:
    """PyTorch's autograd, which has computed the loss in any case."""
    import torch

    torch.set_num_threads(THREADS)
    parameters = [torch.tensor(p, requires_grad=True) for p in (*net.weights, *net.biases)]
    loss, L = torch.nn.functional.binary_cross_entropy_with_logits, len(net.weights)
    g = getattr(torch, net.hidden)

    def run() -> Any:
        a = torch.from_numpy(net.x)
        for l in range(L):
            z = parameters[l] @ a + parameters[L + l]
            a = g(z)
        J = loss(z, torch.from_numpy(net.y), reduction="sum") / net.x.shape[1]
        found = torch.autograd.grad(J, parameters)
        return (J.item(), found[:L], found[L:]) if with_loss else (found[:L], found[L:])

    return run


def jax(net: Network, with_loss: bool = False) -> Run:
    """JAX's grad or value_and_grad, compiled."""
    jax: Any = importlib.import_module("jax")  # its types differ from version to version
    jnp = jax.numpy
    jax.config.update("jax_enable_x64", True)
    g = {"sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh}[net.hidden]

    def J(weights: Any, biases: Any, x: Any, y: Any) -> Any:
        a = x
        for W, b in zip(weights, biases):
            z = W @ a + b
            a = g(z)
        return (jnp.logaddexp(0, z) - y * z).sum() / x.shape[1]

    transform = jax.value_and_grad if with_loss else jax.grad
    compiled = jax.jit(transform(J, argnums=(0, 1)))
    weights, biases = jax.device_put((net.weights, net.biases))

    def run() -> Any:
        return jax.block_until_ready(compiled(weights, biases, net.x, net.y))

    return (lambda: flat(run())) if with_loss else run


def flat(found: Any) -> Any:
    """Put J beside the two lists: value_and_grad nests them."""
    J, (dWs, dbs) = found
    return J, dWs, dbs


def autograd(net: Network) -> Run:
    """The gradient by autograd's grad."""
    import autograd.numpy as anp
    from autograd import grad

    g = {"sigmoid": lambda z: 1 / (1 + anp.exp(-z)), "tanh": anp.tanh}[net.hidden]

    def J(parameters: Any) -> Any:
        a = net.x
        for W, b in zip(*parameters):
            z = anp.dot(W, a) + b
            a = g(z)
        return anp.sum(anp.logaddexp(0, z) - net.y * z) / net.x.shape[1]

    gradient = grad(J)
    return lambda: gradient((net.weights, net.biases))


def sklearn(net: Network) -> Run:
    """The loss and the gradient inside scikit-learn's MLPClassifier."""
    from sklearn.neural_network import MLPClassifier

    hidden = {"sigmoid": "logistic"}.get(net.hidden, net.hidden)
    widths = [len(W) for W in net.weights[:-1]]
    model = MLPClassifier(widths, activation=hidden, alpha=0, max_iter=1, batch_size=2)
    X, Y = np.ascontiguousarray(net.x.T), net.y.T.astype(int)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one step is not meant to converge: it lays out the arrays
        classes = np.array([[0] * len(net.y), [1] * len(net.y)])
        model.fit(np.resize(X, (2, X.shape[1])), classes)
    model.coefs_ = [np.ascontiguousarray(W.T) for W in net.weights]
    model.intercepts_ = [b[:, 0].copy() for b in net.biases]
    L = len(net.weights)
    activations = [X, *([None] * L)]
    deltas = [None] * L

    def run() -> Any:
        dWs: list[Any] = [None] * L
        dbs: list[Any] = [None] * L
        J = model._backprop(X, Y, None, list(activations), deltas, dWs, dbs)[0]
        return J, [dW.T for dW in dWs], [db[:, None] for db in dbs]

    return run


# The name under which a peer is imported, and the one under which it is installed.
PEERS = {
    "PyTorch": ("torch", "torch"),
    "JAX": ("jax", "jax"),
    "autograd": ("autograd", "autograd"),
    "scikit-learn": ("sklearn", "scikit-learn"),
}
GRADIENTS: dict[str, Callable[[Network], Run]] = {
    "limit": limit,
    "tutorial NumPy": tutorial,
    "bpref": from_a,
    "slopes from z": from_z,
    "step by step": step_by_step,
    "in blocks": in_blocks,
    "PyTorch": pytorch,
    "JAX": jax,
    "autograd": autograd,
}
WITH_LOSS: dict[str, Callable[[Network], Run]] = {
    "loss from z": loss_from_z,
    "loss from a": loss_from_a,
    "PyTorch": lambda net: pytorch(net, with_loss=True),
    "JAX": lambda net: jax(net, with_loss=True),
    "scikit-learn": sklearn,
}


def safety(net: Network) -> dict[str, Run]:
    """Return bpref's gradient with its guards and without, the two that tell what safety costs."""
    return {"bpref": from_a(net), "without guards": from_a(net, WITHOUT_GUARDS)}


def peers() -> dict[str, str]:
    """Return the version of each peer that is installed here."""
    return {
        name: version(installed)
        for name, (module, installed) in PEERS.items()
        if importlib.util.find_spec(module)
    }


def candidates(m: int) -> dict[tuple[str, str], Callable[[Network], Run]]:
    """Return what can be measured here with m examples, by what it finds and by its name."""
    missing = PEERS.keys() - peers().keys() | ({"in blocks"} if m <= BLOCK else set())
    every = {"gradient": GRADIENTS, "with its loss": WITH_LOSS}
    return {
        (finds, name): make
        for finds, makers in every.items()
        for name, make in makers.items()
        if name not in missing
    }
