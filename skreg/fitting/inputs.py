"""Validation of samples and weights beyond scikit-learn's own."""

import contextlib

import numpy as np
from sklearn.utils.validation import _check_sample_weight, check_non_negative

FLOATS = (np.float64, np.float32)


def check_range(values, name, dtype):
    """Raise an error if `values` (dense or sparse) exceed the range of `dtype`."""
    entries = values if isinstance(values, np.ndarray) else values.data
    if entries.dtype.itemsize <= np.dtype(dtype).itemsize or entries.size == 0:
        return
    largest = max(-float(entries.min()), float(entries.max()))
    limit = float(np.finfo(dtype).max)
    if largest > limit:
        raise ValueError(
            f"{name} must lie within the range of dtype={np.dtype(dtype).name!r}, ±{limit:.3g}, got"
            f" an absolute value of {largest:.3g}. Scale {name}, or set dtype='float64'."
            " Otherwise: Solver produced non-finite parameter weights. The input data may contain"
            " large values and need to be preprocessed."
        )


def check_weights(sample_weight, X):
    """Non-negative sample weights as a float64 array, or None. Errors have scikit-learn's wording."""
    if sample_weight is None:
        return None
    weights = _check_sample_weight(sample_weight, X, dtype=np.float64)
    check_non_negative(weights, "`sample_weight`")
    if weights.max() > np.finfo(weights.dtype).max / len(weights):
        raise ValueError(
            "sample_weight must have a finite sum, got weights up to"
            f" {weights.max():.3g} for {len(weights)} samples."
        )
    if not weights.any():  # scikit-learn itself raises this error from 1.9 on
        raise ValueError("Sample weights must contain at least one non-zero number.")
    return weights


def check_numbers(name, values, allowed):
    """Array of `values`. Raises an error if they are not real numbers."""
    try:
        array = np.asarray(values)
    except ValueError:  # nested sequences of different lengths
        array = np.empty(0, dtype=object)
    if array.dtype == object and array.size:
        with contextlib.suppress(TypeError, ValueError):
            array = array.astype(np.float64)
    if (array.size and array.dtype.kind not in "biuf") or array.dtype == object:
        raise ValueError(f"{name} must hold {allowed}, got {values!r}.")
    return array
