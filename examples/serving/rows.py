"""Turns the body of a request into rows for the pipeline, or says what is wrong with it."""

import json
import math

import pandas as pd

MAX_ROWS = 10_000


class InvalidInputError(ValueError):
    """Invalid input, with the HTTP status and the reason."""

    def __init__(self, status, detail):
        super().__init__(detail)
        self.status, self.detail = status, detail


def parse(body, columns):
    """Rows from ``{"rows": [{column: number, …}, …]}``.

    Parameters
    ----------
    body : bytes
    columns : sequence of str
        The columns that each row must have, no more and no fewer.

    Returns
    -------
    DataFrame

    Raises
    ------
    InvalidInputError
        With status 400 if the body is not JSON, otherwise 422.
    """
    rows = _rows(_document(body))
    for index, row in enumerate(rows):
        _check_row(index, row, columns)
    return pd.DataFrame([[float(row[column]) for column in columns] for row in rows], columns=columns)


def _document(body):
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(400, f"the body is not JSON: {error}") from error


def _rows(document):
    if not isinstance(document, dict) or set(document) != {"rows"}:
        raise InvalidInputError(422, 'the body must be an object with the one key "rows"')
    rows = document["rows"]
    if not isinstance(rows, list) or not 1 <= len(rows) <= MAX_ROWS:
        raise InvalidInputError(422, f'"rows" must be a list of 1 to {MAX_ROWS:,} objects')
    return rows


def _check_row(index, row, columns):
    if not isinstance(row, dict):
        raise InvalidInputError(422, f"row {index} must be an object of column names and numbers")
    missing = [column for column in columns if column not in row]
    unknown = [name for name in row if name not in columns]
    if missing or unknown:
        detail = f"row {index}: missing columns {_first(missing)}, unknown columns {_first(unknown)}"
        raise InvalidInputError(422, detail)
    for column in columns:
        if not _is_finite_number(row[column]):
            raise InvalidInputError(
                422, f"row {index}, column {column!r}: must be a finite number, got {str(row[column])[:50]!r}"
            )


def _first(names):
    """Return the first names, shortened, so that the message stays short whatever was sent."""
    shown = [name[:50] for name in names[:10]]
    return shown if len(names) <= 10 else [*shown, "…"]


def _is_finite_number(value):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond all floats
        return False
