"""Encoding of data frames and arrays, block by block."""

from itertools import count

import numpy as np

from skreg.preprocessing.blocks import row_blocks


class DenseTableEncoding:
    """Encoded columns of a table: first those of the numbers, then those of the categories.

    Attributes
    ----------
    numbers : NumberBlock
    categories : CategoryBlock
    """

    is_sparse = False

    def __init__(self, numbers, categories):
        self.numbers, self.categories = numbers, categories

    def fit(self, table, y, weights):
        """Learn both parts."""
        self.numbers.fit(table, y, weights)
        self.categories.fit(table)
        if self.width == 0:
            raise ValueError(
                f"X has no column to learn from. With n_samples={table.shape[0]}, each of its"
                f" {table.shape[1]} columns is constant or has no values."
            )
        return self

    @property
    def width(self):
        """Number of encoded columns."""
        return self.numbers.width + self.categories.width

    def names(self, feature_names):
        """Names of the encoded columns, made unique."""
        return _unique([*self.numbers.names(feature_names), *self.categories.names(feature_names)])

    def transform(self, table):
        """Encoded rows of shape (n_rows, n_encoded_columns), in float32 and C order."""
        n_rows = table.shape[0]
        encoded = np.empty((n_rows, self.width), np.float32)
        for block in row_blocks(n_rows, max(self.width, table.shape[1])):
            rows = table.rows(block)
            self.numbers.write(rows, encoded[block, : self.numbers.width])
            self.categories.write(rows, encoded[block, self.numbers.width :])
        return encoded


def _unique(names):
    """Names, with a number appended to each repeated one."""
    taken, unique = set(), []
    for name in names:
        free = (f"{name}_{number}" for number in count(2))
        own = next(free) if name in taken else name
        while own in taken:
            own = next(free)
        taken.add(own)
        unique.append(own)
    return unique
