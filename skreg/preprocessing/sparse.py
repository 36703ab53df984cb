"""Sparse matrices of numbers: scaled, and as sparse as before."""

import numpy as np
from sklearn.preprocessing import MaxAbsScaler


class SparseTableEncoding:
    """Columns of a sparse matrix within ±1, by scikit-learn's ``MaxAbsScaler``.

    Attributes
    ----------
    encoder : MaxAbsScaler
    width : int
        Number of columns.
    """

    is_sparse = True

    def __init__(self):
        self.encoder = MaxAbsScaler().set_output(transform="default")

    def fit(self, X):
        """Learn the columns' largest magnitudes."""
        self.encoder.fit(X)
        self.width = X.shape[1]
        return self

    def names(self, feature_names):
        """Names of the columns, which stay what they are."""
        return list(feature_names)

    def transform(self, X):
        """The scaled matrix, in single precision."""
        return self.encoder.transform(X).astype(np.float32, copy=False)


def check_no_categories(categorical_features):
    """Raise an error if columns of a sparse matrix are said to be categories."""
    if isinstance(categorical_features, str) or categorical_features is None:
        return
    if len(categorical_features):
        raise ValueError(
            "Sparse X has no categories: categorical_features must be 'from_dtype' or None, got"
            f" {categorical_features!r}."
        )
