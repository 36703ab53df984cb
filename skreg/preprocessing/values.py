"""Single values of a table: what is missing, what is a number, and the key that equal categories share."""

from decimal import Decimal
from numbers import Integral, Number, Real

import numpy as np

_MISSING_TYPES = {"NoneType", "NAType", "NaTType"}  # None, pandas.NA, pandas.NaT

BOOLEANS = (bool, np.bool_)


def is_missing(value):
    """Whether a value is None, NaN, or what pandas has in their place."""
    if type(value).__name__ in _MISSING_TYPES:
        return True
    return isinstance(value, Number) and value != value


def is_boolean(value):
    """Whether a value is true or false, of Python or NumPy."""
    return isinstance(value, BOOLEANS)


def is_number(value):
    """Whether a value is a number and not a truth value."""
    return isinstance(value, Number) and not is_boolean(value)


def as_float(value):
    """A number, NaN where it is missing.

    Raises
    ------
    ValueError
        If it is none; the value is the error's argument.
    """
    if is_missing(value):
        return np.nan
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(value) from None


def key_of(value):
    """Text that values of the same meaning share, whatever their types are; None for what is missing.

    1, 1.0, Decimal(1) and "1" are one category: a column of integers turns into floats where a value is
    missing, and a file may be read as numbers here and as text there.
    """
    if is_missing(value):
        return None
    if is_boolean(value) or not isinstance(value, Real | Decimal):
        return str(value)
    if isinstance(value, Integral):
        return str(int(value))
    number = float(value)
    return str(int(number)) if number.is_integer() else repr(number)
