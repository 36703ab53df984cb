"""One interface to the columns of arrays, pandas frames and polars frames.

Each kind of table has a class. It returns the kind of a column by its dtype, and some of the rows. It returns
a column as floats with NaN for missing values, or as Python objects. Data are copied only when they are
needed. pandas and polars are imported only for their own frames.
"""

import reprlib

import numpy as np
from sklearn.utils.validation import check_array

from skreg.preprocessing.values import as_float

# kinds of a column, according to its dtype
NUMBERS = "numbers"
CATEGORIES = "categories"
DATES = "dates"
OBJECTS = "objects"  # the kind depends on the values

_OF_NUMPY_KIND = {"i": NUMBERS, "u": NUMBERS, "f": NUMBERS, "b": CATEGORIES, "m": DATES, "M": DATES}
_SMALL = {"bool", "boolean", "float16", "float32", "int8", "int16", "uint8", "uint16"}  # exact in float32


class Table:
    """Columns of X by their positions. Each subclass reads the tables of one library.

    Attributes
    ----------
    X : ndarray or data frame of shape (n_rows, n_columns)
    labels : list
        Names of the columns in error messages.
    dtypes : list
        Types of the columns, as the library defines them.
    """

    def __init__(self, X, labels, dtypes):
        self.X, self.labels, self.dtypes = X, labels, dtypes

    @property
    def shape(self):
        """Numbers of rows and columns."""
        return self.X.shape

    def numbers(self, columns):
        """Numbers of some columns, of shape (n_rows, len(columns)), with NaN for missing values.

        They are in double precision only if single precision cannot represent the type of a column.
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
                f"Column {self.labels[column]!r} must hold numbers, got values of type {self.dtypes[column]}."
            )
        if self.kind(column) == NUMBERS or self.is_boolean(column):
            return self.floats_of_numbers(column, dtype)
        try:
            return [as_float(value) for value in self.values(column)]
        except (TypeError, ValueError, OverflowError) as error:
            value = reprlib.repr(error.args[0])
            raise ValueError(f"Column {self.labels[column]!r} must hold numbers, got {value}.") from None


class ArrayTable(Table):
    """Columns of a NumPy array."""

    def __init__(self, X):
        super().__init__(X, list(range(X.shape[1])), [X.dtype] * X.shape[1])

    def kind(self, column):
        """Kind of a column, according to its type."""
        return _OF_NUMPY_KIND.get(self.X.dtype.kind, OBJECTS)

    def is_boolean(self, column):
        """Whether a column has a boolean type."""
        return self.X.dtype.kind == "b"

    def numbers(self, columns):
        """Numbers of some columns, see `Table`. They are a view if they need no conversion."""
        if self.X.dtype not in (np.float32, np.float64):
            return super().numbers(columns)
        return self.X if len(columns) == self.shape[1] else self.X[:, columns]

    def floats_of_numbers(self, column, dtype):
        """Numbers of a column with a numeric type."""
        return self.X[:, column]

    def values(self, column):
        """List of Python objects."""
        return self.X[:, column].tolist()

    def rows(self, rows):
        """Table of some rows, given as a slice or indices."""
        return ArrayTable(self.X[rows])


class PandasTable(Table):
    """Columns of a pandas frame."""

    def __init__(self, X):
        super().__init__(X, X.columns.tolist(), X.dtypes.tolist())

    def kind(self, column):
        """Kind of a column, according to its type."""
        dtype = self.dtypes[column]
        return CATEGORIES if str(dtype) == "category" else _OF_NUMPY_KIND.get(dtype.kind, OBJECTS)

    def is_boolean(self, column):
        """Whether a column has a boolean type."""
        return self.dtypes[column].kind == "b"

    def floats_of_numbers(self, column, dtype):
        """Numbers of a column with a numeric type."""
        return self.X.iloc[:, column].to_numpy(dtype=dtype, na_value=np.nan)

    def values(self, column):
        """List of Python objects."""
        return self.X.iloc[:, column].tolist()

    def rows(self, rows):
        """Table of some rows, given as a slice or indices."""
        return PandasTable(self.X.iloc[rows])


class PolarsTable(Table):
    """Columns of a polars frame."""

    def __init__(self, X):
        super().__init__(X, X.columns, X.dtypes)

    def kind(self, column):
        """Kind of a column, according to its type."""
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
        """Whether a column has a boolean type."""
        import polars

        return self.dtypes[column] == polars.Boolean

    def floats_of_numbers(self, column, dtype):
        """Numbers of a column with a numeric type."""
        import polars

        single = dtype == np.float32
        return self.X.to_series(column).cast(polars.Float32 if single else polars.Float64).to_numpy()

    def values(self, column):
        """List of Python objects."""
        return self.X.to_series(column).to_list()

    def rows(self, rows):
        """Table of some rows, given as a slice or indices."""
        return PolarsTable(self.X[rows])


_TABLES = {"pandas": PandasTable, "polars": PolarsTable}


def _library_of(X):
    """Name of the library that X belongs to if it is a data frame, else None."""
    for base in type(X).__mro__:
        library = base.__module__.partition(".")[0]
        if base.__name__ == "DataFrame" and library in _TABLES:
            return library
    return None


def read(X):
    """The table of X, which is a data frame, an array, or convertible to an array.

    Raises
    ------
    ValueError
        If X is lazy, has no rows or no columns, is not two-dimensional, repeats the name of a column, or
        holds complex numbers.
    """
    if hasattr(X, "collect"):
        raise ValueError(f"X must hold its rows, got a lazy {type(X).__name__}. Pass X.collect().")
    library = _library_of(X)
    table = _TABLES[library](X) if library else ArrayTable(_as_array(X))
    _check_shape(table)
    _check_labels(table.labels)
    return table


def _as_array(X):
    array = check_array(X, dtype=None, ensure_all_finite=False)
    if array.dtype.kind in "US" and not hasattr(X, "dtype"):  # NumPy turned the numbers of a list into text
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
                f"Column names must be unique, got {label!r} more than once. Rename one of the columns."
            )
        seen.add(label)
