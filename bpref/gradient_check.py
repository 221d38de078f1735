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
        If f(theta + 0j) is not a complex number, J + 0j.

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
    J = f(theta + 0j)
    if not np.iscomplexobj(J) or abs(J.imag) > 0:
        raise ValueError(f"f must compute with complex numbers, got {J}")
    h, gradient = 1e-20, np.empty(theta.shape)
    for i in np.ndindex(theta.shape):
        nudged = theta.astype(complex)
        nudged[i] += 1j * h
        gradient[i] = f(nudged).imag / h
    return gradient


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
    gradient = np.empty(theta.shape)
    for i in np.ndindex(theta.shape):
        up, down = theta.astype(float), theta.astype(float)
        step = h * np.maximum(1, abs(up[i]))  # to move a large one
        up[i] += step
        down[i] -= step
        width = up[i] - down[i]  # 2 steps, as floats have them
        gradient[i] = (f(up) - f(down)) / width
    return gradient


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
    if gradient.shape != reference.shape:
        raise ValueError(
            f"gradient must be {reference.shape} like reference, "
            f"got {gradient.shape}"
        )
    scale = max(abs(gradient).max(), abs(reference).max())
    return abs(gradient - reference).max() / (scale or 1)  # two zeros: 0
