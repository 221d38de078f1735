"""What the gradients are for: a step downhill. Article, section 0.

The three steps after the plain one remember earlier gradients. What they
remember is passed in and comes back, so that nothing is hidden.
"""

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

    See Also
    --------
    momentum_step, rmsprop_step, adam_step : Steps that remember gradients.

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


def momentum_step(
    theta: dict[int, np.ndarray],
    dtheta: dict[int, np.ndarray],
    v: dict[int, np.ndarray],
    learning_rate: float,
    beta: float = 0.9,
) -> tuple[dict[int, np.ndarray], dict[int, np.ndarray]]:
    """Step against a running average of the gradients.

    The equations are ``v[l] = beta v[l] + (1 - beta) dtheta[l]``, and then
    ``theta[l] - eta v[l]``, for every layer l.

    Parameters
    ----------
    theta : dict, theta[l] an ndarray of any shape
        The parameters: W, or b.
    dtheta : dict, dtheta[l] an ndarray of the shape of theta[l]
        Their gradients: dW, or db.
    v : dict, v[l] an ndarray of the shape of theta[l]
        The average that the step before returned; zeros at the first step.
    learning_rate : float
        eta, which scales the step.
    beta : float
        How much of the old average is kept, from 0 to less than 1.

    Returns
    -------
    theta : dict, the layers and shapes of theta
        The new parameters. The old ones stay as they were.
    v : dict, the layers and shapes of theta
        The new average, for the next step.

    Raises
    ------
    ValueError
        If theta, dtheta and v differ in a layer or in a shape.

    Notes
    -----
    Where it is written as ``v = beta v + dtheta``, v is 1 / (1 - beta) times
    as large, and eta must be smaller by the same factor.

    Examples
    --------
    The first average is a part of the gradient, here a half:

    >>> W, dW = {1: np.array([[1.0, 2.0]])}, {1: np.array([[4.0, -2.0]])}
    >>> v = {1: np.zeros((1, 2))}
    >>> momentum_step(W, dW, v, 0.25, beta=0.5)
    ({1: array([[0.5 , 2.25]])}, {1: array([[ 2., -1.]])})
    """
    need = {l: theta[l].shape for l in theta}
    for name, given in (("dtheta", dtheta), ("v", v)):
        got = {l: given[l].shape for l in given}
        if got != need:
            raise ValueError(f"{name} must have the shapes {need}, got {got}")
    # NumPy's own numbers would widen float32.
    eta, beta = float(learning_rate), float(beta)
    new_theta, new_v = {}, {}
    for l in theta:
        new_v[l] = beta * v[l] + (1 - beta) * dtheta[l]
        new_theta[l] = theta[l] - eta * new_v[l]
    return new_theta, new_v


def rmsprop_step(
    theta: dict[int, np.ndarray],
    dtheta: dict[int, np.ndarray],
    s: dict[int, np.ndarray],
    learning_rate: float,
    beta: float = 0.9,
    epsilon: float = 1e-8,
) -> tuple[dict[int, np.ndarray], dict[int, np.ndarray]]:
    """Divide each gradient by its own usual size, and step against it.

    The equations are ``s[l] = beta s[l] + (1 - beta) dtheta[l]^2``, and then
    ``theta[l] - eta dtheta[l] / (sqrt(s[l]) + epsilon)``, element by element,
    for every layer l.

    Parameters
    ----------
    theta : dict, theta[l] an ndarray of any shape
        The parameters: W, or b.
    dtheta : dict, dtheta[l] an ndarray of the shape of theta[l]
        Their gradients: dW, or db.
    s : dict, s[l] an ndarray of the shape of theta[l]
        The average square that the step before returned; zeros at first.
    learning_rate : float
        eta, about how far each parameter moves.
    beta : float
        How much of the old average is kept, from 0 to less than 1.
    epsilon : float
        Keeps the quotient finite where every gradient was 0.

    Returns
    -------
    theta : dict, the layers and shapes of theta
        The new parameters. The old ones stay as they were.
    s : dict, the layers and shapes of theta
        The new average square, for the next step.

    Raises
    ------
    ValueError
        If theta, dtheta and s differ in a layer or in a shape.

    Examples
    --------
    Gradients of different sizes, and steps of one size:

    >>> W, dW = {1: np.array([[1.0, 2.0]])}, {1: np.array([[4.0, -2.0]])}
    >>> s = {1: np.zeros((1, 2))}
    >>> rmsprop_step(W, dW, s, 0.25, beta=0.75, epsilon=0)
    ({1: array([[0.5, 2.5]])}, {1: array([[4., 1.]])})
    """
    need = {l: theta[l].shape for l in theta}
    for name, given in (("dtheta", dtheta), ("s", s)):
        got = {l: given[l].shape for l in given}
        if got != need:
            raise ValueError(f"{name} must have the shapes {need}, got {got}")
    # NumPy's own numbers would widen float32.
    eta, beta, epsilon = map(float, (learning_rate, beta, epsilon))
    new_theta, new_s = {}, {}
    for l in theta:
        new_s[l] = beta * s[l] + (1 - beta) * dtheta[l] ** 2
        root = np.sqrt(new_s[l])
        new_theta[l] = theta[l] - eta * dtheta[l] / (root + epsilon)
    return new_theta, new_s


def adam_step(
    theta: dict[int, np.ndarray],
    dtheta: dict[int, np.ndarray],
    v: dict[int, np.ndarray],
    s: dict[int, np.ndarray],
    t: int,
    learning_rate: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> tuple[
    dict[int, np.ndarray], dict[int, np.ndarray], dict[int, np.ndarray]
]:
    """Step against the average gradient, divided by its usual size.

    The equations are ``v[l] = beta1 v[l] + (1 - beta1) dtheta[l]``,
    ``s[l] = beta2 s[l] + (1 - beta2) dtheta[l]^2``, and then
    ``theta[l] - eta v_hat / (sqrt(s_hat) + epsilon)`` with
    ``v_hat = v[l] / (1 - beta1^t)`` and ``s_hat = s[l] / (1 - beta2^t)``,
    element by element, for every layer l.

    Parameters
    ----------
    theta : dict, theta[l] an ndarray of any shape
        The parameters: W, or b.
    dtheta : dict, dtheta[l] an ndarray of the shape of theta[l]
        Their gradients: dW, or db.
    v : dict, v[l] an ndarray of the shape of theta[l]
        The average that the step before returned; zeros at the first step.
    s : dict, s[l] an ndarray of the shape of theta[l]
        The average square that the step before returned; zeros at first.
    t : int
        The number of this step: 1 at the first, 2 at the second.
    learning_rate : float
        eta, about how far each parameter moves.
    beta1 : float
        How much of v is kept, from 0 to less than 1.
    beta2 : float
        How much of s is kept, from 0 to less than 1.
    epsilon : float
        Keeps the quotient finite where every gradient was 0.

    Returns
    -------
    theta : dict, the layers and shapes of theta
        The new parameters. The old ones stay as they were.
    v : dict, the layers and shapes of theta
        The new average, not corrected, for the next step.
    s : dict, the layers and shapes of theta
        The new average square, not corrected, for the next step.

    Raises
    ------
    ValueError
        If t is below 1, or theta, dtheta, v and s differ in a layer or in a
        shape.

    Notes
    -----
    W and b have a v and an s each, and the same t.

    Examples
    --------
    Gradients of different sizes; every first step is eta long:

    >>> W, dW = {1: np.array([[1.0, 2.0]])}, {1: np.array([[4.0, -2.0]])}
    >>> v, s = {1: np.zeros((1, 2))}, {1: np.zeros((1, 2))}
    >>> W, v, s = adam_step(W, dW, v, s, 1, 0.25, 0.5, 0.75, epsilon=0)
    >>> W
    {1: array([[0.75, 2.25]])}
    >>> v, s
    ({1: array([[ 2., -1.]])}, {1: array([[4., 1.]])})
    """
    need = {l: theta[l].shape for l in theta}
    for name, given in (("dtheta", dtheta), ("v", v), ("s", s)):
        got = {l: given[l].shape for l in given}
        if got != need:
            raise ValueError(f"{name} must have the shapes {need}, got {got}")
    if not t >= 1:
        raise ValueError(f"t must be 1 at the first step, got {t}")
    # NumPy's own numbers would widen float32.
    eta, epsilon, t = float(learning_rate), float(epsilon), int(t)
    beta1, beta2 = float(beta1), float(beta2)
    new_theta, new_v, new_s = {}, {}, {}
    for l in theta:
        new_v[l] = beta1 * v[l] + (1 - beta1) * dtheta[l]
        new_s[l] = beta2 * s[l] + (1 - beta2) * dtheta[l] ** 2
        v_hat = new_v[l] / (1 - beta1**t)
        root = np.sqrt(new_s[l] / (1 - beta2**t))
        new_theta[l] = theta[l] - eta * v_hat / (root + epsilon)
    return new_theta, new_v, new_s
