"""The table of all checks: every function that returns a gradient, on networks drawn at random.

Each result is compared with two ways that know nothing of backpropagation. The loss that they take
apart is networks.J, which shares no code with the functions.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
from IPython.display import Markdown

import bpref
from bpref_docs.checks.check import both_ways, differences
from bpref_docs.checks.independent_loss import (
    ACTIVATIONS,
    Array,
    J,
    Network,
    all_arrays,
    random_arrays,
)
from bpref_docs.words.numbers import scientific
from bpref_docs.words.outline import called, equations
from bpref_docs.words.tables import table

NETWORKS = 200
# A function that returns no gradient, or finds one without backpropagation, is named here, so that
# a new one must be put on one side or the other.
NO_GRADIENTS = set(
    "linear_forward forward_pass sigmoid tanh relu softmax "
    "cross_entropy sigmoid_cross_entropy squared_error categorical_cross_entropy softmax_cross_entropy "
    "gradient_step momentum_step rmsprop_step adam_step xavier_weights he_weights "
    "complex_step_gradient central_difference_gradient relative_error".split()
)
# The activation of the last layer with its loss.
OUTPUTS = [
    ("sigmoid", "cross_entropy"),
    ("softmax", "categorical_cross_entropy"),
    ("softmax", "squared_error"),
    ("tanh", "squared_error"),
]
HIDDEN = ["sigmoid", "tanh", "relu"]


class Forward(NamedTuple):
    """A network, and what bpref's way forward gives for it."""

    net: Network
    z: dict[int, Array]
    a: dict[int, Array]


class Result(NamedTuple):
    """What one function returned, and the gradient of what it has to be."""

    function: str
    value: Array
    found: tuple[Array, Array]


class Checked(NamedTuple):
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
    g = {l: str(rng.choice(HIDDEN)) for l in range(1, depth)} | {depth: activation}
    net = Network(*random_arrays(rng, widths, m, activation == "softmax"), g, loss)
    z, a = bpref.forward_pass(net.x, net.W, net.b, {l: getattr(bpref, g[l]) for l in g})
    # A central difference must not reach across the kink of a ReLU.
    near = any(g[l] == "relu" and np.abs(z[l]).min() < 1e-3 for l in g)
    return draw(rng) if near else Forward(net, z, a)


def results(forward: Forward) -> Iterator[Result]:
    """Run the functions, one after the other and all at once, and yield what each returned."""
    net, z, a = forward
    L, m = len(z), net.x.shape[1]
    arrays = all_arrays(net, {})

    @cache
    def found(name: str) -> tuple[Array, Array]:
        # da and dz are per example, m times the derivative of the mean.
        factor = m if name[0] in "za" else 1
        return both_ways(lambda theta: factor * J(net, {name: theta}), arrays[name])

    g_prime = {}
    for l, g in net.g.items():
        if g != "softmax":  # which has no slope of its own, element by element
            g_prime[l] = getattr(bpref, f"{g}_derivative")(z[l])
            slopes = both_ways(lambda z, g=g: ACTIVATIONS[g](z).sum(), z[l])  # type: ignore[misc]
            yield Result(f"{g}_derivative", g_prime[l], slopes)

    if net.loss == "categorical_cross_entropy":
        da = -net.y / a[L]
    else:
        da = getattr(bpref, f"{net.loss}_derivative")(a[L], net.y)
        yield Result(f"{net.loss}_derivative", da, found(f"a[{L}]"))
    if net.g[L] == "softmax":
        dz = bpref.softmax_backward(da, a[L])
        yield Result("softmax_backward", dz, found(f"z[{L}]"))
    else:
        dz = bpref.activation_backward(da, g_prime[L])
        yield Result("activation_backward", dz, found(f"z[{L}]"))
    if net.loss != "squared_error":
        dz = bpref.cross_entropy_dz(a[L], net.y)
        yield Result("cross_entropy_dz", dz, found(f"z[{L}]"))

    dW, db = bpref.backward_pass(dz, net.W, a, g_prime)
    for l in range(L, 0, -1):
        by_W, by_b = found(f"W[{l}]"), found(f"b[{l}]")
        yield Result("backward_pass", dW[l], by_W)
        yield Result("backward_pass", db[l], by_b)
        yield Result("weight_gradient", bpref.weight_gradient(dz, a[l - 1]), by_W)
        yield Result("bias_gradient", bpref.bias_gradient(dz), by_b)
        da = bpref.input_gradient(net.W[l], dz)
        yield Result("input_gradient", da, found(f"a[{l - 1}]"))
        if l > 1:
            dz = bpref.activation_backward(da, g_prime[l - 1])
            yield Result("activation_backward", dz, found(f"z[{l - 1}]"))


def check_all(networks: int = NETWORKS) -> dict[str, Checked]:
    """Return how each function was checked; refuse a function that is wrong on any of the networks."""
    rng = np.random.default_rng(2024)
    checked: dict[str, Checked] = {}
    for _ in range(networks):
        on_this: dict[str, list[tuple[float, float]]] = {}
        for function, value, found in results(draw(rng)):
            # A gradient that is small beside its loss leaves the central difference few digits.
            errors = differences(function, value, found, limits=(1e-12, 1e-5))
            on_this.setdefault(function, []).append(errors)
        for function, pairs in on_this.items():
            so_far = checked.get(function, Checked(0, 0, 0))
            by_step, by_difference = (
                max(errors) for errors in zip(*pairs, so_far[:2], strict=True)
            )
            checked[function] = Checked(by_step, by_difference, so_far.networks + 1)
    return checked


def every_gradient_table(networks: int = NETWORKS) -> Markdown:
    """Return the table of all gradients, each beside the equation that stands on a page under its name."""
    checked = check_all(networks)
    gradients = set(bpref.__all__) - NO_GRADIENTS
    stated = [equation for equation in equations() if equation.function in gradients]
    for names, what in ((checked, "is checked"), ({e.function for e in stated}, "has an equation")):
        if gradients != set(names):
            raise ValueError(f"not every gradient {what}: {sorted(gradients ^ set(names))}")
    rows = [
        [
            f"{{func}}`~bpref.{function}`<br>${tex}$",
            scientific(checked[function].by_step),
            scientific(checked[function].by_difference),
            str(checked[function].networks),
            f"[{called(page)}](../{page}.md)",
        ]
        for function, tex, page in stated
    ]
    header = ["function and equation", "complex step", "central difference", "networks", "page"]
    return table(header, rows)
