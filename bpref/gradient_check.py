"""The gradient, found in two ways that do not use backpropagation.

Both are slow, with one or two runs of the loss for each parameter, and simple
enough to be believed. `relative_error` says how far apart two gradients are.
"""

from collections.abc import Callable

import numpy as np


def complex_step_gradient(
    f: "Callable[[np.ndarray], np.complexfloating]", theta: np.ndarray
) -> np.ndarray:
    """Compute the gradient of f at theta by a tiny imaginary step.

    The equation is ``df/dtheta_i = Im f(theta + i h e_i) / h``, h tiny.

    Parameters
    ----------
    f : function from ndarray to number
        What to differentiate. It must compute with complex numbers: no
        ``abs``, no cast to float, no look at the imaginary part.
    theta : ndarray, any shape
        Where the gradient is wanted; real.

    Returns
    -------
    ndarray, shape of theta
        The gradient, in float64 even for float32.

    Raises
    ------
    ValueError
        If theta is empty or not real, or f(theta) is not one number J + 0j.

    See Also
    --------
    central_difference_gradient : About ten digits, without complex numbers.
    relative_error : How far two gradients are apart.

    Notes
    -----
    Expand f: ``f(theta + i h) = f(theta) + i h f'(theta) - h^2 ...``. The
    imaginary part is h times the slope; nothing is subtracted, so h can be so
    small that the rest vanishes. Here h is 1e-20.

    Examples
    --------
    The slope of theta^3 at 2 is 12, and at -0.5 it is 0.75:

    >>> theta = np.array([2.0, -0.5])
    >>> complex_step_gradient(lambda theta: (theta**3).sum(), theta)
    array([12.  ,  0.75])
    """
    got = theta.dtype, theta.shape
    if theta.dtype.kind not in "biuf" or not theta.size > 0:
        raise ValueError(f"theta must hold real numbers, got {got}")
    J = f(theta + 0j)
    if np.shape(J) != () or not np.iscomplexobj(J) or abs(J.imag) > 0:
        raise ValueError(f"f must return one complex number J + 0j, got {J}")
    h, index = 1e-20, np.arange(theta.size).reshape(theta.shape)
    nudged = (theta + 1j * h * (index == i) for i in range(theta.size))
    slopes = [f(theta_i).imag / h for theta_i in nudged]
    return np.array(slopes).reshape(theta.shape)


def central_difference_gradient(
    f: "Callable[[np.ndarray], np.floating]",
    theta: np.ndarray,
    h: float = 1e-5,
) -> np.ndarray:
    """Compute the gradient of f at theta by a small step to either side.

    The equation is ``df/dtheta_i = [f(theta + h e_i) - f(theta - h e_i)]/2h``
    with ``h |theta_i|`` in place of h where ``|theta_i|`` is above 1.

    Parameters
    ----------
    f : function from ndarray to number
        What to differentiate.
    theta : ndarray, any shape
        Where the gradient is wanted; real.
    h : float, default 1e-5
        The step. Smaller is not better: the difference drowns in rounding.

    Returns
    -------
    ndarray, shape of theta
        The gradient, to about ten digits; fewer where f is much larger.

    Raises
    ------
    ValueError
        If theta is empty or not real, or h not above 0 or lost beside theta.

    See Also
    --------
    complex_step_gradient : About sixteen digits, for f of complex numbers.
    relative_error : How far two gradients are apart.

    Notes
    -----
    The error is of the order of h^2 + 1e-16/h, smallest near h = 1e-5.

    Examples
    --------
    The slope of theta^2 at 3 is 6, and this h is exact in binary:

    >>> theta, h = np.array([3.0, 0.0]), 0.25
    >>> central_difference_gradient(lambda theta: (theta**2).sum(), theta, h)
    array([6., 0.])
    """
    got = theta.dtype, theta.shape
    if theta.dtype.kind not in "biuf" or not theta.size > 0:
        raise ValueError(f"theta must hold real numbers, got {got}")
    theta = theta.astype(float)
    steps = h * np.maximum(1.0, abs(theta))  # so that a large theta moves too
    stuck = theta - steps == theta + steps
    if np.asarray(h).dtype == bool or not 0 < h < np.inf or stuck.any():
        raise ValueError(f"h must be a number that moves theta, got {h}")
    slopes, index = [], np.arange(theta.size).reshape(theta.shape)
    for i in range(theta.size):
        step = np.where(index == i, steps, 0.0)
        up, down = theta + step, theta - step
        width = (up - down).sum()  # 2 steps, as floats have them
        slopes.append((f(up) - float(f(down))) / width)
    return np.array(slopes).reshape(theta.shape)


def relative_error(
    gradient: np.ndarray, reference: np.ndarray
) -> np.floating:
    """Measure how far apart two gradients are, as a fraction of the larger.

    The equation is ``max|gradient - reference| / max(max|gradient|,
    max|reference|)``.

    Parameters
    ----------
    gradient : ndarray, any shape
        The gradient to check.
    reference : ndarray, the same shape
        The gradient found in another way.

    Returns
    -------
    floating
        0 where they are equal, 2 where opposite, 1 where one of them is 0.

    Raises
    ------
    ValueError
        If the shapes differ, an array is empty, or holds no floats.

    See Also
    --------
    complex_step_gradient, central_difference_gradient : Two references.

    Notes
    -----
    The largest difference against the largest element, so that an element
    which happens to be 0 does not turn a rounding error into a large
    fraction. No absolute tolerance: a loss scaled by 1e-7 is checked as
    strictly as any other.

    Examples
    --------
    >>> float(relative_error(np.array([4.0, 1.0]), np.array([4.0, 1.5])))
    0.125
    """
    # .real, which pandas has not: it would subtract by label, not by place.
    got = gradient.real.shape, reference.real.shape
    if gradient.shape != reference.shape or not gradient.size > 0:
        raise ValueError(
            f"gradient, reference must agree in shape, got {got}"
        )
    types = gradient.dtype, reference.dtype
    if not {dtype.kind for dtype in types} <= {"f", "c"}:
        raise ValueError(f"gradient, reference must hold floats, got {types}")
    scale = np.maximum(abs(gradient).max(), abs(reference).max())
    # Two gradients of nothing but zeros are equal: 0/1 in place of 0/0.
    return abs(gradient - reference).max() / np.where(scale == 0, 1, scale)
