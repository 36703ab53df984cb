"""What a fit is given: checked, and the part of it that is used."""

from functools import partial

import numpy as np
from sklearn.utils import check_consistent_length
from sklearn.utils.validation import _check_y, validate_data

from skreg.cross_validation.budget import used_rows
from skreg.cross_validation.candidate import Data
from skreg.cross_validation.folds import folds_of
from skreg.cross_validation.rows import SparseRows, rows_of
from skreg.fitting.inputs import check_weights
from skreg.preprocessing.kinds import categorical_mask
from skreg.preprocessing.sparse import check_no_categories


def checked(estimator, X, y, sample_weight, groups, random_state):
    """The rows that are used, and a function that makes folds of them for so many candidates."""
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
    y = _check_y(y, multi_output=True, y_numeric=is_numeric, estimator=estimator)
    return estimator._targets().learn(y, continues=False, incremental=False)


def categories_of(estimator, table):
    """Names of the columns that are categories, or places of columns without names. None: there are none.

    Decided once, by all rows that are used: in the rows of a fold a column may look otherwise.
    """
    if isinstance(table, SparseRows):
        check_no_categories(estimator.categorical_features)
        return None
    names = getattr(estimator, "feature_names_in_", None)
    places = np.flatnonzero(categorical_mask(table, names, estimator.categorical_features))
    chosen = places if names is None else names[places]
    return chosen.tolist() or None
