"""The split of the rows into training and validation."""

from itertools import islice
from numbers import Integral

import numpy as np
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, check_cv
from sklearn.utils import _safe_indexing

from skreg.cross_validation.budget import N_FOLDS, n_folds_of


def folds_of(cv, given, used, task, random_state, n_candidates):
    """Training rows and validation rows of each fold.

    Parameters
    ----------
    cv : int, splitter, iterable or None
        The user's choice. With None the number of rows decides, see `skreg.cross_validation.budget`.
    given : tuple of X, y and groups
        Arguments as the user gave them. groups may be None. The user's own splitter receives all three.
    used : ndarray of int
        Rows that the fit uses. The folds hold positions in this array.
    task : Classes, Labels or Numbers
        The kind of y, with the values of the used rows.
    random_state : RandomState
    n_candidates : int

    Returns
    -------
    list of (ndarray of int, ndarray of int)
        Training and validation rows of each fold. A class with fewer than 5 rows belongs to all training
        parts and to no validation part. If no row can validate, the single fold trains on all rows.

    Raises
    ------
    ValueError
        If a part has no rows, or if a training part lacks a class.
    """
    _, y, groups = given
    if cv is None and groups is None:
        return _by_number_of_rows(task.y, task.stratify, random_state, n_candidates)
    if cv is None or (isinstance(cv, Integral) and groups is not None):
        folds = _of_groups(cv or N_FOLDS, _safe_indexing(groups, used))
        folds = folds[: n_folds_of(len(used), n_candidates)] if cv is None else folds
    else:
        folds = _of_splitter(cv, given, task.stratify)
        folds = [[_positions(part, used, len(y), cv) for part in fold] for fold in folds]
    _check(folds, task, cv)
    return [tuple(fold) for fold in folds]


def _by_number_of_rows(y, stratify, random_state, n_candidates):
    n_rows = len(y)
    frequent = _of_frequent_classes(y) if stratify else np.arange(n_rows)
    if len(frequent) < N_FOLDS:
        return [(np.arange(n_rows), np.arange(0))]
    splitter = (StratifiedKFold if stratify else KFold)(N_FOLDS, shuffle=True, random_state=random_state)
    folds = islice(splitter.split(frequent, y[frequent]), n_folds_of(n_rows, n_candidates))
    return [(np.setdiff1d(np.arange(n_rows), frequent[valid]), frequent[valid]) for _, valid in folds]


def _of_frequent_classes(y):
    """Rows of the classes that have at least one row for each fold."""
    _, codes, counts = np.unique(y, return_inverse=True, return_counts=True)
    return np.flatnonzero(counts[codes] >= N_FOLDS)


def _of_groups(n_folds, groups):
    """Folds of whole groups."""
    n_groups = len(np.unique(groups))
    if n_groups < 2:
        raise ValueError(f"groups must hold at least two groups, so that one can validate, got {n_groups}.")
    return list(GroupKFold(min(n_folds, n_groups)).split(groups, groups=groups))


def _of_splitter(cv, given, stratify):
    """Folds of the user's own splitter or number of folds."""
    X, y, groups = given
    try:
        return list(check_cv(cv, y, classifier=stratify).split(X, y, groups))
    except ValueError as error:
        raise ValueError(f"cv={cv!r} cannot split these {len(y)} rows: {error}") from error


def _positions(part, used, n_rows, cv):
    """Positions of a splitter's rows among the used rows. Rows that are not used are left out."""
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
                    f"cv must leave rows of positive weight in all parts, but the {name} part of fold"
                    f" {number} has none. Got cv={cv!r}."
                )
        if task.stratify and len(np.unique(task.y[train])) < len(task.classes):
            missing = np.delete(task.classes, np.unique(task.y[train]))
            raise ValueError(
                f"cv must leave training rows of each class, but the training part of fold {number} lacks the"
                f" classes {missing.tolist()}. Got cv={cv!r}. Choose another cv, or merge these classes."
            )
