"""The targets of a classifier: labels of classes, or a multilabel indicator matrix."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from sklearn.utils.multiclass import _check_partial_fit_first_call

from skreg.fitting import labels
from skreg.fitting.class_weights import class_weights

_KINDS = {False: "labels", True: "a multilabel indicator matrix"}


class ClassTargets(NamedTuple):
    """What y is to a classifier.

    Attributes
    ----------
    classes : ndarray or None
        Sorted labels; for a multilabel indicator matrix its column numbers. None before the first fit.
    multilabel : bool or None
        Whether y is a multilabel indicator matrix.
    class_weight : dict, "balanced" or None
    label_smoothing : float
    """

    classes: np.ndarray | None
    multilabel: bool | None
    class_weight: dict | str | None = None
    label_smoothing: float = 0.0

    checks = {}  # of scikit-learn's ``validate_data``, beside the usual ones
    loss_parameter = 0.0

    @property
    def loss(self):
        """Name of the loss in the registry."""
        return "binary_log_loss" if self.multilabel or len(self.classes) <= 2 else "log_loss"

    @property
    def attributes(self):
        """Attributes of a fitted estimator that tell of y."""
        return {"classes_": self.classes, "_multilabel": self.multilabel}

    @property
    def metric_labels(self):
        """Labels that a metric may be told of, because y may lack some; else None."""
        return None if self.multilabel else self.classes

    # --- check -------------------------------------------------------------------------------

    def learn(self, y, *, continues, incremental, classes=None):
        """Targets that know the classes, and y checked.

        The classes are those of y; to ``partial_fit`` those that it is given, or was given before.
        """
        y, multilabel = labels.labels_or_indicator(y)
        if continues and multilabel != self.multilabel:
            raise ValueError(
                "`y` must be of the same kind as before to continue with warm_start or partial_fit:"
                f" previously got {_KINDS[self.multilabel]}, `y` holds {_KINDS[multilabel]}."
            )
        learnt = self._replace(multilabel=multilabel)
        if incremental:
            learnt = learnt._replace(classes=self._classes_of_stream(classes))
        elif not continues:
            learnt = learnt._replace(classes=labels.find_classes(y, multilabel))
        learnt._check_classes(y, "y", need_all=continues and not incremental)
        return learnt, y

    def _classes_of_stream(self, classes):
        """Classes that a call of ``partial_fit`` goes by."""
        known = SimpleNamespace(classes_=self.classes)
        _check_partial_fit_first_call(known, classes)
        return known.classes_

    def check_validation(self, y_val, y):
        """Checked y_val; y are the checked targets to train on."""
        y_val, multilabel = labels.labels_or_indicator(y_val, "y_val")
        if multilabel != self.multilabel:
            raise ValueError(
                f"`y_val` must be of the same kind as `y`: `y` holds {_KINDS[self.multilabel]}, `y_val`"
                f" holds {_KINDS[multilabel]}."
            )
        self._check_classes(y_val, "y_val", need_all=False)
        return y_val

    def _check_classes(self, y, name, need_all):
        if not self.multilabel:
            labels.check_known_classes(y, self.classes, need_all=need_all, name=name)
        elif y.shape[1] != len(self.classes):
            raise ValueError(
                f"`{name}` must have one column per class, {len(self.classes)} of them, got"
                f" {y.shape[1]} columns."
            )

    # --- to the network and back -------------------------------------------------------------

    def encode(self, y, dtype):
        """Targets of the network, of shape (n_samples, n_outputs)."""
        encoded = labels.encode(y, self.classes, self.multilabel, dtype)
        if self.label_smoothing == 0 or len(self.classes) == 1:
            return encoded
        return labels.smooth(encoded, self.label_smoothing, 2 if self.multilabel else len(self.classes))

    def weigh(self, y, sample_weight, counted, incremental=False):
        """Sample weights times the weights of the classes, which follow from the targets `counted`."""
        if self.class_weight is None:
            return sample_weight
        if self.multilabel:
            raise ValueError(
                "class_weight is not supported for multilabel targets: it must be None, got"
                f" class_weight={self.class_weight!r}. Use sample_weight."
            )
        weights = class_weights(self.class_weight, self.classes, counted, incremental)
        weights = weights[np.searchsorted(self.classes, y)]
        weights = weights if sample_weight is None else weights * sample_weight
        if not weights.any():
            raise ValueError(
                "class_weight and sample_weight together leave no sample of non-zero weight, got"
                f" class_weight={self.class_weight!r}."
            )
        return weights

    def expected(self, z):
        """Probabilities of raw outputs z, of shape (n_samples, n_classes)."""
        return labels.probabilities(z, self.classes, self.multilabel, self.loss)

    def score(self, z, y, sample_weight):
        """Accuracy of raw outputs z."""
        correct = labels.decode(z, self.classes, self.multilabel) == y
        correct = correct.all(axis=1) if self.multilabel else correct
        return np.average(correct, weights=sample_weight)

    # --- choice of samples -------------------------------------------------------------------

    def strata(self, targets):
        """Labels by which the validation split is stratified, or None."""
        if targets.shape[1] > 1:
            return None
        return np.where(targets[:, 0] > 0.5, "True", "False")

    def missing(self, y):
        """Classes without samples in y, which some metrics need; labels that are all on or all off."""
        if self.multilabel:
            return self.classes[y.all(axis=0) | ~y.any(axis=0)]
        return np.setdiff1d(self.classes, y)

    def rows_of(self, classes, y):
        """Rows of y that together tell of some classes, as far as any do."""
        if self.multilabel:
            columns = y[:, classes]
            return np.unique([columns.argmax(axis=0), columns.argmin(axis=0)])
        found, first = np.unique(y, return_index=True)
        return first[np.isin(found, classes)]
