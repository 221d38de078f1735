"""The backward pass, from dz of the last layer to every dW and db.

Article, sections 3 to 9. da and dz are derivatives of each example's own
loss, one per column; dW and db of J, the mean: the 1/m is in them.
"""

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

    See Also
    --------
    cross_entropy_dz : The last layer's dz without this product.
    softmax_backward : The same step for a softmax, which has no slope g'.

    Notes
    -----
    A neuron's a depends on its own z alone, so each element meets one slope.

    Examples
    --------
    The slope 0.25 lets a quarter through, the slope 0 nothing:

    >>> da, g_prime = np.array([[2.0], [-3.0]]), np.array([[0.25], [0.0]])
    >>> activation_backward(da, g_prime)
    array([[ 0.5],
           [-0. ]])
    """
    n, m = da.shape
    if g_prime.shape != (n, m):
        raise ValueError(
            f"g_prime must be ({n}, {m}) like da, got {g_prime.shape}"
        )
    return da * g_prime


def softmax_backward(da: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Take the gradient through a softmax, from a back to z.

    The equation is ``dz_i = a_i (da_i - sum_k a_k da_k)``, column by column.

    Parameters
    ----------
    da : ndarray, shape (n, m)
        da of this layer, one column per example, from any loss or layer.
    a : ndarray, shape (n, m)
        The outputs of the softmax; every column sums to 1.

    Returns
    -------
    ndarray, shape (n, m)
        dz of this layer, one column per example; every column sums to 0.

    See Also
    --------
    activation_backward : The same step for an activation with a slope g'.
    cross_entropy_dz : The shorter way where the loss is the cross-entropy.

    Notes
    -----
    Every z moves every a, so there is no g' to multiply by. This is the
    product of da with the Jacobian ``diag(a) - a a^T``, which is its own
    transpose, without writing the n by n numbers out.

    Examples
    --------
    Three classes, of which the first is right, and da = -y / a:

    >>> a = np.array([[0.5], [0.25], [0.25]])
    >>> softmax_backward(np.array([[-2.0], [0.0], [0.0]]), a)
    array([[-0.5 ],
           [ 0.25],
           [ 0.25]])
    """
    n, m = da.shape
    if a.shape != (n, m):
        raise ValueError(f"a must be ({n}, {m}) like da, got {a.shape}")
    return a * (da - np.sum(a * da, axis=0))


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
        If the shapes do not fit, or y is not in [0, 1].

    See Also
    --------
    cross_entropy_derivative, activation_backward : The two steps it joins.
    softmax_backward : The step from a softmax's da, for any loss.

    Notes
    -----
    The slope g' is not missing: it cancels against the denominator of da.

    For a softmax each column of y must sum to 1. That is not checked here,
    because a sigmoid's targets need not. Where they do not, a softmax has
    ``dz = a sum(y) - y``.

    Examples
    --------
    The answer 0.75 is 0.25 too low for the target 1, and 0.75 too high for 0:

    >>> cross_entropy_dz(np.array([[0.75], [0.75]]), np.array([[1.0], [0.0]]))
    array([[-0.25],
           [ 0.75]])
    """
    n, m = a.shape
    if y.shape != (n, m):
        raise ValueError(f"y must be ({n}, {m}) like a, got {y.shape}")
    if np.iscomplexobj(y) or not 0 <= y.min() <= y.max() <= 1:
        raise ValueError(f"y must be in [0, 1], got {y.min()} to {y.max()}")
    y = y.astype(np.result_type(a, 1.0))  # float32 stays float32
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

    Examples
    --------
    Two neurons and three inputs, one example. Every dz meets every a once:

    >>> dz, a_prev = np.array([[2.0], [-1.0]]), np.array([[1], [0.5], [0.25]])
    >>> weight_gradient(dz, a_prev)
    array([[ 2.  ,  1.  ,  0.5 ],
           [-1.  , -0.5 , -0.25]])
    """
    (n, m), (n_prev, m) = dz.shape, a_prev.shape
    return 1 / m * dz @ a_prev.T


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

    Notes
    -----
    A bias is the weight of an input of 1.

    ``.copy()`` has C order, in which NumPy adds up a row pairwise. In Fortran
    order, as ``.T`` leaves an array, it would add one by one, and many small
    float32 numbers would not all count.

    Examples
    --------
    Two neurons, two examples. The second neuron is pulled both ways:

    >>> bias_gradient(np.array([[2.0, 1.0], [-1.0, 1.0]]))
    array([[1.5],
           [0. ]])
    """
    n, m = dz.shape
    dz = dz.copy()  # in C order, in which many float32 add up well
    return 1 / m * dz.sum(axis=1, keepdims=True)


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

    See Also
    --------
    activation_backward : The step that follows.

    Notes
    -----
    Column j of W holds all the weights that leave neuron j. Every one is a
    path to the loss, and the paths add up.

    Examples
    --------
    Two neurons fed by three:

    >>> W = np.array([[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]])
    >>> input_gradient(W, np.array([[0.5], [0.25]]))
    array([[ 2.5],
           [ 5. ],
           [10. ]])
    """
    (n, n_prev), (n, m) = W.shape, dz.shape
    return W.T @ dz


def backward_pass(
    dz: np.ndarray,
    W: dict[int, np.ndarray],
    a: dict[int, np.ndarray],
    g_prime: dict[int, np.ndarray],
) -> tuple[dict[int, np.ndarray], dict[int, np.ndarray]]:
    """Find the gradient of every weight and bias, from the last layer down.

    The equations are ``dW[l] = 1/m dz[l] a[l-1]^T``,
    ``db[l] = 1/m sum of the columns of dz[l]`` and
    ``dz[l-1] = (W[l]^T dz[l]) * g'(z[l-1])``, for l = L down to 1.

    Parameters
    ----------
    dz : ndarray, shape (n_L, m)
        dz[L], of the last layer, per example: ``cross_entropy_dz(a[L], y)``.
    W : dict, W[l] an ndarray of shape (n_l, n_{l-1}) for l = 1 to L
        The weights, as the forward pass used them.
    a : dict, a[l] an ndarray of shape (n_l, m) for l = 0 to L
        The activations, as `forward_pass` returns them; a[0] is x.
    g_prime : dict, g_prime[l] an ndarray of shape (n_l, m) for l = 1 to L - 1
        The slopes g'(z[l]) of the hidden layers.

    Returns
    -------
    dW : dict, dW[l] an ndarray of the shape of W[l] for l = L to 1
        The gradient of every weight.
    db : dict, db[l] an ndarray of shape (n_l, 1) for l = L to 1
        The gradient of every bias.

    Raises
    ------
    ValueError
        If the shapes do not fit, or a and W have different layers.

    See Also
    --------
    weight_gradient, bias_gradient, input_gradient : The steps, one by one.
    gradient_step : What the gradients are for.

    Examples
    --------
    Two layers of one neuron each, with a hidden slope of one half:

    >>> W = {1: np.array([[3.0]]), 2: np.array([[4.0]])}
    >>> a = {0: np.array([[2.0]]), 1: np.array([[0.25]])}
    >>> a[2] = np.array([[0.5]])
    >>> dz, g_prime = np.array([[-0.5]]), {1: np.array([[0.5]])}
    >>> dW, db = backward_pass(dz, W, a, g_prime)
    >>> dW
    {2: array([[-0.125]]), 1: array([[-2.]])}
    >>> db
    {2: array([[-0.5]]), 1: array([[-1.]])}
    """
    L, (n_L, m) = len(W), dz.shape
    if a.keys() != {0, *W}:
        raise ValueError(f"a must have the layers {[0, *W]}, got {[*a]}")
    if not g_prime.keys() >= {*range(1, L)}:
        raise ValueError(
            f"g_prime must have the layers {[*range(1, L)]}, got {[*g_prime]}"
        )
    if dz.shape != a[L].shape:
        raise ValueError(
            f"dz must be {a[L].shape} like a[{L}], got {dz.shape}"
        )
    for l in range(1, L + 1):
        n, n_prev = W[l].shape
        if a[l].shape != (n, m) or a[l - 1].shape != (n_prev, m):
            raise ValueError(
                f"a[{l}], a[{l - 1}] must be ({n}, {m}), ({n_prev}, {m}), "
                f"got {a[l].shape}, {a[l - 1].shape}"
            )
        if l < L and g_prime[l].shape != (n, m):
            raise ValueError(
                f"g_prime[{l}] must be ({n}, {m}), got {g_prime[l].shape}"
            )
    dz = {L: dz.copy()}  # in C order, in which many float32 add up well
    dW, db = {}, {}
    for l in range(L, 0, -1):
        dW[l] = 1 / m * dz[l] @ a[l - 1].T
        db[l] = 1 / m * dz[l].sum(axis=1, keepdims=True)
        if l > 1:
            dz[l - 1] = (W[l].T @ dz[l]) * g_prime[l - 1]
    return dW, db
