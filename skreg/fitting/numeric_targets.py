"""The targets of a regressor: numbers."""

from typing import NamedTuple

import numpy as np
from sklearn.metrics import r2_score
from sklearn.utils import assert_all_finite

from skreg.fitting.advice import advice_about_y
from skreg.fitting.inputs import check_numbers, check_range
from skreg.fitting.labels import dense_column
from skreg.functions.losses import loss_of
from skreg.network.inference import expected


class NumericTargets(NamedTuple):
    """The targets of a regressor.

    Attributes
    ----------
    loss : str or Loss
        Name of the loss in the registry, or the user's own loss.
    loss_parameter : float
        Parameter of the loss.
    """

    loss: object
    loss_parameter: float = 0.0

    checks = {"y_numeric": True}  # options of scikit-learn's ``validate_data``
    attributes = {}  # no attribute of a fitted estimator describes y
    metric_labels = None

    def learn(self, y, *, continues, incremental, classes=None):
        """These targets, and the validated y."""
        return self, self._numbers(y, "y")

    def check_validation(self, y_val, y):
        """The validated y_val. y are the validated training targets."""
        y_val = self._numbers(y_val, "y_val")
        if y_val.shape[1:] != y.shape[1:]:
            raise ValueError(
                "y_val must have as many targets as y, whose shape is (n_samples,"
                f" {', '.join(map(str, y.shape[1:]))}), got y_val of shape {y_val.shape}."
            )
        return y_val

    def _numbers(self, y, name):
        """A y of numbers that the loss allows."""
        y = check_numbers(name, dense_column(y), "real numbers").astype(np.float64, copy=False)
        with advice_about_y(name):  # of an array of objects, scikit-learn has not checked the numbers
            assert_all_finite(y, input_name=name)
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
                f"y must be > {loss.smallest_y:g} for loss={self.loss!r}, also after rounding to"
                f" dtype={np.dtype(dtype).name!r}, got values down to {y.min()}. Scale y, or set"
                " dtype='float64'."
            )
        return encoded

    def weigh(self, y, sample_weight, counted, incremental=False):
        """The sample weights, unchanged."""
        return sample_weight

    def expected(self, z):
        """Numbers from raw outputs z, of shape (n_samples, n_outputs)."""
        return expected(z, self.loss)

    def score(self, z, y, sample_weight):
        """R² of the numbers that raw outputs z predict."""
        prediction = self.expected(z).reshape(np.shape(y))
        if not np.isfinite(prediction).all():
            return np.nan
        return r2_score(y, prediction, sample_weight=sample_weight)

    def strata(self, targets):
        """No labels, because the validation split of a regression is not stratified."""
        return None

    def missing(self, y):
        """No missing classes, because there are no classes."""
        return np.empty(0)

    def rows_of(self, classes, y):
        """No rows, because there are no classes."""
        return np.empty(0, dtype=int)
