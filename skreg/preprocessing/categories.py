"""One-hot encoding of categorical columns."""

from typing import NamedTuple

import numpy as np
from sklearn.preprocessing import OneHotEncoder

from skreg.preprocessing.kinds import distinct_values, values_of
from skreg.preprocessing.values import key_of


class Positions(NamedTuple):
    """The encoded column of each category of one feature.

    Attributes
    ----------
    keys : list
        Texts of the categories. None is the key of missing values.
    values : ndarray of int of shape (n_categories,)
        Index of the encoded column of each category.
    unseen : int
        Index of the encoded column of all other categories, or -1 if there is none.
    n_columns : int
        Number of encoded columns.
    """

    keys: list
    values: np.ndarray
    unseen: int
    n_columns: int


class CategoryBlock:
    """The encoded columns of the categories, by scikit-learn's ``OneHotEncoder``.

    Attributes
    ----------
    columns : ndarray of int
        Columns with at least two categories, where missing values count as a category.
    encoder : OneHotEncoder or None
        Encoder of their keys. None if there are no such columns.
    width : int
        Number of encoded columns.
    """

    def __init__(self, columns, max_categories, min_frequency):
        self.columns = columns
        self.one_hot = OneHotEncoder(
            max_categories=max_categories,
            min_frequency=min_frequency,
            handle_unknown="infrequent_if_exist",
            sparse_output=False,
            dtype=np.float32,
            feature_name_combiner=_name,
        ).set_output(transform="default")

    def fit(self, table):
        """Learn the categories."""
        keys = _keys(table, self.columns)
        varies = np.array([len(set(column)) > 1 for column in keys.T], dtype=bool)
        self.columns, self.encoder, self.width = self.columns[varies], None, 0
        if varies.any():
            self.encoder = self.one_hot.fit(keys[:, varies])
            self.width = len(self.encoder.get_feature_names_out())
        return self

    def names(self, feature_names):
        """Names of the encoded columns."""
        return [] if self.encoder is None else self.encoder.get_feature_names_out(feature_names[self.columns])

    def positions(self, place):
        """The encoded column of each category of one feature."""
        keys, infrequent = self.encoder.categories_[place].tolist(), self._infrequent(place)
        is_rare = np.array([key in infrequent for key in keys])
        n_frequent = np.count_nonzero(~is_rare)
        values = np.where(is_rare, n_frequent, np.cumsum(~is_rare) - 1)
        has_rare = len(infrequent) > 0
        return Positions(keys, values, n_frequent if has_rare else -1, n_frequent + has_rare)

    def _infrequent(self, place):
        """Keys of the rare categories of one feature, which share an encoded column."""
        if self.encoder.max_categories is None and self.encoder.min_frequency is None:
            return set()
        infrequent = self.encoder.infrequent_categories_[place]
        return set() if infrequent is None else set(infrequent.tolist())

    def write(self, rows, out):
        """Encode rows of a table into an array of shape (n_rows, n_encoded_columns)."""
        if self.encoder is not None:
            out[:] = self.encoder.transform(_keys(rows, self.columns))


def _name(feature, category):
    return f"{feature}_{'missing' if category is None else category}"


def _keys(table, columns):
    """Keys of the categories, of shape (n_rows, len(columns)). Missing values have the key None."""
    keys = np.empty((table.shape[0], len(columns)), object, order="F")
    for place, column in enumerate(columns):
        values = values_of(table, column)
        key = {value: key_of(value) for value in distinct_values(values, table.labels[column])}
        keys[:, place] = [key[value] for value in values]
    return keys
