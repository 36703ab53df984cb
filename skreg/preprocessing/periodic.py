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
    part = turns - np.rint(turns)  # exact, and has the same cosine
    return np.cos((2 * np.pi * part).astype(np.float32))


def cosines_beside(X, source, frequencies, phases):
    """The columns of X, followed by their cosines."""
    return np.concatenate(
        (np.clip(X, -_LARGEST, _LARGEST).astype(np.float32), cosines(X, source, frequencies, phases)), 1
    )


class PeriodicEncoder(ColumnEncoder):
    """Cosines of each column, with random frequencies and phases.

    A column x becomes ``cos(2π(w x + b))`` for each of its `n_frequencies` pairs w, b. The frequencies w are
    drawn from the normal distribution N(0, frequency_scale²), and the phases b uniformly from [0, 1).

    The columns have to be scaled first, for example by `SmoothClipScaler`, because a frequency counts turns
    per unit of x. See :doc:`the guide to encoders </guide/encoders>`.

    Parameters
    ----------
    n_frequencies : int, default=16
        Number of cosines for each column.
    frequency_scale : float, default=0.5
        Standard deviation of the frequencies. A larger value shows the network finer detail, but also noise.
    keep_input : bool, default=False
        Whether to return the columns of X as well, in front of the cosines.
    random_state : int, RandomState instance or None, default=None
        Seed of the frequencies and phases. An int gives the same ones in each fit.

    Attributes
    ----------
    frequencies_ : ndarray of shape (n_features, n_frequencies)
        The frequencies w.
    phases_ : ndarray of shape (n_features, n_frequencies)
        The phases b, in turns.
    n_features_in_ : int
        Number of columns of X.
    feature_names_in_ : ndarray of shape (n_features,)
        Names of the columns, if X has names.

    See Also
    --------
    SmoothClipScaler : Scales the columns first.
    PiecewiseLinearEncoder : Uses ramps instead of cosines, and needs no scaling.

    References
    ----------
    Gorishniy, Rubachev & Babenko (2022), "On embeddings for numerical features in tabular deep learning",
    arXiv 2203.05556 (trained frequencies). Rahimi & Recht (2007), "Random features for large-scale kernel
    machines", NeurIPS 20 (random frequencies).

    Examples
    --------
    Versicolor lies between the other two species of iris. A network without hidden units cannot separate it,
    because its boundary is a line. Cosines of the columns make this possible:

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
            Ignored.

        Returns
        -------
        self : PeriodicEncoder
            This encoder, fitted.

        Raises
        ------
        TypeError
            If X is sparse.
        ValueError
            If X holds anything but finite numbers, or if a parameter is invalid.
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
