"""The numbers of the network you can touch, in any of its settings, computed by bpref.

Nothing of Sphinx is needed here, so that a page's notebook can carry it.
"""

import numpy as np

import bpref
from example_values import SCALARS, WEIGHTS
from touch_parts import NEURONS, meanings

EXAMPLE = {name: SCALARS[name] for name in meanings() if name[0] in "xywb"}
FUNCTIONS = {
    "sigmoid": (bpref.sigmoid, bpref.sigmoid_derivative),
    "tanh": (bpref.tanh, bpref.tanh_derivative),
    "relu": (bpref.relu, bpref.relu_derivative),
}


def compute(at: dict[str, str]) -> dict[str, float]:
    """Return every number of the network by its name, computed by bpref."""
    values = EXAMPLE | {name: float(at[name]) for name in EXAMPLE if name in at}
    weights = [
        np.array([[values[f"w{n}"] for n in row] for row in WEIGHTS[layer]]) for layer in (1, 2)
    ]
    biases = [np.array([[values[f"b{n}"]] for n in NEURONS[layer]]) for layer in (1, 2)]
    inputs = np.array([[values["x1"]], [values["x2"]]])
    targets = np.array([[values["y1"]], [values["y2"]]])
    g, g_prime = FUNCTIONS[at.get("hidden", "sigmoid")]
    zs, outputs = bpref.forward_pass(inputs, weights, biases, [g, bpref.sigmoid])
    if at.get("loss", "cross-entropy") == "cross-entropy":
        J = bpref.sigmoid_cross_entropy(zs[1], targets)
        da = [bpref.cross_entropy_derivative(outputs[2], targets)]
        dz = [bpref.cross_entropy_dz(outputs[2], targets)]
    else:
        J = bpref.squared_error(outputs[2], targets)
        da = [bpref.squared_error_derivative(outputs[2], targets)]
        dz = [bpref.activation_backward(da[0], bpref.sigmoid_derivative(zs[1]))]
    da.insert(0, bpref.input_gradient(weights[1], dz[0]))
    dz.insert(0, bpref.activation_backward(da[0], g_prime(zs[0])))
    for layer in (1, 2):
        dW = bpref.weight_gradient(dz[layer - 1], outputs[layer - 1])
        db = bpref.bias_gradient(dz[layer - 1])
        for i, n in enumerate(NEURONS[layer]):
            columns = {"z": zs, "a": outputs[1:], "dz": dz, "da": da}
            values |= {f"{word}{n}": float(each[layer - 1][i, 0]) for word, each in columns.items()}
            values[f"db{n}"] = float(db[i, 0])
            values |= {f"dw{k}": float(dW[i, j]) for j, k in enumerate(WEIGHTS[layer][i])}
    return values | {"J": float(J)}
