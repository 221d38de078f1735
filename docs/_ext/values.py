"""Every scalar of the article's example, by its article name: ``values["dw7"]``.

Sigmoid in both layers, cross-entropy summed over the outputs, one example: sections 1 to 8.
"""

import bpref
from bpref.example import W, b, x, y

z, a, dz, dW, db, da = {}, {0: x}, {}, {}, {}, {}

for layer in (1, 2):
    z[layer] = bpref.linear_forward(W[layer], a[layer - 1], b[layer])
    a[layer] = bpref.sigmoid(z[layer])

J = bpref.cross_entropy(a[2], y)
da[2] = bpref.cross_entropy_derivative(a[2], y)

for layer in (2, 1):
    dz[layer] = bpref.activation_backward(da[layer], bpref.sigmoid_derivative(z[layer]))
    dW[layer] = bpref.weight_gradient(dz[layer], a[layer - 1])
    db[layer] = bpref.bias_gradient(dz[layer])
    da[layer - 1] = bpref.input_gradient(W[layer], dz[layer])

# The matrices by their names in the article, and the names of the scalars in their cells.
# The weights are numbered down the columns: w1, w2, w3 all leave x1.
arrays = {"x": x, "a[0]": x, "y": y}
names = {"x": [["x1"], ["x2"]], "a[0]": [["x1"], ["x2"]], "y": [["y1"], ["y2"]]}
numbers = {"W[1]": [[1, 4], [2, 5], [3, 6]], "W[2]": [[7, 9, 11], [8, 10, 12]]}
for symbol, by_layer in {
    "W": W,
    "b": b,
    "z": z,
    "a": a,
    "dW": dW,
    "db": db,
    "dz": dz,
    "da": da,
}.items():
    for layer in (1, 2):
        array = f"{symbol}[{layer}]"
        cells = numbers.get(array[-4:]) or {1: [[1], [2], [3]], 2: [[4], [5]]}[layer]
        arrays[array] = by_layer[layer]
        names[array] = [[f"{symbol.lower()}{number}" for number in row] for row in cells]

values = {"J": float(J)} | {
    name: float(arrays[array][i, j])
    for array, rows in names.items()
    for i, row in enumerate(rows)
    for j, name in enumerate(row)
}


def kind(name: str) -> str:
    """Which of the site's colours the quantity has; the target y and the loss J have none."""
    if name.startswith("d"):
        return "gradient"
    return {"x": "forward", "z": "forward", "a": "forward", "w": "parameter", "b": "parameter"}.get(
        name[0].lower(), ""
    )


def decimal(number: float, places: int = 6) -> str:
    """The number with a real minus sign, at most so many decimals, and no zeros at the end."""
    text = f"{number:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "\N{MINUS SIGN}") if float(text) else "0"
