"""What is measured of the network after each epoch: validation loss and score, training score."""

import inspect
import warnings

import numpy as np
from sklearn.exceptions import UndefinedMetricWarning
from sklearn.metrics import check_scoring, make_scorer

from skreg.estimators.fitted import fitted_attributes
from skreg.functions.losses import LOSSES
from skreg.network.inference import mean_loss, raw_outputs
from skreg.training.history import TRAIN_SCORE, VALIDATION_LOSS, VALIDATION_SCORE

MOST_TRAIN_ROWS = 10_000  # that are scored, so that this takes little beside the training


def scores_by_loss(scoring, targets):
    """Whether the score is the negative loss: on request, and where R² would judge another statistic of y."""
    return scoring == "loss" or (scoring is None and not LOSSES[targets.loss].predicts_mean)


class Monitor:
    """Measures the network on validation samples, and its score on the training samples.

    Parameters
    ----------
    estimator : BaseMLP
    targets : ClassTargets or NumericTargets
    layout : Layout
    validation : Samples or None
    train : Samples or None
        Of which the score is measured.
    """

    def __init__(self, estimator, targets, layout, validation, train):
        self.estimator, self.targets, self.layout = estimator, targets, layout
        self.validation, self.train = validation, train
        self.scorer = _scorer(estimator, targets)
        self.scores_by_loss = scores_by_loss(estimator.scoring, targets)

    def check(self, theta):
        """Raise where `scoring` cannot do without a class that the samples to score do not have."""
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
            f"scoring={self.estimator.scoring!r} cannot score the {name} samples, which lack the classes"
            f" {missing.tolist()}: {problem}. Where it needs all classes, give it {name} samples of all, or"
            " choose another scoring, for instance 'neg_log_loss'."
        )

    @property
    def measures(self):
        """Names of what is measured."""
        names = () if self.validation is None else (VALIDATION_LOSS, VALIDATION_SCORE)
        return names if self.train is None else (*names, TRAIN_SCORE)

    def measure(self, theta):
        """All measures, by name. A network that has diverged measures NaN."""
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
        return raw_outputs(samples.X, *self.layout.views(theta), self.estimator._trained_with["activation"])

    def _loss(self, z, samples):
        name, parameter = self.targets.loss, self.targets.loss_parameter
        return float(mean_loss(z, samples.targets, samples.weights, name, parameter))

    def _score(self, theta, z, samples):
        """Score of samples, other than by loss; z is computed if it is None and needed."""
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
            return np.nan  # scorers refuse what is not finite

    def _fitted(self, theta):
        """An estimator with the parameters θ; it knows no names of features, as X is an array by now."""
        fitted = object.__new__(type(self.estimator))
        vars(fitted).update(vars(self.estimator))
        vars(fitted).update(fitted_attributes(self.estimator, self.layout, theta))
        vars(fitted).pop("feature_names_in_", None)
        return fitted


def _scorer(estimator, targets):
    """Function of a fitted estimator and samples, or None where `scoring` names no scorer."""
    if estimator.scoring is None or estimator.scoring == "loss":
        return None
    try:
        scorer = check_scoring(estimator, scoring=estimator.scoring)
    except ValueError as error:
        raise ValueError(
            "scoring must be None, 'loss', a callable scorer or one of sklearn.metrics.get_scorer_names(),"
            f" got {estimator.scoring!r}. {error}"
        ) from None
    scorer = _of_all_classes(scorer, targets.metric_labels)
    takes_weights = _takes_weights(scorer)

    def score(fitted, samples):
        weights = {"sample_weight": samples.weights} if takes_weights and samples.weights is not None else {}
        value = scorer(fitted, samples.X, samples.y, **weights)
        try:
            return float(value)
        except (TypeError, ValueError):
            raise ValueError(
                f"scoring must return one number, got {value!r} from scoring={estimator.scoring!r}."
            ) from None

    return score


def _of_all_classes(scorer, classes):
    """The scorer, told of all classes if its metric has a `labels` parameter, because y may lack some."""
    metric = getattr(scorer, "_score_func", None)
    if metric is None or classes is None:
        return scorer
    takes_classes = "labels" in inspect.signature(metric).parameters and "labels" not in scorer._kwargs
    if not takes_classes or scorer._response_method == "predict":
        return scorer
    return make_scorer(
        metric,
        response_method=scorer._response_method,
        greater_is_better=scorer._sign > 0,
        labels=classes,
        **scorer._kwargs,
    )


def _takes_weights(scorer):
    if hasattr(scorer, "_accept_sample_weight"):
        return scorer._accept_sample_weight()
    return "sample_weight" in inspect.signature(scorer).parameters
