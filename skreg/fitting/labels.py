"""The kind of labels in y: one label for each sample, or a multilabel indicator matrix."""

import numpy as np
from scipy import sparse
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import column_or_1d

from skreg.fitting.advice import missing_target
from skreg.fitting.indicator import Indicator
from skreg.fitting.one_label import OneLabel

KINDS = {False: OneLabel, True: Indicator}  # by the `_multilabel` of a fitted estimator


def dense_column(y):
    """A dense y. The shape (n, 1) is flattened, with scikit-learn's warning."""
    y = y if isinstance(y, np.ndarray) else y.toarray()
    return column_or_1d(y, warn=True) if y.ndim == 2 and y.shape[1] == 1 else y


def read_labels(y, name="y"):
    """Dense labels or an indicator matrix of 0 and 1, together with their kind: `OneLabel` or `Indicator`.

    Parameters
    ----------
    y : ndarray or sparse matrix
    name : str
        Name of y in error messages.

    Raises
    ------
    ValueError
        If y holds neither labels nor an indicator matrix.
    """
    if sparse.issparse(y) and y.ndim == 2 and y.shape[1] > 1:
        y = _without_duplicates(y)
    y = dense_column(y)
    return (_indicator(y, name), Indicator) if _is_multilabel(y, name) else (y, OneLabel)


def _without_duplicates(y):
    """A sparse matrix without repeated entries, which would otherwise be added up.

    Duplicates with different values stay, and are summed later.
    """
    entries = y.tocoo()
    _, first, group = np.unique(
        entries.row * np.int64(y.shape[1]) + entries.col, return_index=True, return_inverse=True
    )
    if not np.array_equal(entries.data[first][group], entries.data):
        return y
    return sparse.csr_array((entries.data[first], (entries.row[first], entries.col[first])), shape=y.shape)


def _indicator(y, name):
    """A multilabel indicator matrix of 0 and 1.

    A value above 0, such as 255, means "on". The value 0, or a value below 0 such as −1, means "off".
    """
    values = np.unique(y)
    if len(set(values > 0)) < len(values):  # two different values for "on", or for "off"
        raise ValueError(
            f"`{name}` must hold two values if it is a multilabel indicator matrix: a value above 0 for"
            " labels that are on, and 0 or a value below 0 for labels that are off. Got the values"
            f" {_some(values)}."
        )
    return (y > 0).astype(int)


def _is_multilabel(y, name):
    """Whether y is a multilabel indicator matrix. Raises an error for targets that are not classes."""
    if y.dtype == object and any(label is None for label in y.flat):
        raise ValueError(missing_target(None, name))
    kind = type_of_target(y, input_name=name)
    if kind not in ("binary", "multiclass", "multilabel-indicator"):
        check_classification_targets(y)
    if kind == "multiclass-multioutput":
        raise ValueError(
            f"Multioutput target data is not supported: {name} must hold one label per sample, or be a"
            f" multilabel indicator matrix of 0 and 1, got {name} of shape {y.shape} with the values"
            f" {_some(np.unique(y))}."
        )
    return kind == "multilabel-indicator"


def _some(values):
    """Text of some values of a sorted array."""
    return np.array2string(values, threshold=10, separator=", ")
