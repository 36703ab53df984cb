"""The score of predictions that are there already: the negative loss, or a scorer of scikit-learn."""

from collections import namedtuple

from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin

from skreg.fitting.scoring import scorer_of

_Samples = namedtuple("_Samples", "X y weights")
_Targets = namedtuple("_Targets", "metric_labels loss")


class _Known(BaseEstimator):
    """Stands in for an estimator whose predictions for the rows are known; X is not looked at."""

    def __init__(self, task, prediction):
        self.task, self.prediction = task, prediction

    def __sklearn_is_fitted__(self):
        return True

    def predict(self, X):
        return self.task.decoded(self.prediction)


class _KnownClassifier(ClassifierMixin, _Known):
    @property
    def classes_(self):
        return self.task.classes

    def predict_proba(self, X):
        return self.prediction


class _KnownRegressor(RegressorMixin, _Known):
    pass


def score_of_predictions(scoring, task, X, y, weight, given):
    """Function that scores a prediction for some rows; greater is better.

    Parameters
    ----------
    scoring : str, callable or None
        None or "loss": the negative loss of the task.
    task : Classes, Labels or Numbers
    X : the user's rows
        Only a scorer of the user's own looks at them.
    y : ndarray
        What the task makes of the rows' y.
    weight : ndarray or None
        Weights of the rows.
    given : ndarray
        The rows' y as the user gave it.
    """
    classes = getattr(task, "classes", None)
    known = _KnownRegressor if classes is None else _KnownClassifier
    scorer = scorer_of(known(task, None), scoring, _Targets(classes, "squared_error"))
    if scorer is None:
        return lambda prediction: -task.loss(prediction, y, weight)
    samples = _Samples(X, given, weight)
    return lambda prediction: scorer(known(task, prediction), samples)
