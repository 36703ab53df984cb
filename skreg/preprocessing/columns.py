"""A column, described by its distinct values and their weights."""

from typing import NamedTuple

import numpy as np

_ROUNDING = 1e-12  # relative rounding error of a sum of weights


def midpoint(a, b):
    """The midpoint of two numbers a ≤ b, which does not overflow."""
    return a + (0.5 * b - 0.5 * a)


def distance(a, b):
    """The distance from a to b ≥ a, which is at most the largest double."""
    with np.errstate(over="ignore"):
        return np.minimum(np.subtract(b, a), np.finfo(np.float64).max)


class Column(NamedTuple):
    """The numbers of one column. A row of weight 2 is equivalent to two rows.

    Attributes
    ----------
    values : ndarray of shape (n_values,)
        Distinct numbers, in increasing order.
    weights : ndarray of shape (n_values,)
        Total weight of the rows with each value.
    ranks : ndarray of int of shape (n_samples,)
        Index of the value of each row.
    """

    values: np.ndarray
    weights: np.ndarray
    ranks: np.ndarray

    @classmethod
    def of(cls, numbers, sample_weight):
        """The column that holds finite numbers with positive weights."""
        values, ranks = np.unique(numbers, return_inverse=True)
        return cls(values, np.bincount(ranks, sample_weight), ranks)

    def quantiles(self, n):
        """The n + 1 quantiles that divide the weight into n equal shares, including minimum and maximum.

        A quantile between two values is their midpoint. This is NumPy's method ``averaged_inverted_cdf``, but
        with weights.
        """
        below = np.cumsum(self.weights)
        shares = np.arange(1, n) * below[-1] / n
        rounding = _ROUNDING * below[-1]
        last = len(below) - 1
        left = np.minimum(np.searchsorted(below, shares - rounding), last)
        right = np.minimum(np.searchsorted(below, shares + rounding, side="right"), last)
        inner = midpoint(self.values[left], self.values[right])
        return np.concatenate([self.values[:1], inner, self.values[-1:]])
