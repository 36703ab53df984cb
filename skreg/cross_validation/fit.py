"""One fit: what was given is checked and searched, and becomes fitted attributes."""

import functools

import numpy as np
import scipy.sparse as sp
from sklearn.utils import check_consistent_length, check_random_state
from sklearn.utils.validation import _check_y, validate_data

from skreg.cross_validation.budget import resolved, used_rows
from skreg.cross_validation.candidate import Candidate, Data
from skreg.cross_validation.entries import entries_of
from skreg.cross_validation.folds import folds_of
from skreg.cross_validation.portfolio import whole
from skreg.cross_validation.progress import Progress, set_up
from skreg.cross_validation.rows import rows_of
from skreg.cross_validation.search import Search
from skreg.fitting.fit import unchanged_on_error
from skreg.fitting.inputs import check_weights

_LARGEST_SEED = np.iinfo(np.int32).max


def fit(estimator, X, y, sample_weight, groups):
    """Search, and set the fitted attributes; returns the estimator."""
    context = set_up(estimator)
    with unchanged_on_error(estimator):
        random_state = check_random_state(estimator.random_state)
        data, folds = _data_and_folds(estimator, X, y, sample_weight, groups, random_state)
        entries = entries_of(estimator, data.task, is_sparse=sp.issparse(X))
        candidates = _candidates(estimator, entries, data, folds, random_state)
        search = Search(data, folds, estimator.scoring, estimator.n_jobs)
        metadata = None if sample_weight is None else {"sample_weight": sample_weight}
        given = {"estimator": estimator, "X": X, "y": y, "metadata": metadata}
        so_far = functools.partial(_attributes, search, candidates)
        with Progress(context, given, search.n_tasks(candidates), so_far) as progress:
            search.run(candidates, progress)
            vars(estimator).update(so_far())
    return estimator


def _data_and_folds(estimator, X, y, sample_weight, groups, random_state):
    """The rows that are used, of those that are given, and the folds of these."""
    table = rows_of(X)
    validate_data(estimator, table.X, y, skip_check_array=True)
    targets, y = _checked_y(estimator, y)
    check_consistent_length(table.X, y, groups)
    weight = targets.weigh(y, check_weights(sample_weight, table.X), counted=y)
    used = used_rows(table.shape[0], random_state)
    if weight is not None:
        used = used[weight[used] > 0]
        weight = weight[used]
    n_rows = table.shape[0]
    table = table if len(used) == n_rows else table.rows(used)
    data = Data(table, estimator._task(y[used], weight), weight)
    return data, folds_of(estimator.cv, (X, y, groups), used, data.task, random_state)


def _checked_y(estimator, y):
    is_numeric = estimator._targets().checks.get("y_numeric", False)
    y = _check_y(y, multi_output=True, y_numeric=is_numeric, estimator=estimator)
    return estimator._targets().learn(y, continues=False, incremental=False)


def _candidates(estimator, entries, data, folds, random_state):
    """Candidates with all of their parameters, those that the number of rows decides too."""
    n_rows = min(len(train) for train, _ in folds)
    seed = int(random_state.randint(_LARGEST_SEED - len(entries)))
    candidates = []
    for index, entry in enumerate(entries):
        seeds = {"encoder__random_state": seed + index, "mlp__random_state": seed + index}
        common = {"encoder__categorical_features": estimator.categorical_features, **seeds}
        candidates.append(Candidate(resolved({**common, **whole(entry, data.task.network)}, n_rows)))
    return candidates


def _attributes(search, candidates):
    """Fitted attributes by the candidates so far; None where none has been fitted."""
    if not any(candidate.members for candidate in candidates):
        return None
    weights, score = search.choice(candidates)
    members = [
        (member, weight / len(candidate.members), candidate.calibration)
        for candidate, weight in zip(candidates, weights, strict=True)
        for member in candidate.members
        if weight > 0
    ]
    return {
        "estimators_": [member.pipeline for member, _, _ in members],
        "weights_": np.array([weight for _, weight, _ in members]),
        "_calibrations": [calibration for _, _, calibration in members],
        "_trained_task": search.data.task.without_rows(),
        "validation_score_": score,
        "candidates_": _table(candidates, weights),
        "best_params_": dict(search.best(candidates).parameters),
        **search.data.task.attributes,
    }


def _table(candidates, weights):
    """The table of candidates, as a dict of columns."""
    return {
        "params": [dict(candidate.parameters) for candidate in candidates],
        "validation_score": np.array([candidate.score for candidate in candidates]),
        "n_folds": np.array([len(candidate.members) for candidate in candidates]),
        "weight": weights,
        "seconds": np.array([candidate.seconds for candidate in candidates]),
        "error": [None if candidate.error is None else str(candidate.error) for candidate in candidates],
    }
