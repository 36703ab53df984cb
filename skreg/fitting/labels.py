"""Labels to the 0/1 targets of the network, and raw outputs back to labels."""

import numpy as np
from scipy import sparse
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import column_or_1d

from skreg.network.inference import expected


def dense_column(y):
    """Y as dense array, flattened if of shape (n, 1), with scikit-learn's warning."""
    y = y if isinstance(y, np.ndarray) else y.toarray()
    return column_or_1d(y, warn=True) if y.ndim == 2 and y.shape[1] == 1 else y


def labels_or_indicator(y, name="y"):
    """Dense labels, or a multilabel indicator matrix of 0 and 1; and whether it is the latter.

    Parameters
    ----------
    y : ndarray or sparse matrix
    name : str
        What the user calls it.

    Raises
    ------
    ValueError
        If y holds neither.
    """
    if sparse.issparse(y) and y.ndim == 2 and y.shape[1] > 1:
        y = _without_duplicates(y)
    y = dense_column(y)
    return (indicator(y, name), True) if _is_multilabel(y, name) else (y, False)


def _without_duplicates(y):
    """A sparse matrix without the entries that repeat another one: a label is on or off, not on twice.

    Contradictory duplicates are summed later.
    """
    entries = y.tocoo()
    _, first, group = np.unique(
        entries.row * np.int64(y.shape[1]) + entries.col, return_index=True, return_inverse=True
    )
    if not np.array_equal(entries.data[first][group], entries.data):
        return y
    return sparse.csr_array((entries.data[first], (entries.row[first], entries.col[first])), shape=y.shape)


def indicator(y, name):
    """A multilabel indicator matrix as 0 and 1.

    "On" is the value above 0, such as 255, and "off" is 0 or the value below it, such as −1.
    """
    values = np.unique(y)
    if len(set(values > 0)) < len(values):  # two on one side
        raise ValueError(
            f"`{name}` must hold two values as a multilabel indicator matrix: one above 0 for a label that"
            f" is on, and 0 or one below 0 for a label that is off. Got the values {_some(values)}."
        )
    return (y > 0).astype(int)


def _is_multilabel(y, name):
    """Whether y is a multilabel indicator matrix; raises for targets that are no classes."""
    if y.dtype == object and any(label is None for label in y.flat):
        raise ValueError(f"Input {name} contains None: {name} must hold a label for every sample.")
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


def find_classes(y, multilabel):
    """Sorted classes of y; for a multilabel indicator matrix, its column numbers."""
    return np.arange(y.shape[1]) if multilabel else np.unique(y)


def check_known_classes(y, classes, *, need_all, name="y"):
    """Raise where y holds classes not in `classes`, or with `need_all` not all of them."""
    found = np.unique(y)
    if need_all and not np.array_equal(found, classes):
        raise ValueError(
            "warm_start can only be used where `y` has the same classes as in the previous call"
            f" to fit. Previously got {classes}, `y` has {found}"
        )
    if not np.isin(found, classes).all():
        raise ValueError(
            f"`{name}` has classes not in `self.classes_`. `self.classes_` has {classes}."
            f" '{name}' has {found}."
        )


def encode(y, classes, multilabel, dtype):
    """Targets of shape (n_samples, n_outputs): 0/1 per label, one column if binary."""
    if multilabel:
        return y.astype(dtype)
    if len(classes) == 1:
        return np.zeros((len(y), 1), dtype=dtype)
    if len(classes) == 2:
        return (y == classes[1]).astype(dtype)[:, None]
    targets = np.zeros((len(y), len(classes)), dtype=dtype)
    targets[np.arange(len(y)), np.searchsorted(classes, y)] = 1
    return targets


def smooth(targets, share, n_classes):
    """Targets of which a share is spread evenly over the classes that each row has one of.

    References
    ----------
    Szegedy, Vanhoucke, Ioffe, Shlens & Wojna (2016), "Rethinking the Inception architecture for computer
    vision", arXiv 1512.00567.
    """
    return (1 - share) * targets + share / n_classes


def decode(z, classes, multilabel):
    """Predicted labels from raw outputs z (logits)."""
    if multilabel:
        return (z > 0).astype(int)
    if len(classes) == 1:
        return np.repeat(classes, len(z))
    codes = (z[:, 0] > 0).astype(int) if z.shape[1] == 1 else z.argmax(axis=1)
    return classes[codes]


def probabilities(z, classes, multilabel, loss):
    """Probability of each class from raw outputs z (logits), by the inverse link of `loss`."""
    if len(classes) == 1 and not multilabel:
        return np.ones_like(z)
    if z.shape[1] == 1:
        z = np.hstack([-z, z])  # log odds of both classes
    return expected(z, loss)
