"""The targets of a classifier: class labels, or a multilabel indicator matrix."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from sklearn.utils.multiclass import _check_partial_fit_first_call

from skreg.fitting.class_weights import class_weights
from skreg.fitting.indicator import Indicator
from skreg.fitting.labels import read_labels
from skreg.fitting.one_label import OneLabel


class ClassTargets(NamedTuple):
    """The targets of a classifier.

    Attributes
    ----------
    labels : OneLabel, Indicator or None
        The kind of labels, with the classes. None before the first fit.
    class_weight : dict, "balanced" or None
        The parameter of the estimator.
    label_smoothing : float
        The parameter of the estimator.
    """

    labels: OneLabel | Indicator | None
    class_weight: dict | str | None = None
    label_smoothing: float = 0.0

    checks = {}  # options of scikit-learn's ``validate_data``
    loss_parameter = 0.0

    @property
    def loss(self):
        """Name of the loss in the registry."""
        return self.labels.loss

    @property
    def attributes(self):
        """Attributes of a fitted estimator that describe y."""
        return {"classes_": self.labels.classes, "_multilabel": self.labels.multilabel}

    @property
    def metric_labels(self):
        """Labels to pass to a metric, because y may lack some of them. None for multilabel targets."""
        return None if self.labels.multilabel else self.labels.classes

    # --- check -------------------------------------------------------------------------------

    def learn(self, y, *, continues, incremental, classes=None):
        """Targets that know the classes, and the validated y.

        The classes come from y. For ``partial_fit`` they come from the argument `classes` of this call or of
        an earlier one.
        """
        y, kind = read_labels(y)
        if continues and not isinstance(self.labels, kind):
            raise ValueError(
                "`y` must be of the same kind as before to continue with warm_start or partial_fit:"
                f" previously got {self.labels.words}, `y` holds {kind.words}."
            )
        if incremental:
            labels = kind(self._classes_of_stream(classes))
        else:
            labels = self.labels if continues else kind.of(y)
        labels.check(y, "y", need_all=continues and not incremental)
        return self._replace(labels=labels), y

    def _classes_of_stream(self, classes):
        """Classes that a call of ``partial_fit`` uses."""
        known = SimpleNamespace(classes_=None if self.labels is None else self.labels.classes)
        _check_partial_fit_first_call(known, classes)
        return known.classes_

    def check_validation(self, y_val, y):
        """The validated y_val. y are the validated training targets."""
        y_val, kind = read_labels(y_val, "y_val")
        if not isinstance(self.labels, kind):
            raise ValueError(
                f"`y_val` must be of the same kind as `y`: `y` holds {self.labels.words}, `y_val`"
                f" holds {kind.words}."
            )
        self.labels.check(y_val, "y_val", need_all=False)
        return y_val

    # --- to the network and back -------------------------------------------------------------

    def encode(self, y, dtype):
        """Targets of the network, of shape (n_samples, n_outputs).

        Label smoothing spreads a share of each target evenly over its classes.

        References
        ----------
        Szegedy, Vanhoucke, Ioffe, Shlens & Wojna (2016), "Rethinking the Inception architecture for computer
        vision", arXiv 1512.00567.
        """
        encoded, share = self.labels.encode(y, dtype), self.label_smoothing
        if share == 0 or len(self.labels.classes) == 1:
            return encoded
        return (1 - share) * encoded + share / self.labels.n_choices

    def weigh(self, y, sample_weight, counted, incremental=False):
        """Sample weights times the class weights. Balanced class weights follow the targets `counted`."""
        if self.class_weight is None:
            return sample_weight
        if self.labels.multilabel:
            raise ValueError(
                "class_weight is not supported for multilabel targets: it must be None, got"
                f" class_weight={self.class_weight!r}. Use sample_weight instead."
            )
        weights = class_weights(self.class_weight, self.labels.classes, counted, incremental)
        weights = weights[np.searchsorted(self.labels.classes, y)]
        weights = weights if sample_weight is None else weights * sample_weight
        if not weights.any():
            raise ValueError(
                "class_weight and sample_weight must together leave a sample with non-zero weight, got"
                f" class_weight={self.class_weight!r}."
            )
        return weights

    def expected(self, z):
        """Probabilities from raw outputs z, of shape (n_samples, n_classes)."""
        return self.labels.probabilities(z, self.loss)

    def score(self, z, y, sample_weight):
        """Accuracy of the labels that raw outputs z predict."""
        return np.average(self.labels.are_correct(z, y), weights=sample_weight)

    # --- choice of samples -------------------------------------------------------------------

    def strata(self, targets):
        """Labels by which the validation split is stratified, or None."""
        if targets.shape[1] > 1:
            return None
        return np.where(targets[:, 0] > 0.5, "True", "False")

    def missing(self, y):
        """Classes without information in y, which some metrics need."""
        return self.labels.missing(y)

    def rows_of(self, classes, y):
        """Rows of y that together represent the given classes, as far as possible."""
        return self.labels.rows_of(classes, y)
