"""Every quantity of the course's example, by its name in the course.

Sigmoid in both layers, cross-entropy summed over the outputs, one example: sections 1 to 8.

``SCALARS["dw7"]`` is a number, ``ARRAYS["dW[2]"]`` the matrix that it is in, and
``CELLS["dW[2]"]`` has the names of that matrix's numbers. ``z``, ``a``, ``dz``, ``dW``, ``db`` and
``da`` are dictionaries with the layer as their key, like ``W`` and ``b`` of bpref.example.

``BATCH`` has the same for the four examples of section 9. A matrix with a column per example has a
capital, ``dZ[2]``; ``dz4_3`` belongs to example 3 alone; ``dw7``, ``dW[2]`` and ``J`` are of the mean.

``STEP`` has the scalars before and after the first training step of section 10: ``w7``, ``dw7`` and
``eta``, then ``new_w7``, ``new_a4`` and ``new_J``.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import bpref
from bpref.example import W, X, Y, b, x, y

Array = NDArray[np.float64]
Names = list[list[str]]
Layers = dict[int, Array]


class Quantities(NamedTuple):
    """Numbers by name, matrices by name, and the names of the numbers in each matrix."""

    scalars: dict[str, float]
    arrays: dict[str, Array]
    cells: dict[str, Names]


# The weights are numbered down the columns: w1, w2, w3 all leave x1. Neurons are counted on.
WEIGHTS = {1: [[1, 4], [2, 5], [3, 6]], 2: [[7, 9, 11], [8, 10, 12]]}
NEURONS = {1: [[1], [2], [3]], 2: [[4], [5]]}


def both_passes(x: Array, y: Array, W: Layers, b: Layers) -> dict[str, Layers]:
    """Return z, a, dW, db, dz and da of the examples in the columns, each by its layer."""
    z: Layers = {}
    a: Layers = {0: x}
    dz: Layers = {}
    dW: Layers = {}
    db: Layers = {}
    da: Layers = {}
    for layer in (1, 2):
        z[layer] = bpref.linear_forward(W[layer], a[layer - 1], b[layer])
        a[layer] = bpref.sigmoid(z[layer])
    da[2] = bpref.cross_entropy_derivative(a[2], y)
    for layer in (2, 1):
        dz[layer] = bpref.activation_backward(da[layer], bpref.sigmoid_derivative(z[layer]))
        dW[layer] = bpref.weight_gradient(dz[layer], a[layer - 1])
        db[layer] = bpref.bias_gradient(dz[layer])
        da[layer - 1] = bpref.input_gradient(W[layer], dz[layer])
    return {"z": z, "a": a, "dW": dW, "db": db, "dz": dz, "da": da}


def quantities(x: Array, y: Array, W: Layers = W, b: Layers = b) -> Quantities:
    """Return everything of one example."""
    arrays = {"x": x, "a[0]": x, "y": y}
    cells = {name: [[f"{name[0]}1"], [f"{name[0]}2"]] for name in arrays}
    cells["a[0]"] = cells["x"]
    for name, by_layer in ({"W": W, "b": b} | both_passes(x, y, W, b)).items():
        counted = WEIGHTS if name.endswith("W") else NEURONS
        for layer in (1, 2):
            arrays[f"{name}[{layer}]"] = by_layer[layer]
            cells[f"{name}[{layer}]"] = [
                [f"{name.lower()}{number}" for number in row] for row in counted[layer]
            ]
    J = float(bpref.cross_entropy(arrays["a[2]"], y))
    return Quantities({"J": J} | numbers(arrays, cells), arrays, cells)


def numbers(arrays: dict[str, Array], cells: dict[str, Names]) -> dict[str, float]:
    """Return the number of each name in the matrices."""
    return {
        name: float(arrays[array][i, j])
        for array, rows in cells.items()
        for i, row in enumerate(rows)
        for j, name in enumerate(row)
    }


EXAMPLE = quantities(x, y)
SCALARS, ARRAYS, CELLS = EXAMPLE
z, a, dW, db, dz, da = both_passes(x, y, W, b).values()


def batch(X: Array, Y: Array) -> Quantities:
    """Return everything of several examples: of each alone, and of the mean of their losses."""
    alone = [quantities(X[:, [j]], Y[:, [j]]) for j in range(X.shape[1])]
    means = both_passes(X, Y, W, b)
    arrays: dict[str, Array] = {}
    cells: dict[str, Names] = {}
    for name, rows in CELLS.items():
        letters, layer = name[:-3], name[-2:-1]  # none in x and y
        if letters in ("W", "b", "dW", "db"):
            arrays[name] = means[letters][int(layer)] if letters in means else ARRAYS[name]
            cells[name] = rows
        else:
            columns = "".join(sign if sign == "d" else sign.upper() for sign in name)
            arrays[columns] = np.hstack([own.arrays[name] for own in alone])
            cells[columns] = [[f"{cell}_{j + 1}" for j in range(len(alone))] for (cell,) in rows]
    scalars = numbers(arrays, cells)
    for j, own in enumerate(alone, 1):
        scalars |= {f"{name}_{j}": own.scalars[name] for name in own.scalars if name[0] in "dJ"}
    J = sum(own.scalars["J"] for own in alone) / len(alone)
    return Quantities(scalars | {"J": J}, arrays, cells)


BATCH = batch(X, Y)


def step(eta: float) -> Quantities:
    """Return the scalars of the example and, called new_w7 and so on, those after one step."""
    there = (bpref.gradient_step(W, dW, eta), bpref.gradient_step(b, db, eta))
    new = {f"new_{name}": value for name, value in quantities(x, y, *there).scalars.items()}
    return Quantities(SCALARS | new | {"eta": eta}, ARRAYS, CELLS)


STEP = step(0.5)
