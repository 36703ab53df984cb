"""A fast test of whether a prediction can skip scikit-learn's validation of X."""

import numpy as np

from skreg.fitting.inputs import FLOATS


def is_valid_already(X, estimator):
    """Whether scikit-learn's ``validate_data`` would return X unchanged and without a warning.

    True only for plain arrays of finite floats. The full check takes longer than one prediction.
    """
    if type(X) is not np.ndarray or X.ndim != 2 or X.dtype not in FLOATS:
        return False
    if len(X) == 0 or X.shape[1] != estimator.n_features_in_ or hasattr(estimator, "feature_names_in_"):
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(_square_sum(X)))


def _square_sum(X):
    """A sum that is not finite if an element is not: of squares by BLAS, or of a non-contiguous X itself."""
    if not (X.flags.c_contiguous or X.flags.f_contiguous):
        return X.sum()
    elements = X.ravel(order="K")
    return np.dot(elements, elements)
