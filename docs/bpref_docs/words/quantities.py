"""Every quantity of the article's example, by its article name.

Sigmoid in both layers, cross-entropy summed over the outputs, one example: sections 1 to 8.

``SCALARS["dw7"]`` is a number, ``ARRAYS["dW[2]"]`` the matrix that it stands in, and
``CELLS["dW[2]"]`` has the names of that matrix's numbers. ``z``, ``a``, ``dz``, ``dW``, ``db`` and
``da`` are dictionaries with the layer as their key, like ``W`` and ``b`` of bpref.example.
"""

import numpy as np
from numpy.typing import NDArray

import bpref
from bpref.example import W, b, x, y

Array = NDArray[np.float64]

z: dict[int, Array] = {}
a: dict[int, Array] = {0: x}
dz: dict[int, Array] = {}
dW: dict[int, Array] = {}
db: dict[int, Array] = {}
da: dict[int, Array] = {}

for layer in (1, 2):
    z[layer] = bpref.linear_forward(W[layer], a[layer - 1], b[layer])
    a[layer] = bpref.sigmoid(z[layer])

J = float(bpref.cross_entropy(a[2], y))
da[2] = bpref.cross_entropy_derivative(a[2], y)

for layer in (2, 1):
    dz[layer] = bpref.activation_backward(da[layer], bpref.sigmoid_derivative(z[layer]))
    dW[layer] = bpref.weight_gradient(dz[layer], a[layer - 1])
    db[layer] = bpref.bias_gradient(dz[layer])
    da[layer - 1] = bpref.input_gradient(W[layer], dz[layer])

ARRAYS: dict[str, Array] = {"x": x, "a[0]": x, "y": y}
CELLS: dict[str, list[list[str]]] = {name: [[f"{name[0]}1"], [f"{name[0]}2"]] for name in "xy"}
CELLS["a[0]"] = CELLS["x"]

# The weights are numbered down the columns: w1, w2, w3 all leave x1. Neurons are counted on.
WEIGHTS = {1: [[1, 4], [2, 5], [3, 6]], 2: [[7, 9, 11], [8, 10, 12]]}
NEURONS = {1: [[1], [2], [3]], 2: [[4], [5]]}
for letters, by_layer in {
    "W": W, "b": b, "z": z, "a": a, "dW": dW, "db": db, "dz": dz, "da": da,
}.items():  # fmt: skip
    for layer in (1, 2):
        counted = WEIGHTS if letters.endswith("W") else NEURONS
        ARRAYS[f"{letters}[{layer}]"] = by_layer[layer]
        CELLS[f"{letters}[{layer}]"] = [
            [f"{letters.lower()}{number}" for number in row] for row in counted[layer]
        ]

SCALARS: dict[str, float] = {"J": J} | {
    name: float(ARRAYS[array][i, j])
    for array, rows in CELLS.items()
    for i, row in enumerate(rows)
    for j, name in enumerate(row)
}
