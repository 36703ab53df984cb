"""The kinds of y: classes, labels or numbers.

Each kind defines the targets of the networks, the predictions that follow from raw outputs, and their loss.
Predictions can be averaged. They are float64 arrays of shape (n_rows, n_columns).
"""

import copy

import numpy as np
from scipy.special import expit, softmax

from skreg.cross_validation.calibration import smoothed, temperature
from skreg.estimators.classifier import MLPClassifier
from skreg.estimators.regressor import MLPRegressor

_LEAST_PROBABILITY = 1e-12  # keeps logarithms finite


class Task:
    """A kind of y; see the module.

    Attributes
    ----------
    network : type
        Class of the networks.
    stratify : bool
        Whether y holds classes, so that each fold should contain its share of each.
    classes : ndarray or None
    metric_labels : ndarray or None
        Labels to pass to metrics, because some rows may lack a label. None: metrics take no labels.
    """

    classes = metric_labels = None

    @property
    def attributes(self):
        """Attributes of a fitted estimator that describe y."""
        return {} if self.classes is None else {"classes_": self.classes}

    def for_encoder(self, y):
        """The targets of some rows, in a type from which an encoder can tell classes from amounts."""
        return y

    def without_rows(self):
        """A copy for predictions, without the y of the rows."""
        task = copy.copy(self)
        task.given, task.y = self.given[:0].copy(), self.y[:0].copy()
        return task


class Classes(Task):
    """One of K classes: probabilities, judged by the log-loss.

    Parameters
    ----------
    given : ndarray of shape (n_rows,)
        Class of each row, with the user's name; `y` holds its index in `classes`.
    """

    network, kind = MLPClassifier, "classes"
    stratify = True

    def __init__(self, given):
        self.given = given
        self.classes, self.y = np.unique(given, return_inverse=True)

    @property
    def metric_labels(self):
        """The classes."""
        return self.classes

    def for_encoder(self, y):
        """Indices of classes as strings, because encoders take many different integers for amounts."""
        return y.astype(str)

    def constant(self, n_rows):
        """The same probability for each class."""
        return np.full((n_rows, len(self.classes)), 1 / len(self.classes))

    def decoded(self, prediction):
        """The most probable class of each row."""
        return self.classes[prediction.argmax(axis=1)]

    def raw(self, network, X):
        """Logits of all classes. A class that the network has not seen has −∞."""
        z = network.decision_function(X).astype(np.float64)
        if z.ndim == 1:
            z = np.column_stack([np.zeros_like(z), z])
        if len(network.classes_) < 2:
            z = np.zeros((len(z), 1))
        logits = np.full((len(z), len(self.classes)), -np.inf)
        logits[:, network.classes_] = z
        return logits

    def calibration(self, raw, y, weight):
        """Temperature and number of the validation rows."""
        factor = temperature(lambda factor: self.loss(softmax(factor * raw, axis=1), y, weight))
        return {"factor": factor, "n_rows": len(y)}

    def prediction(self, raw, factor=1.0, n_rows=np.inf):
        """Probabilities."""
        probability = softmax(factor * raw, axis=1)
        return probability if n_rows == np.inf else smoothed(probability, 1 / raw.shape[1], n_rows)

    def loss(self, prediction, y, weight):
        """Mean log-loss."""
        likelihood = np.maximum(prediction[np.arange(len(y)), y], _LEAST_PROBABILITY)
        return -np.average(np.log(likelihood), weights=weight)


class Labels(Task):
    """Any of several labels: the probability of each, judged by the log-loss of all.

    Parameters
    ----------
    given : ndarray of 0 and 1, of shape (n_rows, n_labels)
    """

    network, kind = MLPClassifier, "classes"
    stratify = False

    def __init__(self, given):
        self.given = self.y = given
        self.classes = np.arange(given.shape[1])

    def constant(self, n_rows):
        """The probability 0.5 for each label."""
        return np.full((n_rows, len(self.classes)), 0.5)

    def decoded(self, prediction):
        """The labels with a probability above 0.5."""
        return (prediction > 0.5).astype(self.given.dtype)

    def raw(self, network, X):
        """Logits of the labels."""
        return network.decision_function(X).astype(np.float64).reshape(-1, len(self.classes))

    def calibration(self, raw, y, weight):
        """Temperature and number of the validation rows."""
        factor = temperature(lambda factor: self.loss(expit(factor * raw), y, weight))
        return {"factor": factor, "n_rows": len(y)}

    def prediction(self, raw, factor=1.0, n_rows=np.inf):
        """Probabilities."""
        probability = expit(factor * raw)
        return probability if n_rows == np.inf else smoothed(probability, 0.5, n_rows)

    def loss(self, prediction, y, weight):
        """Mean log-loss, summed over the labels."""
        likelihood = np.maximum(np.where(y == 1, prediction, 1 - prediction), _LEAST_PROBABILITY)
        return -np.average(np.log(likelihood).sum(axis=1), weights=weight)


class Numbers(Task):
    """Numbers, scaled to mean 0 and deviation 1, judged by the squared error.

    Parameters
    ----------
    given : ndarray of float64, of shape (n_rows,) or (n_rows, n_targets)
    weight : ndarray of shape (n_rows,) or None
    """

    network, kind = MLPRegressor, "numbers"
    stratify = False

    def __init__(self, given, weight):
        self.given, self.is_flat = given, given.ndim == 1
        columns = given.reshape(len(given), -1)
        _, exponent = np.frexp(np.abs(columns).max(axis=0))  # squares do not overflow, no bit is lost
        columns = np.ldexp(columns, -exponent)
        mean = np.average(columns, axis=0, weights=weight)
        deviation = np.sqrt(np.average((columns - mean) ** 2, axis=0, weights=weight))
        columns, deviation = columns - mean, np.where(deviation > 0, deviation, 1.0)
        self.mean, self.scale = np.ldexp(mean, exponent), np.ldexp(deviation, exponent)
        scaled = columns / deviation
        self.range = scaled.min(axis=0), scaled.max(axis=0)
        self.y = scaled[:, 0] if self.is_flat else scaled

    def constant(self, n_rows):
        """The mean of y."""
        return np.zeros((n_rows, len(self.mean)))

    def raw(self, network, X):
        """Scaled predictions of a network."""
        return network.predict(X).astype(np.float64).reshape(-1, len(self.mean))

    def calibration(self, raw, y, weight):
        """No parameters: numbers need no calibration."""
        return {}

    def prediction(self, raw):
        """Predictions, clipped to the range of y, because a network extrapolates without bounds."""
        return np.clip(raw, *self.range)

    def loss(self, prediction, y, weight):
        """Mean squared error."""
        return np.average(((prediction - y.reshape(len(y), -1)) ** 2).mean(axis=1), weights=weight)

    def decoded(self, prediction):
        """Predictions in the units of y."""
        y = prediction * self.scale + self.mean
        return y[:, 0] if self.is_flat else y
