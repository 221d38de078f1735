"""The forward pass: from the input to the output. Article, sections 1, 2."""

from collections.abc import Callable

import numpy as np


def linear_forward(
    W: np.ndarray, a_prev: np.ndarray, b: np.ndarray
) -> np.ndarray:
    """Compute the weighted sums of one layer, before the activation.

    The equation is ``z[l] = W[l] a[l-1] + b[l]``.

    Parameters
    ----------
    W : ndarray, shape (n, n_prev)
        The weights: row i holds the weights that go into neuron i.
    a_prev : ndarray, shape (n_prev, m)
        The previous layer's activations, one column per example; or x.
    b : ndarray, shape (n, 1)
        The biases, one per neuron, added to every column.

    Returns
    -------
    ndarray, shape (n, m)
        z, one row per neuron, one column per example.

    Raises
    ------
    ValueError
        If a shape does not fit: also for a b of shape (n,), which NumPy would
        add along the wrong axis, in silence if m = n.

    Examples
    --------
    Two inputs, three neurons, one example:

    >>> W = np.array([[0.25, -0.5], [-0.75, 1.0], [0.5, 0.75]])
    >>> x = np.array([[2.0], [0.5]])
    >>> b = np.array([[0.125], [-0.25], [0.5]])
    >>> linear_forward(W, x, b)
    array([[ 0.375],
           [-1.25 ],
           [ 1.875]])
    """
    (n, n_prev), (n_prev, m) = W.shape, a_prev.shape
    if b.shape != (n, 1):
        raise ValueError(f"b must be (n, 1) = ({n}, 1), got {b.shape}")
    return W @ a_prev + b


def forward_pass(
    x: np.ndarray,
    W: dict[int, np.ndarray],
    b: dict[int, np.ndarray],
    g: "dict[int, Callable[[np.ndarray], np.ndarray]]",
) -> tuple[dict[int, np.ndarray], dict[int, np.ndarray]]:
    """Run the input through all layers, and keep every z and a.

    The equations are ``z[l] = W[l] a[l-1] + b[l]`` and ``a[l] = g[l](z[l])``
    for l = 1 to L, from ``a[0] = x``.

    Parameters
    ----------
    x : ndarray, shape (n_0, m)
        The input, one column per example.
    W : dict, W[l] an ndarray of shape (n_l, n_{l-1}) for l = 1 to L
        The weights of every layer.
    b : dict, b[l] an ndarray of shape (n_l, 1) for l = 1 to L
        The biases of every layer.
    g : dict, g[l] a function for l = 1 to L
        The activation of every layer: from an array to one of its shape.

    Returns
    -------
    z : dict, z[l] an ndarray of shape (n_l, m) for l = 1 to L
        The weighted sums of every layer.
    a : dict, a[l] an ndarray of shape (n_l, m) for l = 0 to L
        The activations of every layer; a[0] is x.

    Raises
    ------
    ValueError
        If the shapes do not fit, or W, b and g have different layers.

    See Also
    --------
    backward_pass : Back through the same layers, to the gradients.

    Examples
    --------
    A ReLU layer of two neurons, then one neuron that only adds:

    >>> x = np.array([[1.0], [2.0]])
    >>> W = {1: np.array([[1.0, 1.0], [1.0, -1.0]]), 2: np.array([[0.5, 4]])}
    >>> b = {1: np.array([[0.0], [0.0]]), 2: np.array([[1.0]])}
    >>> g = {1: lambda z: np.maximum(z, 0), 2: lambda z: z}
    >>> z, a = forward_pass(x, W, b, g)
    >>> z[1]
    array([[ 3.],
           [-1.]])
    >>> a[2]
    array([[2.5]])
    """
    if not W.keys() == b.keys() == g.keys():
        raise ValueError(
            f"W, b, g must have the same layers, got {[*W]}, {[*b]}, {[*g]}"
        )
    z, a = {}, {0: x}
    for l in range(1, len(W) + 1):
        n, (n_prev, m) = len(W[l]), a[l - 1].shape
        if W[l].shape != (n, n_prev) or b[l].shape != (n, 1):
            raise ValueError(
                f"W[{l}], b[{l}] must be ({n}, {n_prev}), ({n}, 1), "
                f"got {W[l].shape}, {b[l].shape}"
            )
        z[l] = W[l] @ a[l - 1] + b[l]
        a[l] = g[l](z[l])
    return z, a
