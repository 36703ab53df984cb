"""Rows of X as it was given: an array, a data frame, or a sparse matrix."""

import scipy.sparse as sp
from sklearn.utils import check_array

from skreg.fitting.inputs import FLOATS


class SparseRows:
    """Rows of a sparse matrix; what `skreg.preprocessing.frames.Table` is to arrays and frames.

    Attributes
    ----------
    X : CSR matrix
    """

    def __init__(self, X):
        self.X = check_array(X, accept_sparse="csr", dtype=FLOATS)

    @property
    def shape(self):
        """Numbers of rows and columns."""
        return self.X.shape

    def rows(self, rows):
        """Some rows, a slice or indices."""
        taken = object.__new__(SparseRows)
        taken.X = self.X[rows]
        return taken


def rows_of(X):
    """X as an object that gives its rows: ``X``, ``shape``, ``rows(indices)``.

    Raises
    ------
    ValueError
        If X is no table.
    """
    from skreg.preprocessing.frames import read

    return SparseRows(X) if sp.issparse(X) else read(X)
