"""The numbers of the network you can touch, in any of its settings, computed by bpref.

Nothing of Sphinx is needed here, so that a page's notebook can carry it.
"""

import numpy as np

import bpref
from bpref_docs.touch.parts import NEURONS, meanings
from bpref_docs.words.quantities import SCALARS, WEIGHTS

EXAMPLE = {name: SCALARS[name] for name in meanings() if name[0] in "xywb"}
FUNCTIONS = {
    "sigmoid": (bpref.sigmoid, bpref.sigmoid_derivative),
    "tanh": (bpref.tanh, bpref.tanh_derivative),
    "relu": (bpref.relu, bpref.relu_derivative),
}


def compute(at: dict[str, str]) -> dict[str, float]:
    """Return every number of the network by its name, computed by bpref."""
    values = EXAMPLE | {name: float(at[name]) for name in EXAMPLE if name in at}
    W = {l: np.array([[values[f"w{n}"] for n in row] for row in WEIGHTS[l]]) for l in (1, 2)}
    b = {l: np.array([[values[f"b{n}"]] for n in NEURONS[l]]) for l in (1, 2)}
    x = np.array([[values["x1"]], [values["x2"]]])
    y = np.array([[values["y1"]], [values["y2"]]])
    g, g_prime = FUNCTIONS[at.get("hidden", "sigmoid")]
    z, a = bpref.forward_pass(x, W, b, {1: g, 2: bpref.sigmoid})
    da, dz = {}, {}
    if at.get("loss", "cross-entropy") == "cross-entropy":
        J = bpref.sigmoid_cross_entropy(z[2], y)
        da[2] = bpref.cross_entropy_derivative(a[2], y)
        dz[2] = bpref.cross_entropy_dz(a[2], y)
    else:
        J = bpref.squared_error(a[2], y)
        da[2] = bpref.squared_error_derivative(a[2], y)
        dz[2] = bpref.activation_backward(da[2], bpref.sigmoid_derivative(z[2]))
    da[1] = bpref.input_gradient(W[2], dz[2])
    dz[1] = bpref.activation_backward(da[1], g_prime(z[1]))
    for l in (1, 2):
        dW = bpref.weight_gradient(dz[l], a[l - 1])
        db = bpref.bias_gradient(dz[l])
        for i, n in enumerate(NEURONS[l]):
            columns = {"z": z, "a": a, "dz": dz, "da": da}
            values |= {f"{word}{n}": float(each[l][i, 0]) for word, each in columns.items()}
            values[f"db{n}"] = float(db[i, 0])
            values |= {f"dw{k}": float(dW[i, j]) for j, k in enumerate(WEIGHTS[l][i])}
    return values | {"J": float(J)}


THINNEST, THICKEST, HALFWAY = 0.6, 5, 2  # a line whose weight is 0, infinite, and in between


def thickness(weight: float) -> float:
    """Return how thick a weight's line is; its sign is told by its number."""
    size = abs(weight)
    return round(THINNEST + (THICKEST - THINNEST) * size / (size + HALFWAY), 2)
