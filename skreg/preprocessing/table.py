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
    """Data frames as numbers for a network: columns scaled, categories as zeros and ones, gaps filled.

    What comes out are first the columns of numbers as `numeric` encodes them, then a column of zeros and ones
    for each of them that had missing values (``age_missing``), then the categories, one column each
    (``OneHotEncoder``). Columns that are constant in ``fit`` are left out.

    Parameters
    ----------
    numeric : str or transformer, default="smooth_clip"
        Encoding of the columns of numbers:

        - "smooth_clip": ``SmoothClipScaler``;
        - "piecewise_linear": ``PiecewiseLinearEncoder`` with bins of equally many samples;
        - "piecewise_linear_tree": ``PiecewiseLinearEncoder`` with bins by a decision tree on y;
        - "piecewise_linear_and_linear": ``SmoothClipScaler``, then the ramps of "piecewise_linear" beside the
          scaled columns themselves (``keep_input=True``);
        - "piecewise_linear_tree_and_linear": the same with bins by a decision tree on y;
        - "periodic": ``SmoothClipScaler``, then ``PeriodicEncoder``;
        - "periodic_and_linear": the same beside the scaled columns themselves (``keep_input=True``);
        - any transformer of scikit-learn's form: it is given finite floats, and fitted as a copy.
    n_bins : int, default=16
        Bins of a column, of piecewise linear encodings.
    n_frequencies : int, default=16
        Frequencies of a column, of periodic encodings.
    frequency_scale : float, default=0.5
        Standard deviation of the frequencies, of periodic encodings.
    categorical_features : "from_dtype", None, or array-like of bool, int or str, default="from_dtype"
        Which columns are categories: a mask, indices or names, and None for no column; all others are then
        numbers. "from_dtype": columns of the types category, enum, string and bool, and objects that are not
        all numbers. Numbers stored as text are categories.
    max_categories : int or None, default=128
        Most columns that the categories of one column get: its rarer ones share one. None: no limit.
    min_frequency : int, float or None, default=None
        Categories of fewer samples, or of a smaller share of them, share one column.
    random_state : int, RandomState instance or None, default=None
        For the frequencies of periodic encodings.

    Attributes
    ----------
    is_categorical_ : ndarray of bool, of shape (n_features,)
        Which columns are categories.
    n_features_in_ : int
        Number of columns of X.
    feature_names_in_ : ndarray of str, of shape (n_features,)
        Their names, where all are strings.

    See Also
    --------
    SmoothClipScaler, PiecewiseLinearEncoder, PeriodicEncoder : Encodings of numbers.

    Notes
    -----
    - A missing number (None, NaN, pandas' NA, polars' null) becomes the column's median, also where ``fit``
      has seen none. The numeric encoding is fitted as if the rows that have gaps were not there: quantiles
      of the others fill them. A column without any value is left out.
    - What is missing among categories is one of them if ``fit`` has seen it, and rare or not as they are.
      Categories that ``fit`` has not seen are zeros, or the column that the rare ones share.
    - Categories are equal if their texts are: 1, 1.0 and "1" are one. So a frame of pandas' and one of
      polars' may be mixed, as may integers with and without missing values.
    - Dates and times raise an error: what is to be learned from them, you know better. So does text of which
      more than three quarters of the values are different, of at least 50: names, say. Columns of the type
      category or enum, and those you list, are taken as they are.
    - A sparse matrix stays one: its columns are divided by their largest magnitudes (``MaxAbsScaler``), and
      none of them is left out.
    - Rows are encoded block by block: besides X and what is returned, little memory is in use.

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
        """Learn which columns are categories, and how each column is encoded.

        Parameters
        ----------
        X : {data frame, array-like, sparse matrix} of shape (n_samples, n_features)
            Columns of numbers and of categories; it is not changed.
        y : array-like of shape (n_samples,) or (n_samples, n_outputs), default=None
            Targets, for a numeric encoding that learns from them.
        sample_weight : array-like of shape (n_samples,), default=None
            Weights, for medians and for the numeric encoding. Samples of weight 0 are left out; the
            frequency of a category is its number of samples.

        Returns
        -------
        self : TableEncoder

        Raises
        ------
        ValueError
            If a column holds dates, objects, infinity, or text that is different in nearly all rows; if two
            columns have one name; if all columns are constant; if y is missing where it is needed.
        """
        fit = self._fit_sparse if sp.issparse(X) else self._fit_dense
        fit(X, y, sample_weight)
        return self

    def _fit_sparse(self, X, y, sample_weight):
        if not self.__sklearn_tags__().input_tags.sparse:
            raise ValueError(
                "Sparse X is scaled by its columns' largest magnitudes, for which numeric must be one of"
                f" {SPARSE_ENCODINGS}, got {self.numeric!r}. Others take X.toarray()."
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
        """Indices of the samples whose weight is not 0, None for all of them, and their y and weights."""
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
            The columns of `fit`, in their order. It is not changed.

        Returns
        -------
        X_encoded : {ndarray, sparse matrix} of shape (n_samples, n_features_out), dtype float32
            In C order; a data frame where ``set_output`` asks for it; sparse where X is.

        Raises
        ------
        ValueError
            If X does not have the columns that `fit` has seen, or a column of numbers holds something else.
        """
        check_is_fitted(self)
        if self._encoding.is_sparse:
            return self._encoding.transform(
                validate_data(self, X, accept_sparse=("csr", "csc"), dtype=_FLOATS, reset=False)
            )
        if sp.issparse(X):
            raise ValueError("This TableEncoder is fitted to a dense X, got a sparse one: pass X.toarray().")
        table = read(X)
        validate_data(self, table.X, skip_check_array=True, reset=False)
        return self._encoding.transform(table)

    def get_feature_names_out(self, input_features: ArrayLike | None = None) -> NDArray[np.object_]:
        """Names of the encoded columns.

        Parameters
        ----------
        input_features : array-like of str, default=None
            Names of the columns of X. None: those that `fit` has seen, or x0, x1, …

        Returns
        -------
        names : ndarray of str objects
        """
        check_is_fitted(self)
        names = self._encoding.names(_check_feature_names_in(self, input_features))
        return np.asarray(names, dtype=object)

    @property
    def _n_features_out(self):
        """Number of the encoded columns; scikit-learn asks for it too."""
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
