"""Scaling of sparse matrices, which keeps them sparse."""

import numpy as np
from sklearn.preprocessing import MaxAbsScaler


class SparseTableEncoding:
    """Scaling of the columns of a sparse matrix to ±1, by scikit-learn's ``MaxAbsScaler``.

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
        """Learn the largest magnitude of each column."""
        self.encoder.fit(X)
        self.width = X.shape[1]
        return self

    def names(self, feature_names):
        """Names of the columns, which do not change."""
        return list(feature_names)

    def transform(self, X):
        """The scaled matrix, in single precision."""
        return self.encoder.transform(X).astype(np.float32, copy=False)


def check_no_categories(categorical_features):
    """Raise an error if `categorical_features` lists columns of a sparse matrix."""
    if isinstance(categorical_features, str) or categorical_features is None:
        return
    if len(categorical_features):
        raise ValueError(
            "categorical_features must be 'from_dtype' or None for a sparse X, which has no categories, got"
            f" {categorical_features!r}."
        )
