"""What becomes of training whose weights or loss are no longer finite."""

import numpy as np


def has_diverged(parameters, cost):
    """Whether θ, of shape (n_parameters,), or its cost is no longer finite."""
    return not (np.isfinite(cost) and np.isfinite(parameters).all())


def diverged(when, remedy=""):
    """The error that tells of it, in scikit-learn's words and with remedies.

    Parameters
    ----------
    when : str
        Such as "epoch 3".
    remedy : str
        That may help beside scaling the data.

    Returns
    -------
    ValueError
    """
    return ValueError(
        f"Solver produced non-finite parameter weights in {when}, or a loss that is not finite: training"
        " diverged. The input data may contain large values and need to be preprocessed. Scale X, and y in"
        f" regression{remedy}."
    )
