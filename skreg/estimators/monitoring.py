"""What is measured of the network after each epoch: validation loss and score, training score."""

import inspect

import numpy as np
from sklearn.metrics import check_scoring

from skreg.functions.losses import LOSSES
from skreg.network.inference import mean_loss, raw_outputs
from skreg.training.history import TRAIN_SCORE, VALIDATION_LOSS, VALIDATION_SCORE

# Attributes of the estimators that hold what was measured.
RECORDS = {
    VALIDATION_LOSS: "validation_loss_curve_",
    VALIDATION_SCORE: "validation_scores_",
    TRAIN_SCORE: "train_scores_",
}
MOST_TRAIN_ROWS = 10_000  # that are scored, so that this takes little beside the training


def fitted_attributes(estimator, layout, theta):
    """Attributes without which an estimator with the parameters θ could not predict."""
    coefs, intercepts = layout.views(theta)
    return {
        "coefs_": coefs,
        "intercepts_": intercepts,
        "n_layers_": len(layout.units),
        "n_outputs_": layout.units[-1],
        "out_activation_": LOSSES[estimator._loss_name()].link.out_activation,
    }


def scores_by_loss(estimator):
    """Whether the score is the negative loss: on request, and where R² would judge another statistic of y."""
    loss = LOSSES[estimator._loss_name()]
    return estimator.scoring == "loss" or (estimator.scoring is None and not loss.predicts_mean)


class Monitor:
    """Measures the network on validation samples, and its score on the training samples.

    Parameters
    ----------
    estimator : BaseMLP
    layout : Layout
    validation : Samples or None
    train : Samples or None
        Of which the score is measured.
    """

    def __init__(self, estimator, layout, validation, train):
        self.estimator, self.layout = estimator, layout
        self.validation, self.train = validation, train
        self.scorer, self.scores_by_loss = _scorer(estimator), scores_by_loss(estimator)

    @property
    def measures(self):
        """Names of what is measured."""
        names = () if self.validation is None else (VALIDATION_LOSS, VALIDATION_SCORE)
        return names if self.train is None else (*names, TRAIN_SCORE)

    def measure(self, theta):
        """All measures, by name. A network that has diverged measures NaN."""
        measured = {}
        with np.errstate(over="ignore", invalid="ignore"):
            if self.validation is not None:
                z = self._raw_outputs(theta, self.validation)
                measured[VALIDATION_LOSS] = self._loss(z, self.validation)
                measured[VALIDATION_SCORE] = self._score(theta, z, self.validation)
            if self.train is not None:
                z = self._raw_outputs(theta, self.train)
                measured[TRAIN_SCORE] = self._score(theta, z, self.train)
        return measured

    def _raw_outputs(self, theta, samples):
        return raw_outputs(samples.X, *self.layout.views(theta), self.estimator.activation)

    def _loss(self, z, samples):
        name, parameter = self.estimator._loss_name(), self.estimator._loss_parameter()
        return float(mean_loss(z, samples.targets, samples.weights, name, parameter))

    def _score(self, theta, z, samples):
        if self.scores_by_loss:
            return -self._loss(z, samples)
        if self.scorer is None:
            return float(self.estimator._score_outputs(z, samples.y, samples.weights))
        if not np.isfinite(z).all():
            return np.nan
        return self.scorer(self._fitted(theta), samples)

    def _fitted(self, theta):
        """An estimator with the parameters θ; it knows no names of features, as X is an array by now."""
        fitted = object.__new__(type(self.estimator))
        vars(fitted).update(vars(self.estimator))
        vars(fitted).update(fitted_attributes(self.estimator, self.layout, theta))
        vars(fitted).pop("feature_names_in_", None)
        return fitted


def _scorer(estimator):
    """Function of a fitted estimator and samples, or None where `scoring` names no scorer."""
    if estimator.scoring is None or estimator.scoring == "loss":
        return None
    try:
        scorer = check_scoring(estimator, scoring=estimator.scoring)
    except ValueError:
        raise ValueError(
            "scoring must be None, 'loss', a callable scorer or one of sklearn.metrics.get_scorer_names(),"
            f" got {estimator.scoring!r}."
        ) from None
    takes_weights = _takes_weights(scorer)

    def score(fitted, samples):
        weights = {"sample_weight": samples.weights} if takes_weights and samples.weights is not None else {}
        value = scorer(fitted, samples.X, samples.y, **weights)
        try:
            return float(value)
        except TypeError:
            raise ValueError(
                f"scoring must return one number, got {value!r} from scoring={estimator.scoring!r}."
            ) from None

    return score


def _takes_weights(scorer):
    if hasattr(scorer, "_accept_sample_weight"):
        return scorer._accept_sample_weight()
    return "sample_weight" in inspect.signature(scorer).parameters
