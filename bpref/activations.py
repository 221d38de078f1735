"""Activations g(z) and their derivatives g'(z): article, sections 2 and 8.

A derivative takes z, never a: the one rule that is right for all of them.
"""

import numpy as np


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Squash every number into the interval from 0 to 1.

    The equation is ``a = g(z) = 1 / (1 + e^-z) = e^z / (1 + e^z)``.

    Parameters
    ----------
    z : ndarray, any shape
        The weighted sums, before the activation; usually (n, m).

    Returns
    -------
    ndarray, shape of z
        The activation a, each element between 0 and 1.

    Notes
    -----
    The second form keeps all digits of a very negative z. From z = 40 on, a
    is 1 to every digit of float64, so z may stop there, and no float64 or
    float32 overflows. (In float16 e^z does, from about z = 11.1 on, and a is
    NaN.)

    Examples
    --------
    At 0 the sigmoid cannot decide; at plus or minus 1000 nothing overflows:

    >>> sigmoid(np.array([[-1000.0], [0.0], [1000.0]]))
    array([[0. ],
           [0.5],
           [1. ]])
    """
    e = np.exp(np.minimum(z, 40.0))  # e^z; from 40 on, a rounds to 1
    return e / (1 + e)


def sigmoid_derivative(z: np.ndarray) -> np.ndarray:
    """Tell how fast the sigmoid rises at z.

    The equation is ``g'(z) = g(z) (1 - g(z)) = e^-|z| / (1 + e^-|z|)^2``.

    Parameters
    ----------
    z : ndarray, any shape
        Where the slope is wanted; usually (n, m).

    Returns
    -------
    ndarray, shape of z
        The slope, each element between 0 and 1/4.

    Notes
    -----
    Where ``a = sigmoid(z)`` is at hand, ``a * (1 - a)`` is the same number
    for one exponential less, but loses digits as z grows and is 0 from
    z = 37 on.

    Examples
    --------
    The slope is steepest at 0, where it is one quarter:

    >>> sigmoid_derivative(np.array([[-1000.0], [0.0], [1000.0]]))
    array([[0.  ],
           [0.25],
           [0.  ]])
    """
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


def tanh(z: np.ndarray) -> np.ndarray:
    """Squash every number into the interval from -1 to 1.

    The equation is ``a = g(z) = (e^z - e^-z) / (e^z + e^-z)``.

    Parameters
    ----------
    z : ndarray, any shape
        The weighted sums, before the activation; usually (n, m).

    Returns
    -------
    ndarray, shape of z
        The activation a, each element between -1 and 1.

    Examples
    --------
    Unlike the sigmoid, it maps 0 to 0:

    >>> tanh(np.array([[-1000.0], [0.0], [1000.0]]))
    array([[-1.],
           [ 0.],
           [ 1.]])
    """
    return np.tanh(z)


def tanh_derivative(z: np.ndarray) -> np.ndarray:
    """Tell how fast tanh rises at z.

    The equation is ``g'(z) = 1 - tanh(z)^2 = 4 e^-2|z| / (1 + e^-2|z|)^2``.

    Parameters
    ----------
    z : ndarray, any shape
        Where the slope is wanted; usually (n, m).

    Returns
    -------
    ndarray, shape of z
        The slope, each element between 0 and 1.

    Notes
    -----
    The second form is computed; the first, ``1 - tanh(z)^2``, loses all its
    digits above z = 19.

    Examples
    --------
    The slope at 0 is 1, four times the sigmoid's:

    >>> tanh_derivative(np.array([[-1000.0], [0.0], [1000.0]]))
    array([[0.],
           [1.],
           [0.]])
    """
    e = np.exp(-2 * np.abs(z))
    return 4 * e / (1 + e) ** 2


def relu(z: np.ndarray) -> np.ndarray:
    """Let positive numbers pass and turn the others into 0.

    The equation is ``a = g(z) = max(z, 0)``.

    Parameters
    ----------
    z : ndarray, any shape
        The weighted sums, before the activation; usually (n, m).

    Returns
    -------
    ndarray, shape of z
        The activation a, no element below 0.

    Notes
    -----
    ReLU is short for rectified linear unit.

    Examples
    --------
    >>> relu(np.array([[-2.0], [0.0], [3.0]]))
    array([[0.],
           [0.],
           [3.]])
    """
    return np.maximum(z, 0)


def relu_derivative(z: np.ndarray) -> np.ndarray:
    """Tell where ReLU lets a gradient pass: 1 where z > 0, 0 elsewhere.

    The equation is ``g'(z) = 1 if z > 0 else 0``.

    Parameters
    ----------
    z : ndarray, any shape
        Where the slope is wanted; usually (n, m). Not the activation a.

    Returns
    -------
    ndarray, shape of z
        The slope, each element 0 or 1.

    Notes
    -----
    At exactly 0 the curve has a kink and no slope; 0 is the usual choice, the
    second argument of ``heaviside``. Unlike ``z > 0``, ``heaviside`` keeps
    NaN and the type of z.

    Examples
    --------
    The slope at the kink is 0:

    >>> relu_derivative(np.array([[-2.0], [0.0], [3.0]]))
    array([[0.],
           [0.],
           [1.]])
    """
    return np.heaviside(z, 0)


def softmax(z: np.ndarray) -> np.ndarray:
    """Turn each column into probabilities that sum to 1.

    The equation is ``a_i = e^z_i / sum_k e^z_k``, column by column.

    Parameters
    ----------
    z : ndarray, shape (n, m)
        The logits: one row per class, one column per example.

    Returns
    -------
    ndarray, shape (n, m)
        The probabilities a; every column sums to 1.

    See Also
    --------
    softmax_cross_entropy : The loss that belongs to it, from z.
    softmax_backward : The way back, in place of a slope g'.

    Notes
    -----
    Taking the column's largest z off every z in the column changes nothing in
    the fraction, and keeps e^z from overflowing.

    Examples
    --------
    Only differences count: 1000 and 1000 are as undecided as 0 and 0.

    >>> softmax(np.array([[0.0, 1000.0], [0.0, 1000.0]]))
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    n, m = z.shape
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)
