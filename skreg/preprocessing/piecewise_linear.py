"""PiecewiseLinearEncoder."""

from functools import partial
from numbers import Integral

import numpy as np
from sklearn.base import _fit_context
from sklearn.utils._param_validation import Interval, StrOptions

from skreg.preprocessing.base import ColumnEncoder
from skreg.preprocessing.bins import STRATEGIES
from skreg.preprocessing.columns import Column, distance
from skreg.preprocessing.inputs import doubles, numeric, weights_of


def ramps(X, source, lower, width):
    """What lies below each bin is 0, what lies above it 1, and between them it rises with X."""
    return np.clip((np.take(X, source, 1) - lower) / width, 0.0, 1.0)


class PiecewiseLinearEncoder(ColumnEncoder):
    """A ramp from 0 to 1 for each bin of a column."""

    _parameter_constraints: dict = {
        "n_bins": [Interval(Integral, 2, None, closed="left")],
        "strategy": [StrOptions(set(STRATEGIES))],
    }

    def __init__(self, *, n_bins=16, strategy="quantile"):
        self.n_bins = n_bins
        self.strategy = strategy

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None, sample_weight=None):
        """Learn the edges of the bins of each column."""
        strategy = STRATEGIES[self.strategy]
        if strategy.target and y is None:
            raise ValueError(
                f"{type(self).__name__} with strategy={self.strategy!r} requires y to be passed, but the"
                " target y is None."
            )
        X = numeric(X, self, reset=True)
        weights = weights_of(sample_weight, X)
        used = weights > 0
        weights = weights[used]
        target = strategy.target(y, X, used, weights) if strategy.target else None
        self.bin_edges_ = [
            self._edges(Column.of(doubles(X[:, j : j + 1], self, j)[used, 0], weights), target, weights)
            for j in range(X.shape[1])
        ]
        return self

    def _edges(self, column, target, weights):
        if len(column.values) <= self.n_bins + 1:
            return column.values
        return STRATEGIES[self.strategy].edges(column, target, weights, self.n_bins)

    def _encoding(self):
        source = np.repeat(np.arange(self.n_features_in_), self._n_ramps())
        lower = np.concatenate([edges[:-1] for edges in self.bin_edges_])
        upper = np.concatenate([edges[1:] for edges in self.bin_edges_])
        return partial(ramps, source=source, lower=lower, width=distance(lower, upper))

    def _n_ramps(self):
        return [len(edges) - 1 for edges in self.bin_edges_]

    def _names(self, names):
        return [f"{name}_ramp{t}" for name, n in zip(names, self._n_ramps(), strict=True) for t in range(n)]

    @property
    def _n_features_out(self):
        return sum(self._n_ramps())

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        strategy = STRATEGIES.get(self.strategy) if isinstance(self.strategy, str) else None
        tags.target_tags.required = bool(strategy and strategy.target)
        return tags
