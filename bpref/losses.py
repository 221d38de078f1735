"""Losses J and their derivatives da: article, sections 2, 8 and 9.

J sums over the outputs and is the mean over the m examples. But da is the
derivative of each example's own loss: the 1/m enters later, in dW and db.
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
        If the shapes differ or are not (n, m), or a value is not in [0, 1].

    See Also
    --------
    sigmoid_cross_entropy : The same from z, for outputs that round to 0 or 1.
    cross_entropy_derivative : Its da.
    cross_entropy_dz : Its dz, where a is a sigmoid.

    Notes
    -----
    Article, sections 8 and 9. A certain and right answer costs 0, a certain
    and wrong one infinity (and NumPy warns).

    Examples
    --------
    An undecided output costs ln 2, a certain and right one nothing:

    >>> J = cross_entropy(np.array([[0.5]]), np.array([[1.0]]))
    >>> bool(J == np.log(2))
    True
    >>> float(cross_entropy(np.array([[1.0]]), np.array([[1.0]])))
    0.0
    """
    got = a.shape, y.shape, a.dtype
    if got[0] != got[1] or a.ndim != 2 or not a.size or a.dtype.kind in "biu":
        raise ValueError(f"a, y must be (n, m), (n, m), a floats, got {got}")
    if (abs(a - 0.5) > 0.5).any() or not abs(y - 0.5).max() <= 0.5:
        ends = f"{a.min()} to {a.max()} and {y.min()} to {y.max()}"
        raise ValueError(f"a, y must lie in [0, 1], got {ends}")
    # A 1 in place of what is multiplied by 0: its logarithm may be infinite.
    ln_a = np.log(np.where(y == 0, 1, a))
    ln_1_minus_a = np.log1p(np.where(y == 1, 0, -a))
    terms = np.multiply(y, ln_a) + np.multiply(1 - y, ln_1_minus_a)
    return 0 - terms.sum() / a.shape[1]  # a bare minus could give -0.0


def cross_entropy_derivative(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Compute da, the derivative of each example's cross-entropy.

    The equation is ``da = -y/a + (1 - y)/(1 - a)``, with ``0/0 = 0``, which
    is ``(a - y) / (a (1 - a))``.

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
        If a shape is not (n, m), a holds no floats, or a or y leaves [0, 1].

    See Also
    --------
    cross_entropy_dz : This and the next step in one, never dividing by 0.

    Notes
    -----
    Article, sections 2 and 8. A certain and wrong output has an infinite da,
    and NumPy warns. The second form loses no digits where a is near y.

    Examples
    --------
    The target is 1, so a larger output lowers the loss, and da is negative:

    >>> a, y = np.array([[0.25, 0.5, 1.0]]), np.array([[1.0, 1.0, 1.0]])
    >>> cross_entropy_derivative(a, y)
    array([[-4., -2., -1.]])
    """
    got = a.shape, y.shape, a.dtype
    if got[0] != got[1] or a.ndim != 2 or not a.size or a.dtype.kind in "biu":
        raise ValueError(f"a, y must be (n, m), (n, m), a floats, got {got}")
    if (abs(a - 0.5) > 0.5).any() or not abs(y - 0.5).max() <= 0.5:
        ends = f"{a.min()} to {a.max()} and {y.min()} to {y.max()}"
        raise ValueError(f"a, y must lie in [0, 1], got {ends}")
    slope = np.multiply(a, 1 - a)
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
        If a shape is not (n, m), z holds no floats, or y is not in [0, 1].

    See Also
    --------
    cross_entropy : The same from a.

    Notes
    -----
    Article, section 8, with ``a = sigmoid(z)`` put into J. Beyond z = 38, a
    rounds to 1 and ``ln(1 - a)`` to minus infinity; here nothing is lost.

    Examples
    --------
    Certain and wrong by a thousand costs a thousand, not infinity:

    >>> float(sigmoid_cross_entropy(np.array([[1000.0]]), np.array([[0.0]])))
    1000.0
    >>> float(sigmoid_cross_entropy(np.array([[1000.0]]), np.array([[1.0]])))
    0.0
    """
    got = z.shape, y.shape, z.dtype
    if got[0] != got[1] or z.ndim != 2 or not z.size or z.dtype.kind in "biu":
        raise ValueError(f"z, y must be (n, m), (n, m), z floats, got {got}")
    if not abs(y - 0.5).max() <= 0.5:
        raise ValueError(f"y must lie in [0, 1], got {y.min()} to {y.max()}")
    size = np.maximum(z, -z)  # |z|, of complex numbers too
    wrong = np.where(z > 0, 1 - y, y)  # how far y is from the side z is on
    terms = np.multiply(wrong, size) + np.log1p(np.exp(-size))
    return terms.sum() / z.shape[1]


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
        J: a sum over outputs, the mean over examples; never below 0.

    Raises
    ------
    ValueError
        If the shapes differ or are not (n, m), or a holds no floats.

    See Also
    --------
    squared_error_derivative : Its da.

    Notes
    -----
    Article, section 2, which leaves J open. The half is a choice: it cancels
    the 2 of the derivative, and halves J and every gradient alike.

    Examples
    --------
    Off by 3 and by 1: half of 9 + 1.

    >>> a, y = np.array([[4.0], [1.0]]), np.array([[1.0], [2.0]])
    >>> float(squared_error(a, y))
    5.0
    """
    got = a.shape, y.real.shape  # pandas sums each column
    if a.shape != y.shape or a.ndim != 2 or not a.size > 0:
        raise ValueError(f"a, y must be (n, m), (n, m), got {got}")
    if a.dtype.kind not in "fc":
        raise ValueError(f"a must hold floats, got {a.dtype}")
    return np.square(a - y).sum() / (2 * a.shape[1])


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

    Raises
    ------
    ValueError
        If the shapes differ or are not (n, m), or a holds no floats.

    See Also
    --------
    squared_error : The loss, with its half.

    Notes
    -----
    Article, section 2. This is da, not dz: the slope g' is still to come.

    Examples
    --------
    >>> a, y = np.array([[4.0], [1.0]]), np.array([[1.0], [2.0]])
    >>> squared_error_derivative(a, y)
    array([[ 3.],
           [-1.]])
    """
    got = a.shape, y.shape
    if a.shape != y.shape or a.ndim != 2 or not a.size > 0:
        raise ValueError(f"a, y must be (n, m), (n, m), got {got}")
    if a.dtype.kind not in "fc":
        raise ValueError(f"a must hold floats, got {a.dtype}")
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
        If the shapes are not both (n, m), a value is not in [0, 1], or a
        column does not sum to 1, within 0.001.

    See Also
    --------
    softmax_cross_entropy : The same from z.
    cross_entropy_dz : Its dz, where a is a softmax.

    Notes
    -----
    Article, section 1, names the case: one output per class.

    Examples
    --------
    Only the probability of the right class counts:

    >>> a = np.array([[0.25], [0.5], [0.25]])
    >>> y = np.array([[0.0], [1.0], [0.0]])
    >>> bool(categorical_cross_entropy(a, y) == np.log(2))
    True
    """
    got = a.shape, y.shape
    if a.shape != y.shape or a.ndim != 2 or not a.size > 0:
        raise ValueError(f"a, y must be (n, m), (n, m), got {got}")
    for name, p in (("a", a), ("y", y)):
        sums = p.sum(axis=0)
        if (abs(p - 0.5) > 0.5).any() or (abs(sums - 1) > 1e-3).any():
            raise ValueError(
                f"{name} must lie in [0, 1] with columns that sum to 1, "
                f"got {p.min()} to {p.max()} and {sums}"
            )
    # A 1 in place of the 0 whose logarithm would be multiplied by 0.
    ln_a = np.log(np.where((y == 0) & (a == 0), 1, a))
    return 0 - np.multiply(y, ln_a).sum() / a.shape[1]  # never -0.0


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
        If the shapes are not both (n, m), z holds no floats, y is not in
        [0, 1], or a column of y does not sum to 1, within 0.001.

    See Also
    --------
    categorical_cross_entropy : The same from a.

    Notes
    -----
    Article, section 1, names the case: one output per class. ``ln sum e^z``
    is the largest z plus ``ln(1 + the others' e^(z - largest))``: two numbers
    that are never negative, so that a small loss keeps its digits. What a
    difference d loses by rounding is added again: e^d magnifies it d times.

    Examples
    --------
    Wrong by a thousand costs a thousand, not infinity:

    >>> z = np.array([[1000.0], [0.0]])
    >>> float(softmax_cross_entropy(z, np.array([[0.0], [1.0]])))
    1000.0
    """
    got = z.shape, y.shape, z.dtype
    if got[0] != got[1] or z.ndim != 2 or not z.size or z.dtype.kind in "biu":
        raise ValueError(f"z, y must be (n, m), (n, m), z floats, got {got}")
    sums = y.sum(axis=0)
    if not (abs(y - 0.5).max() <= 0.5 and abs(sums - 1).max() <= 1e-3):
        raise ValueError(
            "y must lie in [0, 1] with columns that sum to 1, "
            f"got {y.min()} to {y.max()} and {sums}"
        )
    top = z.max(axis=0, keepdims=True)
    at_top = np.arange(len(z))[:, None] == z.argmax(axis=0)
    low = np.where(np.isfinite(z - top), z, top)  # z may be -infinity
    d = low - top
    lost = (low - (d - (d - low))) - (top + (d - low))  # by rounding, in d
    e = np.where(at_top, 0, np.exp(z - top) * (1 + lost))
    below = np.where(y == 0, 0, top - z)
    terms = np.multiply(y, below + np.log1p(e.sum(axis=0, keepdims=True)))
    return terms.sum() / z.shape[1]
