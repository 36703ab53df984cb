"""Replacement of missing numbers."""

import numpy as np


def weighted_median(column, weights=None):
    """Median of the numbers that are not NaN.

    A weight of 2 counts as two samples. The median is the mean of two numbers. One is the smallest number
    with at least half of the weight at or below it. The other is the largest number with at least half of the
    weight at or above it.
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
    """Fill the gaps of a column in place, with evenly spaced quantiles of its other numbers.

    An encoder then finds the same quantiles as without the rows that have gaps. Filling with the median would
    move the quartiles together. With half of the values missing, it would make them equal.
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
    """Centres of the samples' weights, if these are stacked from 0 to 1."""
    ends = np.cumsum(weights)
    return (ends - weights / 2) / ends[-1]
