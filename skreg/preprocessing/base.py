"""What the encoders have in common: checked numbers in, blocks of rows, float32 out."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import _check_feature_names_in, check_is_fitted

from skreg._documentation import ENCODER
from skreg._typing import TypedTransformer
from skreg.preprocessing.inputs import doubles, numeric

_BLOCK = 15_000  # numbers in an array of float64 that stays in the processor's cache


class ColumnEncoder(TransformerMixin, BaseEstimator, TypedTransformer):
    """Transformer of numeric columns, each on its own.

    A subclass has ``fit``, and says in `_encoding` how a block of rows is encoded, and in `_names` what the
    columns that come out are called.
    """

    _doc_link_module = "skreg"
    _doc_link_template = ENCODER

    def transform(self, X: ArrayLike) -> NDArray[np.float32]:
        """Encode the columns of X.

        Rows are computed block by block in double precision, so that besides X and the result there is
        hardly any memory in use. A row has the same bits alone and among others.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Finite numbers. They are not changed.

        Returns
        -------
        X_encoded : ndarray of shape (n_samples, n_features_out), dtype float32
            A data frame where ``set_output`` asks for one.

        Raises
        ------
        ValueError
            If X holds NaN or infinity, or has other columns than those that `fit` has seen.
        """
        check_is_fitted(self)
        X = numeric(X, self, reset=False)
        encode = self._encoding()
        encoded = np.empty((len(X), self._n_features_out), np.float32)
        n_rows = max(1, _BLOCK // max(encoded.shape[1], X.shape[1]))
        for start in range(0, len(X), n_rows):
            rows = slice(start, start + n_rows)
            with np.errstate(over="ignore"):  # what overflows lies far outside, and is clipped
                encoded[rows] = encode(doubles(X[rows], self))
        return encoded

    def get_feature_names_out(self, input_features: ArrayLike | None = None) -> NDArray[np.object_]:
        """Names of the columns that come out.

        Parameters
        ----------
        input_features : array-like of str, default=None
            Names of the columns of X. None: those that `fit` has seen, or "x0", "x1" and so on.

        Returns
        -------
        names : ndarray of str objects, of shape (n_features_out,)
        """
        check_is_fitted(self)
        return np.array(self._names(_check_feature_names_in(self, input_features)), dtype=object)

    def _encoding(self):
        """A plain expression of NumPy's: rows of float64 in, columns out. ONNX translates the same."""
        raise NotImplementedError

    def _names(self, names):
        """List of the names of what comes out, given those of the columns of X."""
        raise NotImplementedError

    @property
    def _n_features_out(self):
        """Number of the columns that come out; scikit-learn asks for it too."""
        raise NotImplementedError

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float32"]
        return tags
