"""Advice in errors about X and y, where scikit-learn gives none or sends the user elsewhere."""

import contextlib

import numpy as np
import scipy.sparse as sp
from sklearn.base import is_classifier


@contextlib.contextmanager
def advice_about_tables(estimator, X):
    """Add advice to errors about NaN and strings in X, for which scikit-learn has none or other advice."""
    try:
        yield
    except ValueError as error:
        found = _not_taken(str(error), X)
        if found is None:
            raise
        name = "MLPClassifier" if is_classifier(estimator) else "MLPRegressor"
        raise ValueError(
            f"Input X contains {found}.\n{type(estimator).__name__} takes finite numbers only. {name}CV also"
            " takes missing values and strings, because it encodes the columns of a table. To encode them for"
            f" an {name}, put a TableEncoder before it: make_pipeline(skreg.preprocessing.TableEncoder(),"
            f" {name}())."
        ) from None


def _not_taken(message, X):
    """The values that a network does not accept, from scikit-learn's error. None for other errors."""
    if message.startswith("Input X contains NaN"):
        return "NaN"
    if message.startswith("could not convert string to float") and _holds_strings(X):
        return f"strings ({message})"
    return None


def _holds_strings(X):
    """Whether X is to blame for an error about strings, and not y."""
    if sp.issparse(X):
        return False
    try:
        np.asarray(X, dtype=np.float64)
    except (TypeError, ValueError):
        return True
    return False


@contextlib.contextmanager
def advice_about_y(name="y"):
    """Add the name of y, and advice, to errors about missing values and strings in y."""
    try:
        yield
    except ValueError as error:
        advice = _about_y(str(error), name)
        if advice is None:
            raise
        raise ValueError(advice) from None


def _about_y(message, name):
    """What to say instead of scikit-learn's error. None for other errors."""
    if message.startswith(("Input contains NaN", f"Input {name} contains NaN")):
        return missing_target("NaN", name)
    if message.startswith("could not convert string to float"):
        return f"{name} must hold real numbers, got strings ({message})."
    return None


def missing_target(value, name="y"):
    """Message about a missing value in y."""
    return f"Input {name} contains {value}: {name} must hold a value for every sample. Drop rows without one."
