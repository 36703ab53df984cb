"""Detection of training that diverges, and the error for it."""

import numpy as np


def has_diverged(parameters, cost):
    """Whether θ, of shape (n_parameters,), or its cost is not finite."""
    return not (np.isfinite(cost) and np.isfinite(parameters).all())


def diverged(when, remedy=""):
    """The error about divergence, in scikit-learn's wording and with remedies.

    Parameters
    ----------
    when : str
        Time of divergence, such as "epoch 3".
    remedy : str
        A remedy in addition to scaling the data.

    Returns
    -------
    ValueError
    """
    return ValueError(
        f"Solver produced non-finite parameter weights in {when}, or a loss that is not finite: training"
        " diverged. The input data may contain large values and need to be preprocessed. Standardise X, and"
        f" y for regression{remedy}."
    )
