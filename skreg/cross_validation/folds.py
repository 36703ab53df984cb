"""Which rows train, and which validate."""

import numpy as np
from sklearn.model_selection import (
    GroupKFold,
    KFold,
    ShuffleSplit,
    StratifiedKFold,
    StratifiedShuffleSplit,
    check_cv,
)

from skreg.cross_validation.budget import FEW_ROWS, MOST_TO_VALIDATE, N_FOLDS, VALIDATION_SHARE


def folds_of(cv, X, y, groups, random_state, *, stratify):
    """Rows to train on and rows to validate on, of each fold.

    Parameters
    ----------
    cv : int, splitter, iterable or None
        None: by the number of rows, see `skreg.cross_validation.budget`.
    X : array-like of n_rows rows
    y : ndarray of n_rows rows
    groups : array-like of shape (n_rows,) or None
    random_state : RandomState
    stratify : bool
        Whether y are classes, of which each fold should have its share.

    Returns
    -------
    list of (ndarray of int, ndarray of int)
        Classes with fewer rows than folds are in all training parts, and validate nowhere. Where no row can
        validate, the only fold has all rows to train on and none to validate on.
    """
    if cv is not None:
        return list(check_cv(cv, y, classifier=stratify).split(X, y, groups))
    n_rows = len(y)
    if groups is not None:
        return list(GroupKFold(min(N_FOLDS, len(np.unique(groups)))).split(X, y, groups))
    n_folds = N_FOLDS if n_rows <= FEW_ROWS else 2
    frequent = _of_frequent_classes(y, n_folds) if stratify else np.arange(n_rows)
    if len(frequent) < n_folds:
        return [(np.arange(n_rows), np.arange(0))]
    splitter = _splitter(n_rows, stratify, random_state)
    folds = (frequent[valid] for _, valid in splitter.split(frequent, y[frequent]))
    return [(np.setdiff1d(np.arange(n_rows), valid), valid) for valid in folds]


def _of_frequent_classes(y, n_folds):
    """Rows of classes that have one for each fold."""
    _, codes, counts = np.unique(y, return_inverse=True, return_counts=True)
    return np.flatnonzero(counts[codes] >= n_folds)


def _splitter(n_rows, stratify, random_state):
    if n_rows <= FEW_ROWS:
        return (StratifiedKFold if stratify else KFold)(N_FOLDS, shuffle=True, random_state=random_state)
    n_valid = min(MOST_TO_VALIDATE, int(VALIDATION_SHARE * n_rows))
    split = StratifiedShuffleSplit if stratify else ShuffleSplit
    return split(1, test_size=n_valid, random_state=random_state)
