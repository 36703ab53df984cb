"""Columns of arrays, of pandas' and of polars' frames, read in one way.

Each kind of table is one class: what its columns hold by their dtype, their numbers as floats with NaN for
what is missing, their values as Python's objects, and some of its rows. Nothing is copied before it is asked
for, and pandas and polars are imported by nobody but those whose frames they are.
"""

import reprlib

import numpy as np
from sklearn.utils.validation import check_array

from skreg.preprocessing.values import as_float

# what a column may hold, as its dtype says
NUMBERS = "numbers"
CATEGORIES = "categories"
DATES = "dates"
OBJECTS = "objects"  # the dtype does not say: its values do

_OF_NUMPY_KIND = {"i": NUMBERS, "u": NUMBERS, "f": NUMBERS, "b": CATEGORIES, "m": DATES, "M": DATES}
_SMALL = {"bool", "boolean", "float16", "float32", "int8", "int16", "uint8", "uint16"}  # float32 holds them


class Table:
    """Columns of X, by their positions; subclasses know how its library reads them.

    Attributes
    ----------
    X : ndarray or data frame of shape (n_rows, n_columns)
    labels : list
        What error messages call the columns.
    dtypes : list
        Their types, of its library.
    """

    def __init__(self, X, labels, dtypes):
        self.X, self.labels, self.dtypes = X, labels, dtypes

    @property
    def shape(self):
        """Numbers of rows and columns."""
        return self.X.shape

    def numbers(self, columns):
        """Floats of some columns, of shape (n_rows, len(columns)), with NaN for what is missing.

        Double precision only where single cannot hold a column's type.
        """
        single = all(str(self.dtypes[column]).lower() in _SMALL for column in columns)
        shape, dtype = (self.shape[0], len(columns)), np.float32 if single else np.float64
        numbers = np.empty(shape, dtype, order="F")
        for place, column in enumerate(columns):
            numbers[:, place] = self.floats(column, dtype)
        return numbers

    def floats(self, column, dtype):
        """Numbers of one column."""
        if self.kind(column) == DATES:
            raise ValueError(
                f"Column {self.labels[column]!r} holds {self.dtypes[column]}, where numbers are due."
            )
        if self.kind(column) == NUMBERS or self.is_boolean(column):
            return self.floats_of_numbers(column, dtype)
        try:
            return [as_float(value) for value in self.values(column)]
        except (TypeError, ValueError, OverflowError) as error:
            value = reprlib.repr(error.args[0])
            raise ValueError(
                f"Column {self.labels[column]!r} must hold numbers, which {value} is not."
            ) from None


class ArrayTable(Table):
    """Columns of a NumPy array."""

    def __init__(self, X):
        super().__init__(X, list(range(X.shape[1])), [X.dtype] * X.shape[1])

    def kind(self, column):
        """What a column holds, as its type says."""
        return _OF_NUMPY_KIND.get(self.X.dtype.kind, OBJECTS)

    def is_boolean(self, column):
        """Whether a column's type is that of truth values."""
        return self.X.dtype.kind == "b"

    def numbers(self, columns):
        """See `Table`; a view where nothing is to be converted."""
        if self.X.dtype not in (np.float32, np.float64):
            return super().numbers(columns)
        return self.X if len(columns) == self.shape[1] else self.X[:, columns]

    def floats_of_numbers(self, column, dtype):
        """Numbers of a column of a numeric type."""
        return self.X[:, column]

    def values(self, column):
        """Python's objects, a list."""
        return self.X[:, column].tolist()

    def rows(self, rows):
        """The table of some rows, a slice or indices."""
        return ArrayTable(self.X[rows])


class PandasTable(Table):
    """Columns of a frame of pandas'."""

    def __init__(self, X):
        super().__init__(X, X.columns.tolist(), X.dtypes.tolist())

    def kind(self, column):
        """What a column holds, as its type says."""
        dtype = self.dtypes[column]
        return CATEGORIES if str(dtype) == "category" else _OF_NUMPY_KIND.get(dtype.kind, OBJECTS)

    def is_boolean(self, column):
        """Whether a column's type is that of truth values."""
        return self.dtypes[column].kind == "b"

    def floats_of_numbers(self, column, dtype):
        """Numbers of a column of a numeric type."""
        return self.X.iloc[:, column].to_numpy(dtype=dtype, na_value=np.nan)

    def values(self, column):
        """Python's objects, a list."""
        return self.X.iloc[:, column].tolist()

    def rows(self, rows):
        """The table of some rows, a slice or indices."""
        return PandasTable(self.X.iloc[rows])


class PolarsTable(Table):
    """Columns of a frame of polars'."""

    def __init__(self, X):
        super().__init__(X, X.columns, X.dtypes)

    def kind(self, column):
        """What a column holds, as its type says."""
        import polars

        dtype = self.dtypes[column]
        if dtype.is_numeric():
            return NUMBERS
        if dtype.is_temporal():
            return DATES
        if dtype in (polars.Boolean, polars.Categorical, polars.Enum):
            return CATEGORIES
        return OBJECTS

    def is_boolean(self, column):
        """Whether a column's type is that of truth values."""
        import polars

        return self.dtypes[column] == polars.Boolean

    def floats_of_numbers(self, column, dtype):
        """Numbers of a column of a numeric type."""
        import polars

        single = dtype == np.float32
        return self.X.to_series(column).cast(polars.Float32 if single else polars.Float64).to_numpy()

    def values(self, column):
        """Python's objects, a list."""
        return self.X.to_series(column).to_list()

    def rows(self, rows):
        """The table of some rows, a slice or indices."""
        return PolarsTable(self.X[rows])


_TABLES = {"pandas": PandasTable, "polars": PolarsTable}


def _library_of(X):
    """Name of the library whose frame X is, or None."""
    for base in type(X).__mro__:
        library = base.__module__.partition(".")[0]
        if base.__name__ == "DataFrame" and library in _TABLES:
            return library
    return None


def read(X):
    """The table of X: a frame, an array, or what NumPy can make an array of.

    Raises
    ------
    ValueError
        If X is lazy, has no rows, no columns or not two dimensions, two columns of one name, or complex
        numbers.
    """
    if hasattr(X, "collect"):
        raise ValueError(f"X is a {type(X).__name__}, whose rows are not there yet: pass X.collect().")
    library = _library_of(X)
    table = _TABLES[library](X) if library else ArrayTable(_as_array(X))
    _check_shape(table)
    _check_labels(table.labels)
    return table


def _as_array(X):
    array = check_array(X, dtype=None, ensure_all_finite=False)
    if array.dtype.kind in "US" and not hasattr(X, "dtype"):  # of lists: NumPy would turn numbers into text
        array = check_array(X, dtype=object, ensure_all_finite=False)
    return array


def _check_shape(table):
    for size, what in zip(table.shape, ("sample", "feature"), strict=True):
        if size == 0:
            raise ValueError(
                f"Found array with 0 {what}(s) (shape={table.shape}) while a minimum of 1 is required."
            )
    for label, dtype in zip(table.labels, table.dtypes, strict=True):
        if getattr(dtype, "kind", None) == "c":
            raise ValueError(f"Complex data not supported: column {label!r} is {dtype}.")


def _check_labels(labels):
    seen = set()
    for label in labels:
        if label in seen:
            raise ValueError(
                f"Column names must be unique, got {label!r} more than once. Rename one of them."
            )
        seen.add(label)
