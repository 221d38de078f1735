"""What the gradients are for: one step downhill."""

from collections.abc import Sequence

import numpy as np


def gradient_step(
    parameters: "Sequence[np.ndarray]",
    gradients: "Sequence[np.ndarray]",
    learning_rate: float,
) -> list[np.ndarray]:
    """Move every parameter a little against its gradient.

    The equation is ``theta - eta dtheta`` for every parameter theta.

    Parameters
    ----------
    parameters : list of ndarrays
        The weights, or the biases; any shapes.
    gradients : list of ndarrays, the same shapes
        dJ/dtheta for each of them.
    learning_rate : float
        eta, which scales the step; above 0.

    Returns
    -------
    list of ndarrays, the same shapes
        The new parameters. The old ones stay as they were.

    Raises
    ------
    ValueError
        If a gradient's shape is not its parameter's, the lists differ in
        length, an array is empty, or learning_rate is not above 0.

    See Also
    --------
    backward_pass : Where the gradients come from.

    Notes
    -----
    Article, section 0: the gradients exist for this step. Find all the
    gradients first, from the old parameters, and step afterwards.

    Examples
    --------
    The weight has a positive gradient and goes down, the other goes up:

    >>> W, dW = np.array([[1.0, 2.0]]), np.array([[4.0, -2.0]])
    >>> gradient_step([W], [dW], 0.25)
    [array([[0. , 2.5]])]
    """
    both = list(parameters), list(gradients)
    # .real, which pandas has not: it would subtract by label, not by place.
    got = [[array.real.shape for array in arrays] for arrays in both]
    if got[0] != got[1] or not all(theta.size > 0 for theta in both[0]):
        raise ValueError(f"parameters, gradients must match, got {got}")
    eta = learning_rate
    if np.asarray(eta).dtype == bool or not 0 < eta < np.inf:
        raise ValueError(f"learning_rate must be > 0 and finite, got {eta}")
    eta = float(eta)  # a NumPy number would turn float32 into float64
    return [theta - eta * dtheta for theta, dtheta in zip(*both)]
