"""Validation of the training samples and the validation samples of a fit."""

from typing import NamedTuple

import numpy as np
from sklearn.utils import check_array
from sklearn.utils.validation import validate_data

from skreg.fitting.advice import advice_about_tables, advice_about_y
from skreg.fitting.inputs import FLOATS, check_range, check_weights


class Samples(NamedTuple):
    """Validated samples."""

    X: object
    y: np.ndarray
    targets: np.ndarray  # y as the network needs it
    weights: np.ndarray | None

    @property
    def n_samples(self):
        """Number of samples."""
        return len(self.targets)

    def take(self, rows):
        """Some of the samples."""
        weights = None if self.weights is None else self.weights[rows]
        return Samples(self.X[rows], self.y[rows], self.targets[rows], weights)


def check_samples(request, continues, dtype):
    """The training samples, and the targets that have learnt from them."""
    given, targets, incremental = request.given, request.targets, request.incremental
    with advice_about_y(), advice_about_tables(request.estimator, given.X):
        X, y = validate_data(
            request.estimator, given.X, given.y, accept_sparse="csr", multi_output=True, reset=not continues,
            dtype=FLOATS, **targets.checks,
        )  # fmt: skip
    sample_weight = check_weights(given.sample_weight, X)
    targets, y = targets.learn(y, continues=continues, incremental=incremental, classes=request.classes)
    sample_weight = targets.weigh(y, sample_weight, counted=y, incremental=incremental)
    check_range(X, "X", dtype)
    return Samples(X, y, targets.encode(y, dtype), sample_weight), targets


def check_validation_samples(request, targets, samples, dtype):
    """The validation samples, or None. `samples` are the validated training samples."""
    given = request.validation
    if (given.X is None) != (given.y is None):
        missing, other = ("X_val", "y_val") if given.X is None else ("y_val", "X_val")
        raise ValueError(f"X_val and y_val must be given together, got {other} without {missing}.")
    if given.X is None:
        if given.sample_weight is not None:
            raise ValueError("sample_weight_val needs X_val and y_val, got neither.")
        return None
    X = check_array(given.X, accept_sparse="csr", dtype=FLOATS, input_name="X_val")
    with advice_about_y("y_val"):
        y = check_array(given.y, accept_sparse="csr", ensure_2d=False, dtype=None, input_name="y_val")
    if X.shape[0] != y.shape[0]:
        raise ValueError(
            f"X_val and y_val must have the same number of rows, got {X.shape[0]} and {y.shape[0]}."
        )
    if X.shape[1] != samples.X.shape[1]:
        raise ValueError(f"X_val must have as many features as X, {samples.X.shape[1]}, got {X.shape[1]}.")
    # this checks the feature names
    validate_data(request.estimator, given.X, skip_check_array=True, reset=False)
    try:
        sample_weight = check_weights(given.sample_weight, X)
    except ValueError as error:
        raise ValueError(f"sample_weight_val: {error}") from None
    y = targets.check_validation(y, samples.y)
    try:
        sample_weight = targets.weigh(y, sample_weight, counted=samples.y)
        encoded = targets.encode(y, dtype)
    except ValueError as error:
        raise ValueError(f"y_val: {error}") from None
    check_range(X, "X_val", dtype)
    return Samples(X, y, encoded, sample_weight)
