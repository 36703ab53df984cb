"""PiecewiseLinearEncoder."""

from functools import partial
from numbers import Integral
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import _fit_context
from sklearn.utils._param_validation import Interval, StrOptions

from skreg._typing import keeps_type
from skreg.preprocessing.base import ColumnEncoder
from skreg.preprocessing.bins import STRATEGIES, StrategyName
from skreg.preprocessing.columns import Column, distance
from skreg.preprocessing.inputs import doubles, numeric, weights_of

_LARGEST = float(np.finfo(np.float32).max)


def ramps(X, source, lower, width):
    """Ramps that are 0 below each bin and 1 above it, and that rise linearly within it."""
    return np.clip((np.take(X, source, 1) - lower) / width, 0.0, 1.0)


def ramps_beside(X, source, lower, width):
    """The columns of X, followed by their ramps."""
    return np.concatenate((np.clip(X, -_LARGEST, _LARGEST), ramps(X, source, lower, width)), 1)


class PiecewiseLinearEncoder(ColumnEncoder):
    """A ramp from 0 to 1 for each bin of a column.

    Edges ``e_0 < e_1 < … < e_T`` divide the range of a column into T bins, where T is at most `n_bins`. Bin t
    becomes the column ``clip((x − e_t) / (e_{t+1} − e_t), 0, 1)``. It is 0 below the bin, 1 above it, and
    linear within it. A linear function of the ramps is therefore a piecewise linear function of x. Within the
    range no information is lost: ``x = e_0 + Σ_t (e_{t+1} − e_t) ramp_t``.

    A column with at most ``n_bins + 1`` different values gets one ramp between each value and the next, with
    every `strategy`. A constant column gets no ramp. If all columns are constant, the result has the shape
    (n_samples, 0). scikit-learn can join it with other columns, but cannot fit an estimator to it alone. See
    :doc:`the guide to encoders </guide/encoders>`.

    Parameters
    ----------
    n_bins : int, default=16
        Largest number of bins per column, 2 or more.
    strategy : {"quantile", "tree"}, default="quantile"
        How the edges are chosen:

        - "quantile": all bins hold the same number of rows, or the same weight.
        - "tree": the bins are the leaves of a decision tree that predicts y from this column alone. They are
          narrow where y changes. A leaf holds at least ``1 / (4 n_bins)`` of the rows. "tree" needs y.

    keep_input : bool, default=False
        Whether to return the columns of X as well, in front of the ramps. Scale the columns first, for
        example by `SmoothClipScaler`.

    Attributes
    ----------
    bin_edges_ : list of ndarrays of shape (n_bins_of_the_column + 1,)
        Edges of the bins of each column, from its smallest to its largest number.
    n_features_in_ : int
        Number of columns of X.
    feature_names_in_ : ndarray of shape (n_features,)
        Names of the columns, if X has names.

    See Also
    --------
    SmoothClipScaler : Scales each column into one column.
    PeriodicEncoder : Uses cosines instead of ramps.

    References
    ----------
    Gorishniy, Rubachev & Babenko (2022), "On embeddings for numerical features in tabular deep learning",
    arXiv 2203.05556, section 3.2. Their outer ramps continue beyond the range, while these are clipped.

    Examples
    --------
    Versicolor lies between the other two species of iris. A network without hidden units cannot separate it,
    because its boundary is a line. Ramps of the columns make this possible:

    >>> from sklearn.datasets import load_iris
    >>> from sklearn.model_selection import cross_val_score
    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.preprocessing import StandardScaler
    >>> from skreg import MLPClassifier
    >>> from skreg.preprocessing import PiecewiseLinearEncoder
    >>> X, y = load_iris(return_X_y=True)
    >>> net = MLPClassifier((), solver="lbfgs", l2=1e-2, random_state=0)
    >>> scaled = make_pipeline(StandardScaler(), net)
    >>> encoded = make_pipeline(PiecewiseLinearEncoder(n_bins=8), net)
    >>> bool(cross_val_score(scaled, X, y == 1).mean() < 0.8)
    True
    >>> bool(cross_val_score(encoded, X, y == 1).mean() > 0.9)
    True

    These are the edges of a column, and the encoding of a petal length of 1.4 cm:

    >>> encoder = PiecewiseLinearEncoder(n_bins=4, strategy="tree").fit(X[:, [2]], y)
    >>> encoder.bin_edges_[0].round(2).tolist()
    [1.0, 2.45, 4.75, 5.05, 6.9]
    >>> encoder.transform([[1.4]]).round(2)
    array([[0.28, 0.  , 0.  , 0.  ]], dtype=float32)
    """

    bin_edges_: list[NDArray[np.float64]]

    _parameter_constraints: dict = {
        "n_bins": [Interval(Integral, 2, None, closed="left")],
        "strategy": [StrOptions(set(STRATEGIES))],
        "keep_input": ["boolean"],
    }

    def __init__(
        self, *, n_bins: int = 16, strategy: StrategyName = "quantile", keep_input: bool = False
    ) -> None:
        self.n_bins = n_bins
        self.strategy = strategy
        self.keep_input = keep_input

    @keeps_type(_fit_context(prefer_skip_nested_validation=True))
    def fit(self, X: ArrayLike, y: ArrayLike | None = None, sample_weight: ArrayLike | None = None) -> Self:
        """Learn the edges of the bins of each column.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Finite numbers.
        y : array-like of shape (n_samples,) or (n_samples, n_outputs), default=None
            Targets for the strategy "tree". Strings and booleans are classes. An integer type with at most
            100 different values holds classes as well. All other numbers are amounts. With more classes than
            that, pass strings: ``y.astype(str)``.
        sample_weight : array-like of shape (n_samples,), default=None
            Weights of the rows. A row of weight 2 counts as two rows, and a row of weight 0 is ignored.

        Returns
        -------
        self : PiecewiseLinearEncoder
            This encoder, fitted.

        Raises
        ------
        TypeError
            If X is sparse.
        ValueError
            If X holds anything but finite numbers, if `strategy` needs y and y is None, or if a parameter or
            a weight is invalid.
        """
        strategy = STRATEGIES[self.strategy]
        if strategy.target and y is None:
            raise ValueError(
                f"{type(self).__name__} with strategy={self.strategy!r} requires y to be passed, but the"
                " target y is None."
            )
        X = numeric(X, self, reset=True)
        weights = weights_of(sample_weight, X)
        used = weights > 0
        weights = weights[used]
        target = strategy.target(y, X, used, weights) if strategy.target else None
        self.bin_edges_ = [
            self._edges(Column.of(doubles(X[:, j : j + 1], self, j)[used, 0], weights), target, weights)
            for j in range(X.shape[1])
        ]
        return self

    def _edges(self, column, target, weights):
        if len(column.values) <= self.n_bins + 1:
            return column.values
        return STRATEGIES[self.strategy].edges(column, target, weights, self.n_bins)

    def _encoding(self):
        source = np.repeat(np.arange(self.n_features_in_), self._n_ramps())
        lower = np.concatenate([edges[:-1] for edges in self.bin_edges_])
        upper = np.concatenate([edges[1:] for edges in self.bin_edges_])
        encode = ramps_beside if self.keep_input else ramps
        return partial(encode, source=source, lower=lower, width=distance(lower, upper))

    def _n_ramps(self):
        return [len(edges) - 1 for edges in self.bin_edges_]

    def _names(self, names):
        kept = list(names) if self.keep_input else []
        n_ramps = zip(names, self._n_ramps(), strict=True)
        return kept + [f"{name}_ramp{t}" for name, n in n_ramps for t in range(n)]

    @property
    def _n_features_out(self):
        return sum(self._n_ramps()) + self.keep_input * self.n_features_in_

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        strategy = STRATEGIES.get(self.strategy) if isinstance(self.strategy, str) else None
        tags.target_tags.required = bool(strategy and strategy.target)
        return tags
