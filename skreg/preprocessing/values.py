"""Single values of a table: tests for missing values and numbers, and the key that identifies a category."""

from decimal import Decimal
from numbers import Integral, Number, Real

import numpy as np

_MISSING_TYPES = {"NoneType", "NAType", "NaTType"}  # None, pandas.NA, pandas.NaT

BOOLEANS = (bool, np.bool_)


def is_missing(value):
    """Whether a value is None, NaN, or one of pandas' missing values."""
    if type(value).__name__ in _MISSING_TYPES:
        return True
    return isinstance(value, Number) and value != value


def is_boolean(value):
    """Whether a value is a boolean of Python or NumPy."""
    return isinstance(value, BOOLEANS)


def is_number(value):
    """Whether a value is a number and not a boolean."""
    return isinstance(value, Number) and not is_boolean(value)


def as_float(value):
    """A value as a float. A missing value becomes NaN.

    Raises
    ------
    ValueError
        If the value is not a number. The value is the argument of the error.
    """
    if is_missing(value):
        return np.nan
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(value) from None


def key_of(value):
    """Text that identifies a category, whatever the type of the value. Missing values give None.

    1, 1.0, Decimal(1) and "1" are the same category. A missing value turns a column of integers into floats,
    and files are sometimes read as numbers and sometimes as text.
    """
    if is_missing(value):
        return None
    if is_boolean(value) or not isinstance(value, Real | Decimal):
        return str(value)
    if isinstance(value, Integral):
        return str(int(value))
    number = float(value)
    return str(int(number)) if number.is_integer() else repr(number)
