"""Losses J and their derivatives da: article, sections 2, 8 and 9.

J sums over the outputs and is the mean over the m examples. But da is the
derivative of each example's own loss: the 1/m enters later, in dW and db.
The targets y may be of any real type: what is computed has the type of a.
"""

import numpy as np


def cross_entropy(a: np.ndarray, y: np.ndarray) -> np.floating:
    """Measure how surprised yes-or-no outputs are by their targets.

    The equation is ``J = -1/m sum [y ln a + (1 - y) ln(1 - a)]``, 0 ln 0 = 0.

    Parameters
    ----------
    a : ndarray, shape (n, m)
        The outputs of a sigmoid layer, between 0 and 1.
    y : ndarray, shape (n, m)
        The targets, between 0 and 1.

    Returns
    -------
    floating
        J: a sum over outputs, the mean over examples; never below 0.

    Raises
    ------
    ValueError
        If the shapes do not fit, or a value is not in [0, 1].

    See Also
    --------
    sigmoid_cross_entropy : The same from z, for outputs that round to 0 or 1.
    cross_entropy_dz : Its dz, where a is a sigmoid.

    Notes
    -----
    A certain and right answer costs 0, a certain and wrong one infinity (and
    NumPy warns).

    Examples
    --------
    An undecided output costs ln 2, a certain and right one nothing:

    >>> J = cross_entropy(np.array([[0.5]]), np.array([[1.0]]))
    >>> bool(J == np.log(2))
    True
    >>> float(cross_entropy(np.array([[1.0]]), np.array([[1.0]])))
    0.0
    """
    n, m = a.shape
    if y.shape != (n, m):
        raise ValueError(f"y must be ({n}, {m}) like a, got {y.shape}")
    if not 0 <= a.min() <= a.max() <= 1:
        raise ValueError(f"a must be in [0, 1], got {a.min()} to {a.max()}")
    if np.iscomplexobj(y) or not 0 <= y.min() <= y.max() <= 1:
        raise ValueError(f"y must be in [0, 1], got {y.min()} to {y.max()}")
    y = y.astype(np.result_type(a, 1.0))  # float32 stays float32
    ln_a = np.log(np.where(y == 0, 1, a))  # 0 ln 0 = 0
    ln_1_minus_a = np.log1p(np.where(y == 1, 0, -a))  # here, too
    minus_J = 1 / m * np.sum(y * ln_a + (1 - y) * ln_1_minus_a)
    return 0 - minus_J  # a bare minus could give -0.0


def cross_entropy_derivative(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Compute da, the derivative of each example's cross-entropy.

    The equation is ``da = -y/a + (1 - y)/(1 - a) = (a - y) / (a (1 - a))``,
    with ``0/0 = 0``.

    Parameters
    ----------
    a : ndarray, shape (n, m)
        The outputs of a sigmoid layer, between 0 and 1.
    y : ndarray, shape (n, m)
        The targets, between 0 and 1.

    Returns
    -------
    ndarray, shape (n, m)
        da, one column per example: no 1/m in it.

    Raises
    ------
    ValueError
        If the shapes do not fit, or a value is not in [0, 1].

    See Also
    --------
    cross_entropy_dz : This and the next step in one, never dividing by 0.

    Notes
    -----
    A certain and wrong output has an infinite da, and NumPy warns. A certain
    and right one, marked as ``certain``, has 0/0 in one of the two fractions;
    this counts as 0, and the other fraction leaves -1 or 1.

    The second form is computed: the two agree for targets of 0 and 1, and for
    those between, the first loses digits where a is near y.

    Examples
    --------
    The target is 1, so a larger output lowers the loss, and da is negative:

    >>> a, y = np.array([[0.25, 0.5, 1.0]]), np.array([[1.0, 1.0, 1.0]])
    >>> cross_entropy_derivative(a, y)
    array([[-4., -2., -1.]])
    """
    n, m = a.shape
    if y.shape != (n, m):
        raise ValueError(f"y must be ({n}, {m}) like a, got {y.shape}")
    if not 0 <= a.min() <= a.max() <= 1:
        raise ValueError(f"a must be in [0, 1], got {a.min()} to {a.max()}")
    if np.iscomplexobj(y) or not 0 <= y.min() <= y.max() <= 1:
        raise ValueError(f"y must be in [0, 1], got {y.min()} to {y.max()}")
    y = y.astype(np.result_type(a, 1.0))  # float32 stays float32
    slope = a * (1 - a)
    certain = (slope == 0) & (a == y)  # and right: 0/0 counts as 0
    return np.where(certain, 1 - 2 * a, a - y) / np.where(certain, 1, slope)


def sigmoid_cross_entropy(z: np.ndarray, y: np.ndarray) -> np.floating:
    """Compute the cross-entropy of sigmoid(z), accurate for every z.

    The equation is ``J = 1/m sum [|step(z) - y| |z| + ln(1 + e^-|z|)]``,
    where ``step(z)`` is 1 for z > 0 and 0 elsewhere.

    Parameters
    ----------
    z : ndarray, shape (n, m)
        The last layer's z, before the sigmoid: the logits.
    y : ndarray, shape (n, m)
        The targets, between 0 and 1.

    Returns
    -------
    floating
        J: a sum over outputs, the mean over examples; never below 0.

    Raises
    ------
    ValueError
        If the shapes do not fit, or y is not in [0, 1].

    See Also
    --------
    cross_entropy : The same from a.

    Notes
    -----
    `cross_entropy` with ``a = sigmoid(z)`` put into it. Beyond z = 38, a
    rounds to 1 and ``ln(1 - a)`` to minus infinity; here nothing is lost.

    Examples
    --------
    Certain and wrong by a thousand costs a thousand, not infinity:

    >>> float(sigmoid_cross_entropy(np.array([[1000.0]]), np.array([[0.0]])))
    1000.0
    >>> float(sigmoid_cross_entropy(np.array([[1000.0]]), np.array([[1.0]])))
    0.0
    """
    n, m = z.shape
    if y.shape != (n, m):
        raise ValueError(f"y must be ({n}, {m}) like z, got {y.shape}")
    if np.iscomplexobj(y) or not 0 <= y.min() <= y.max() <= 1:
        raise ValueError(f"y must be in [0, 1], got {y.min()} to {y.max()}")
    y = y.astype(np.result_type(z, 1.0))  # float32 stays float32
    size = np.maximum(z, -z)  # |z|, of complex numbers too
    wrong = np.where(z > 0, 1 - y, y)  # how far y is from the side z is on
    return 1 / m * np.sum(wrong * size + np.log1p(np.exp(-size)))


def squared_error(a: np.ndarray, y: np.ndarray) -> np.floating:
    """Measure half the squared distance of the outputs from the targets.

    The equation is ``J = 1/m sum (a - y)^2 / 2``.

    Parameters
    ----------
    a : ndarray, shape (n, m)
        The outputs.
    y : ndarray, shape (n, m)
        The targets; any numbers.

    Returns
    -------
    floating
        J: a sum over outputs, the mean over examples; never below 0.

    Notes
    -----
    The half is a choice: it cancels the 2 of the derivative, and halves J and
    every gradient alike.

    Examples
    --------
    Off by 3 and by 1: half of 9 + 1.

    >>> a, y = np.array([[4.0], [1.0]]), np.array([[1.0], [2.0]])
    >>> float(squared_error(a, y))
    5.0
    """
    n, m = a.shape
    if y.shape != (n, m):
        raise ValueError(f"y must be ({n}, {m}) like a, got {y.shape}")
    y = y.astype(np.result_type(a, 1.0))  # float32 stays float32
    return 1 / m * np.sum((a - y) ** 2 / 2)


def squared_error_derivative(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Compute da, the derivative of each example's squared error.

    The equation is ``da = a - y``, because of the half in the loss.

    Parameters
    ----------
    a : ndarray, shape (n, m)
        The outputs.
    y : ndarray, shape (n, m)
        The targets; any numbers.

    Returns
    -------
    ndarray, shape (n, m)
        da, one column per example: no 1/m in it.

    Notes
    -----
    This is da, not dz: the slope g' is still to come.

    Examples
    --------
    >>> a, y = np.array([[4.0], [1.0]]), np.array([[1.0], [2.0]])
    >>> squared_error_derivative(a, y)
    array([[ 3.],
           [-1.]])
    """
    n, m = a.shape
    if y.shape != (n, m):
        raise ValueError(f"y must be ({n}, {m}) like a, got {y.shape}")
    y = y.astype(np.result_type(a, 1.0))  # float32 stays float32
    return a - y


def categorical_cross_entropy(a: np.ndarray, y: np.ndarray) -> np.floating:
    """Measure how surprised the probabilities a are by the right class.

    The equation is ``J = -1/m sum y ln a``, with ``0 ln 0 = 0``.

    Parameters
    ----------
    a : ndarray, shape (n, m)
        The probabilities, one row per class; every column sums to 1.
    y : ndarray, shape (n, m)
        The targets; every column sums to 1, usually one-hot.

    Returns
    -------
    floating
        J, the mean over the m examples; never below 0.

    Raises
    ------
    ValueError
        If the shapes do not fit, a value is not in [0, 1], or a column does
        not sum to 1, within 0.001.

    See Also
    --------
    softmax_cross_entropy : The same from z.
    cross_entropy_dz : Its dz, where a is a softmax.

    Examples
    --------
    Only the probability of the right class counts:

    >>> a = np.array([[0.25], [0.5], [0.25]])
    >>> y = np.array([[0.0], [1.0], [0.0]])
    >>> bool(categorical_cross_entropy(a, y) == np.log(2))
    True
    """
    n, m = a.shape
    if y.shape != (n, m):
        raise ValueError(f"y must be ({n}, {m}) like a, got {y.shape}")
    if not 0 <= a.min() <= a.max() <= 1:
        raise ValueError(f"a must be in [0, 1], got {a.min()} to {a.max()}")
    if np.iscomplexobj(y) or not 0 <= y.min() <= y.max() <= 1:
        raise ValueError(f"y must be in [0, 1], got {y.min()} to {y.max()}")
    for sums in (a.sum(axis=0), y.sum(axis=0)):
        if abs(sums - 1).max() > 1e-3:
            raise ValueError(
                "each column of a and of y must sum to 1, "
                f"got {sums.min()} to {sums.max()}"
            )
    y = y.astype(np.result_type(a, 1.0))  # float32 stays float32
    ln_a = np.log(np.where(y == 0, 1, a))  # 0 ln 0 = 0
    minus_J = 1 / m * np.sum(y * ln_a)
    return 0 - minus_J  # a bare minus could give -0.0


def softmax_cross_entropy(z: np.ndarray, y: np.ndarray) -> np.floating:
    """Compute the cross-entropy of softmax(z), accurate for every z.

    The equation is ``J = 1/m sum y_i [ln(sum_k e^z_k) - z_i]``.

    Parameters
    ----------
    z : ndarray, shape (n, m)
        The last layer's z, before the softmax: the logits.
    y : ndarray, shape (n, m)
        The targets; every column sums to 1.

    Returns
    -------
    floating
        J, the mean over the m examples; never below 0.

    Raises
    ------
    ValueError
        If the shapes do not fit, y is not in [0, 1], or a column of y does
        not sum to 1, within 0.001.

    See Also
    --------
    categorical_cross_entropy : The same from a.

    Notes
    -----
    ``ln sum e^z`` is the largest z of a column plus ``ln(1 + sum e^(z -
    largest))`` over the others, so nothing overflows. ``largest - z`` and
    that logarithm are never negative, so a small loss keeps its digits.

    Examples
    --------
    Wrong by a thousand costs a thousand, not infinity:

    >>> z = np.array([[1000.0], [0.0]])
    >>> float(softmax_cross_entropy(z, np.array([[0.0], [1.0]])))
    1000.0
    """
    n, m = z.shape
    if y.shape != (n, m):
        raise ValueError(f"y must be ({n}, {m}) like z, got {y.shape}")
    if np.iscomplexobj(y) or not 0 <= y.min() <= y.max() <= 1:
        raise ValueError(f"y must be in [0, 1], got {y.min()} to {y.max()}")
    sums = y.sum(axis=0)
    if abs(sums - 1).max() > 1e-3:
        raise ValueError(
            "each column of y must sum to 1, "
            f"got {sums.min()} to {sums.max()}"
        )
    y = y.astype(np.result_type(z, 1.0))  # float32 stays float32
    top, others = z.max(axis=0), np.sort(z, axis=0)[:-1]
    rest = np.log1p(np.sum(np.exp(others - top), axis=0))
    return 1 / m * np.sum(y * (top - z + rest))  # ln sum e^z is top + rest
