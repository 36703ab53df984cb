"""Checks of samples and weights beyond scikit-learn's own."""

import numpy as np
from sklearn.utils.validation import _check_sample_weight, check_non_negative


def check_range(values, name, dtype):
    """Raise where `values` (dense or sparse) cannot be held in `dtype`."""
    entries = values if isinstance(values, np.ndarray) else values.data
    if entries.dtype.itemsize <= np.dtype(dtype).itemsize or entries.size == 0:
        return
    largest = max(-float(entries.min()), float(entries.max()))
    limit = float(np.finfo(dtype).max)
    if largest > limit:
        raise ValueError(
            f"{name} must lie within the range of dtype={np.dtype(dtype).name!r}, ±{limit:.3g}, got"
            f" an absolute value of {largest:.3g}; scale {name} or set dtype='float64'."
            " Otherwise: Solver produced non-finite parameter weights. The input data may contain"
            " large values and need to be preprocessed."
        )


def check_weights(sample_weight, X):
    """Sample weights as float64 array, or None; scikit-learn's wording, none negative."""
    if sample_weight is None:
        return None
    weights = _check_sample_weight(sample_weight, X, dtype=np.float64)
    check_non_negative(weights, "`sample_weight`")
    if not weights.any():  # scikit-learn itself refuses this from 1.9 on
        raise ValueError("Sample weights must contain at least one non-zero number.")
    return weights


def check_finite_parameters(parameters):
    """Raise where training ended in non-finite weights."""
    if not np.isfinite(parameters).all():
        raise ValueError(
            "Solver produced non-finite parameter weights. The input data may contain large"
            " values and need to be preprocessed."
        )
