"""The search: rounds of candidates, which stop weak candidates early, and then the ensemble."""

import contextlib
import warnings
from itertools import islice

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
    share_on_all_rows : float
        If not 0, the candidates of the ensemble are fitted on all rows in the end, and these networks get
        this share of their weights.

    Raises
    ------
    ValueError
        If `scoring` cannot score predictions for the validation rows.
    """

    def __init__(self, data: Data, folds, scoring, n_jobs, share_on_all_rows):
        self.data, self.folds, self.scoring, self.n_jobs = data, folds, scoring, n_jobs
        self.share_on_all_rows = share_on_all_rows
        valid = folds[0][1]
        if len(valid):
            with _without_warnings():
                self._score(valid)(data.task.constant(len(valid)))

    def n_tasks(self, candidates):
        """Largest number of candidates, summed over the rounds."""
        sizes = [n_kept for n_kept, _ in rounds(len(candidates), len(self.folds))]
        return sum(sizes) + (sizes[-1] if self.share_on_all_rows else 0)

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
                self._run(candidates, progress)
        except KeyboardInterrupt:
            n_done = sum(bool(candidate.members) for candidate in candidates)
            if not n_done:
                raise
            warn(f"Search interrupted by user after {n_done} of {len(candidates)} candidates.")
        if not any(candidate.members for candidate in candidates):
            raise candidates[0].error

    def _run(self, candidates, progress):
        """All rounds, until a callback asks to stop."""
        for n_kept, folds in rounds(len(candidates), len(self.folds)):
            splits = [self.folds[fold] for fold in folds]
            if self._fit(self._kept(candidates, n_kept), splits, progress, self._add):
                return
        if self.share_on_all_rows:
            all_rows = np.arange(len(self.data.task.y)), np.arange(0)
            self._fit(self._chosen(candidates), [all_rows], progress, _add_fit_on_all_rows)

    def _fit(self, candidates, splits, progress, add):
        """Fit some candidates on some splits. Returns whether a callback asks to stop.

        `add` receives a candidate and its new members.
        """
        jobs = (
            delayed(fitted_member)(candidate.parameters, self.data, *split)
            for candidate in candidates
            for split in splits
        )
        outcomes = Parallel(self.n_jobs, prefer="threads", return_as="generator")(jobs)
        with contextlib.closing(outcomes):
            return any(
                _take(candidate, islice(outcomes, len(splits)), progress, add) for candidate in candidates
            )

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

        Those with the best scores alone would resemble each other. Scores decide among equal weights. Those
        that failed drop out.
        """
        sound = [candidate for candidate in candidates if candidate.error is None]
        if len(sound) <= n_kept:
            return sound
        weights, _ = self._ensemble(sound)
        order = sorted(range(len(sound)), key=lambda place: (-weights[place], -sound[place].score))
        return [sound[place] for place in sorted(order[:n_kept])]

    # --- the choice --------------------------------------------------------------------------

    def _chosen(self, candidates):
        """The candidates of the ensemble, or none if all fits of a round have failed."""
        if not any(len(candidate.members) == len(self.folds) for candidate in candidates):
            return []
        weights, _ = self.choice(candidates)
        return [candidate for candidate, weight in zip(candidates, weights, strict=True) if weight > 0]

    def choice(self, candidates):
        """Weights of the candidates in the ensemble, and the score of the networks of their folds.

        Where networks of all rows are to replace those of the folds, they do so from the first one on.
        """
        last = self._of_most_folds(candidates)
        last_weights, score = self._ensemble(last)
        weights = np.zeros(len(candidates))
        for candidate, weight in zip(last, last_weights, strict=True):
            weights[candidates.index(candidate)] = weight
        have_all_rows = np.array([candidate.on_all_rows is not None for candidate in candidates])
        if self.share_on_all_rows == 1 and have_all_rows.any():
            weights[~have_all_rows] = 0
            weights /= weights.sum()
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


def _take(candidate, outcomes, progress, add):
    """Add the next fits to a candidate, or the error if one fails.

    Returns whether a callback asks to stop.
    """
    progress.begins()
    try:
        members = list(outcomes)
    except KeyboardInterrupt:
        progress.ends()
        raise
    errors = [member for member in members if isinstance(member, ValueError)]
    if errors:
        candidate.error = errors[0]
    else:
        add(candidate, members)
    return progress.ends(candidate)


def _add_fit_on_all_rows(candidate, members):
    (candidate.on_all_rows,) = members


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
