"""Which rows train, and which validate."""

from numbers import Integral

import numpy as np
from sklearn.model_selection import (
    GroupKFold,
    KFold,
    ShuffleSplit,
    StratifiedKFold,
    StratifiedShuffleSplit,
    check_cv,
)
from sklearn.utils import _safe_indexing

from skreg.cross_validation.budget import MOST_TO_VALIDATE, N_FOLDS, VALIDATION_SHARE, n_folds_of


def folds_of(cv, given, used, task, random_state, n_candidates):
    """Rows to train on and rows to validate on, of each fold.

    Parameters
    ----------
    cv : int, splitter, iterable or None
        None: by the number of rows, see `skreg.cross_validation.budget`.
    given : tuple of X, y and groups
        As the user gave them; groups may be None. A splitter of the user's own is given all of them.
    used : ndarray of int
        Rows that are used at all. The folds hold positions in it.
    task : Classes, Labels or Numbers
        Of the rows that are used.
    random_state : RandomState
    n_candidates : int

    Returns
    -------
    list of (ndarray of int, ndarray of int)
        Classes with fewer rows than folds are in all training parts, and validate nowhere. Where no row can
        validate, the only fold has all rows to train on and none to validate on.

    Raises
    ------
    ValueError
        If a part has no rows, or a training part lacks a class.
    """
    X, y, groups = given
    if cv is None and groups is None:
        return _by_number_of_rows(task.y, task.stratify, random_state, n_candidates)
    if cv is None or (isinstance(cv, Integral) and groups is not None):
        folds = _of_groups(cv or N_FOLDS, _safe_indexing(groups, used))
        folds = folds[: n_folds_of(len(used), n_candidates)] if cv is None else folds
    else:
        folds = list(check_cv(cv, y, classifier=task.stratify).split(X, y, groups))
        folds = [[_positions(part, used, len(y), cv) for part in fold] for fold in folds]
    _check(folds, task, cv)
    return [tuple(fold) for fold in folds]


def _by_number_of_rows(y, stratify, random_state, n_candidates):
    n_rows = len(y)
    n_folds = n_folds_of(n_rows, n_candidates)
    least = max(2, n_folds)  # rows of a class: one for each part
    frequent = _of_frequent_classes(y, least) if stratify else np.arange(n_rows)
    if len(frequent) < least:
        return [(np.arange(n_rows), np.arange(0))]
    splitter = _splitter(n_rows, n_folds, stratify, random_state)
    folds = (frequent[valid] for _, valid in splitter.split(frequent, y[frequent]))
    return [(np.setdiff1d(np.arange(n_rows), valid), valid) for valid in folds]


def _of_frequent_classes(y, least):
    """Rows of classes that have so many of them at least."""
    _, codes, counts = np.unique(y, return_inverse=True, return_counts=True)
    return np.flatnonzero(counts[codes] >= least)


def _splitter(n_rows, n_folds, stratify, random_state):
    if n_folds > 1:
        return (StratifiedKFold if stratify else KFold)(n_folds, shuffle=True, random_state=random_state)
    n_valid = min(MOST_TO_VALIDATE, int(VALIDATION_SHARE * n_rows))
    split = StratifiedShuffleSplit if stratify else ShuffleSplit
    return split(1, test_size=n_valid, random_state=random_state)


def _of_groups(n_folds, groups):
    """Folds of whole groups."""
    n_groups = len(np.unique(groups))
    if n_groups < 2:
        raise ValueError(f"groups must hold at least two groups, so that one can validate, got {n_groups}.")
    return list(GroupKFold(min(n_folds, n_groups)).split(groups, groups=groups))


def _positions(part, used, n_rows, cv):
    """Positions, among the rows that are used, of rows that a splitter chose; others are left out."""
    part = np.asarray(part)
    part = np.flatnonzero(part) if part.dtype == bool and len(part) == n_rows else part
    if part.size and (part.dtype.kind not in "iu" or part.min() < 0 or part.max() >= n_rows):
        raise ValueError(f"cv must give indices of the {n_rows} rows of X, got {part} from cv={cv!r}.")
    places = np.full(n_rows, -1)
    places[used] = np.arange(len(used))
    places = places[part.astype(int)]
    return places[places >= 0]


def _check(folds, task, cv):
    if not folds:
        raise ValueError(f"cv must give at least one pair of training and validation rows, got cv={cv!r}.")
    for number, (train, valid) in enumerate(folds):
        for rows, name in ((train, "training"), (valid, "validation")):
            if not len(rows):
                raise ValueError(
                    f"cv must leave rows of positive weight in all parts: the {name} part of fold {number}"
                    f" has none, with cv={cv!r}."
                )
        if task.stratify and len(np.unique(task.y[train])) < len(task.classes):
            missing = np.delete(task.classes, np.unique(task.y[train]))
            raise ValueError(
                f"cv must leave rows of each class to train on: the training part of fold {number} lacks the"
                f" classes {missing.tolist()}, with cv={cv!r}. Give another cv, or merge these classes."
            )
