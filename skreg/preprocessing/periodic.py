"""PeriodicEncoder."""

from functools import partial
from numbers import Integral, Real

import numpy as np
from sklearn.base import _fit_context
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import Interval

from skreg.preprocessing.base import ColumnEncoder
from skreg.preprocessing.inputs import doubles, numeric

_MOST_TURNS = 1e300
_LARGEST = float(np.finfo(np.float32).max)


def cosines(X, source, frequencies, phases):
    """cos(2π(wx + b)) of the columns `source`, in single precision."""
    turns = np.clip(np.take(X, source, 1) * frequencies + phases, -_MOST_TURNS, _MOST_TURNS)
    part = turns - np.rint(turns)  # of a turn: exact, and the same cosine
    return np.cos((2 * np.pi * part).astype(np.float32))


def cosines_beside(X, source, frequencies, phases):
    """X itself, and its cosines."""
    return np.concatenate(
        (np.clip(X, -_LARGEST, _LARGEST).astype(np.float32), cosines(X, source, frequencies, phases)), 1
    )


class PeriodicEncoder(ColumnEncoder):
    """Cosines of each column, with random frequencies and phases."""

    _parameter_constraints: dict = {
        "n_frequencies": [Interval(Integral, 1, None, closed="left")],
        "frequency_scale": [Interval(Real, 0, None, closed="neither")],
        "keep_input": ["boolean"],
        "random_state": ["random_state"],
    }

    def __init__(self, *, n_frequencies=16, frequency_scale=0.5, keep_input=False, random_state=None):
        self.n_frequencies = n_frequencies
        self.frequency_scale = frequency_scale
        self.keep_input = keep_input
        self.random_state = random_state

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None):
        """Draw frequencies and phases for each column."""
        X = numeric(X, self, reset=True)
        for j in range(X.shape[1]):
            doubles(X[:, j : j + 1], self, j)
        random = check_random_state(self.random_state)
        shape = (X.shape[1], self.n_frequencies)
        self.frequencies_ = random.normal(0, self.frequency_scale, shape)
        self.phases_ = random.uniform(0, 1, shape)
        return self

    def _encoding(self):
        source = np.repeat(np.arange(self.n_features_in_), self.frequencies_.shape[1])
        encode = cosines_beside if self.keep_input else cosines
        return partial(
            encode, source=source, frequencies=self.frequencies_.ravel(), phases=self.phases_.ravel()
        )

    def _names(self, names):
        n_frequencies = self.frequencies_.shape[1]
        kept = list(names) if self.keep_input else []
        return kept + [f"{name}_cos{t}" for name in names for t in range(n_frequencies)]

    @property
    def _n_features_out(self):
        return self.frequencies_.size + self.keep_input * self.n_features_in_
