"""The targets of a regressor: numbers."""

from typing import NamedTuple

import numpy as np
from sklearn.metrics import r2_score

from skreg.fitting.inputs import check_numbers, check_range
from skreg.fitting.labels import dense_column
from skreg.functions.losses import loss_of
from skreg.network.inference import expected


class NumericTargets(NamedTuple):
    """What y is to a regressor.

    Attributes
    ----------
    loss : str or Loss
        Name of the loss in the registry, or one of the user's own.
    loss_parameter : float
        Number that the loss depends on.
    """

    loss: object
    loss_parameter: float = 0.0

    checks = {"y_numeric": True}  # options of scikit-learn's ``validate_data``
    attributes = {}  # no attribute of a fitted estimator tells of y
    metric_labels = None

    def learn(self, y, *, continues, incremental, classes=None):
        """These targets, and y checked."""
        return self, self._numbers(y, "y")

    def check_validation(self, y_val, y):
        """Checked y_val; y are the checked targets to train on."""
        y_val = self._numbers(y_val, "y_val")
        if y_val.shape[1:] != y.shape[1:]:
            raise ValueError(
                "y_val must have as many targets as y: y has the shape (n_samples,"
                f" {', '.join(map(str, y.shape[1:]))}), got y_val of shape {y_val.shape}."
            )
        return y_val

    def _numbers(self, y, name):
        """Y as numbers that the loss allows."""
        y = check_numbers(name, dense_column(y), "real numbers").astype(np.float64, copy=False)
        loss = loss_of(self.loss)
        smallest, sign = loss.smallest_y, ">" if loss.excludes_smallest_y else ">="
        if y.min() < smallest or (loss.excludes_smallest_y and y.min() == smallest):
            raise ValueError(
                f"{name} must be {sign} {smallest:g} for loss={self.loss!r}, got values down to {y.min()}."
            )
        return y

    def encode(self, y, dtype):
        """Targets of the network, of shape (n_samples, n_outputs)."""
        check_range(y, "y", dtype)
        encoded = y.reshape(len(y), -1).astype(dtype)
        loss = loss_of(self.loss)
        if loss.excludes_smallest_y and (encoded == loss.smallest_y).any():
            raise ValueError(
                f"y must be > {loss.smallest_y:g} for loss={self.loss!r} in dtype={np.dtype(dtype).name!r} as"
                f" well, got values down to {y.min()}; scale y or set dtype='float64'."
            )
        return encoded

    def weigh(self, y, sample_weight, counted, incremental=False):
        """Sample weights as they are."""
        return sample_weight

    def expected(self, z):
        """Numbers of raw outputs z, of shape (n_samples, n_outputs)."""
        return expected(z, self.loss)

    def score(self, z, y, sample_weight):
        """R² of raw outputs z."""
        prediction = self.expected(z).reshape(np.shape(y))
        if not np.isfinite(prediction).all():
            return np.nan
        return r2_score(y, prediction, sample_weight=sample_weight)

    def strata(self, targets):
        """No labels by which the validation split is stratified."""
        return None

    def missing(self, y):
        """No classes, and so none that y lacks."""
        return np.empty(0)

    def rows_of(self, classes, y):
        """No rows, as there are no classes."""
        return np.empty(0, dtype=int)
