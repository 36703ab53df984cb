"""The search: rounds of candidates, of which the weak ones are stopped early; then the ensemble."""

from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed

from skreg._warn import warn
from skreg.cross_validation.budget import rounds
from skreg.cross_validation.candidate import Candidate, Data, fitted_member
from skreg.cross_validation.ensemble import greedy_weights
from skreg.cross_validation.scoring import score_of_predictions

_N_STEPS = 25  # of the greedy selection: no weight is finer than a twenty-fifth


@dataclass
class Found:
    """What a search has found: all candidates, the weight of each, the score of their weighted mean."""

    candidates: list
    weights: np.ndarray
    score: float


class Search:
    """Fits candidates round by round.

    Parameters
    ----------
    data : Data
    folds : list of (ndarray of int, ndarray of int)
    categorical_features
        See `TableEncoder`.
    scoring : str, callable or None
    n_jobs : int or None
        Candidates that are fitted side by side, in threads unless joblib is told otherwise.
    report : callable
        Told of each candidate after each of its fits.
    """

    def __init__(self, data: Data, folds, categorical_features, scoring, n_jobs, report):
        self.data, self.folds, self.categorical_features = data, folds, categorical_features
        self.scoring, self.n_jobs, self.report = scoring, n_jobs, report

    def run(self, candidates):
        """Fit the candidates and choose among them."""
        for n_kept, folds in rounds(len(candidates), len(self.folds)):
            try:
                self._fit(self._best(candidates, n_kept), folds)
            except KeyboardInterrupt:
                if not any(candidate.members for candidate in candidates):
                    raise
                n_done = sum(bool(candidate.members) for candidate in candidates)
                warn(f"Search interrupted by user after {n_done} of {len(candidates)} candidates.")
                break
        return self._chosen(candidates)

    def _fit(self, candidates, folds):
        """Fit some candidates on some folds. One that fails, as its weights are not finite, is out."""
        tasks = [(candidate, fold) for candidate in candidates for fold in folds]
        jobs = (delayed(self._member)(candidate, fold) for candidate, fold in tasks)
        outcomes = Parallel(self.n_jobs, prefer="threads", return_as="generator")(jobs)
        for candidate in candidates:
            members = [next(outcomes) for _ in folds]
            errors = [member for member in members if isinstance(member, ValueError)]
            if errors:
                candidate.error = errors[0]
            else:
                candidate.members += members
                self._validate(candidate)
            self.report(candidate)

    def _member(self, candidate, fold):
        try:
            return fitted_member(candidate, self.data, self.categorical_features, *self.folds[fold])
        except ValueError as error:
            return error

    def _valid_rows(self, candidate):
        """Rows for which the candidate's members predict, one fold after the other."""
        return np.concatenate([valid for _, valid in self.folds[: len(candidate.members)]])

    def _validate(self, candidate):
        """Calibrate the candidate's probabilities on its validation rows, and score them."""
        rows = self._valid_rows(candidate)
        if not len(rows):
            return
        _, y, weight = self.data.part(rows)
        raw = candidate.raw()
        candidate.calibration = self.data.task.calibration(raw, y, weight)
        candidate.prediction = self.data.task.prediction(raw, **candidate.calibration)
        candidate.score = self._score(rows)(candidate.prediction)

    def _score(self, rows):
        return score_of_predictions(self.scoring, self.data.task, *self.data.part(rows), self.data.given(rows))

    def _best(self, candidates, n_kept):
        """The candidates that scored best so far, in the order of the portfolio."""
        sound = [candidate for candidate in candidates if candidate.error is None]
        order = sorted(range(len(sound)), key=lambda index: -sound[index].score)
        return [sound[index] for index in sorted(order[:n_kept])]

    def _chosen(self, candidates):
        """The ensemble of those that took part in the last round."""
        n_folds = max(len(candidate.members) for candidate in candidates)
        if n_folds == 0:
            raise candidates[0].error
        last = [candidate for candidate in candidates if len(candidate.members) == n_folds]
        weights, score = np.zeros(len(candidates)), np.nan
        rows = self._valid_rows(last[0])
        if len(rows):
            last_weights, score = greedy_weights(
                [candidate.prediction for candidate in last], self._score(rows), _N_STEPS
            )
        else:
            last_weights = np.eye(len(last))[0]
        for candidate, weight in zip(last, last_weights, strict=True):
            weights[candidates.index(candidate)] = weight
        return Found(candidates, weights, score)
