"""The search: rounds of candidates, which stop weak candidates early, and then the ensemble."""

import contextlib
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning, UndefinedMetricWarning
from sklearn.utils.parallel import Parallel, delayed

from skreg._warn import TrainingInterrupted, warn
from skreg.cross_validation.budget import rounds
from skreg.cross_validation.candidate import Data, fitted_member
from skreg.cross_validation.ensemble import greedy_weights
from skreg.cross_validation.scoring import score_of_predictions

_N_STEPS = 25  # of the greedy selection, so that a non-zero weight is at least 1/25


class Search:
    """Fits candidates round by round.

    Parameters
    ----------
    data : Data
    folds : list of (ndarray of int, ndarray of int)
    scoring : str, callable or None
    n_jobs : int or None
        Number of parallel fits, in threads unless joblib is configured otherwise.

    Raises
    ------
    ValueError
        If `scoring` cannot score predictions for the validation rows.
    """

    def __init__(self, data: Data, folds, scoring, n_jobs):
        self.data, self.folds, self.scoring, self.n_jobs = data, folds, scoring, n_jobs
        valid = folds[0][1]
        if len(valid):
            with _without_warnings():
                self._score(valid)(data.task.constant(len(valid)))

    def n_tasks(self, candidates):
        """Number of candidates, summed over the rounds."""
        return sum(n_kept for n_kept, _ in rounds(len(candidates), len(self.folds)))

    # --- fits --------------------------------------------------------------------------------

    def run(self, candidates, progress):
        """Fit the candidates, and report each one.

        Ctrl-C ends the search with a warning if at least one candidate has been fitted.

        Raises
        ------
        ValueError
            The error of the first candidate, if no candidate could be fitted.
        """
        try:
            with _without_warnings():
                for n_kept, folds in rounds(len(candidates), len(self.folds)):
                    if self._fit(self._kept(candidates, n_kept), folds, progress):
                        break
        except KeyboardInterrupt:
            n_done = sum(bool(candidate.members) for candidate in candidates)
            if not n_done:
                raise
            warn(f"Search interrupted by user after {n_done} of {len(candidates)} candidates.")
        if not any(candidate.members for candidate in candidates):
            raise candidates[0].error

    def _fit(self, candidates, folds, progress):
        """Fit some candidates on some folds. Returns whether a callback asks to stop."""
        jobs = (
            delayed(fitted_member)(candidate.parameters, self.data, *self.folds[fold])
            for candidate in candidates
            for fold in folds
        )
        outcomes = Parallel(self.n_jobs, prefer="threads", return_as="generator")(jobs)
        with contextlib.closing(outcomes):
            return any(self._take(candidate, outcomes, len(folds), progress) for candidate in candidates)

    def _take(self, candidate, outcomes, n_folds, progress):
        """Add the next fits to a candidate, or the error if one fails. Such a candidate drops out.

        Returns whether a callback asks to stop.
        """
        progress.begins()
        try:
            members = [next(outcomes) for _ in range(n_folds)]
        except KeyboardInterrupt:
            progress.ends()
            raise
        errors = [member for member in members if isinstance(member, ValueError)]
        if errors:
            candidate.error = errors[0]
        else:
            self._add(candidate, members)
        return progress.ends(candidate)

    def _add(self, candidate, members):
        """Calibrate the candidate's predictions on the validation rows of all its folds, and score them."""
        members = [*candidate.members, *members]
        rows = self._valid_rows(len(members))
        known = {"members": members}
        if len(rows):
            _, y, weight = self.data.part(rows)
            raw = np.concatenate([member.raw for member in members])
            known["calibration"] = self.data.task.calibration(raw, y, weight)
            known["prediction"] = self.data.task.prediction(raw, **known["calibration"])
            known["score"] = self._score(rows)(known["prediction"])
        vars(candidate).update(known)  # in one step, so that Ctrl-C cannot leave half of it

    def _valid_rows(self, n_folds):
        """Validation rows of the first folds, concatenated."""
        return np.concatenate([valid for _, valid in self.folds[:n_folds]])

    def _score(self, rows):
        return score_of_predictions(
            self.scoring, self.data.task, *self.data.part(rows), self.data.given(rows)
        )

    def _kept(self, candidates, n_kept):
        """The candidates with the largest weights in an ensemble so far, in the order of the portfolio.

        Those with the best scores alone would resemble each other. Scores decide among equal weights.
        """
        sound = [candidate for candidate in candidates if candidate.error is None]
        if len(sound) <= n_kept:
            return sound
        weights, _ = self._ensemble(sound)
        order = sorted(range(len(sound)), key=lambda place: (-weights[place], -sound[place].score))
        return [sound[place] for place in sorted(order[:n_kept])]

    # --- the choice --------------------------------------------------------------------------

    def choice(self, candidates):
        """Weights of the candidates in the ensemble, and the score of its predictions."""
        last = self._of_most_folds(candidates)
        last_weights, score = self._ensemble(last)
        weights = np.zeros(len(candidates))
        for candidate, weight in zip(last, last_weights, strict=True):
            weights[candidates.index(candidate)] = weight
        return weights, score

    def _ensemble(self, candidates):
        """Weights of candidates with equally many folds, and the score of their weighted mean.

        Without validation rows the first candidate has all the weight, and the score is NaN.
        """
        rows = self._valid_rows(len(candidates[0].members))
        if not len(rows):
            return np.eye(len(candidates))[0], np.nan
        predictions = [candidate.prediction for candidate in candidates]
        with _without_warnings():
            return greedy_weights(predictions, self._score(rows), _N_STEPS)

    def best(self, candidates):
        """The candidate with the best score in the last round."""
        last = self._of_most_folds(candidates)
        return max(last, key=lambda candidate: candidate.score)

    def _of_most_folds(self, candidates):
        n_folds = max(len(candidate.members) for candidate in candidates)
        return [candidate for candidate in candidates if len(candidate.members) == n_folds]


@contextlib.contextmanager
def _without_warnings():
    """Ignore warnings of single candidates, and turn the warning about an interrupt into an error.

    This is not done in each thread, because all threads share the warning filters.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", UndefinedMetricWarning)
        warnings.simplefilter("error", TrainingInterrupted)
        yield
