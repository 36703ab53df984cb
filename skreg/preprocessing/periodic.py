"""PeriodicEncoder."""

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data


class PeriodicEncoder(TransformerMixin, BaseEstimator):
    """Cosines cos(2π(wx + b)) of each column, with random frequencies w (Gorishniy et al. 2022)."""

    def __init__(self, *, n_frequencies=16, frequency_scale=0.5, keep_input=False, random_state=None):
        self.n_frequencies = n_frequencies
        self.frequency_scale = frequency_scale
        self.keep_input = keep_input
        self.random_state = random_state

    def fit(self, X, y=None):
        """Draw the frequencies and phases."""
        X = validate_data(self, X, dtype=(np.float64, np.float32))
        random = check_random_state(self.random_state)
        shape = (X.shape[1], self.n_frequencies)
        self.frequencies_ = random.normal(0, self.frequency_scale, shape)
        self.phases_ = random.uniform(0, 1, shape)
        return self

    def transform(self, X):
        """Cosines of all columns, side by side."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=(np.float64, np.float32), reset=False)
        turns = X[:, :, None] * self.frequencies_ + self.phases_
        cosines = np.cos(2 * np.pi * turns).reshape(len(X), -1).astype(np.float32)
        return np.concatenate([X.astype(np.float32), cosines], axis=1) if self.keep_input else cosines
