"""What becomes of training whose weights are no longer finite."""

import numpy as np


def is_finite(parameters):
    """Whether all of θ is."""
    return bool(np.isfinite(parameters).all())


def diverged(when):
    """The error for weights that are no longer finite, in scikit-learn's words, with remedies.

    Parameters
    ----------
    when : str
        Such as "in epoch 3".

    Returns
    -------
    ValueError
    """
    return ValueError(
        f"Solver produced non-finite parameter weights {when}. The input data may contain large values and"
        " need to be preprocessed: scale X, of a regression y as well. Or learning_rate_init is too large."
    )
