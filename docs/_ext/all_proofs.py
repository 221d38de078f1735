"""The page of all proofs: every function that returns a gradient, on networks drawn at random.

Each result is compared with two ways that know nothing of backpropagation. The loss that they take
apart is networks.J, which shares no code with the functions.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
from IPython.display import Markdown

import bpref
from networks import ACTIVATIONS, Array, J, Network, random_arrays
from numerals import scientific
from pages import called, equations
from proof import both_ways, differences
from tables import table

NETWORKS = 200
# A function that returns no gradient, or finds one without backpropagation, is named here, so that
# a new one must be put on one side or the other.
NO_GRADIENTS = set(
    "linear_forward forward_pass sigmoid tanh relu softmax "
    "cross_entropy sigmoid_cross_entropy squared_error categorical_cross_entropy softmax_cross_entropy "
    "gradient_step complex_step_gradient central_difference_gradient relative_error".split()
)
# The activation of the last layer with its loss.
OUTPUTS = [
    ("sigmoid", "cross_entropy"),
    ("softmax", "categorical_cross_entropy"),
    ("tanh", "squared_error"),
]
HIDDEN = ["sigmoid", "tanh", "relu"]


class Forward(NamedTuple):
    """A network, and what bpref's way forward gives for it."""

    net: Network
    zs: list[Array]
    outputs: list[Array]


class Result(NamedTuple):
    """What one function returned, and the gradient of what it has to be."""

    function: str
    value: Array
    found: tuple[Array, Array]


class Proof(NamedTuple):
    """How far a function was from the two ways at most, and on how many networks."""

    by_step: float
    by_difference: float
    networks: int


def draw(rng: np.random.Generator) -> Forward:
    """Draw a network: one to four layers, one to five neurons in each, one to five examples."""
    activation, loss = OUTPUTS[rng.integers(len(OUTPUTS))]
    depth, m = int(rng.integers(1, 5)), int(rng.integers(1, 6))
    # A softmax of one neuron is 1 whatever it is given.
    last = int(rng.integers(2 if activation == "softmax" else 1, 6))
    widths = [*map(int, rng.integers(1, 6, depth)), last]
    hidden = [str(name) for name in rng.choice(HIDDEN, depth - 1)]
    x, y, weights, biases = random_arrays(rng, widths, m, activation == "softmax")
    net = Network(x, y, weights, biases, [*hidden, activation], loss)
    zs, outputs = bpref.forward_pass(
        x, weights, biases, [getattr(bpref, g) for g in net.activations]
    )
    # A central difference must not reach across the kink of a ReLU.
    near = any(g == "relu" and np.abs(z).min() < 1e-3 for g, z in zip(hidden, zs, strict=False))
    return draw(rng) if near else Forward(net, zs, outputs)


def results(forward: Forward) -> Iterator[Result]:
    """Run the functions, one after the other and all at once, and yield what each returned."""
    net, zs, outputs = forward
    L, m = len(zs), net.x.shape[1]
    arrays = {f"a[{l}]": a for l, a in enumerate(outputs)}
    for l, (W, b, z) in enumerate(zip(net.weights, net.biases, zs, strict=True), 1):
        arrays |= {f"W[{l}]": W, f"b[{l}]": b, f"z[{l}]": z}

    @cache
    def found(name: str) -> tuple[Array, Array]:
        # da and dz are per example, m times the derivative of the mean.
        factor = m if name[0] in "za" else 1
        return both_ways(lambda theta: factor * J(net, {name: theta}), arrays[name])

    def slopes_of(g: str, z: Array) -> Result:
        name = f"{g}_derivative"
        slopes = both_ways(lambda z: ACTIVATIONS[g](z).sum(), z)
        return Result(name, getattr(bpref, name)(z), slopes)

    derivatives = [
        slopes_of(g, z)
        for g, z in zip(net.activations, zs, strict=True)
        if hasattr(bpref, f"{g}_derivative")
    ]
    yield from derivatives
    g_primes = [derivative.value for derivative in derivatives]

    a, y = outputs[L], net.y
    if hasattr(bpref, f"{net.loss}_derivative"):
        da = getattr(bpref, f"{net.loss}_derivative")(a, y)
        yield Result(f"{net.loss}_derivative", da, found(f"a[{L}]"))
        dz = bpref.activation_backward(da, g_primes[L - 1])
        yield Result("activation_backward", dz, found(f"z[{L}]"))
    if net.loss != "squared_error":
        dz = bpref.cross_entropy_dz(a, y)
        yield Result("cross_entropy_dz", dz, found(f"z[{L}]"))

    dWs, dbs = bpref.backward_pass(dz, net.weights, outputs, g_primes[: L - 1])
    for l in range(L, 0, -1):
        dW, db, a_prev = found(f"W[{l}]"), found(f"b[{l}]"), outputs[l - 1]
        yield Result("backward_pass", dWs[l - 1], dW)
        yield Result("backward_pass", dbs[l - 1], db)
        yield Result("weight_gradient", bpref.weight_gradient(dz, a_prev), dW)
        yield Result("bias_gradient", bpref.bias_gradient(dz), db)
        da = bpref.input_gradient(net.weights[l - 1], dz)
        yield Result("input_gradient", da, found(f"a[{l - 1}]"))
        if l > 1:
            dz = bpref.activation_backward(da, g_primes[l - 2])
            yield Result("activation_backward", dz, found(f"z[{l - 1}]"))


def prove(networks: int = NETWORKS) -> dict[str, Proof]:
    """Return each function's proof; refuse a function that is wrong on any of the networks."""
    rng = np.random.default_rng(2024)
    proofs: dict[str, Proof] = {}
    for _ in range(networks):
        on_this: dict[str, list[tuple[float, float]]] = {}
        for function, value, found in results(draw(rng)):
            # A gradient that is small beside its loss leaves the central difference few digits.
            errors = differences(function, value, found, limits=(1e-12, 1e-5))
            on_this.setdefault(function, []).append(errors)
        for function, pairs in on_this.items():
            so_far = proofs.get(function, Proof(0, 0, 0))
            by_step, by_difference = (
                max(errors) for errors in zip(*pairs, so_far[:2], strict=True)
            )
            proofs[function] = Proof(by_step, by_difference, so_far.networks + 1)
    return proofs


def proofs_table(networks: int = NETWORKS) -> Markdown:
    """Return the table of all gradients, each beside the equation that stands on a page under its name."""
    proofs = prove(networks)
    gradients = set(bpref.__all__) - NO_GRADIENTS
    stated = [equation for equation in equations() if equation.function in gradients]
    for names, what in ((proofs, "is proved"), ({e.function for e in stated}, "has an equation")):
        if gradients != set(names):
            raise ValueError(f"not every gradient {what}: {sorted(gradients ^ set(names))}")
    rows = [
        [
            f"{{func}}`~bpref.{function}`<br>${tex}$",
            scientific(proofs[function].by_step),
            scientific(proofs[function].by_difference),
            str(proofs[function].networks),
            f"[{called(page)}](../{page}.md)",
        ]
        for function, tex, page in stated
    ]
    header = ["function and equation", "complex step", "central difference", "networks", "page"]
    return table(header, rows)
