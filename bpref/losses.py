"""Losses J and their derivatives by a: sections 2, 8 and 9 of the article.

J sums over the outputs and is the mean over the m examples. A derivative dJ/da is per
example, without the 1/m, which enters in dW and db.
"""

import numpy as np


def cross_entropy(a: np.ndarray, y: np.ndarray) -> np.floating:
    """Measure how surprised the outputs a are by the targets y, each output a yes or no.

    The equation is ``J = -1/m sum [y ln a + (1 - y) ln(1 - a)]``, with ``0 ln 0 = 0``.

    Parameters
    ----------
    a : ndarray, shape (n, m)
        The outputs of a sigmoid layer, between 0 and 1.
    y : ndarray, shape (n, m)
        The targets, between 0 and 1.

    Returns
    -------
    floating
        J, summed over the n outputs, the mean over the m examples; never below 0.

    Raises
    ------
    TypeError
        If an argument is not an array.
    ValueError
        If the shapes differ or are not (n, m), or a value lies outside [0, 1].

    See Also
    --------
    sigmoid_cross_entropy : The same from z, for outputs that round to 0 or 1.
    cross_entropy_derivative : dJ/da.
    cross_entropy_dz : dJ/dz.

    Notes
    -----
    Article, sections 8 and 9. A certain and right answer costs 0, a certain and wrong one
    infinity (and NumPy warns).

    Examples
    --------
    An undecided output costs ln 2, a certain and right one nothing:

    >>> float(cross_entropy(np.array([[0.5]]), np.array([[1.0]]))) == float(np.log(2))
    True
    >>> float(cross_entropy(np.array([[1.0], [0.0]]), np.array([[1.0], [0.0]])))
    0.0
    """
    for name, array in (("a", a), ("y", y)):
        if not hasattr(array, "ndim"):
            raise TypeError(f"{name} must be an array, got {type(array).__name__}")
        if array.ndim != 2 or not array.size > 0:
            raise ValueError(f"{name} must have shape (n, m) with n, m >= 1, got {array.shape}")
        if array.min() < 0 or array.max() > 1:
            raise ValueError(f"{name} must lie in [0, 1], got {array.min()} to {array.max()}")
    if y.shape != a.shape:
        raise ValueError(f"y must have shape {a.shape}, got {y.shape}")
    # A 1 in place of what is multiplied by 0: its logarithm may be infinite.
    ln_a = np.log(np.where(y == 0, 1, a))
    ln_1_minus_a = np.log1p(np.where(y == 1, 0, -1.0 * a))
    # 0 - and no bare minus: a perfect answer costs 0.0, not -0.0.
    J: np.floating = 0 - (y * ln_a + (1 - y) * ln_1_minus_a).sum() / a.shape[1]
    return J


def cross_entropy_derivative(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell how the cross-entropy of each example changes with each output.

    The equation is ``da = dJ/da = -y/a + (1 - y)/(1 - a)``, with ``0/0 = 0``.

    Parameters
    ----------
    a : ndarray, shape (n, m)
        The outputs of a sigmoid layer, between 0 and 1.
    y : ndarray, shape (n, m)
        The targets, between 0 and 1.

    Returns
    -------
    ndarray, shape (n, m)
        da, per example: no 1/m in it.

    Raises
    ------
    TypeError
        If an argument is not an array.
    ValueError
        If the shapes differ or are not (n, m), or a value lies outside [0, 1].

    See Also
    --------
    cross_entropy_dz : The next step in one, which never divides by 0.

    Notes
    -----
    Article, section 8. A certain and wrong output has an infinite da (and NumPy warns).

    Examples
    --------
    The target is 1, so a larger output lowers the loss: da is negative. It is steepest
    where the output is furthest off:

    >>> cross_entropy_derivative(np.array([[0.25, 0.5, 1.0]]), np.array([[1.0, 1.0, 1.0]]))
    array([[-4., -2., -1.]])
    """
    for name, array in (("a", a), ("y", y)):
        if not hasattr(array, "ndim"):
            raise TypeError(f"{name} must be an array, got {type(array).__name__}")
        if array.ndim != 2 or not array.size > 0:
            raise ValueError(f"{name} must have shape (n, m) with n, m >= 1, got {array.shape}")
        if array.min() < 0 or array.max() > 1:
            raise ValueError(f"{name} must lie in [0, 1], got {array.min()} to {array.max()}")
    if y.shape != a.shape:
        raise ValueError(f"y must have shape {a.shape}, got {y.shape}")
    # A 1 in place of what 0 is divided by: it may be 0 too.
    from_yes = y / np.where(y == 0, 1, a)
    from_no = (1 - y) / np.where(y == 1, 1, 1 - a)
    da: np.ndarray = from_no - from_yes
    return da


def sigmoid_cross_entropy(z: np.ndarray, y: np.ndarray) -> np.floating:
    """Compute the cross-entropy of sigmoid(z) from z, finite and accurate for every z.

    The equation is ``J = 1/m sum [max(z, 0) - y z + ln(1 + e^-|z|)]``.

    Parameters
    ----------
    z : ndarray, shape (n, m)
        The last layer's z, before the sigmoid.
    y : ndarray, shape (n, m)
        The targets, between 0 and 1.

    Returns
    -------
    floating
        J, summed over the n outputs, the mean over the m examples; never below 0.

    Raises
    ------
    TypeError
        If an argument is not an array.
    ValueError
        If the shapes differ or are not (n, m), or a target lies outside [0, 1].

    See Also
    --------
    cross_entropy : The same from a.

    Notes
    -----
    Article, section 8, with ``a = sigmoid(z)`` put into J. Beyond z = 38 the output rounds
    to 1 and ``ln(1 - a)`` to minus infinity; here the logarithm only ever sees 1 to 2.

    Examples
    --------
    Certain and wrong by a thousand costs a thousand, not infinity:

    >>> float(sigmoid_cross_entropy(np.array([[1000.0]]), np.array([[0.0]])))
    1000.0
    >>> float(sigmoid_cross_entropy(np.array([[1000.0]]), np.array([[1.0]])))
    0.0
    """
    for name, array in (("z", z), ("y", y)):
        if not hasattr(array, "ndim"):
            raise TypeError(f"{name} must be an array, got {type(array).__name__}")
        if array.ndim != 2 or not array.size > 0:
            raise ValueError(f"{name} must have shape (n, m) with n, m >= 1, got {array.shape}")
    if y.shape != z.shape:
        raise ValueError(f"y must have shape {z.shape}, got {y.shape}")
    if y.min() < 0 or y.max() > 1:
        raise ValueError(f"y must lie in [0, 1], got {y.min()} to {y.max()}")
    # In this order: z - y z is exactly 0 for a right answer, and the small rest keeps its digits.
    # 0.0 and not 0, because small integers wrap around.
    terms = np.maximum(z, 0.0) - y * z + np.log1p(np.exp(np.minimum(z, -1.0 * z)))
    J: np.floating = terms.sum() / z.shape[1]
    return J


def squared_error(a: np.ndarray, y: np.ndarray) -> np.floating:
    """Measure half the squared distance of the outputs from the targets.

    The equation is ``J = 1/m sum 1/2 (a - y)^2``.

    Parameters
    ----------
    a : ndarray, shape (n, m)
        The outputs.
    y : ndarray, shape (n, m)
        The targets; any numbers.

    Returns
    -------
    floating
        J, summed over the n outputs, the mean over the m examples; never below 0.

    Raises
    ------
    TypeError
        If an argument is not an array.
    ValueError
        If the shapes differ or are not (n, m).

    See Also
    --------
    squared_error_derivative : dJ/da.

    Notes
    -----
    Article, section 2, which leaves J open. The half is a choice: it cancels the 2 that
    the derivative brings down, and scales J and every gradient alike.

    Examples
    --------
    Off by 3 and by 1: half of 9 + 1.

    >>> float(squared_error(np.array([[4.0], [1.0]]), np.array([[1.0], [2.0]])))
    5.0
    """
    for name, array in (("a", a), ("y", y)):
        if not hasattr(array, "ndim"):
            raise TypeError(f"{name} must be an array, got {type(array).__name__}")
        if array.ndim != 2 or not array.size > 0:
            raise ValueError(f"{name} must have shape (n, m) with n, m >= 1, got {array.shape}")
    if y.shape != a.shape:
        raise ValueError(f"y must have shape {a.shape}, got {y.shape}")
    # 1.0 * a, because small and unsigned integers wrap around.
    J: np.floating = ((1.0 * a - y) ** 2).sum() / (2 * a.shape[1])
    return J


def squared_error_derivative(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell how the squared error of each example changes with each output.

    The equation is ``da = dJ/da = a - y``.

    Parameters
    ----------
    a : ndarray, shape (n, m)
        The outputs.
    y : ndarray, shape (n, m)
        The targets; any numbers.

    Returns
    -------
    ndarray, shape (n, m)
        da, per example: no 1/m in it.

    Raises
    ------
    TypeError
        If an argument is not an array.
    ValueError
        If the shapes differ or are not (n, m).

    See Also
    --------
    squared_error : The loss, with its half.

    Notes
    -----
    Article, section 2, which leaves J open. This is da, not dz: the activation's slope is
    still to come.

    Examples
    --------
    >>> squared_error_derivative(np.array([[4.0], [1.0]]), np.array([[1.0], [2.0]]))
    array([[ 3.],
           [-1.]])
    """
    for name, array in (("a", a), ("y", y)):
        if not hasattr(array, "ndim"):
            raise TypeError(f"{name} must be an array, got {type(array).__name__}")
        if array.ndim != 2 or not array.size > 0:
            raise ValueError(f"{name} must have shape (n, m) with n, m >= 1, got {array.shape}")
    if y.shape != a.shape:
        raise ValueError(f"y must have shape {a.shape}, got {y.shape}")
    # 1.0 * a, because unsigned integers wrap around.
    da: np.ndarray = 1.0 * a - y
    return da


def categorical_cross_entropy(a: np.ndarray, y: np.ndarray) -> np.floating:
    """Measure how surprised the probabilities a are by the right class.

    The equation is ``J = -1/m sum y ln a``, with ``0 ln 0 = 0``.

    Parameters
    ----------
    a : ndarray, shape (n, m)
        The probabilities, one row a class; every column sums to 1.
    y : ndarray, shape (n, m)
        The targets; every column sums to 1, usually a single 1 for the right class.

    Returns
    -------
    floating
        J, the mean over the m examples; never below 0.

    Raises
    ------
    TypeError
        If an argument is not an array.
    ValueError
        If the shapes differ or are not (n, m), a value lies outside [0, 1], or a column
        does not sum to 1, within 0.001.

    See Also
    --------
    softmax_cross_entropy : The same from z.
    cross_entropy_dz : dJ/dz, where a is a softmax.

    Notes
    -----
    Article, section 1, names the case: one output a class.

    Examples
    --------
    Only the probability of the right class counts:

    >>> a = np.array([[0.25], [0.5], [0.25]])
    >>> float(categorical_cross_entropy(a, np.array([[0.0], [1.0], [0.0]]))) == float(np.log(2))
    True
    """
    for name, array in (("a", a), ("y", y)):
        if not hasattr(array, "ndim"):
            raise TypeError(f"{name} must be an array, got {type(array).__name__}")
        if array.ndim != 2 or not array.size > 0:
            raise ValueError(f"{name} must have shape (n, m) with n, m >= 1, got {array.shape}")
        if array.min() < 0 or array.max() > 1:
            raise ValueError(f"{name} must lie in [0, 1], got {array.min()} to {array.max()}")
        if abs(array.sum(axis=0) - 1).max() > 1e-3:
            raise ValueError(f"{name} must have columns that sum to 1, got {array.sum(axis=0)}")
    if y.shape != a.shape:
        raise ValueError(f"y must have shape {a.shape}, got {y.shape}")
    # A 1 in place of the 0 whose logarithm would be multiplied by 0.
    ln_a = np.log(np.where((y == 0) & (a == 0), 1, a))
    # 0 - and no bare minus: a perfect answer costs 0.0, not -0.0.
    J: np.floating = 0 - (y * ln_a).sum() / a.shape[1]
    return J


def softmax_cross_entropy(z: np.ndarray, y: np.ndarray) -> np.floating:
    """Compute the categorical cross-entropy of softmax(z) from z, finite for every z.

    The equation is ``J = 1/m sum_i y_i [ln(sum_k e^z_k) - z_i]``.

    Parameters
    ----------
    z : ndarray, shape (n, m)
        The last layer's z, before the softmax.
    y : ndarray, shape (n, m)
        The targets; every column sums to 1.

    Returns
    -------
    floating
        J, the mean over the m examples; never below 0.

    Raises
    ------
    TypeError
        If an argument is not an array.
    ValueError
        If the shapes differ or are not (n, m), a target lies outside [0, 1], or a column
        of y does not sum to 1, within 0.001.

    See Also
    --------
    categorical_cross_entropy : The same from a.

    Notes
    -----
    Article, section 1, names the case: one output a class. The column's largest z is taken
    off first, as in `softmax`.

    Examples
    --------
    Certain and wrong by a thousand costs a thousand, not infinity:

    >>> z = np.array([[1000.0], [0.0]])
    >>> float(softmax_cross_entropy(z, np.array([[0.0], [1.0]])))
    1000.0
    """
    for name, array in (("z", z), ("y", y)):
        if not hasattr(array, "ndim"):
            raise TypeError(f"{name} must be an array, got {type(array).__name__}")
        if array.ndim != 2 or not array.size > 0:
            raise ValueError(f"{name} must have shape (n, m) with n, m >= 1, got {array.shape}")
    if y.shape != z.shape:
        raise ValueError(f"y must have shape {z.shape}, got {y.shape}")
    if y.min() < 0 or y.max() > 1:
        raise ValueError(f"y must lie in [0, 1], got {y.min()} to {y.max()}")
    if abs(y.sum(axis=0) - 1).max() > 1e-3:
        raise ValueError(f"y must have columns that sum to 1, got {y.sum(axis=0)}")
    z = z - 1.0 * z.max(axis=0, keepdims=True)
    ln_sum = np.log(np.exp(z).sum(axis=0, keepdims=True))
    J: np.floating = (y * (ln_sum - z)).sum() / z.shape[1]
    return J
