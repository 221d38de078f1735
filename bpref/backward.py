"""The way back: from dz of the last layer to every dW and db. Sections 3 to 9 of the article.

``dv`` is short for dJ/dv. da and dz are per example, one a column; dW and db belong to
the mean over the m examples, and the 1/m is in them.
"""

from collections.abc import Sequence

import numpy as np


def activation_backward(da: np.ndarray, g_prime: np.ndarray) -> np.ndarray:
    """Take the gradient through the activation, from a back to z.

    The equation is ``dz[l] = da[l] * g'(z[l])``, element by element.

    Parameters
    ----------
    da : ndarray, shape (n, m)
        How the loss changes with each a of this layer.
    g_prime : ndarray, shape (n, m)
        The slope of the activation at each z of this layer, such as ``sigmoid_derivative(z)``.

    Returns
    -------
    ndarray, shape (n, m)
        dz, how the loss changes with each z of this layer.

    Raises
    ------
    TypeError
        If an argument is not an array.
    ValueError
        If the shapes differ or are not (n, m).

    See Also
    --------
    cross_entropy_dz : The last layer's dz without this product.

    Notes
    -----
    Article, sections 3 and 5. A neuron's a depends on its own z and on no other, so each
    element meets one slope: a product of elements, not of matrices.

    Examples
    --------
    The slope 0.25 lets a quarter through, the slope 0 nothing:

    >>> activation_backward(np.array([[2.0], [-3.0]]), np.array([[0.25], [0.0]]))
    array([[ 0.5],
           [-0. ]])
    """
    for name, array in (("da", da), ("g_prime", g_prime)):
        if not hasattr(array, "ndim"):
            raise TypeError(f"{name} must be an array, got {type(array).__name__}")
        if array.ndim != 2 or not array.size > 0:
            raise ValueError(f"{name} must have shape (n, m) with n, m >= 1, got {array.shape}")
    if g_prime.shape != da.shape:
        raise ValueError(f"g_prime must have shape {da.shape}, got {g_prime.shape}")
    dz: np.ndarray = da * g_prime
    return dz


def cross_entropy_dz(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Compute dz of the last layer where J is the cross-entropy of its activation.

    The equation is ``dz[L] = a[L] - y``: for sigmoid with `cross_entropy`, and for softmax
    with `categorical_cross_entropy`.

    Parameters
    ----------
    a : ndarray, shape (n, m)
        The last layer's outputs, as they come from a sigmoid or a softmax.
    y : ndarray, shape (n, m)
        The targets, between 0 and 1; for softmax, columns that sum to 1.

    Returns
    -------
    ndarray, shape (n, m)
        dz, per example: no 1/m in it.

    Raises
    ------
    TypeError
        If an argument is not an array, or a of a type without negative numbers.
    ValueError
        If the shapes differ or are not (n, m), or a target lies outside [0, 1].

    See Also
    --------
    cross_entropy_derivative, activation_backward : The two steps that this one joins.

    Notes
    -----
    Article, section 8. The slope g' is not missing: it is in there, and cancels against the
    denominator of da. Only the targets are looked at: they come from data, while a sigmoid's
    or a softmax's a lies between 0 and 1. The losses look at both.

    Examples
    --------
    The answer 0.75 is a quarter too low where 1 was right, and all too high where 0 was:

    >>> cross_entropy_dz(np.array([[0.75], [0.75]]), np.array([[1.0], [0.0]]))
    array([[-0.25],
           [ 0.75]])
    """
    if not hasattr(a, "ndim"):
        raise TypeError(f"a must be an array, got {type(a).__name__}")
    if not hasattr(y, "ndim"):
        raise TypeError(f"y must be an array, got {type(y).__name__}")
    if a.ndim != 2 or not a.size > 0:
        raise ValueError(f"a must have shape (n, m) with n, m >= 1, got {a.shape}")
    if y.shape != a.shape:
        raise ValueError(f"y must have shape {a.shape}, got {y.shape}")
    if y.min() < 0 or y.max() > 1:
        raise ValueError(f"y must lie in [0, 1], got {y.min()} to {y.max()}")
    if a.dtype.kind in "bu":  # in which 0 - 1 is not -1
        raise TypeError(f"a must be an array of floats, got {a.dtype}")
    dz: np.ndarray = a - y
    return dz


def weight_gradient(dz: np.ndarray, a_prev: np.ndarray) -> np.ndarray:
    """Compute how the loss changes with each weight of a layer.

    The equation is ``dW[l] = 1/m dz[l] a[l-1]^T``.

    Parameters
    ----------
    dz : ndarray, shape (n, m)
        dz of this layer, one example a column.
    a_prev : ndarray, shape (n_prev, m)
        The activations of the layer before, that is what the weights were multiplied by.

    Returns
    -------
    ndarray, shape (n, n_prev)
        dW, shaped like W: row i, column j is ``dz_i a_j``, the mean over the examples.

    Raises
    ------
    TypeError
        If an argument is not an array.
    ValueError
        If an argument is not 2-D, or the two differ in their number of columns.

    See Also
    --------
    bias_gradient : The same for the biases.

    Notes
    -----
    Article, sections 4, 6 and 9.

    Examples
    --------
    Two neurons and three inputs, one example. Every dz meets every a once:

    >>> weight_gradient(np.array([[2.0], [-1.0]]), np.array([[1.0], [0.5], [0.25]]))
    array([[ 2.  ,  1.  ,  0.5 ],
           [-1.  , -0.5 , -0.25]])
    """
    for name, array in (("dz", dz), ("a_prev", a_prev)):
        if not hasattr(array, "ndim"):
            raise TypeError(f"{name} must be an array, got {type(array).__name__}")
        if array.ndim != 2 or not array.size > 0:
            raise ValueError(f"{name} must have shape (n, m) with n, m >= 1, got {array.shape}")
    m = dz.shape[1]
    if a_prev.shape[1] != m:
        raise ValueError(f"a_prev must have shape (n_prev, {m}), got {a_prev.shape}")
    dW: np.ndarray = dz @ a_prev.T / m
    return dW


def bias_gradient(dz: np.ndarray) -> np.ndarray:
    """Compute how the loss changes with each bias of a layer.

    The equation is ``db[l] = 1/m sum of the columns of dz[l]``.

    Parameters
    ----------
    dz : ndarray, shape (n, m)
        dz of this layer, one example a column.

    Returns
    -------
    ndarray, shape (n, 1)
        db, shaped like b: the mean of dz over the examples.

    Raises
    ------
    TypeError
        If dz is not an array.
    ValueError
        If dz is not (n, m), or has no rows or no columns.

    See Also
    --------
    weight_gradient : The same for the weights.

    Notes
    -----
    Article, sections 4, 6 and 9. A bias is a weight on an input that is always 1.

    Examples
    --------
    Two neurons, two examples. The second neuron is pulled both ways alike:

    >>> bias_gradient(np.array([[2.0, 1.0], [-1.0, 1.0]]))
    array([[1.5],
           [0. ]])
    """
    if not hasattr(dz, "ndim"):
        raise TypeError(f"dz must be an array, got {type(dz).__name__}")
    if dz.ndim != 2 or not dz.size > 0:
        raise ValueError(f"dz must have shape (n, m) with n, m >= 1, got {dz.shape}")
    db: np.ndarray = dz.sum(axis=1, keepdims=True) / dz.shape[1]
    return db


def input_gradient(W: np.ndarray, dz: np.ndarray) -> np.ndarray:
    """Carry the gradient across a layer, back to the activations that it was fed.

    The equation is ``da[l-1] = W[l]^T dz[l]``.

    Parameters
    ----------
    W : ndarray, shape (n, n_prev)
        The weights of this layer, those that the way forward used.
    dz : ndarray, shape (n, m)
        dz of this layer, one example a column.

    Returns
    -------
    ndarray, shape (n_prev, m)
        da of the layer before.

    Raises
    ------
    TypeError
        If an argument is not an array.
    ValueError
        If an argument is not 2-D, or W has not as many rows as dz.

    See Also
    --------
    activation_backward : The step that follows.

    Notes
    -----
    Article, section 5. Column j of W holds all the weights that leave neuron j. Every one
    is a path to the loss, and the paths add up.

    Examples
    --------
    Two neurons fed by three:

    >>> W = np.array([[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]])
    >>> input_gradient(W, np.array([[0.5], [0.25]]))
    array([[ 2.5],
           [ 5. ],
           [10. ]])
    """
    for name, array in (("W", W), ("dz", dz)):
        if not hasattr(array, "ndim"):
            raise TypeError(f"{name} must be an array, got {type(array).__name__}")
        if array.ndim != 2 or not array.size > 0:
            raise ValueError(f"{name} must be 2-D, with n, m >= 1, got {array.shape}")
    if dz.shape[0] != W.shape[0]:
        raise ValueError(f"dz must have shape ({W.shape[0]}, m), got {dz.shape}")
    da_prev: np.ndarray = W.T @ dz
    return da_prev


def backward_pass(
    dz: np.ndarray,
    weights: "Sequence[np.ndarray]",
    outputs: "Sequence[np.ndarray]",
    g_primes: "Sequence[np.ndarray]",
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Find the gradient of every weight and bias, from the last layer down to the first.

    The equations, for l = L to 1: ``dW[l] = 1/m dz[l] a[l-1]^T``, ``db[l] = 1/m sum of the
    columns of dz[l]``, ``dz[l-1] = W[l]^T dz[l] * g'(z[l-1])``.

    Parameters
    ----------
    dz : ndarray, shape (n_L, m)
        dz of the last layer, per example, such as ``cross_entropy_dz(a, y)``.
    weights : list of L ndarrays, shapes (n_l, n_{l-1})
        W[1] to W[L], those that the way forward used.
    outputs : list of L + 1 ndarrays, shapes (n_l, m)
        a[0] = x, a[1] to a[L], as `forward_pass` returns them. (a[L] is not needed; its
        work is in dz.)
    g_primes : list of L - 1 ndarrays, shapes (n_l, m)
        g'(z[1]) to g'(z[L-1]): the slopes of the hidden layers, found as the caller likes.

    Returns
    -------
    dWs : list of L ndarrays, shapes of the weights
        dW[1] to dW[L].
    dbs : list of L ndarrays, shapes (n_l, 1)
        db[1] to db[L].

    Raises
    ------
    TypeError
        If dz is not an array, or another argument not a list of arrays.
    ValueError
        If a shape does not fit, or a list has not the length that L layers need.

    See Also
    --------
    weight_gradient, bias_gradient, input_gradient, activation_backward : The same steps, one
        at a time.
    gradient_step : What the gradients are for.

    Notes
    -----
    Article, section 7: the four steps. A layer's slopes make room as soon as they are used,
    where nothing else holds them: hand over ``[a * (1 - a) for a in outputs[1:-1]]`` as it is,
    without a name, and a large network needs that much less memory.

    Examples
    --------
    One example, two layers of one neuron each, with a hidden slope of one half:

    >>> weights = [np.array([[3.0]]), np.array([[4.0]])]
    >>> outputs = [np.array([[2.0]]), np.array([[0.25]]), np.array([[0.5]])]
    >>> dWs, dbs = backward_pass(np.array([[-0.5]]), weights, outputs, [np.array([[0.5]])])
    >>> dWs
    [array([[-2.]]), array([[-0.125]])]
    >>> dbs
    [array([[-1.]]), array([[-0.5]])]
    """
    if not hasattr(dz, "ndim"):
        raise TypeError(f"dz must be an array, got {type(dz).__name__}")
    if dz.ndim != 2 or not dz.size > 0:
        raise ValueError(f"dz must have shape (n, m) with n, m >= 1, got {dz.shape}")
    # g_primes first: the names of this loop must not hold slopes to the end.
    for name, entries in (("g_primes", g_primes), ("outputs", outputs), ("weights", weights)):
        if not isinstance(entries, (list, tuple)):
            raise TypeError(f"{name} must be a list of arrays, got {type(entries).__name__}")
        for i, array in enumerate(entries):
            if not hasattr(array, "ndim"):
                raise TypeError(f"{name}[{i}] must be an array, got {type(array).__name__}")
    L, m = len(weights), dz.shape[1]
    if L < 1:
        raise ValueError("weights must have 1 or more entries, got 0")
    if len(outputs) != L + 1:
        raise ValueError(f"outputs must have {L + 1} entries, a[0] to a[{L}], got {len(outputs)}")
    if len(g_primes) != L - 1:
        raise ValueError(f"g_primes must have {L - 1} entries, got {len(g_primes)}")
    n = dz.shape[0]
    for i in reversed(range(L)):  # from the last layer down: dz has its width
        W = weights[i]
        if W.ndim != 2 or W.shape[0] != n or not W.size > 0:
            raise ValueError(f"weights[{i}] must have shape ({n}, n_prev), got {W.shape}")
        n = W.shape[1]
        if outputs[i].shape != (n, m):
            raise ValueError(f"outputs[{i}] must have shape {(n, m)}, got {outputs[i].shape}")
        if i > 0 and g_primes[i - 1].shape != (n, m):
            got = g_primes[i - 1].shape
            raise ValueError(f"g_primes[{i - 1}] must have shape {(n, m)}, got {got}")
    if outputs[L].shape != dz.shape:
        raise ValueError(f"outputs[{L}] must have shape {dz.shape}, got {outputs[L].shape}")
    # Every dW and db has 1/m in it. Divide once, for all of them.
    dz = dz / m
    # Popped off a list of our own, a slope makes room once it is used.
    g_primes = list(g_primes)
    dWs: list[np.ndarray] = []
    dbs: list[np.ndarray] = []
    for l in reversed(range(L)):  # weights[l] is W[l+1], outputs[l] is a[l]
        dWs.insert(0, dz @ outputs[l].T)
        dbs.insert(0, dz.sum(axis=1, keepdims=True))
        if l > 0:
            dz = (weights[l].T @ dz) * g_primes.pop()  # g'(z[l])
    return dWs, dbs
