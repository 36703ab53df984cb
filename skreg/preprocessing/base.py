"""Base class of the encoders, which validate numbers, process blocks of rows and return float32."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import _check_feature_names_in, check_is_fitted

from skreg._documentation import ENCODER
from skreg._typing import TypedTransformer
from skreg.preprocessing.inputs import doubles, numeric

_BLOCK = 15_000  # so many float64 numbers stay in the processor's cache


class ColumnEncoder(TransformerMixin, BaseEstimator, TypedTransformer):
    """Transformer that encodes each numeric column on its own.

    A subclass provides ``fit``. Its `_encoding` returns the encoding of a block of rows, and its `_names` the
    names of the encoded columns.
    """

    _doc_link_module = "skreg"
    _doc_link_template = ENCODER

    def transform(self, X: ArrayLike) -> NDArray[np.float32]:
        """Encode the columns of X.

        Rows are encoded block by block in double precision, which needs little memory besides X and the
        result. The encoding of a row does not depend on the other rows.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Finite numbers.

        Returns
        -------
        X_encoded : ndarray of shape (n_samples, n_features_out), dtype float32
            Encoded columns. ``set_output`` can turn them into a data frame.

        Raises
        ------
        ValueError
            If X holds NaN or infinity, or if its columns differ from those in `fit`.
        """
        check_is_fitted(self)
        X = numeric(X, self, reset=False)
        encode = self._encoding()
        encoded = np.empty((len(X), self._n_features_out), np.float32)
        n_rows = max(1, _BLOCK // max(encoded.shape[1], X.shape[1]))
        for start in range(0, len(X), n_rows):
            rows = slice(start, start + n_rows)
            with np.errstate(over="ignore"):  # numbers that overflow are clipped afterwards
                encoded[rows] = encode(doubles(X[rows], self))
        return encoded

    def get_feature_names_out(self, input_features: ArrayLike | None = None) -> NDArray[np.object_]:
        """Names of the encoded columns.

        Parameters
        ----------
        input_features : array-like of str, default=None
            Names of the columns of X. None means the names seen in `fit`, or "x0", "x1" and so on.

        Returns
        -------
        names : ndarray of str objects, of shape (n_features_out,)
            Names of the encoded columns.
        """
        check_is_fitted(self)
        return np.array(self._names(_check_feature_names_in(self, input_features)), dtype=object)

    def _encoding(self):
        """A plain NumPy expression from float64 rows to encoded columns, which the ONNX export translates."""
        raise NotImplementedError

    def _names(self, names):
        """Names of the encoded columns, from the names of the columns of X."""
        raise NotImplementedError

    @property
    def _n_features_out(self):
        """Number of encoded columns, which scikit-learn reads as well."""
        raise NotImplementedError

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float32"]
        return tags
