"""The gradient by two ways that know nothing of backpropagation, and how far apart two are.

Both are slow, one or two runs of the loss for every single parameter, and both are simple
enough to be believed.
"""

from collections.abc import Callable

import numpy as np


def complex_step_gradient(
    f: "Callable[[np.ndarray], np.complexfloating]", theta: np.ndarray
) -> np.ndarray:
    """Compute the gradient of f at theta by a step into the imaginary numbers.

    The equation is ``df/dtheta_i = Im f(theta + i h e_i) / h``, exact up to rounding.

    Parameters
    ----------
    f : function from ndarray to number
        What to differentiate. It must compute with complex numbers: no ``abs``, no cast to
        float, no comparison that looks at the imaginary part.
    theta : ndarray, any shape
        Where the gradient is wanted; real.

    Returns
    -------
    ndarray, shape of theta
        The gradient, in float64 whatever theta is: a check wants more digits than what it checks.

    Raises
    ------
    TypeError
        If f is not a function, theta not a real array, or f(theta) not a complex number.
    ValueError
        If theta is empty, or f returns more than one number.

    See Also
    --------
    central_difference_gradient : Needs no complex numbers, and has about nine digits.
    relative_error : How far two gradients are apart.

    Notes
    -----
    Expand f around theta: ``f(theta + i h) = f(theta) + i h f'(theta) - h^2 ...``. The
    imaginary part is h times the slope, no difference of nearly equal numbers is taken, so
    h can be so small that the rest vanishes. Here h is 1e-20.

    Examples
    --------
    The slope of theta^3 at 2 is 12, and at -0.5 it is 0.75:

    >>> complex_step_gradient(lambda theta: (theta**3).sum(), np.array([2.0, -0.5]))
    array([12.  ,  0.75])
    """
    if not callable(f):
        raise TypeError(f"f must be a function, got {type(f).__name__}")
    if not hasattr(theta, "ndim") or np.iscomplexobj(theta):
        got = getattr(theta, "dtype", type(theta).__name__)
        raise TypeError(f"theta must be a real array, got {got}")
    if not theta.size > 0:
        raise ValueError(f"theta must hold at least one number, got shape {theta.shape}")
    J = f(theta + 0j)
    if np.ndim(J) != 0:
        raise ValueError(f"f must return one number, got shape {np.shape(J)}")
    if not np.iscomplexobj(J):
        raise TypeError(
            f"f must return a complex number for a complex theta, got {type(J).__name__}"
        )
    h = 1e-20
    index = np.arange(theta.size).reshape(theta.shape)
    slopes = [f(theta + 1j * h * (index == i)).imag / h for i in range(theta.size)]
    return np.array(slopes).reshape(theta.shape)


def central_difference_gradient(
    f: "Callable[[np.ndarray], np.floating]", theta: np.ndarray, h: float = 1e-5
) -> np.ndarray:
    """Compute the gradient of f at theta by a small step to either side.

    The equation is ``df/dtheta_i = [f(theta + h e_i) - f(theta - h e_i)] / 2h``, up to an
    error of the order of h^2.

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
        The gradient, right to about nine digits; to fewer where it is small beside f.

    Raises
    ------
    TypeError
        If f is not a function, theta not a real array, h not a number, or f(theta) not a real one.
    ValueError
        If theta is empty, h not above 0, or f returns more than one number.

    See Also
    --------
    complex_step_gradient : About sixteen digits, where f allows complex numbers.
    relative_error : How far two gradients are apart.

    Notes
    -----
    The error is of the order of h^2 + 1e-16/h, smallest near h = 1e-5.

    Examples
    --------
    The slope of theta^2 at 3 is 6, and this h is exact in binary:

    >>> central_difference_gradient(lambda theta: (theta**2).sum(), np.array([3.0, 0.0]), 0.25)
    array([6., 0.])
    """
    if not callable(f):
        raise TypeError(f"f must be a function, got {type(f).__name__}")
    if not hasattr(theta, "ndim") or np.iscomplexobj(theta):
        got = getattr(theta, "dtype", type(theta).__name__)
        raise TypeError(f"theta must be a real array, got {got}")
    if not theta.size > 0:
        raise ValueError(f"theta must hold at least one number, got shape {theta.shape}")
    if not isinstance(h, (int, float, np.integer, np.floating)):
        raise TypeError(f"h must be a number, got {type(h).__name__}")
    if not 0 < h < np.inf:
        raise ValueError(f"h must be above 0 and finite, got {h}")
    J = f(theta + 0.0)  # a copy in floats: f may be in place, or refuse integers
    if np.ndim(J) != 0:
        raise ValueError(f"f must return one number, got shape {np.shape(J)}")
    if np.asarray(J).dtype.kind not in "iuf":
        raise TypeError(f"f must return a real number, got {type(J).__name__}")
    index = np.arange(theta.size).reshape(theta.shape)
    steps = [float(h) * (index == i) for i in range(theta.size)]
    slopes = [(f(theta + step) - f(theta - step)) / (2 * h) for step in steps]
    return np.array(slopes).reshape(theta.shape)


def relative_error(gradient: np.ndarray, reference: np.ndarray) -> np.floating:
    """Measure how far two gradients are apart, as a fraction of the larger one.

    The equation is ``max|gradient - reference| / max(max|gradient|, max|reference|)``.

    Parameters
    ----------
    gradient : ndarray, any shape
        The gradient to check.
    reference : ndarray, the same shape
        The gradient found another way.

    Returns
    -------
    floating
        From 0, where they are equal, to 2, where they are opposite; 1 where one of them is 0.

    Raises
    ------
    TypeError
        If an argument is not an array.
    ValueError
        If the shapes differ, or are empty.

    See Also
    --------
    complex_step_gradient, central_difference_gradient : Where a reference comes from.

    Notes
    -----
    The largest difference against the largest element, so that an element which happens to
    be 0 does not turn a rounding error into a large fraction. No absolute tolerance: a loss
    scaled by 1e-7 is checked as strictly as any other.

    Examples
    --------
    >>> float(relative_error(np.array([4.0, 1.0]), np.array([4.0, 1.5])))
    0.125
    """
    for name, array in (("gradient", gradient), ("reference", reference)):
        if not hasattr(array, "ndim"):
            raise TypeError(f"{name} must be an array, got {type(array).__name__}")
        if not array.size > 0:
            raise ValueError(f"{name} must hold at least one number, got shape {array.shape}")
    if reference.shape != gradient.shape:
        raise ValueError(f"reference must have shape {gradient.shape}, got {reference.shape}")
    # 1.0 *, because small and unsigned integers wrap around.
    gradient, reference = 1.0 * gradient, 1.0 * reference
    scale = np.maximum(abs(gradient).max(), abs(reference).max())
    # Two gradients of nothing but zeros are equal: 0/1 in place of 0/0.
    error: np.floating = abs(gradient - reference).max() / np.where(scale == 0, 1, scale)
    return error
