"""Columns of numbers as a network reads them: encoded, with gaps filled and told."""

import numpy as np

from skreg.preprocessing.blocks import row_blocks
from skreg.preprocessing.missing import fill_evenly, weighted_median
from skreg.preprocessing.transformers import feature_names_out, fitted, transformed


class NumberBlock:
    """The part of the encoded columns that tells numbers, and 0 or 1 for those that have gaps.

    Attributes
    ----------
    columns : ndarray of int
        Columns that are read: those that vary, or have gaps in some rows.
    medians : ndarray of shape (n_columns,)
        What stands in for a missing value of each.
    varies, has_gaps : ndarray of bool, of shape (n_columns,)
        Which of them are encoded, and which have a column of zeros and ones.
    encoder : transformer or None
        Of those that vary. None: there are none.
    may_write : bool
        Whether the transformer may change what it is given, as some of scikit-learn's do with ``copy=False``.
    n_encoded : int
        Number of columns that it makes.
    """

    def __init__(self, columns, transformer, may_write):
        self.columns, self.transformer, self.may_write = columns, transformer, may_write

    def fit(self, table, y, weights):
        """Learn medians and encoding."""
        numbers = table.numbers(self.columns)
        _check_finite(numbers, table, self.columns)
        numbers = self._choose(numbers)
        self.medians = np.array([weighted_median(column, weights) for column in numbers.T])
        self.encoder, self.n_encoded = None, 0
        if self.varies.any():
            if numbers is table.X and (self.has_gaps.any() or self.may_write):
                numbers = numbers.copy()
            for column in np.flatnonzero(self.has_gaps):
                fill_evenly(numbers[:, column], weights)
            self._fit_encoder(_selected(numbers, self.varies), y, weights)
        return self

    def _choose(self, numbers):
        """The columns that tell something, and what they tell."""
        varies, has_gaps = _varies(numbers), _has_gaps(numbers)
        kept = varies | has_gaps
        self.columns, self.varies, self.has_gaps = self.columns[kept], varies[kept], has_gaps[kept]
        return _selected(numbers, kept)

    def _fit_encoder(self, numbers, y, weights):
        self.encoder = fitted(self.transformer, numbers, y, weights)
        self.n_encoded = transformed(self.encoder, numbers[:1].copy()).shape[1]

    @property
    def width(self):
        """Number of encoded columns."""
        return self.n_encoded + np.count_nonzero(self.has_gaps)

    def names(self, feature_names):
        """Names of the encoded columns."""
        names = feature_names[self.columns]
        encoded = [] if self.encoder is None else feature_names_out(self.encoder, names[self.varies])
        return [*encoded, *(f"{name}_missing" for name in names[self.has_gaps])]

    def write(self, rows, out):
        """Encode rows of a table, into an array of shape (n_rows, n_encoded_columns)."""
        numbers = rows.numbers(self.columns)
        _check_finite(numbers, rows, self.columns)
        missing = np.isnan(numbers)
        out[:, self.n_encoded :] = missing[:, self.has_gaps]
        if self.encoder is not None:
            filled = np.where(missing, self.medians.astype(numbers.dtype), numbers)  # a copy in any case
            out[:, : self.n_encoded] = transformed(self.encoder, _selected(filled, self.varies))


def _selected(numbers, mask):
    return numbers if mask.all() else numbers[:, mask]


def _varies(numbers):
    """Whether a column has two different numbers."""
    with np.errstate(invalid="ignore"):
        return np.fmin.reduce(numbers, axis=0) < np.fmax.reduce(numbers, axis=0)


def _has_gaps(numbers):
    """Whether a column has missing values and others."""
    shares = np.array([np.isnan(column).mean() for column in numbers.T])
    return (shares > 0) & (shares < 1)


def _check_finite(numbers, table, columns):
    for rows in row_blocks(*numbers.shape):
        infinite = np.isinf(numbers[rows])
        if infinite.any():
            column = columns[np.flatnonzero(infinite.any(axis=0))[0]]
            raise ValueError(
                f"Input X contains infinity, in column {table.labels[column]!r}. Clip its values, or replace"
                " them by NaN where they are unknown."
            )
