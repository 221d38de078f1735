"""The way forward: from the input to the output. Sections 1 and 2 of the article."""

from collections.abc import Callable, Sequence

import numpy as np


def linear_forward(W: np.ndarray, a_prev: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Compute what the neurons of one layer add up, before the activation.

    The equation is ``z[l] = W[l] a[l-1] + b[l]``.

    Parameters
    ----------
    W : ndarray, shape (n, n_prev)
        The weights: row i holds the weights that go into neuron i.
    a_prev : ndarray, shape (n_prev, m)
        The activations of the layer before, one example a column; x for layer 1.
    b : ndarray, shape (n, 1)
        The biases, one a neuron, added to every column.

    Returns
    -------
    ndarray, shape (n, m)
        z, one row a neuron, one column an example.

    Raises
    ------
    TypeError
        If an argument is not an array.
    ValueError
        If a shape does not fit. A b of shape (n,) is refused: NumPy would add it along
        the wrong axis, and where m is n or 1 without a word.

    See Also
    --------
    forward_pass : All the layers.

    Notes
    -----
    Article, section 1.

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
    for name, array in (("W", W), ("a_prev", a_prev), ("b", b)):
        if not hasattr(array, "ndim"):
            raise TypeError(f"{name} must be an array, got {type(array).__name__}")
    if W.ndim != 2 or not W.size > 0:
        raise ValueError(f"W must have shape (n, n_prev) with n, n_prev >= 1, got {W.shape}")
    if a_prev.ndim != 2 or a_prev.shape[0] != W.shape[1] or not a_prev.shape[1] > 0:
        raise ValueError(
            f"a_prev must have shape ({W.shape[1]}, m) with m >= 1, got {a_prev.shape}"
        )
    if b.shape != (W.shape[0], 1):
        raise ValueError(f"b must have shape ({W.shape[0]}, 1), got {b.shape}")
    z: np.ndarray = W @ a_prev + b
    return z


def forward_pass(
    x: np.ndarray,
    weights: "Sequence[np.ndarray]",
    biases: "Sequence[np.ndarray]",
    activations: "Sequence[Callable[[np.ndarray], np.ndarray]]",
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Run the input through all the layers and keep every z and a.

    The equations are ``z[l] = W[l] a[l-1] + b[l]`` and ``a[l] = g[l](z[l])``
    for l = 1 to L, from ``a[0] = x``.

    Parameters
    ----------
    x : ndarray, shape (n_0, m)
        The input, one example a column.
    weights : list of L ndarrays, shapes (n_l, n_{l-1})
        W[1] to W[L]. A list counts from 0, so ``weights[0]`` is W[1].
    biases : list of L ndarrays, shapes (n_l, 1)
        b[1] to b[L].
    activations : list of L functions
        g[1] to g[L], each from an array to an array of the same shape.

    Returns
    -------
    zs : list of L ndarrays, shapes (n_l, m)
        z[1] to z[L].
    outputs : list of L + 1 ndarrays, shapes (n_l, m)
        a[0] = x, a[1] to a[L]: ``outputs[l]`` is a[l], and ``outputs[-1]`` the network's answer.

    Raises
    ------
    TypeError
        If x or a parameter is not an array, or an activation not a function.
    ValueError
        If a shape does not fit, the lists differ in length, or an activation returns another
        shape than it was given.

    See Also
    --------
    linear_forward : The same step for one layer.
    backward_pass : The way back.

    Notes
    -----
    Article, sections 1, 2 and 7.

    Examples
    --------
    A ReLU layer of two neurons, then one neuron that only adds:

    >>> x = np.array([[1.0], [2.0]])
    >>> weights = [np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([[0.5, 4.0]])]
    >>> biases = [np.array([[0.0], [0.0]]), np.array([[1.0]])]
    >>> relu, identity = lambda z: np.maximum(z, 0), lambda z: z
    >>> zs, outputs = forward_pass(x, weights, biases, [relu, identity])
    >>> zs[0]
    array([[ 3.],
           [-1.]])
    >>> outputs[-1]
    array([[2.5]])
    """
    if not hasattr(x, "ndim"):
        raise TypeError(f"x must be an array, got {type(x).__name__}")
    if x.ndim != 2 or not x.size > 0:
        raise ValueError(f"x must have shape (n_0, m) with n_0, m >= 1, got {x.shape}")
    for name, entries in (("weights", weights), ("biases", biases), ("activations", activations)):
        if not isinstance(entries, (list, tuple)):
            raise TypeError(
                f"{name} must be a list, one entry a layer, got {type(entries).__name__}"
            )
        if len(entries) != len(weights) or not entries:
            needed = len(weights) or "1 or more"
            raise ValueError(f"{name} must have {needed} entries, got {len(entries)}")
    zs: list[np.ndarray] = []
    outputs = [x]
    for i, (W, b, g) in enumerate(zip(weights, biases, activations)):
        a_prev = outputs[i]
        if not hasattr(W, "ndim"):
            raise TypeError(f"weights[{i}] must be an array, got {type(W).__name__}")
        if not hasattr(b, "ndim"):
            raise TypeError(f"biases[{i}] must be an array, got {type(b).__name__}")
        if W.ndim != 2 or W.shape[1] != a_prev.shape[0] or not W.size > 0:
            n_prev = a_prev.shape[0]
            raise ValueError(
                f"weights[{i}] must have shape (n, {n_prev}) with n >= 1, got {W.shape}"
            )
        if b.shape != (W.shape[0], 1):
            raise ValueError(f"biases[{i}] must have shape ({W.shape[0]}, 1), got {b.shape}")
        if not callable(g):
            raise TypeError(f"activations[{i}] must be a function, got {type(g).__name__}")
        z = W @ a_prev
        if type(z) is type(b) and z.dtype == b.dtype:
            z += b  # in place: one more array costs time
        else:
            z = z + b
        a = g(z)
        if getattr(a, "shape", None) != z.shape:
            got = getattr(a, "shape", type(a).__name__)
            raise ValueError(f"activations[{i}] must return shape {z.shape}, got {got}")
        zs.append(z)
        outputs.append(a)
    return zs, outputs
