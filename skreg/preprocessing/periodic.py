"""PeriodicEncoder."""

from functools import partial
from numbers import Integral, Real
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import _fit_context
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import Interval

from skreg._typing import RandomState, keeps_type
from skreg.preprocessing.base import ColumnEncoder
from skreg.preprocessing.inputs import doubles, numeric

_MOST_TURNS = 1e300
_LARGEST = float(np.finfo(np.float32).max)


def cosines(X, source, frequencies, phases):
    """cos(2π(wx + b)) of the columns `source`, in single precision."""
    turns = np.clip(np.take(X, source, 1) * frequencies + phases, -_MOST_TURNS, _MOST_TURNS)
    part = turns - np.rint(turns)  # of a turn: exact, and the same cosine
    return np.cos((2 * np.pi * part).astype(np.float32))


def cosines_beside(X, source, frequencies, phases):
    """X itself, and its cosines."""
    return np.concatenate(
        (np.clip(X, -_LARGEST, _LARGEST).astype(np.float32), cosines(X, source, frequencies, phases)), 1
    )


class PeriodicEncoder(ColumnEncoder):
    """Cosines of each column, with random frequencies and phases.

    ``cos(2π(w x + b))`` for each of `n_frequencies` pairs w, b of a column, with w drawn from the normal
    distribution N(0, frequency_scale²) and b evenly from [0, 1).

    Columns have to be scaled, because a frequency is in turns per unit of x. Put `SmoothClipScaler` in front.

    Parameters
    ----------
    n_frequencies : int, default=16
        Number of cosines for each column.
    frequency_scale : float, default=0.5
        Standard deviation of the frequencies. A larger one lets the network see finer detail, and noise.
    keep_input : bool, default=False
        Whether the columns of X come out as well, in front of the cosines.
    random_state : int, RandomState instance or None, default=None
        Draws frequencies and phases. An integer makes them the same each time.

    Attributes
    ----------
    frequencies_ : ndarray of shape (n_features, n_frequencies)
        w.
    phases_ : ndarray of shape (n_features, n_frequencies)
        b, in turns.
    n_features_in_ : int
        Number of columns of X.
    feature_names_in_ : ndarray of shape (n_features,)
        Names of the columns, where X had any.

    See Also
    --------
    SmoothClipScaler : Scales the columns first.
    PiecewiseLinearEncoder : Ramps instead of cosines; columns need no scaling.

    References
    ----------
    Gorishniy, Rubachev & Babenko (2022), "On embeddings for numerical features in tabular deep learning",
    arXiv 2203.05556, whose frequencies are trained. Rahimi & Recht (2007), "Random features for large-scale
    kernel machines", NeurIPS 20, with random ones.

    Examples
    --------
    Versicolor lies between the other two kinds of iris. A network without hidden units draws one line, which
    cannot set it apart; with cosines of the columns it can:

    >>> from sklearn.datasets import load_iris
    >>> from sklearn.model_selection import cross_val_score
    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.preprocessing import StandardScaler
    >>> from skreg import MLPClassifier
    >>> from skreg.preprocessing import PeriodicEncoder, SmoothClipScaler
    >>> X, y = load_iris(return_X_y=True)
    >>> net = MLPClassifier((), solver="lbfgs", l2=1e-2, random_state=0)
    >>> scaled = make_pipeline(StandardScaler(), net)
    >>> encoded = make_pipeline(SmoothClipScaler(), PeriodicEncoder(random_state=0), net)
    >>> bool(cross_val_score(scaled, X, y == 1).mean() < 0.8)
    True
    >>> bool(cross_val_score(encoded, X, y == 1).mean() > 0.9)
    True
    """

    frequencies_: NDArray[np.float64]
    phases_: NDArray[np.float64]

    _parameter_constraints: dict = {
        "n_frequencies": [Interval(Integral, 1, None, closed="left")],
        "frequency_scale": [Interval(Real, 0, None, closed="neither")],
        "keep_input": ["boolean"],
        "random_state": ["random_state"],
    }

    def __init__(
        self,
        *,
        n_frequencies: int = 16,
        frequency_scale: float = 0.5,
        keep_input: bool = False,
        random_state: RandomState = None,
    ) -> None:
        self.n_frequencies = n_frequencies
        self.frequency_scale = frequency_scale
        self.keep_input = keep_input
        self.random_state = random_state

    @keeps_type(_fit_context(prefer_skip_nested_validation=True))
    def fit(self, X: ArrayLike, y: ArrayLike | None = None) -> Self:
        """Draw frequencies and phases for each column.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Finite numbers.
        y : None
            Is not looked at.

        Returns
        -------
        self : PeriodicEncoder
            This encoder, fitted.

        Raises
        ------
        TypeError
            If X is sparse.
        ValueError
            If X holds anything but finite numbers, or a parameter is not allowed.
        """
        X = numeric(X, self, reset=True)
        for j in range(X.shape[1]):
            doubles(X[:, j : j + 1], self, j)
        random = check_random_state(self.random_state)
        shape = (X.shape[1], self.n_frequencies)
        self.frequencies_ = random.normal(0, self.frequency_scale, shape)
        self.phases_ = random.uniform(0, 1, shape)
        return self

    def _encoding(self):
        source = np.repeat(np.arange(self.n_features_in_), self.frequencies_.shape[1])
        encode = cosines_beside if self.keep_input else cosines
        return partial(
            encode, source=source, frequencies=self.frequencies_.ravel(), phases=self.phases_.ravel()
        )

    def _names(self, names):
        n_frequencies = self.frequencies_.shape[1]
        kept = list(names) if self.keep_input else []
        return kept + [f"{name}_cos{t}" for name in names for t in range(n_frequencies)]

    @property
    def _n_features_out(self):
        return self.frequencies_.size + self.keep_input * self.n_features_in_
