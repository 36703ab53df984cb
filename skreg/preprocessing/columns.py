"""A column as its distinct values and their weights."""

from typing import NamedTuple

import numpy as np

_ROUNDING = 1e-12  # of a sum of weights


def midpoint(a, b):
    """Halfway between two numbers, of which the first is not larger. Does not overflow."""
    return a + (0.5 * b - 0.5 * a)


def distance(a, b):
    """From one number to another that is not smaller, at most the largest double."""
    with np.errstate(over="ignore"):
        return np.minimum(np.subtract(b, a), np.finfo(np.float64).max)


class Column(NamedTuple):
    """Numbers of one column: a row with the weight 2 is the same as two rows.

    Attributes
    ----------
    values : ndarray of shape (n_values,)
        Distinct numbers, in growing order.
    weights : ndarray of shape (n_values,)
        Sum of the weights of the rows that have this value.
    ranks : ndarray of int of shape (n_samples,)
        Which of the values each row has.
    """

    values: np.ndarray
    weights: np.ndarray
    ranks: np.ndarray

    @classmethod
    def of(cls, numbers, sample_weight):
        """The column of finite numbers with positive weights."""
        values, ranks = np.unique(numbers, return_inverse=True)
        return cls(values, np.bincount(ranks, sample_weight), ranks)

    def quantiles(self, n):
        """The n + 1 numbers that cut the weight into n equal shares, the smallest and the largest included.

        Where a cut falls between two values, it lies halfway between them: NumPy's
        ``averaged_inverted_cdf``, with weights.
        """
        below = np.cumsum(self.weights)
        shares = np.arange(1, n) * below[-1] / n
        rounding = _ROUNDING * below[-1]
        last = len(below) - 1
        left = np.minimum(np.searchsorted(below, shares - rounding), last)
        right = np.minimum(np.searchsorted(below, shares + rounding, side="right"), last)
        inner = midpoint(self.values[left], self.values[right])
        return np.concatenate([self.values[:1], inner, self.values[-1:]])
