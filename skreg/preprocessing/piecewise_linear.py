"""PiecewiseLinearEncoder."""

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data


class PiecewiseLinearEncoder(TransformerMixin, BaseEstimator):
    """A ramp from 0 to 1 for each bin of a column (Gorishniy et al. 2022)."""

    def __init__(self, *, n_bins=16, strategy="quantile"):
        self.n_bins = n_bins
        self.strategy = strategy

    def fit(self, X, y=None):
        """Learn the edges of each column's bins."""
        X = validate_data(self, X, dtype=(np.float64, np.float32))
        shares = np.linspace(0, 1, self.n_bins + 1)
        self.bin_edges_ = [np.unique(np.quantile(column, shares)) for column in X.T]
        return self

    def transform(self, X):
        """Ramps of all columns, side by side."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=(np.float64, np.float32), reset=False)
        ramps = [
            np.clip((column[:, None] - edges[:-1]) / np.diff(edges), 0, 1)
            for column, edges in zip(X.T, self.bin_edges_, strict=True)
        ]
        return np.concatenate(ramps, axis=1).astype(np.float32)
