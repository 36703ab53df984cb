"""What both estimators with built-in cross-validation share."""

from numbers import Integral

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator
from sklearn.utils import _safe_indexing, check_array, check_consistent_length, check_random_state
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import _check_sample_weight, _num_samples, check_is_fitted, validate_data

from skreg.cross_validation.budget import resolved, used_rows
from skreg.cross_validation.candidate import Candidate, Data, raw_outputs
from skreg.cross_validation.folds import folds_of
from skreg.cross_validation.portfolio import portfolio, whole
from skreg.cross_validation.search import Search

_ROWS_AT_A_TIME = 10_000  # so that the encoded columns of all rows are never there at once
_LARGEST_SEED = np.iinfo(np.int32).max


class BaseMLPCV(BaseEstimator):
    """Tries the portfolio on a table, and predicts by an ensemble of the best; subclasses know what y is."""

    _parameter_constraints: dict = {
        "n_candidates": [Interval(Integral, 1, None, closed="left"), None],
        "portfolio": [list, tuple, None],
        "categorical_features": ["array-like", StrOptions({"from_dtype"}), None],
        "cv": ["cv_object"],
        "scoring": [str, callable, None],
        "n_jobs": [Integral, None],
        "random_state": ["random_state"],
        "verbose": ["verbose"],
    }

    def _task(self, y, weight):
        """What y is to the networks; see `skreg.cross_validation.tasks`."""
        raise NotImplementedError

    def _weights(self, y, weight):
        """Weights of the rows, or None."""
        return weight

    # --- fitting -----------------------------------------------------------------------------

    def _fit(self, X, y, sample_weight, groups):
        entries = self._entries()
        X = _rows_can_be_taken(X)
        validate_data(self, X, skip_check_array=True)
        check_consistent_length(X, y, sample_weight, groups)
        random_state = check_random_state(self.random_state)
        data, groups = self._data(X, y, sample_weight, groups, random_state)
        stratify = data.task.stratify
        folds = folds_of(self.cv, data.X, data.task.y, groups, random_state, stratify=stratify)
        seed = int(random_state.randint(_LARGEST_SEED - len(entries)))
        candidates = [
            Candidate(whole(entry, data.task.network), seed + index) for index, entry in enumerate(entries)
        ]
        search = Search(data, folds, self.categorical_features, self.scoring, self.n_jobs, self._report)
        return self._keep(search.run(candidates), data.task, len(folds[0][0]))

    def _entries(self):
        """The configurations to try."""
        entries = portfolio() if self.portfolio is None else list(self.portfolio)
        return entries[: self.n_candidates]

    def _data(self, X, y, sample_weight, groups, random_state):
        """The rows that are used, of those that are given, and their groups."""
        weight = None if sample_weight is None else _check_sample_weight(sample_weight, X)
        rows = used_rows(_num_samples(X), random_state)
        y = self._checked_y(y)
        weight = self._weights(y, weight)
        if weight is not None:
            rows = rows[weight[rows] > 0]
            weight = weight[rows]
        if len(rows) < _num_samples(X):
            X, y = _safe_indexing(X, rows), y[rows]
            groups = None if groups is None else _safe_indexing(groups, rows)
        return Data(X, self._task(y, weight), weight), groups

    def _keep(self, found, task, n_rows):
        """Set the fitted attributes; n_rows are those that a candidate trains on."""
        chosen = [index for index, weight in enumerate(found.weights) if weight > 0]
        members = [(index, member) for index in chosen for member in found.candidates[index].members]
        n_members = [len(candidate.members) for candidate in found.candidates]
        self.estimators_ = [member.pipeline for _, member in members]
        self.weights_ = np.array([found.weights[index] / n_members[index] for index, _ in members])
        self._calibrations = [found.candidates[index].calibration for index, _ in members]
        self._trained_task = task.without_rows()
        self.validation_score_ = found.score
        self.candidates_ = _table(found)
        best = found.candidates[self._best_index(found)]
        self.best_params_ = resolved(best.parameters, n_rows)
        return self

    def _best_index(self, found):
        scores = self.candidates_["validation_score"].copy()
        scores[self.candidates_["n_folds"] < self.candidates_["n_folds"].max()] = -np.inf
        return int(np.nanargmax(scores)) if np.isfinite(scores).any() else 0

    def _report(self, candidate):
        """Tell of a candidate that has been fitted on some folds."""
        if self.verbose:
            outcome = candidate.error or f"validation score {candidate.score:.5g}"
            print(f"{type(self).__name__}: {outcome}, {candidate.seconds:.1f} s: {candidate.parameters}")

    # --- fitted ------------------------------------------------------------------------------

    def _prediction(self, X):
        """Weighted mean of the members' predictions, float64 of shape (n_rows, n_columns)."""
        check_is_fitted(self)
        X = _rows_can_be_taken(X)
        validate_data(self, X, skip_check_array=True, reset=False)
        dtype = np.float32 if getattr(X, "dtype", None) == np.float32 else np.float64
        n_rows = _num_samples(X)
        blocks = [
            self._prediction_of_block(
                _safe_indexing(X, np.arange(begin, min(begin + _ROWS_AT_A_TIME, n_rows))), dtype
            )
            for begin in range(0, n_rows, _ROWS_AT_A_TIME)
        ]
        return np.concatenate(blocks)

    def _prediction_of_block(self, X, dtype):
        task, total = self._trained_task, 0.0
        for pipeline, weight, calibration in zip(
            self.estimators_, self.weights_, self._calibrations, strict=True
        ):
            raw = raw_outputs(pipeline, X, task, dtype)
            total = total + weight * task.prediction(raw, **calibration)
        return total

    def __sklearn_is_fitted__(self):
        return hasattr(self, "estimators_")

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.string = True
        tags.input_tags.sparse = True
        tags.non_deterministic = False
        return tags


def _rows_can_be_taken(X):
    """X as it is given; a list as an array, and a sparse matrix in a form whose rows can be taken."""
    if sp.issparse(X):
        return check_array(X, accept_sparse="csr", dtype=(np.float64, np.float32))
    if hasattr(X, "columns") and hasattr(X, "shape"):
        return X
    return check_array(X, dtype=None, ensure_all_finite=False)


def _table(found):
    """The table of candidates, as a dict of columns."""
    candidates = found.candidates
    return {
        "params": [dict(candidate.parameters) for candidate in candidates],
        "validation_score": np.array([candidate.score for candidate in candidates]),
        "n_folds": np.array([len(candidate.members) for candidate in candidates]),
        "weight": found.weights,
        "seconds": np.array([candidate.seconds for candidate in candidates]),
    }
