"""Networks drawn at random, and a network's loss, written out once more without bpref's functions.

Any array on the way to the loss can be given by hand in place of the computed one. So the loss
becomes a function of it, which the complex step and the central difference can take apart.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# Of floats, or of complex numbers where the complex step runs.
Array = NDArray[Any]
# The arrays that are given in place of computed ones, by their names.
ByHand = Mapping[str, Array]


class Network(NamedTuple):
    """Examples, targets, parameters, and the names of the activations and of the loss."""

    x: Array
    y: Array
    weights: list[Array]
    biases: list[Array]
    activations: list[str]
    loss: str


def random_arrays(
    rng: np.random.Generator, widths: Sequence[int], m: int, columns_sum_to_1: bool = False
) -> tuple[Array, Array, list[Array], list[Array]]:
    """Draw x, y, weights and biases for layers of these widths, the input's first.

    Weights are of the size 1/sqrt(n_prev), so that no neuron is saturated by the width alone.
    """
    weights = [rng.standard_normal((n, n_prev)) / np.sqrt(n_prev) for n_prev, n in pairwise(widths)]
    biases = [rng.standard_normal((n, 1)) / 2 for n in widths[1:]]
    x, y = rng.standard_normal((widths[0], m)), rng.uniform(size=(widths[-1], m))
    return x, y / y.sum(axis=0) if columns_sum_to_1 else y, weights, biases


# Written for complex numbers; a sum names its indices, so that a transpose
# that is wrong in bpref is not wrong here too.
ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": lambda z: np.sinh(z) / np.cosh(z),
    "relu": lambda z: np.where(z.real > 0, z, 0),
    "softmax": lambda z: np.exp(z) / np.einsum("im->m", np.exp(z)),
}
LOSSES: dict[str, Callable[[Array, Array], Array]] = {
    "cross_entropy": lambda a, y: -y * np.log(a) - (1 - y) * np.log(1 - a),
    "squared_error": lambda a, y: (a - y) * (a - y) / 2,
    "categorical_cross_entropy": lambda a, y: -y * np.log(a),
}


def all_arrays(net: Network, by_hand: ByHand) -> dict[str, Array]:
    """Return every array up to the last layer, from "a[0]" and "W[1]" on."""
    a = by_hand.get("a[0]", net.x)
    arrays = {"a[0]": a}
    layers = zip(net.weights, net.biases, net.activations, strict=True)
    for l, (W, b, g) in enumerate(layers, 1):
        W = by_hand.get(f"W[{l}]", W)
        b = by_hand.get(f"b[{l}]", b)
        z = by_hand.get(f"z[{l}]", np.einsum("ij,jm->im", W, a) + b)
        a = by_hand.get(f"a[{l}]", ACTIVATIONS[g](z))
        arrays |= {f"W[{l}]": W, f"b[{l}]": b, f"z[{l}]": z, f"a[{l}]": a}
    return arrays


def J(net: Network, by_hand: ByHand) -> Any:
    """Return the loss: summed over outputs, the mean over examples."""
    a = all_arrays(net, by_hand)[f"a[{len(net.weights)}]"]
    return LOSSES[net.loss](a, net.y).sum() / net.x.shape[1]
