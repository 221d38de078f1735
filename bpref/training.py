"""What the gradients are for: one step downhill. Article, section 0."""

import numpy as np


def gradient_step(
    theta: dict[int, np.ndarray],
    dtheta: dict[int, np.ndarray],
    learning_rate: float,
) -> dict[int, np.ndarray]:
    """Move every parameter a little against its gradient.

    The equation is ``theta[l] - eta dtheta[l]`` for every layer l.

    Parameters
    ----------
    theta : dict, theta[l] an ndarray of any shape
        The parameters: W, or b.
    dtheta : dict, dtheta[l] an ndarray of the shape of theta[l]
        Their gradients: dW, or db.
    learning_rate : float
        eta, which scales the step.

    Returns
    -------
    dict, the layers and shapes of theta
        The new parameters. The old ones stay as they were.

    Raises
    ------
    ValueError
        If theta and dtheta differ in a layer or in a shape.

    Notes
    -----
    Find all the gradients first, from the old parameters, and step
    afterwards.

    Examples
    --------
    The weight has a positive gradient and goes down, the other goes up:

    >>> W, dW = {1: np.array([[1.0, 2.0]])}, {1: np.array([[4.0, -2.0]])}
    >>> gradient_step(W, dW, 0.25)
    {1: array([[0. , 2.5]])}
    """
    need = {l: theta[l].shape for l in theta}
    got = {l: dtheta[l].shape for l in dtheta}
    if got != need:
        raise ValueError(f"dtheta must have the shapes {need}, got {got}")
    eta = float(learning_rate)  # NumPy's own numbers would widen float32
    return {l: theta[l] - eta * dtheta[l] for l in theta}
