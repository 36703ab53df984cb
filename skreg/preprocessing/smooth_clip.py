"""SmoothClipScaler."""

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data


class SmoothClipScaler(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Centre columns at the median, scale them by the quartiles' distance, and bend what lies far out."""

    def __init__(self, *, limit=3.0):
        self.limit = limit

    def fit(self, X, y=None):
        """Learn median and scale of each column."""
        X = validate_data(self, X, dtype=(np.float64, np.float32))
        lower, self.center_, upper = np.quantile(X, [0.25, 0.5, 0.75], axis=0)
        spread = upper - lower
        half_range = (X.max(axis=0) - X.min(axis=0)) / 2
        spread = np.where(spread > 0, spread, half_range)
        self.scale_ = np.where(spread > 0, spread, 1.0)
        return self

    def transform(self, X):
        """Scaled columns, within ±limit."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=(np.float64, np.float32), reset=False)
        z = (X - self.center_) / self.scale_
        return (z / np.sqrt(1 + (z / self.limit) ** 2)).astype(np.float32)
