"""Calibration of probabilities by a temperature, which is fitted on validation rows."""

import numpy as np
from scipy.optimize import minimize_scalar

_LARGEST_LOG_TEMPERATURE = 3.0


def temperature(log_loss):
    """The factor of the logits that minimises the loss of the validation rows.

    The factor is the inverse of the temperature of Guo et al. (2017), "On calibration of modern neural
    networks", arXiv 1706.04599.

    Parameters
    ----------
    log_loss : callable
        Loss of the validation rows as a function of the factor.

    Returns
    -------
    float
        Between e⁻³ and e³.
    """
    bounds = (-_LARGEST_LOG_TEMPERATURE, _LARGEST_LOG_TEMPERATURE)
    best = minimize_scalar(lambda logarithm: log_loss(np.exp(logarithm)), bounds=bounds, method="bounded")
    return float(np.exp(best.x))


def smoothed(probability, uniform, n_rows):
    """Probabilities mixed with uniform ones, which count as one additional validation row.

    This is Laplace's rule: a network without errors on n validation rows may err on the next row.
    """
    return (n_rows * probability + uniform) / (n_rows + 1)
