"""Measures of the network after each epoch: validation loss, validation score and training score."""

import warnings

import numpy as np
from sklearn.exceptions import UndefinedMetricWarning

from skreg.fitting.scoring import scorer_of, scores_by_loss
from skreg.network.inference import mean_loss, raw_outputs
from skreg.training.history import TRAIN_SCORE, VALIDATION_LOSS, VALIDATION_SCORE

MOST_TRAIN_ROWS = 10_000  # scoring more training samples would take too long


def monitor_of(plan, rows, validation):
    """The monitor for training on some rows.

    It measures the training score only if the user sets `scoring` or passes validation data, as this takes
    time.
    """
    scoring, targets = plan.parameters.scoring, plan.targets
    asks = scoring is not None or plan.validation is not None
    if asks and not scores_by_loss(scoring, targets) and not plan.incremental:
        return Monitor(plan, validation, _scored(plan.samples, targets, rows))
    return Monitor(plan, validation, None)


def _scored(samples, targets, rows):
    """Samples for the training score.

    With many samples they are an evenly spaced subset, plus a sample of each class that this subset lacks.
    """
    if len(rows) == samples.n_samples <= MOST_TRAIN_ROWS:
        return samples
    n_rows = min(len(rows), MOST_TRAIN_ROWS)
    spread = rows[np.arange(n_rows) * len(rows) // n_rows]
    missing = targets.missing(samples.y[spread])
    if len(missing):
        spread = np.union1d(spread, rows[targets.rows_of(missing, samples.y[rows])])
    return samples.take(spread)


class Monitor:
    """Measures loss and score on the validation samples, and the score on the training samples.

    Parameters
    ----------
    plan : Plan
    validation : Samples or None
        Validation samples.
    train : Samples or None
        Training samples to score.
    """

    def __init__(self, plan, validation, train):
        self.plan, self.targets, self.scoring = plan, plan.targets, plan.parameters.scoring
        self.validation, self.train = validation, train
        self.scorer = scorer_of(plan.request.estimator, self.scoring, plan.targets)
        self.scores_by_loss = scores_by_loss(self.scoring, plan.targets)

    def check(self, theta):
        """Raise an error if `scoring` needs a class that the samples to score lack."""
        if self.scorer is None:
            return
        for name, samples in (("validation", self.validation), ("training", self.train)):
            missing = [] if samples is None else self.targets.missing(samples.y)
            if len(missing):
                self._check_without(missing, name, theta, samples)

    def _check_without(self, missing, name, theta, samples):
        problem = "its score would be NaN"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UndefinedMetricWarning)
                if not np.isnan(self._score_by_scorer(theta, samples)):
                    return
        except ValueError as error:
            problem = str(error)
        raise ValueError(
            f"scoring={self.scoring!r} cannot score the {name} samples, which lack the classes"
            f" {missing.tolist()}: {problem}. Pass {name} samples of all classes, or choose another scoring,"
            " for example 'neg_log_loss'."
        )

    @property
    def measures(self):
        """Names of the measures."""
        names = () if self.validation is None else (VALIDATION_LOSS, VALIDATION_SCORE)
        return names if self.train is None else (*names, TRAIN_SCORE)

    def measure(self, theta):
        """All measures by name. They are NaN if the network has diverged."""
        if self.measures and not np.isfinite(theta).all():
            return dict.fromkeys(self.measures, np.nan)
        measured = {}
        with np.errstate(over="ignore", invalid="ignore"):
            if self.validation is not None:
                z = self._raw_outputs(theta, self.validation)
                loss = measured[VALIDATION_LOSS] = self._loss(z, self.validation)
                score = -loss if self.scores_by_loss else self._score(theta, z, self.validation)
                measured[VALIDATION_SCORE] = score
            if self.train is not None:
                measured[TRAIN_SCORE] = self._score(theta, None, self.train)
        return measured

    def _raw_outputs(self, theta, samples):
        activation = self.plan.trained_with["activation"]
        return raw_outputs(samples.X, *self.plan.layout.views(theta), activation)

    def _loss(self, z, samples):
        name, parameter = self.targets.loss, self.targets.loss_parameter
        return float(mean_loss(z, samples.targets, samples.weights, name, parameter))

    def _score(self, theta, z, samples):
        """Score of samples, other than the negative loss. z is computed if it is None and needed."""
        if self.scorer is not None:
            return self._score_by_scorer(theta, samples)
        z = self._raw_outputs(theta, samples) if z is None else z
        return float(self.targets.score(z, samples.y, samples.weights))

    def _score_by_scorer(self, theta, samples):
        try:
            return self.scorer(self._fitted(theta), samples)
        except ValueError:
            predictions = self.targets.expected(self._raw_outputs(theta, samples))
            if np.isfinite(predictions).all():
                raise
            return np.nan  # scorers refuse predictions that are not finite

    def _fitted(self, theta):
        """An estimator with the parameters θ. It has no feature names, because X is already an array."""
        estimator = self.plan.request.estimator
        fitted = object.__new__(type(estimator))
        vars(fitted).update(vars(estimator))
        vars(fitted).update(self.plan.network_attributes(theta))
        vars(fitted).pop("feature_names_in_", None)
        return fitted
