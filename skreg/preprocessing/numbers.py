"""Columns of numbers as a network reads them: encoded, with gaps filled and told."""

import numpy as np

from skreg.preprocessing.blocks import row_blocks
from skreg.preprocessing.fitting import feature_names_out, fitted, transformed
from skreg.preprocessing.missing import fill_evenly, weighted_median


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
    n_encoded : int
        Number of columns that it makes.
    """

    def __init__(self, columns, transformer):
        self.columns, self.transformer = columns, transformer

    def fit(self, table, y, weights):
        """Learn medians and encoding."""
        numbers = table.numbers(self.columns)
        _check_finite(numbers, table, self.columns)
        self.varies, self.has_gaps = _varies(numbers), _has_gaps(numbers)
        kept = self.varies | self.has_gaps
        if not kept.all():
            numbers = numbers[:, kept]
        self.columns, self.varies, self.has_gaps = self.columns[kept], self.varies[kept], self.has_gaps[kept]
        self.medians = np.array([weighted_median(column, weights) for column in numbers.T])
        self.encoder, self.n_encoded = None, 0
        if self.varies.any():
            numbers = _selected(_filled(numbers, self.has_gaps, weights, numbers is table.X), self.varies)
            self.encoder = fitted(self.transformer, numbers, y, weights)
            self.n_encoded = transformed(self.encoder, numbers[:1]).shape[1]
        return self

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
        if self.encoder is None:
            return
        if missing.any():
            numbers = np.where(missing, self.medians.astype(numbers.dtype), numbers)
        out[:, : self.n_encoded] = transformed(self.encoder, _selected(numbers, self.varies))


def _selected(numbers, mask):
    return numbers if mask.all() else numbers[:, mask]


def _varies(numbers):
    """Whether a column has two different numbers."""
    return np.array(
        [np.nanmin(c) < np.nanmax(c) if not np.isnan(c).all() else False for c in numbers.T], bool
    )


def _has_gaps(numbers):
    """Whether a column has missing values and others."""
    shares = np.array([np.isnan(column).mean() for column in numbers.T])
    return (shares > 0) & (shares < 1)


def _filled(numbers, has_gaps, weights, is_given):
    """Numbers without gaps; what was given is copied before anything is written to it."""
    if has_gaps.any() and is_given:
        numbers = numbers.copy()
    for column in np.flatnonzero(has_gaps):
        fill_evenly(numbers[:, column], weights)
    return numbers


def _check_finite(numbers, table, columns):
    for rows in row_blocks(*numbers.shape):
        infinite = np.isinf(numbers[rows])
        if infinite.any():
            column = columns[np.flatnonzero(infinite.any(axis=0))[0]]
            raise ValueError(
                f"Input X contains infinity or a value too large for {numbers.dtype}: column"
                f" {table.labels[column]!r}. Clip its values, or replace them by NaN where they are unknown."
            )
