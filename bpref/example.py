"""The example network of every page: 2 inputs, 3 neurons, 2 outputs.

``W[1]`` is the article's W[1]: the dictionaries are keyed by the layer, so
that the code reads like the equations. Every number is exact in binary, no
two weights are equal, and the widths of neighbouring layers differ, so a
forgotten transpose cannot pass unseen.

>>> from bpref.example import W, b, x
>>> W[1] @ x + b[1]
array([[ 0.375],
       [-1.25 ],
       [ 1.875]])
"""

import numpy as np

# One example, as a column: x1 and x2.
x = np.array([[2.0], [0.5]])

# Its target: output 1 should say 1, output 2 should say 0.
y = np.array([[1.0], [0.0]])

# The article numbers the weights neuron by neuron on the side they leave,
# so w1, w2, w3 (all leaving x1) run down the first column.
W = {
    1: np.array([[0.25, -0.5], [-0.75, 1.0], [0.5, 0.75]]),
    2: np.array([[1.25, -0.25, -1.5], [-1.0, 2.0, 0.625]]),
}
b = {
    1: np.array([[0.125], [-0.25], [0.5]]),
    2: np.array([[0.5], [0.25]]),
}

# Four examples at once, one per column; the first is x with its target y.
X = np.array([[2.0, -1.0, 0.5, 1.5], [0.5, 1.0, -2.0, 0.25]])
Y = np.array([[1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0]])

# Read-only: a page that changed one would change every number after it.
for _array in (x, y, *W.values(), *b.values(), X, Y):
    _array.flags.writeable = False
