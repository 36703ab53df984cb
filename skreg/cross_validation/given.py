"""Validation of the arguments of ``fit``, and the rows that the fit uses."""

from functools import partial

import numpy as np
from sklearn.utils import check_consistent_length
from sklearn.utils.validation import _check_y, validate_data

from skreg.cross_validation.budget import used_rows
from skreg.cross_validation.candidate import Data
from skreg.cross_validation.folds import folds_of
from skreg.cross_validation.rows import SparseRows, rows_of
from skreg.fitting.advice import advice_about_y
from skreg.fitting.inputs import check_weights
from skreg.preprocessing.kinds import categorical_mask
from skreg.preprocessing.sparse import check_no_categories


def checked(estimator, X, y, sample_weight, groups, random_state):
    """The rows that the fit uses, and a function from a number of candidates to folds of these rows."""
    table = rows_of(X)
    validate_data(estimator, table.X, y, skip_check_array=True)
    targets, y = _checked_y(estimator, y)
    check_consistent_length(table.X, y, groups)
    weight = targets.weigh(y, check_weights(sample_weight, table.X), counted=y)
    used = used_rows(*table.shape, random_state)
    if weight is not None:
        used = used[weight[used] > 0]
        weight = weight[used]
    n_rows = table.shape[0]
    table = table if len(used) == n_rows else table.rows(used)
    data = Data(table, estimator._task(y[used], weight), weight)
    given = X, y, groups
    return data, partial(folds_of, estimator.cv, given, used, data.task, random_state)


def _checked_y(estimator, y):
    is_numeric = estimator._targets().checks.get("y_numeric", False)
    with advice_about_y():
        y = _check_y(y, multi_output=True, y_numeric=is_numeric, estimator=estimator)
    return estimator._targets().learn(y, continues=False, incremental=False)


def categories_of(estimator, table):
    """Names of the categorical columns, or indices of columns without names. None means that there are none.

    All used rows decide together, because a column may look different in the rows of one fold.
    """
    if isinstance(table, SparseRows):
        check_no_categories(estimator.categorical_features)
        return None
    names = getattr(estimator, "feature_names_in_", None)
    places = np.flatnonzero(categorical_mask(table, names, estimator.categorical_features))
    chosen = places if names is None else names[places]
    return chosen.tolist() or None
