"""What the gradients are for: one step downhill."""

from collections.abc import Sequence

import numpy as np


def gradient_step(
    parameters: "Sequence[np.ndarray]", gradients: "Sequence[np.ndarray]", learning_rate: float
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
        eta, the length of the step; above 0.

    Returns
    -------
    list of ndarrays, the same shapes
        The new parameters. The old ones stay as they were.

    Raises
    ------
    TypeError
        If a list is not a list of arrays, or learning_rate not a number.
    ValueError
        If a gradient has not its parameter's shape, the lists differ in length or are empty,
        or learning_rate is not above 0.

    See Also
    --------
    backward_pass : Where the gradients come from.

    Notes
    -----
    Article, section 0: the gradients exist for this step. Find all the gradients first,
    from the old parameters, and step afterwards.

    Examples
    --------
    The weight has a positive gradient and goes down, the other goes up:

    >>> gradient_step([np.array([[1.0, 2.0]])], [np.array([[4.0, -2.0]])], 0.25)
    [array([[0. , 2.5]])]
    """
    for name, entries in (("parameters", parameters), ("gradients", gradients)):
        if not isinstance(entries, (list, tuple)):
            raise TypeError(f"{name} must be a list of arrays, got {type(entries).__name__}")
        if len(entries) != max(len(parameters), 1):
            raise ValueError(
                f"{name} must have {max(len(parameters), 1)} entries, got {len(entries)}"
            )
        for i, (array, theta) in enumerate(zip(entries, parameters)):
            if not hasattr(array, "shape"):
                raise TypeError(f"{name}[{i}] must be an array, got {type(array).__name__}")
            if not array.size > 0:
                got = array.shape
                raise ValueError(f"{name}[{i}] must hold at least one number, got shape {got}")
            if array.shape != theta.shape:
                raise ValueError(f"{name}[{i}] must have shape {theta.shape}, got {array.shape}")
    if not isinstance(learning_rate, (int, float, np.integer, np.floating)):
        raise TypeError(f"learning_rate must be a number, got {type(learning_rate).__name__}")
    if not 0 < learning_rate < np.inf:
        raise ValueError(f"learning_rate must be above 0 and finite, got {learning_rate}")
    # A Python float keeps float32 as it is; a NumPy number would turn it into float64.
    eta = float(learning_rate)
    return [theta - eta * dtheta for theta, dtheta in zip(parameters, gradients)]
