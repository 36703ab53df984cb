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

_LARGEST = 1e30  # a limit that float32 can hold
_FAR = 1e9  # √(1 + u²) is u from there on, to the last bit


def smooth_clip(X, center, scale, limit):
    """Scaled numbers z, bent to z/√(1 + (z/limit)²): limit times u/√(1 + u²), with u = z/limit."""
    u = np.clip((X - center) / scale / limit, -_FAR, _FAR)
    return limit * (u / np.sqrt(1 + u * u))


class SmoothClipScaler(ColumnEncoder):
    """Robust scaling that bends outliers smoothly, so that all numbers lie within ±limit.

    ``z = (x − median) / (q75 − q25)`` of each column, then ``z / √(1 + (z / limit)²)``: nearly z where it is
    small, and never beyond the limit. Where the quartiles are equal, half the range takes the place of their
    distance. A constant column becomes 0.

    Parameters
    ----------
    limit : float, default=3.0
        In (0, 1e30]. What lies far out comes close to it.

    Attributes
    ----------
    center_ : ndarray of shape (n_features,)
        Median of each column.
    scale_ : ndarray of shape (n_features,)
        What a column is divided by.
    n_features_in_ : int
        Number of columns of X.
    feature_names_in_ : ndarray of shape (n_features,)
        Names of the columns, where X had any.

    See Also
    --------
    PiecewiseLinearEncoder : Ramps, one for each bin of a column.
    PeriodicEncoder : Cosines of what this class has scaled.

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
        """Learn centre and scale of each column.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Finite numbers.
        y : None
            Is not looked at.
        sample_weight : array-like of shape (n_samples,), default=None
            A row of the weight 2 counts as two rows, one of the weight 0 as none.

        Returns
        -------
        self : SmoothClipScaler
            This scaler, fitted.

        Raises
        ------
        TypeError
            If X is sparse.
        ValueError
            If X holds anything but finite numbers, or a parameter or weight is not allowed.
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
