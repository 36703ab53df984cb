"""SmoothClipScaler."""

from functools import partial
from numbers import Real

import numpy as np
from sklearn.base import _fit_context
from sklearn.utils._param_validation import Interval

from skreg.preprocessing.base import ColumnEncoder
from skreg.preprocessing.columns import Column, distance
from skreg.preprocessing.inputs import doubles, numeric, weights_of

_LARGEST = 1e30  # a limit that float32 can hold
_FAR = 1e9  # √(1 + u²) is u from there on, to the last bit


def smooth_clip(X, center, scale, limit):
    """Scaled numbers z, bent to z/√(1 + (z/limit)²)."""
    u = np.clip((X - center) / scale / limit, -_FAR, _FAR)
    return limit * (u / np.sqrt(1 + u * u))


class SmoothClipScaler(ColumnEncoder):
    """Robust scaling that bends outliers smoothly, so that all numbers lie within ±limit.

    Parameters
    ----------
    limit : float, default=3.0
        No number comes out larger than this. At most 1e30.
    """

    _parameter_constraints: dict = {"limit": [Interval(Real, 0, _LARGEST, closed="right")]}

    def __init__(self, *, limit=3.0):
        self.limit = limit

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None, sample_weight=None):
        """Learn centre and scale of each column."""
        X = numeric(X, self, reset=True)
        weights = weights_of(sample_weight, X)
        used = weights > 0
        learned = [
            _center_and_scale(Column.of(doubles(X[:, j : j + 1], self, j)[used, 0], weights[used]))
            for j in range(X.shape[1])
        ]
        self.center_, self.scale_ = np.array(learned).T.copy()
        return self

    def _encoding(self):
        return partial(smooth_clip, center=self.center_, scale=self.scale_, limit=float(self.limit))

    def _names(self, names):
        return names

    @property
    def _n_features_out(self):
        return self.n_features_in_


def _center_and_scale(column):
    smallest, lower, median, upper, largest = column.quantiles(4)
    scale = distance(lower, upper) or distance(0.5 * smallest, 0.5 * largest)
    return median, scale or 1.0
