"""What stands in for missing numbers."""

import numpy as np


def weighted_median(column, weights=None):
    """Median of the numbers that are not NaN.

    A weight of 2 counts as two samples: the mean of the least number that has half of the weight below or at
    itself, and of the greatest that has half of it above or at itself.
    """
    if weights is None:
        return np.nanmedian(column)
    present = ~np.isnan(column)
    values, weights = _sorted(column[present], weights[present])
    below = np.cumsum(weights)
    half = below[-1] / 2
    lower, upper = np.searchsorted(below, half, side="left"), np.searchsorted(below, half, side="right")
    return (values[lower] + values[min(upper, len(values) - 1)]) / 2


def fill_evenly(column, weights=None):
    """Fill the gaps of a column, in place, by evenly spaced quantiles of what is there.

    An encoder that learns from it finds the quantiles it would find without the rows that have gaps. The
    median in all of them would narrow the quartiles, and with half of the values missing make them equal.
    """
    missing = np.isnan(column)
    if weights is None:
        weights = np.ones(len(column))
    values, of_values = _sorted(column[~missing], weights[~missing])
    column[missing] = np.interp(_centres(weights[missing]), _centres(of_values), values)


def _sorted(values, weights):
    order = np.argsort(values, kind="stable")
    return values[order], weights[order]


def _centres(weights):
    """Where each sample's weight has its centre, if all are laid side by side from 0 to 1."""
    ends = np.cumsum(weights)
    return (ends - weights / 2) / ends[-1]
