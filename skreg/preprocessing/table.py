"""TableEncoder."""

from collections.abc import Sequence
from numbers import Integral, Real
from typing import Literal, Self, overload

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, TransformerMixin, _fit_context
from sklearn.utils import check_consistent_length
from sklearn.utils._param_validation import HasMethods, Interval, RealNotInt, StrOptions
from sklearn.utils.validation import (
    _check_feature_names_in,
    _check_sample_weight,
    check_is_fitted,
    validate_data,
)

from skreg._documentation import ENCODER
from skreg._typing import (
    Columns,
    RandomState,
    SparseLike,
    TableLike,
    Transformer,
    TypedTransformer,
    keeps_type,
)
from skreg.preprocessing.categories import CategoryBlock
from skreg.preprocessing.dense import DenseTableEncoding
from skreg.preprocessing.frames import read
from skreg.preprocessing.kinds import categorical_mask
from skreg.preprocessing.numeric import NumberBlock
from skreg.preprocessing.numeric_encodings import (
    NUMERIC_ENCODINGS,
    SPARSE_ENCODINGS,
    NumericEncodingName,
    transformer_of,
)
from skreg.preprocessing.sparse import SparseTableEncoding, check_no_categories

_FLOATS = (np.float32, np.float64)


class TableEncoder(TransformerMixin, BaseEstimator, TypedTransformer):
    """Encoder of data frames for a network: it scales numbers, encodes categories and fills gaps.

    The encoded columns come in three groups. The first group are the numeric columns, as `numeric` encodes
    them. The second group are columns of zeros and ones that mark missing numbers, such as ``age_missing``.
    The third group are the categories, with one column for each (``OneHotEncoder``). Columns that are
    constant in ``fit`` are left out. See :doc:`the guide to tables </guide/tables>`.

    Parameters
    ----------
    numeric : str or transformer, default="smooth_clip"
        Encoding of the numeric columns, see :doc:`the guide to encoders </guide/encoders>`:

        - "smooth_clip": ``SmoothClipScaler``.
        - "piecewise_linear": ``PiecewiseLinearEncoder`` with bins of equally many samples.
        - "piecewise_linear_tree": ``PiecewiseLinearEncoder`` with bins from a decision tree on y.
        - "piecewise_linear_and_linear": ``SmoothClipScaler``, then the ramps of "piecewise_linear" in
          addition to the scaled columns (``keep_input=True``).
        - "piecewise_linear_tree_and_linear": the same with bins from a decision tree on y.
        - "periodic": ``SmoothClipScaler``, then ``PeriodicEncoder``.
        - "periodic_and_linear": the same in addition to the scaled columns (``keep_input=True``).
        - Any scikit-learn transformer: a copy of it is fitted, and it receives finite floats.
    n_bins : int, default=16
        Number of bins per column, for piecewise linear encodings.
    n_frequencies : int, default=16
        Number of frequencies per column, for periodic encodings.
    frequency_scale : float, default=0.5
        Standard deviation of the frequencies, for periodic encodings.
    categorical_features : "from_dtype", None, or array-like of bool, int or str, default="from_dtype"
        Columns that hold categories: a mask, indices or names. All other columns are then numbers. None means
        that no column holds categories. "from_dtype" selects columns of the types category, enum, string and
        bool, and object columns that do not only hold numbers. Numbers stored as text are categories.
    max_categories : int or None, default=128
        Largest number of encoded columns per categorical column. The rarer categories share one of them. None
        sets no limit.
    min_frequency : int, float or None, default=None
        Smallest number, or smallest share, of samples for a category to get a column of its own. Rarer
        categories share a column.
    random_state : int, RandomState instance or None, default=None
        Seed of the frequencies, for periodic encodings.

    Attributes
    ----------
    is_categorical_ : ndarray of bool, of shape (n_features,)
        Mask of the categorical columns.
    n_features_in_ : int
        Number of columns of X.
    feature_names_in_ : ndarray of str, of shape (n_features,)
        Names of the columns, if all are strings.

    See Also
    --------
    SmoothClipScaler, PiecewiseLinearEncoder, PeriodicEncoder : Encoders of numbers.

    Notes
    -----
    - The column's median replaces a missing number (None, NaN, pandas' NA, polars' null), even if ``fit`` has
      seen no missing number. The numeric encoding is fitted as if the rows with gaps did not exist: quantiles
      of the other rows fill the gaps. A column without any value is left out.
    - A missing category is a category of its own if ``fit`` has seen missing values. It counts as rare like
      any other category. Categories that ``fit`` has not seen are encoded as zeros, or as the rare
      categories.
    - Two categories are equal if their texts are equal: 1, 1.0 and "1" are the same category. You may
      therefore mix pandas frames with polars frames, and integers with and without missing values.
    - Dates and times raise an error, because only you know which numbers to derive from them. Text also
      raises an error if at least 50 values are present and more than three quarters of them differ, such as
      names. Columns of the types category and enum, and the columns that you list, are not checked for this.
    - A sparse matrix stays sparse. Its columns are divided by their largest magnitudes (``MaxAbsScaler``),
      and no column is left out.
    - Rows are encoded block by block, which needs little memory besides X and the result.

    Examples
    --------
    >>> import pandas as pd
    >>> from skreg.preprocessing import TableEncoder
    >>> X = pd.DataFrame(
    ...     {
    ...         "age": [22.0, 38.0, None, 35.0, 54.0],
    ...         "sex": ["male", "female", "female", "male", "male"],
    ...     }
    ... )
    >>> encoder = TableEncoder().set_output(transform="pandas")
    >>> encoder.fit_transform(X).round(2)
        age  age_missing  sex_female  sex_male
    0 -2.55          0.0         0.0       1.0
    1  0.49          0.0         1.0       0.0
    2  0.00          1.0         1.0       0.0
    3 -0.49          0.0         0.0       1.0
    4  2.67          0.0         0.0       1.0
    """

    is_categorical_: NDArray[np.bool_]

    _doc_link_module = "skreg"
    _doc_link_template = ENCODER

    _parameter_constraints = {
        "numeric": [StrOptions(set(NUMERIC_ENCODINGS)), HasMethods(["fit", "transform"])],
        "n_bins": [Interval(Integral, 1, None, closed="left")],
        "n_frequencies": [Interval(Integral, 1, None, closed="left")],
        "frequency_scale": [Interval(Real, 0, None, closed="neither")],
        "categorical_features": ["array-like", StrOptions({"from_dtype"}), None],
        "max_categories": [Interval(Integral, 2, None, closed="left"), None],
        "min_frequency": [
            Interval(Integral, 1, None, closed="left"),
            Interval(RealNotInt, 0, 1, closed="neither"),
            None,
        ],
        "random_state": ["random_state"],
    }

    def __init__(
        self,
        *,
        numeric: NumericEncodingName | Transformer = "smooth_clip",
        n_bins: int = 16,
        n_frequencies: int = 16,
        frequency_scale: float = 0.5,
        categorical_features: Literal["from_dtype"] | Columns | None = "from_dtype",
        max_categories: int | None = 128,
        min_frequency: float | None = None,
        random_state: RandomState = None,
    ) -> None:
        self.numeric = numeric
        self.n_bins = n_bins
        self.n_frequencies = n_frequencies
        self.frequency_scale = frequency_scale
        self.categorical_features = categorical_features
        self.max_categories = max_categories
        self.min_frequency = min_frequency
        self.random_state = random_state

    @keeps_type(_fit_context(prefer_skip_nested_validation=False))
    def fit(self, X: TableLike, y: ArrayLike | None = None, sample_weight: ArrayLike | None = None) -> Self:
        """Learn which columns are categories, and the encoding of each column.

        Parameters
        ----------
        X : {data frame, array-like, sparse matrix} of shape (n_samples, n_features)
            Columns of numbers and of categories.
        y : array-like of shape (n_samples,) or (n_samples, n_outputs), default=None
            Targets, for a numeric encoding that learns from them.
        sample_weight : array-like of shape (n_samples,), default=None
            Weights of the samples, for medians and for the numeric encoding. Samples of weight 0 are ignored.
            The frequency of a category is its number of samples and does not depend on the weights.

        Returns
        -------
        self : TableEncoder
            This encoder, fitted.

        Raises
        ------
        ValueError
            If a column holds dates, objects, infinity, or text that differs in nearly all rows. Also if two
            columns have the same name, if all columns are constant, or if a required y is missing.
        """
        fit = self._fit_sparse if sp.issparse(X) else self._fit_dense
        fit(X, y, sample_weight)
        return self

    def _fit_sparse(self, X, y, sample_weight):
        if not self.__sklearn_tags__().input_tags.sparse:
            raise ValueError(
                f"numeric must be one of {SPARSE_ENCODINGS} for a sparse X, which is only scaled, got"
                f" {self.numeric!r}. For other encodings pass X.toarray()."
            )
        check_no_categories(self.categorical_features)
        X = validate_data(self, X, accept_sparse=("csr", "csc"), dtype=_FLOATS)
        rows, *_ = self._used(X, y, sample_weight)
        self.is_categorical_ = np.zeros(X.shape[1], bool)
        self._encoding = SparseTableEncoding().fit(X if rows is None else X[rows])

    def _fit_dense(self, X, y, sample_weight):
        table = read(X)
        validate_data(self, table.X, skip_check_array=True)
        rows, y, weights = self._used(table.X, y, sample_weight)
        if rows is not None:
            table = table.rows(rows)
        names = getattr(self, "feature_names_in_", None)
        self.is_categorical_ = categorical_mask(table, names, self.categorical_features)
        self._encoding = DenseTableEncoding(
            NumberBlock(
                np.flatnonzero(~self.is_categorical_),
                transformer_of(self.numeric, self),
                may_write=not isinstance(self.numeric, str),
            ),
            CategoryBlock(np.flatnonzero(self.is_categorical_), self.max_categories, self.min_frequency),
        ).fit(table, y, weights)

    def _used(self, X, y, sample_weight):
        """Indices of the samples with non-zero weight (None for all samples), with their y and weights."""
        if y is not None:
            check_consistent_length(X, y)
        elif self.__sklearn_tags__().target_tags.required:
            raise ValueError(f"numeric={self.numeric!r} requires y to be passed, but the target y is None.")
        if sample_weight is None:
            return None, y, None
        weights = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
        if weights.all():
            return None, y, weights
        rows = np.flatnonzero(weights)
        if len(rows) == 0:
            raise ValueError("Sample weights must contain at least one non-zero number.")
        return rows, None if y is None else np.asarray(y)[rows], weights[rows]

    @overload
    def transform(self, X: ArrayLike | Sequence[Sequence[object]]) -> NDArray[np.float32]: ...

    @overload
    def transform(self, X: SparseLike) -> SparseLike: ...

    def transform(self, X: TableLike) -> NDArray[np.float32] | SparseLike:
        """Encode a table.

        Parameters
        ----------
        X : {data frame, array-like, sparse matrix} of shape (n_samples, n_features)
            The columns of `fit`, in the same order.

        Returns
        -------
        X_encoded : {ndarray, sparse matrix} of shape (n_samples, n_features_out), dtype float32
            Encoded columns in C order. They are sparse if X is sparse. ``set_output`` can turn them into a
            data frame.

        Raises
        ------
        ValueError
            If the columns of X differ from those in `fit`, or if a numeric column holds anything but numbers.
        """
        check_is_fitted(self)
        if self._encoding.is_sparse:
            return self._encoding.transform(
                validate_data(self, X, accept_sparse=("csr", "csc"), dtype=_FLOATS, reset=False)
            )
        if sp.issparse(X):
            raise ValueError("X must be dense, like the X in fit, got a sparse one. Pass X.toarray().")
        table = read(X)
        validate_data(self, table.X, skip_check_array=True, reset=False)
        return self._encoding.transform(table)

    def _encoded(self, table):
        """Encode rows whose columns were checked before, without a second warning about their names."""
        if self._encoding.is_sparse or sp.issparse(table.X):
            return self.transform(table.X)
        return self._encoding.transform(table)

    def get_feature_names_out(self, input_features: ArrayLike | None = None) -> NDArray[np.object_]:
        """Names of the encoded columns.

        Parameters
        ----------
        input_features : array-like of str, default=None
            Names of the columns of X. None means the names seen in `fit`, or "x0", "x1" and so on.

        Returns
        -------
        names : ndarray of str objects
            Names of the encoded columns.
        """
        check_is_fitted(self)
        names = self._encoding.names(_check_feature_names_in(self, input_features))
        return np.asarray(names, dtype=object)

    @property
    def _n_features_out(self):
        """Number of encoded columns, which scikit-learn reads as well."""
        return self._encoding.width

    def __sklearn_is_fitted__(self):
        return hasattr(self, "_encoding")

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.string = True
        tags.transformer_tags.preserves_dtype = ["float32"]
        encoding = NUMERIC_ENCODINGS.get(self.numeric) if isinstance(self.numeric, str) else None
        tags.input_tags.sparse = encoding is not None and encoding.takes_sparse
        tags.target_tags.required = encoding is not None and encoding.needs_y
        return tags
