"""The forward pass: from the input to the output. Article, sections 1, 2."""

from collections.abc import Callable, Sequence

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
        If the shapes do not fit, or W holds no floats. Also for a b of shape
        (n,), which NumPy would add along the wrong axis, silently if m = n.

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
    got = W.shape, a_prev.shape, b.real.shape  # pandas adds by label
    n, n_prev, m = len(b), len(a_prev), a_prev.shape[-1]
    if got != ((n, n_prev), (n_prev, m), (n, 1)) or not n * n_prev * m > 0:
        raise ValueError(
            "W, a_prev, b must be (n, n_prev), (n_prev, m), (n, 1), "
            f"got {got}"
        )
    if W.dtype.kind not in "fc":
        raise ValueError(f"W must hold floats, got {W.dtype}")
    return W @ a_prev + b


def forward_pass(
    x: np.ndarray,
    weights: "Sequence[np.ndarray]",
    biases: "Sequence[np.ndarray]",
    activations: "Sequence[Callable[[np.ndarray], np.ndarray]]",
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Run the input through all layers, and keep every z and a.

    The equations are ``z[l] = W[l] a[l-1] + b[l]`` and ``a[l] = g[l](z[l])``
    for l = 1 to L, from ``a[0] = x``.

    Parameters
    ----------
    x : ndarray, shape (n_0, m)
        The input, one column per example.
    weights : list of L ndarrays, shapes (n_l, n_prev)
        W[1] to W[L]. A list counts from 0, so ``weights[0]`` is W[1].
    biases : list of L ndarrays, shapes (n_l, 1)
        b[1] to b[L].
    activations : list of L functions
        g[1] to g[L], each from an array to a new one of the same shape.

    Returns
    -------
    zs : list of L ndarrays, shapes (n_l, m)
        z[1] to z[L]; read-only, so that no g can change them.
    outputs : list of L + 1 ndarrays, shapes (n_l, m)
        a[0] = x, a[1] to a[L]: ``outputs[l]`` is a[l].

    Raises
    ------
    ValueError
        If the shapes do not fit, the lists differ in length, the weights hold
        no floats, or an activation returns another shape than it was given.

    See Also
    --------
    linear_forward : The same step for one layer.
    backward_pass : Back through the same layers, to the gradients.

    Notes
    -----
    Article, sections 1, 2 and 7.

    Examples
    --------
    A ReLU layer of two neurons, then one neuron that only adds:

    >>> x = np.array([[1.0], [2.0]])
    >>> W1, W2 = np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([[0.5, 4.0]])
    >>> b1, b2 = np.array([[0.0], [0.0]]), np.array([[1.0]])
    >>> relu, identity = lambda z: np.maximum(z, 0), lambda z: z
    >>> zs, outputs = forward_pass(x, [W1, W2], [b1, b2], [relu, identity])
    >>> zs[0]
    array([[ 3.],
           [-1.]])
    >>> outputs[-1]
    array([[2.5]])
    """
    n, m, L = len(x), x.shape[-1], len(weights)
    fits = x.real.shape == (n, m) and n * m * L > 0
    fits = fits and len(biases) == len(activations) == L
    for W, b in zip(weights, biases):
        n, n_prev = len(b), n  # .real: pandas, which has none, adds by label
        got = W.shape, b.real.shape, W.dtype.kind in "fc", n > 0
        fits = fits and got == ((n, n_prev), (n, 1), True, True)
    if not fits:
        Ws = [f"{W.shape} {W.dtype}" for W in weights]
        raise ValueError(
            "x, weights, biases, activations must be (n_0, m), L (n_l, "
            f"n_prev) floats, L (n_l, 1), L functions, got {x.shape}, {Ws}, "
            f"{[b.shape for b in biases]}, {len(activations)} functions"
        )
    zs, outputs = [], [x]  # outputs[l] is a[l]
    for W, b, g in zip(weights, biases, activations):
        z = W @ outputs[-1] + b
        if hasattr(z, "setflags"):
            z.setflags(write=False)  # a g that works in place would spoil z
        a = g(z)
        if a.real.shape != z.shape:
            seen = f"{a.shape} at layer {len(outputs)}"
            raise ValueError(f"activations must return {z.shape}, got {seen}")
        zs.append(z)
        outputs.append(a)
    return zs, outputs
