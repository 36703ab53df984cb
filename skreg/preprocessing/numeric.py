"""Encoding of numeric columns, with filled gaps and indicators of the gaps."""

import numpy as np

from skreg.preprocessing.blocks import row_blocks
from skreg.preprocessing.missing import fill_evenly, weighted_median
from skreg.preprocessing.transformers import feature_names_out, fitted, transformed


class NumberBlock:
    """The encoded columns of the numbers, and an indicator column for each column with gaps.

    Attributes
    ----------
    columns : ndarray of int
        Columns that vary or have gaps in some rows. Others are not read.
    medians : ndarray of shape (n_columns,)
        Replacement for the missing values of each column.
    varies, has_gaps : ndarray of bool, of shape (n_columns,)
        Masks of the columns that are encoded, and of those that get an indicator column.
    encoder : transformer or None
        Encoder of the columns that vary. None if there are none.
    may_write : bool
        Whether the transformer may change its input, as some of scikit-learn do with ``copy=False``.
    n_encoded : int
        Number of columns that the encoder returns.
    """

    def __init__(self, columns, transformer, may_write):
        self.columns, self.transformer, self.may_write = columns, transformer, may_write

    def fit(self, table, y, weights):
        """Learn the medians and the encoding."""
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
        """Keep only the columns that vary or have gaps. Returns their numbers."""
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
        """Encode rows of a table into an array of shape (n_rows, n_encoded_columns)."""
        numbers = rows.numbers(self.columns)
        _check_finite(numbers, rows, self.columns)
        missing = np.isnan(numbers)
        out[:, self.n_encoded :] = missing[:, self.has_gaps]
        if self.encoder is not None:
            filled = np.where(missing, self.medians.astype(numbers.dtype), numbers)  # always a copy
            out[:, : self.n_encoded] = transformed(self.encoder, _selected(filled, self.varies))


def _selected(numbers, mask):
    return numbers if mask.all() else numbers[:, mask]


def _varies(numbers):
    """Mask of the columns with at least two different numbers."""
    with np.errstate(invalid="ignore"):
        return np.fmin.reduce(numbers, axis=0) < np.fmax.reduce(numbers, axis=0)


def _has_gaps(numbers):
    """Mask of the columns in which some values are missing, but not all."""
    shares = np.array([np.isnan(column).mean() for column in numbers.T])
    return (shares > 0) & (shares < 1)


def _check_finite(numbers, table, columns):
    for rows in row_blocks(*numbers.shape):
        infinite = np.isinf(numbers[rows])
        if infinite.any():
            column = columns[np.flatnonzero(infinite.any(axis=0))[0]]
            raise ValueError(
                f"Input X contains infinity, in column {table.labels[column]!r}. Clip its values, or replace"
                " unknown values by NaN."
            )
