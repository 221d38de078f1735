"""Networks drawn at random, and a network's loss, written out once more without bpref's functions.

Any array on the way to the loss can be given by hand in place of the computed one. So the loss
becomes a function of it, which the complex step and the central difference can take apart.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# Of floats, or of complex numbers where the complex step runs.
Array = NDArray[Any]
# The arrays that are given in place of computed ones, by their names.
ByHand = Mapping[str, Array]


class Network(NamedTuple):
    """Examples, targets, parameters, and the names of the layers' activations and of the loss."""

    x: Array
    y: Array
    W: dict[int, Array]
    b: dict[int, Array]
    g: dict[int, str]
    loss: str


def random_arrays(
    rng: np.random.Generator, widths: Sequence[int], m: int, columns_sum_to_1: bool = False
) -> tuple[Array, Array, dict[int, Array], dict[int, Array]]:
    """Draw x, y, W and b for layers of these widths, the input's first.

    Weights are of the size 1/sqrt(n_prev), so that no neuron is saturated by the width alone.
    """
    n, layers = widths, range(1, len(widths))
    W = {l: rng.standard_normal((n[l], n[l - 1])) / np.sqrt(n[l - 1]) for l in layers}
    b = {l: rng.standard_normal((n[l], 1)) / 2 for l in layers}
    x, y = rng.standard_normal((n[0], m)), rng.uniform(size=(n[-1], m))
    return x, y / y.sum(axis=0) if columns_sum_to_1 else y, W, b


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
    arrays = {"a[0]": by_hand.get("a[0]", net.x)}

    def note(name: str, computed: Array) -> Array:
        return arrays.setdefault(name, by_hand.get(name, computed))

    for l in net.W:
        W, b = note(f"W[{l}]", net.W[l]), note(f"b[{l}]", net.b[l])
        z = note(f"z[{l}]", np.einsum("ij,jm->im", W, arrays[f"a[{l - 1}]"]) + b)
        note(f"a[{l}]", ACTIVATIONS[net.g[l]](z))
    return arrays


def J(net: Network, by_hand: ByHand) -> Any:
    """Return the loss: summed over outputs, the mean over examples."""
    a = all_arrays(net, by_hand)[f"a[{len(net.W)}]"]
    return LOSSES[net.loss](a, net.y).sum() / net.x.shape[1]
