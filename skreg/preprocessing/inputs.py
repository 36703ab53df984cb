"""Validation of the encoders' arguments."""

import contextlib

import numpy as np
from sklearn.utils.validation import _check_sample_weight, check_non_negative, validate_data


def numeric(X, estimator, reset):
    """X as a dense array of numbers in its own type. An array is not copied.

    Raises
    ------
    TypeError
        If X is sparse.
    ValueError
        If X holds anything but real numbers, or if its columns differ from those that the estimator has seen.
    """
    X = validate_data(estimator, X, dtype="numeric", ensure_all_finite=False, reset=reset)
    if X.dtype == object:
        with contextlib.suppress(TypeError, ValueError):
            X = X.astype(np.float64)
    if X.dtype.kind not in "biuf":
        raise ValueError(
            f"{type(estimator).__name__} takes real numbers only, got X of type {X.dtype}. Encode categories"
            " with skreg.preprocessing.TableEncoder, or with scikit-learn's OneHotEncoder."
        )
    return X


def doubles(X, estimator, first=0):
    """A copy of some rows or columns as finite float64 numbers.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_columns)
    estimator : BaseEstimator
    first : int, default=0
        Index of the first column.

    Raises
    ------
    ValueError
        If a number is not finite. The message names the column.
    """
    with np.errstate(over="ignore"):  # long doubles beyond the range of double become infinite
        X = np.array(X, dtype=np.float64, order="C")
    is_finite = np.isfinite(X)
    if not is_finite.all():
        row, column = np.argwhere(~is_finite)[0]
        names = getattr(estimator, "feature_names_in_", None)
        name = first + column if names is None else repr(names[first + column])
        raise ValueError(
            f"Input X contains {'NaN' if np.isnan(X[row, column]) else 'infinity'}, in column {name}:"
            f" {type(estimator).__name__} takes finite numbers only. Encode missing values with"
            " skreg.preprocessing.TableEncoder, or fill them first with scikit-learn's SimpleImputer."
        )
    return X


def weights_of(sample_weight, X):
    """Weights of the rows as float64. Without sample weights all are 1.

    Raises
    ------
    ValueError
        If a weight is negative or not finite, if the sum is not finite, or if all weights are 0.
    """
    weights = _check_sample_weight(sample_weight, X, dtype=np.float64)
    check_non_negative(weights, "`sample_weight`")
    if weights.max() > np.finfo(weights.dtype).max / len(weights):
        raise ValueError(f"sample_weight must have a finite sum, got weights up to {weights.max():.3g}.")
    if not weights.any():  # scikit-learn itself raises this error from 1.9 on
        raise ValueError("Sample weights must contain at least one non-zero number.")
    return weights
