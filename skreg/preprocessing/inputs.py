"""Checks of what encoders are given."""

import contextlib

import numpy as np
from sklearn.utils.validation import _check_sample_weight, check_non_negative, validate_data


def numeric(X, estimator, reset):
    """X as a dense array of numbers, of whatever type it has; not copied where it is an array already.

    Raises
    ------
    TypeError
        If it is sparse.
    ValueError
        If it holds anything but real numbers, or is not the table that the estimator was fitted to.
    """
    X = validate_data(estimator, X, dtype="numeric", ensure_all_finite=False, reset=reset)
    if X.dtype == object:
        with contextlib.suppress(TypeError, ValueError):
            X = X.astype(np.float64)
    if X.dtype.kind not in "biuf":
        raise ValueError(
            f"{type(estimator).__name__} takes real numbers only, got X of type {X.dtype}. Categories are the"
            " job of skreg.preprocessing.TableEncoder, or of scikit-learn's OneHotEncoder beside it."
        )
    return X


def doubles(X, estimator, first=0):
    """A copy of some rows or columns as float64, all finite.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_columns)
    estimator : BaseEstimator
    first : int, default=0
        Index of the first of these columns.

    Raises
    ------
    ValueError
        If a number is not finite. It names the column.
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
            f" {type(estimator).__name__} takes finite numbers only. Missing values are the job of"
            " skreg.preprocessing.TableEncoder, or of scikit-learn's SimpleImputer in front."
        )
    return X


def weights_of(sample_weight, X):
    """Weights of the rows as float64, ones without any.

    Raises
    ------
    ValueError
        If one is negative or not finite, their sum is not finite, or all are 0.
    """
    weights = _check_sample_weight(sample_weight, X, dtype=np.float64)
    check_non_negative(weights, "`sample_weight`")
    if weights.max() > np.finfo(weights.dtype).max / len(weights):
        raise ValueError(f"sample_weight must have a finite sum, got weights up to {weights.max():.3g}.")
    if not weights.any():  # scikit-learn itself refuses this from 1.9 on
        raise ValueError("Sample weights must contain at least one non-zero number.")
    return weights
