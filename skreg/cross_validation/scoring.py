"""The score of existing predictions: the negative loss, or a scorer of scikit-learn."""

from collections import namedtuple

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin

from skreg.fitting.scoring import scorer_of

_Samples = namedtuple("_Samples", "X y weights")
_Targets = namedtuple("_Targets", "metric_labels loss")


class _Known(BaseEstimator):
    """Replaces an estimator whose predictions for the rows are known. It ignores X."""

    def __init__(self, task, prediction):
        self.task, self.prediction = task, prediction

    def __sklearn_is_fitted__(self):
        return True

    def predict(self, X):
        return self.task.decoded(self.prediction)


class _KnownClassifier(ClassifierMixin, _Known):
    @property
    def classes_(self):
        if self.task.metric_labels is None:  # this shape shows scikit-learn that the targets are multilabel
            return np.eye(len(self.task.classes), dtype=int)
        return self.task.classes

    def predict_proba(self, X):
        return self.prediction


class _KnownRegressor(RegressorMixin, _Known):
    pass


def score_of_predictions(scoring, task, X, y, weight, given):
    """Function that scores a prediction for some rows. Greater is better.

    Parameters
    ----------
    scoring : str, callable or None
        None and "loss" mean the negative loss of the task.
    task : Classes, Labels or Numbers
        The kind of y.
    X : array, data frame or sparse matrix
        The rows, which only the user's own scorers read.
    y : ndarray
        The y of the rows, as the task encodes it.
    weight : ndarray or None
        Weights of the rows.
    given : ndarray
        The y of the rows, as the user gave it.

    Raises
    ------
    ValueError
        If `scoring` does not name a scorer. The returned function raises it if the score is not finite.
    """
    known = _KnownRegressor if task.classes is None else _KnownClassifier
    targets = _Targets(task.metric_labels, "squared_error")
    scorer = scorer_of(known(task, None), scoring, targets)
    if scorer is None:
        return lambda prediction: -task.loss(prediction, y, weight)
    samples = _Samples(X, given, weight)

    def score(prediction):
        try:
            value = scorer(known(task, prediction), samples)
        except ValueError as error:
            raise ValueError(_failure(scoring, len(given), error)) from error
        if not np.isfinite(value):
            raise ValueError(_failure(scoring, len(given), f"the score is {value}"))
        return value

    return score


def _failure(scoring, n_rows, reason):
    return (
        f"scoring={scoring!r} cannot score predictions for the {n_rows} rows of a validation part: {reason}."
        " Choose another scoring, or a cv with parts that it can score."
    )
