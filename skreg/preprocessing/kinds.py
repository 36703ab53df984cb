"""The decision on which columns of a table are categories and which are numbers."""

import contextlib
import datetime
import reprlib

import numpy as np

from skreg.preprocessing.frames import CATEGORIES, DATES, NUMBERS, OBJECTS
from skreg.preprocessing.values import BOOLEANS, as_float, is_boolean, is_missing, is_number

_DATES = (datetime.date, datetime.time, datetime.timedelta, np.datetime64, np.timedelta64)
_DATE_NAMES = {"Period"}  # of pandas
# Text columns with a larger share of distinct values identify single samples. A smaller threshold would
# refuse columns such as cabins or streets. With few samples, nearly any column exceeds the threshold.
_NEARLY_UNIQUE = 0.75
_FEWEST_SAMPLES = 50
_OTHER_TYPES_AS_TEXT = (  # how to read a text, and what to do if it can be read
    (as_float, "All are numbers stored as text: convert them, for example with pd.to_numeric."),
    (
        datetime.datetime.fromisoformat,
        "All are dates stored as text: convert them, for example with pd.to_datetime, and derive numbers from"
        " them, such as year, month and day of the week.",
    ),
)


def categorical_mask(table, names, choice):
    """Mask of the categorical columns, of shape (n_columns,).

    Parameters
    ----------
    table : Table
    names : ndarray of str or None
        Names of the columns.
    choice : "from_dtype", None, or array-like of bool, int or str
        The parameter `categorical_features`.

    Raises
    ------
    ValueError
        If `choice` does not match the columns, or if a column holds neither numbers nor categories.
    """
    if choice is None:
        return np.zeros(table.shape[1], bool)
    if isinstance(choice, str):
        return np.array([_is_categorical(table, column) for column in range(table.shape[1])])
    return _chosen(np.asarray(choice), table.shape[1], names)


def _chosen(choice, n_columns, names):
    """Mask of the columns that were given as a mask, as indices or as names."""
    mask = np.zeros(n_columns, bool)
    if choice.size == 0:
        return mask
    if choice.ndim == 1 and choice.dtype.kind == "b" and len(choice) == n_columns:
        return choice
    if choice.ndim == 1 and choice.dtype.kind in "iu" and _are_indices(choice, n_columns):
        mask[choice] = True
        return mask
    if choice.ndim == 1 and choice.dtype.kind in "OUT" and all(isinstance(name, str) for name in choice):
        mask[_places(choice.tolist(), names)] = True
        return mask
    raise ValueError(
        "categorical_features must be 'from_dtype', None, a mask with one bool per column, indices in the"
        f" range [{-n_columns}, {n_columns - 1}], or names of columns, got {choice.tolist()} for"
        f" {n_columns} columns."
    )


def _are_indices(choice, n_columns):
    return bool(((choice >= -n_columns) & (choice < n_columns)).all())


def _places(chosen, names):
    known = [] if names is None else names.tolist()
    if not known:
        raise ValueError(
            "categorical_features must not be names if the columns of X have no names, got"
            f" categorical_features={chosen}."
        )
    unknown = [name for name in chosen if name not in known]
    if unknown:
        raise ValueError(
            f"categorical_features must name columns of X, which are {known}, got unknown names {unknown}."
        )
    return [known.index(name) for name in chosen]


def _is_categorical(table, column):
    """Whether a column is categorical, by its type or, if the type leaves this open, by its values."""
    kind = table.kind(column)
    if kind == OBJECTS:
        kind = _kind_of_values(table, column)
    if kind == DATES:
        raise ValueError(
            f"Column {table.labels[column]!r} holds dates or times ({table.dtypes[column]}), which are"
            " neither numbers nor categories. Drop it, or derive numbers from it, such as its year, month"
            " and day of the week, or the days since some date."
        )
    return kind == CATEGORIES


def _kind_of_values(table, column):
    values = values_of(table, column)
    distinct = [value for value in distinct_values(values, table.labels[column]) if not is_missing(value)]
    if all(is_number(value) for value in distinct):  # also true if all values are missing
        return NUMBERS
    if any(isinstance(value, _DATES) or type(value).__name__ in _DATE_NAMES for value in distinct):
        return DATES
    _check_not_unique(values, distinct, table.labels[column])
    return CATEGORIES


def values_of(table, column):
    """The values of a column. Booleans become text if they are mixed with other types, because True == 1."""
    values = table.values(column)
    types = set(map(type, values))
    if len(types) == 1 or types.isdisjoint(BOOLEANS):
        return values
    return [str(value) if is_boolean(value) else value for value in values]


def distinct_values(values, label):
    """The distinct values of a column, in the order of their first appearance.

    Raises
    ------
    ValueError
        If some values are not hashable, such as lists.
    """
    try:
        return list(dict.fromkeys(values))
    except TypeError:
        kinds = ", ".join(sorted({type(value).__name__ for value in values}))
        raise ValueError(
            f"Column {label!r} must hold numbers or text, got objects ({kinds}). Drop it, or derive numbers"
            " from it."
        ) from None


def _check_not_unique(values, distinct, label):
    if len(distinct) <= _NEARLY_UNIQUE * _FEWEST_SAMPLES:
        return
    n_present = sum(not is_missing(value) for value in values)
    if n_present < _FEWEST_SAMPLES or len(distinct) <= _NEARLY_UNIQUE * n_present:
        return
    raise ValueError(
        f"Column {label!r} holds {len(distinct)} different texts in {n_present} rows, such as"
        f" {reprlib.repr(distinct[0])}. These are too many for categories. {_advice(distinct)} To encode the"
        " column as it is, list it in categorical_features."
    )


def _advice(distinct):
    for read, advice in _OTHER_TYPES_AS_TEXT:
        with contextlib.suppress(ValueError, TypeError):
            for value in distinct:
                read(value)
            return advice
    return "Drop it, or encode it first, for example with scikit-learn's TargetEncoder or TfidfVectorizer."
