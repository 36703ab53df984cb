"""One fit: from the arguments, through a search, to the fitted attributes."""

import functools

import numpy as np
from sklearn.utils import check_random_state

from skreg.cross_validation.budget import resolved, share_on_all_rows
from skreg.cross_validation.candidate import Candidate
from skreg.cross_validation.entries import entries_of
from skreg.cross_validation.given import categories_of, checked
from skreg.cross_validation.portfolio import whole
from skreg.cross_validation.progress import Progress, set_up
from skreg.cross_validation.rows import SparseRows
from skreg.cross_validation.search import Search
from skreg.fitting.fit import unchanged_on_error

_LARGEST_SEED = np.iinfo(np.int32).max


def fit(estimator, X, y, sample_weight, groups):
    """Run the search and set the fitted attributes. Returns the estimator."""
    context = set_up(estimator)
    with unchanged_on_error(estimator):
        random_state = check_random_state(estimator.random_state)
        data, make_folds = checked(estimator, X, y, sample_weight, groups, random_state)
        entries = entries_of(estimator, data.task, is_sparse=isinstance(data.table, SparseRows))
        folds = make_folds(len(entries))
        candidates = _candidates(estimator, entries, data, folds, random_state)
        share = share_on_all_rows(estimator.cv, folds, len(data.task.y))
        if share == 1:  # the fold that is most like all rows decides which candidates go on
            folds = sorted(folds, key=lambda fold: -len(fold[0]))
        search = Search(data, folds, estimator.scoring, estimator.n_jobs, share)
        metadata = None if sample_weight is None else {"sample_weight": sample_weight}
        given = {"estimator": estimator, "X": X, "y": y, "metadata": metadata}
        so_far = functools.partial(_attributes, search, candidates)
        with Progress(context, given, search.n_tasks(candidates), so_far) as progress:
            search.run(candidates, progress)
            vars(estimator).update(so_far())
    return estimator


def _candidates(estimator, entries, data, folds, random_state):
    """Candidates with all their parameters, including those that depend on the table."""
    categories = categories_of(estimator, data.table)
    n_rows = min(len(train) for train, _ in folds)
    seed = int(random_state.randint(_LARGEST_SEED - len(entries)))
    candidates = []
    for index, entry in enumerate(entries):
        seeds = {"encoder__random_state": seed + index, "mlp__random_state": seed + index}
        common = {"encoder__categorical_features": categories, **seeds}
        parameters = {**common, **whole(entry, data.task.network)}
        candidates.append(Candidate(resolved(parameters, n_rows, shortens=estimator.portfolio is None)))
    return candidates


def _attributes(search, candidates):
    """Fitted attributes from the candidates so far, or None if no candidate has been fitted."""
    if not any(candidate.members for candidate in candidates):
        return None
    weights, score = search.choice(candidates)
    members = [
        (member, weight * share, candidate.calibration)
        for candidate, weight in zip(candidates, weights, strict=True)
        if weight > 0
        for member, share in candidate.shares(search.share_on_all_rows)
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
    """The table of candidates as a dict of columns."""
    return {
        "params": [dict(candidate.parameters) for candidate in candidates],
        "validation_score": np.array([candidate.score for candidate in candidates]),
        "n_folds": np.array([len(candidate.members) for candidate in candidates]),
        "weight": weights,
        "seconds": np.array([candidate.seconds for candidate in candidates]),
        "error": [None if candidate.error is None else str(candidate.error) for candidate in candidates],
    }
