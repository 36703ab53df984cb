"""When scikit-learn's check of samples can be left out of a prediction."""

import numpy as np

from skreg.fitting.inputs import FLOATS


def is_valid_already(X, estimator):
    """Whether scikit-learn's ``validate_data`` would find nothing to do or to say about X.

    For a plain array of finite floats; looking for data frames takes longer than one prediction.
    """
    if type(X) is not np.ndarray or X.ndim != 2 or X.dtype not in FLOATS:
        return False
    if len(X) == 0 or X.shape[1] != estimator.n_features_in_ or hasattr(estimator, "feature_names_in_"):
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(_square_sum(X)))


def _square_sum(X):
    """Not finite where an element is not: a sum of squares by BLAS, or where it could not, a plain sum."""
    if not (X.flags.c_contiguous or X.flags.f_contiguous):
        return X.sum()
    elements = X.ravel(order="K")
    return np.dot(elements, elements)
