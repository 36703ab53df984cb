"""SmoothClipScaler."""

from functools import partial
from numbers import Real
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import _fit_context
from sklearn.utils._param_validation import Interval

from skreg._typing import keeps_type
from skreg.preprocessing.base import ColumnEncoder
from skreg.preprocessing.columns import Column, distance
from skreg.preprocessing.inputs import doubles, numeric, weights_of

_LARGEST = 1e30  # representable in float32
_FAR = 1e9  # from here on √(1 + u²) equals u in float64


def smooth_clip(X, center, scale, limit):
    """z/√(1 + (z/limit)²) of scaled numbers z, computed as limit·u/√(1 + u²) with u = z/limit."""
    u = np.clip((X - center) / scale / limit, -_FAR, _FAR)
    return limit * (u / np.sqrt(1 + u * u))


class SmoothClipScaler(ColumnEncoder):
    """Robust scaling with smooth clipping, so that all numbers lie within ±limit.

    Each column is scaled to ``z = (x − median) / (q75 − q25)``, and then bent to ``z / √(1 + (z / limit)²)``.
    The result is close to z for small z, and never exceeds the limit. If the quartiles are equal, half of the
    range replaces their distance. A constant column becomes 0. See
    :doc:`the guide to encoders </guide/encoders>`.

    Parameters
    ----------
    limit : float, default=3.0
        Bound on the scaled numbers, in (0, 1e30]. Outliers come close to it.

    Attributes
    ----------
    center_ : ndarray of shape (n_features,)
        Median of each column.
    scale_ : ndarray of shape (n_features,)
        Divisor of each column.
    n_features_in_ : int
        Number of columns of X.
    feature_names_in_ : ndarray of shape (n_features,)
        Names of the columns, if X has names.

    See Also
    --------
    PiecewiseLinearEncoder : Makes a ramp for each bin of a column.
    PeriodicEncoder : Makes cosines of scaled columns.

    References
    ----------
    Holzmüller, Grinsztajn & Steinwart (2024), "Better by default: strong pre-tuned MLPs and boosted trees on
    tabular data", arXiv 2407.04491.

    Examples
    --------
    One tumour of the breast cancer data lies twelve standard deviations out:

    >>> import numpy as np
    >>> from sklearn.datasets import load_breast_cancer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.preprocessing import StandardScaler
    >>> from skreg import MLPClassifier
    >>> from skreg.preprocessing import SmoothClipScaler
    >>> X, y = load_breast_cancer(return_X_y=True)
    >>> float(np.abs(StandardScaler().fit_transform(X)).max().round(1))
    12.1
    >>> float(np.abs(SmoothClipScaler().fit_transform(X)).max().round(1))
    3.0
    >>> net = MLPClassifier(20, solver="lbfgs", l2=1e-2, random_state=0)
    >>> model = make_pipeline(SmoothClipScaler(), net).fit(X, y)
    >>> bool(model.score(X, y) > 0.95)
    True
    """

    center_: NDArray[np.float64]
    scale_: NDArray[np.float64]

    _parameter_constraints: dict = {"limit": [Interval(Real, 0, _LARGEST, closed="right")]}

    def __init__(self, *, limit: float = 3.0) -> None:
        self.limit = limit

    @keeps_type(_fit_context(prefer_skip_nested_validation=True))
    def fit(self, X: ArrayLike, y: ArrayLike | None = None, sample_weight: ArrayLike | None = None) -> Self:
        """Learn the centre and the scale of each column.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Finite numbers.
        y : None
            Ignored.
        sample_weight : array-like of shape (n_samples,), default=None
            Weights of the rows. A row of weight 2 counts as two rows, and a row of weight 0 is ignored.

        Returns
        -------
        self : SmoothClipScaler
            This scaler, fitted.

        Raises
        ------
        TypeError
            If X is sparse.
        ValueError
            If X holds anything but finite numbers, or if a parameter or a weight is invalid.
        """
        X = numeric(X, self, reset=True)
        weights = weights_of(sample_weight, X)
        used = weights > 0
        learned = [
            _center_and_scale(Column.of(doubles(X[:, j : j + 1], self, j)[used, 0], weights[used]))
            for j in range(X.shape[1])
        ]
        self.center_, self.scale_ = np.array(learned).T.copy()
        return self

    def _encoding(self):
        return partial(smooth_clip, center=self.center_, scale=self.scale_, limit=float(self.limit))

    def _names(self, names):
        return names

    @property
    def _n_features_out(self):
        return self.n_features_in_


def _center_and_scale(column):
    smallest, lower, median, upper, largest = column.quantiles(4)
    scale = distance(lower, upper) or distance(0.5 * smallest, 0.5 * largest)
    return median, scale or 1.0
