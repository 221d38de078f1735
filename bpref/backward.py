"""The backward pass, from dz of the last layer to every dW and db.

Article, sections 3 to 9. da and dz are derivatives of each example's own
loss, one per column; dW and db of J, the mean: the 1/m is in them.
"""

from collections.abc import Sequence

import numpy as np


def activation_backward(da: np.ndarray, g_prime: np.ndarray) -> np.ndarray:
    """Take the gradient through the activation, from a back to z.

    The equation is ``dz[l] = da[l] * g'(z[l])``, element by element.

    Parameters
    ----------
    da : ndarray, shape (n, m)
        da of this layer, one column per example.
    g_prime : ndarray, shape (n, m)
        The slope at each z of this layer, such as ``sigmoid_derivative(z)``.

    Returns
    -------
    ndarray, shape (n, m)
        dz of this layer, one column per example.

    Raises
    ------
    ValueError
        If the shapes differ or are not (n, m), or da holds no floats.

    See Also
    --------
    cross_entropy_dz : The last layer's dz without this product.

    Notes
    -----
    Article, sections 3 and 5. A neuron's a depends on its own z alone, so
    each element meets one slope. (``*`` of np.matrix is a matrix product.)

    Examples
    --------
    The slope 0.25 lets a quarter through, the slope 0 nothing:

    >>> da, g_prime = np.array([[2.0], [-3.0]]), np.array([[0.25], [0.0]])
    >>> activation_backward(da, g_prime)
    array([[ 0.5],
           [-0. ]])
    """
    got = da.shape, g_prime.shape
    if da.shape != g_prime.shape or da.ndim != 2 or not da.size > 0:
        raise ValueError(f"da, g_prime must be (n, m), (n, m), got {got}")
    if da.dtype.kind not in "fc":
        raise ValueError(f"da must hold floats, got {da.dtype}")
    return np.multiply(da, g_prime)


def cross_entropy_dz(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Compute dz of the last layer from its outputs, for cross-entropy.

    The equation is ``dz[L] = a[L] - y``: for sigmoid with `cross_entropy`,
    and for softmax with `categorical_cross_entropy`.

    Parameters
    ----------
    a : ndarray, shape (n, m)
        The last layer's outputs, as they come from a sigmoid or a softmax.
    y : ndarray, shape (n, m)
        The targets, between 0 and 1; for softmax, columns that sum to 1.

    Returns
    -------
    ndarray, shape (n, m)
        dz, one column per example: no 1/m in it.

    Raises
    ------
    ValueError
        If a shape is not (n, m), a holds no floats, or y is not in [0, 1].

    See Also
    --------
    cross_entropy_derivative, activation_backward : The two steps it joins.

    Notes
    -----
    Article, section 8. The slope g' is not missing: it cancels against the
    denominator of da. Only the targets are looked at, since they come from
    data; the losses look at the outputs too.

    Examples
    --------
    The answer 0.75 is 0.25 too low for the target 1, and 0.75 too high for 0:

    >>> cross_entropy_dz(np.array([[0.75], [0.75]]), np.array([[1.0], [0.0]]))
    array([[-0.25],
           [ 0.75]])
    """
    got = a.shape, y.shape, a.dtype
    if got[0] != got[1] or a.ndim != 2 or not a.size or a.dtype.kind in "biu":
        raise ValueError(f"a, y must be (n, m), (n, m), a floats, got {got}")
    if not abs(y - 0.5).max() <= 0.5:
        raise ValueError(f"y must lie in [0, 1], got {y.min()} to {y.max()}")
    return a - y


def weight_gradient(dz: np.ndarray, a_prev: np.ndarray) -> np.ndarray:
    """Compute how the loss changes with each weight of a layer.

    The equation is ``dW[l] = 1/m dz[l] a[l-1]^T``.

    Parameters
    ----------
    dz : ndarray, shape (n, m)
        dz of this layer, one column per example.
    a_prev : ndarray, shape (n_prev, m)
        The previous layer's activations, which the weights multiplied.

    Returns
    -------
    ndarray, shape (n, n_prev)
        dW, shaped like W: the mean over the examples of ``dz_i a_j``.

    Raises
    ------
    ValueError
        If an array is not 2-D or is empty, or the numbers of columns differ.

    See Also
    --------
    bias_gradient : The same for the biases.

    Notes
    -----
    Article, sections 4, 6 and 9.

    Examples
    --------
    Two neurons and three inputs, one example. Every dz meets every a once:

    >>> dz, a_prev = np.array([[2.0], [-1.0]]), np.array([[1], [0.5], [0.25]])
    >>> weight_gradient(dz, a_prev)
    array([[ 2.  ,  1.  ,  0.5 ],
           [-1.  , -0.5 , -0.25]])
    """
    got = dz.real.shape, a_prev.shape  # pandas multiplies by label
    n, n_prev, m = len(dz), len(a_prev), dz.shape[-1]
    if got != ((n, m), (n_prev, m)) or not n * n_prev * m > 0:
        raise ValueError(f"dz, a_prev must be (n, m), (n_prev, m), got {got}")
    return dz / m @ a_prev.T


def bias_gradient(dz: np.ndarray) -> np.ndarray:
    """Compute how the loss changes with each bias of a layer.

    The equation is ``db[l] = 1/m sum of the columns of dz[l]``.

    Parameters
    ----------
    dz : ndarray, shape (n, m)
        dz of this layer, one column per example.

    Returns
    -------
    ndarray, shape (n, 1)
        db, shaped like b: the mean of dz over the examples.

    Raises
    ------
    ValueError
        If dz is not (n, m), or is empty.

    See Also
    --------
    weight_gradient : The same for the weights.

    Notes
    -----
    Article, sections 4, 6 and 9. A bias is the weight of an input of 1.

    Examples
    --------
    Two neurons, two examples. The second neuron is pulled both ways:

    >>> bias_gradient(np.array([[2.0, 1.0], [-1.0, 1.0]]))
    array([[1.5],
           [0. ]])
    """
    if dz.ndim != 2 or not dz.size > 0:
        raise ValueError(f"dz must be (n, m), got {dz.shape}")
    return dz.sum(axis=1, keepdims=True) / dz.shape[1]


def input_gradient(W: np.ndarray, dz: np.ndarray) -> np.ndarray:
    """Carry the gradient back across a layer, to the layer's inputs.

    The equation is ``da[l-1] = W[l]^T dz[l]``.

    Parameters
    ----------
    W : ndarray, shape (n, n_prev)
        The weights of this layer, as the forward pass used them.
    dz : ndarray, shape (n, m)
        dz of this layer, one column per example.

    Returns
    -------
    ndarray, shape (n_prev, m)
        da of the previous layer, one column per example.

    Raises
    ------
    ValueError
        If an array is not 2-D or is empty, the numbers of rows differ, or dz
        holds no floats.

    See Also
    --------
    activation_backward : The step that follows.

    Notes
    -----
    Article, section 5. Column j of W holds all the weights that leave neuron
    j. Every one is a path to the loss, and the paths add up.

    Examples
    --------
    Two neurons fed by three:

    >>> W = np.array([[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]])
    >>> input_gradient(W, np.array([[0.5], [0.25]]))
    array([[ 2.5],
           [ 5. ],
           [10. ]])
    """
    got, m = (W.shape, dz.shape), dz.shape[-1]
    if got != ((len(dz), W.shape[-1]), (len(W), m)) or not m * W.size > 0:
        raise ValueError(f"W, dz must be (n, n_prev), (n, m), got {got}")
    if dz.dtype.kind not in "fc":
        raise ValueError(f"dz must hold floats, got {dz.dtype}")
    return W.T @ dz


def backward_pass(
    dz: np.ndarray,
    weights: "Sequence[np.ndarray]",
    outputs: "Sequence[np.ndarray]",
    g_primes: "Sequence[np.ndarray]",
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Find the gradient of every weight and bias, from the last layer down.

    The equations, with dz[L] divided by m once and for all, for l = L to 1:
    ``dW[l] = dz[l] a[l-1]^T``, ``db[l] = sum of the columns of dz[l]``,
    ``dz[l-1] = (W[l]^T dz[l]) * g'(z[l-1])``.

    Parameters
    ----------
    dz : ndarray, shape (n_L, m)
        dz of the last layer, per example: ``cross_entropy_dz(a, y)``, say.
    weights : list of L ndarrays, shapes (n_l, n_prev)
        W[1] to W[L], as the forward pass used them.
    outputs : list of L + 1 ndarrays, shapes (n_l, m)
        a[0] = x, a[1] to a[L], as `forward_pass` returns them. (a[L] is not
        used: what it says is already in dz.)
    g_primes : list of L - 1 ndarrays, shapes (n_l, m)
        g'(z[1]) to g'(z[L-1]): the slopes of the hidden layers.

    Returns
    -------
    dWs : list of L ndarrays, shapes of the weights
        dW[1] to dW[L].
    dbs : list of L ndarrays, shapes (n_l, 1)
        db[1] to db[L].

    Raises
    ------
    ValueError
        If the shapes do not fit, or a list has the wrong length for L layers.

    See Also
    --------
    weight_gradient, bias_gradient, input_gradient : The steps, one by one.
    gradient_step : What the gradients are for.

    Notes
    -----
    Article, section 7: the four steps. Slopes that nothing else refers to are
    freed once used: pass ``[a * (1 - a) for a in outputs[1:-1]]`` without
    giving it a name, and a large network needs less memory.

    Examples
    --------
    Two layers of one neuron each, with a hidden slope of one half:

    >>> weights = [np.array([[3.0]]), np.array([[4.0]])]
    >>> outputs = [np.array([[2.0]]), np.array([[0.25]]), np.array([[0.5]])]
    >>> dz, g_primes = np.array([[-0.5]]), [np.array([[0.5]])]
    >>> dWs, dbs = backward_pass(dz, weights, outputs, g_primes)
    >>> dWs
    [array([[-2.]]), array([[-0.125]])]
    >>> dbs
    [array([[-1.]]), array([[-0.5]])]
    """
    L, m, g_primes = len(weights), dz.shape[-1], list(g_primes)
    fits = (len(outputs), len(g_primes)) == (L + 1, L - 1) and m > 0
    for W, a, a_prev in zip(weights, outputs[1:], outputs):
        n, n_prev = len(a), len(a_prev)
        got = W.shape, a.shape, a_prev.shape, n * n_prev > 0
        fits = fits and got == ((n, n_prev), (n, m), (n_prev, m), True)
    slopes = [g_prime.shape for g_prime in g_primes]
    hidden = [a.shape for a in outputs[1:-1]]
    if not (fits and dz.shape == outputs[-1].shape and slopes == hidden):
        Ws, As = [W.shape for W in weights], [a.shape for a in outputs]
        raise ValueError(
            "dz, weights, outputs, g_primes must be (n_L, m), L (n_l, n_prev)"
            f", L + 1 (n_l, m), L - 1 (n_l, m), got {dz.shape}, {Ws}, {As}, "
            f"{slopes}"
        )
    dz = dz / m  # the 1/m of every dW and db, divided out once
    dWs, dbs = [], []
    for l in range(L, 0, -1):  # weights[l - 1] is W[l], outputs[l] a[l]
        dWs.insert(0, dz @ outputs[l - 1].T)
        dbs.insert(0, dz.sum(axis=1, keepdims=True))
        if l > 1:
            # Taken from the list, a slope that is used makes room.
            dz = np.multiply(weights[l - 1].T @ dz, g_primes.pop())
    return dWs, dbs
