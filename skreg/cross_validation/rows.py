"""Rows of an array, a data frame or a sparse matrix."""

import scipy.sparse as sp
from sklearn.utils import check_array

from skreg.fitting.inputs import FLOATS


class SparseRows:
    """Rows of a sparse matrix, with the interface that `skreg.preprocessing.frames.Table` has for dense X.

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
        """The rows of a slice or of indices."""
        taken = object.__new__(SparseRows)
        taken.X = self.X[rows]
        return taken


def rows_of(X):
    """X as an object with ``X``, ``shape`` and ``rows(indices)``.

    Raises
    ------
    ValueError
        If X is not a table.
    """
    from skreg.preprocessing.frames import read

    return SparseRows(X) if sp.issparse(X) else read(X)
