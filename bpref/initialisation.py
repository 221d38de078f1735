"""Where training begins: random weights of a size that suits their layer.

Beyond the article. The random numbers are drawn by the caller, so that each
function is its equation and nothing else. Biases may all begin at 0.
"""

import numpy as np


def xavier_weights(R: np.ndarray) -> np.ndarray:
    """Scale random numbers for the first weights of a sigmoid or tanh.

    The equation is ``W = sqrt(2 / (n_prev + n)) R``.

    Parameters
    ----------
    R : ndarray, shape (n, n_prev)
        Random numbers of mean 0 and variance 1, such as
        ``rng.standard_normal((n, n_prev))``.

    Returns
    -------
    ndarray, shape (n, n_prev)
        The weights W of this layer, for the start of training.

    See Also
    --------
    he_weights : The same for a layer whose activation is ReLU.

    Notes
    -----
    A variance of 1 / n_prev keeps the sums z as large as what comes in, and
    one of 1 / n keeps the gradient as large as what comes back; between two
    layers of different width this is the compromise. Also named after
    Glorot: Xavier is the first name.

    Examples
    --------
    Two neurons with six inputs each: half of what was drawn.

    >>> R = np.array([[1.0, -1, 0, 2, -2, 1], [0, 1, 1, -1, 0, -1]])
    >>> xavier_weights(R)
    array([[ 0.5, -0.5,  0. ,  1. , -1. ,  0.5],
           [ 0. ,  0.5,  0.5, -0.5,  0. , -0.5]])
    """
    n, n_prev = R.shape
    return (2 / (n_prev + n)) ** 0.5 * R


def he_weights(R: np.ndarray) -> np.ndarray:
    """Scale random numbers for the first weights of a layer with ReLU.

    The equation is ``W = sqrt(2 / n_prev) R``.

    Parameters
    ----------
    R : ndarray, shape (n, n_prev)
        Random numbers of mean 0 and variance 1, such as
        ``rng.standard_normal((n, n_prev))``.

    Returns
    -------
    ndarray, shape (n, n_prev)
        The weights W of this layer, for the start of training.

    See Also
    --------
    xavier_weights : The same for a layer with a sigmoid or tanh.

    Notes
    -----
    A sum of n_prev random terms is sqrt(n_prev) times as large as one, and
    ReLU keeps half of the mean square of its sums: the 2 makes up for that.
    Also named Kaiming, He's first name.

    Examples
    --------
    One neuron with eight inputs: half of what was drawn.

    >>> R = np.array([[1.0, -1.0, 0.0, 2.0, -2.0, 1.0, 0.0, -1.0]])
    >>> he_weights(R)
    array([[ 0.5, -0.5,  0. ,  1. , -1. ,  0.5,  0. , -0.5]])
    """
    n, n_prev = R.shape
    return (2 / n_prev) ** 0.5 * R
