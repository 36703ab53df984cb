"""Initial weights.

To add one, write its function and an entry in ``INITIALISATIONS``, and name it in ``InitName``.
All draws are float64 and are cast at the end, so that `dtype` does not move the random stream.
"""

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np
from sklearn.utils import gen_batches

from skreg.functions.activations import activation_of, per_layer

_MOST_ROWS = 5_000  # enough for deviations
_BLOCK = 2**18  # numbers that are computed at a time, so that temporary arrays stay small
_N_COMBINED = 5
_LEAST_DEVIATION = 1e-6  # of a unit that is nearly constant


def _glorot(layout, activation, X, weights, random_state):
    """Draw W, then b, of each layer uniformly within ±``√(factor / (fan_in + fan_out))``.

    The factor is 6, or 2 for logistic units. The outputs use the factor of the last hidden layer. The order
    of the draws is that of scikit-learn, so that equal seeds give equal networks.

    References
    ----------
    Glorot & Bengio (2010), "Understanding the difficulty of training deep feedforward neural
    networks".
    """
    names = per_layer(activation, len(layout.shapes))
    if len(names) < len(layout.shapes):  # a sequence has no activation for the outputs
        names += names[-1:] or ["identity"]
    factors = [activation_of(name).init_factor for name in names]
    coefs, intercepts = [], []
    for shape, factor in zip(layout.shapes, factors, strict=True):
        bound = np.sqrt(factor / sum(shape))
        coefs.append(random_state.uniform(-bound, bound, shape))
        intercepts.append(random_state.uniform(-bound, bound, shape[1]))
    return coefs, intercepts


def _by_data(layout, activation, X, weights, random_state):
    """Draw normal weights, and scale them by the pre-activations of the samples. Outputs begin at zero.

    The pre-activations ``z = h·w + b`` of each hidden unit have a standard deviation of 1 over the samples.
    Its b is minus a random convex combination of the ``h·w`` of five samples, so that each unit bends among
    the data.

    References
    ----------
    Holzmüller et al. (2024), "Better by default: strong pre-tuned MLPs and boosted trees on tabular data",
    arXiv 2407.04491, where the outputs do not begin at zero.
    """
    h, rows = None, _some_rows(X, weights, random_state)
    coefs, intercepts = [], []
    for shape, name in zip(layout.shapes, per_layer(activation, len(layout.shapes) - 1), strict=False):
        W = random_state.normal(size=shape)
        z = _product(X, rows, W) if h is None else h @ W
        deviation = np.maximum(z.std(axis=0), _LEAST_DEVIATION)
        W, z = W / deviation, z / deviation
        b = -_random_combinations(z, random_state)
        h = _activated(name, z + b)
        coefs.append(W)
        intercepts.append(b)
    return [*coefs, np.zeros(layout.shapes[-1])], [*intercepts, np.zeros(layout.units[-1])]


def _some_rows(X, weights, random_state):
    """Sorted indices of the samples with a non-zero weight: all, or a random part."""
    rows = np.arange(X.shape[0]) if weights is None else np.flatnonzero(weights)
    if len(rows) > _MOST_ROWS:
        rows = np.sort(random_state.choice(rows, _MOST_ROWS, replace=False))
    return rows


def _product(X, rows, W):
    """``X[rows] @ W`` in double precision."""
    return np.concatenate([X[rows[block]].astype(np.float64) @ W for block in _blocks(len(rows), X.shape[1])])


def _activated(activation, z):
    """Activations of all samples. An expression may need several temporary arrays."""
    return np.concatenate([activation_of(activation).value(z[block]) for block in _blocks(*z.shape)])


def _blocks(n_rows, n_columns):
    return gen_batches(n_rows, max(1, _BLOCK // n_columns))


def _random_combinations(z, random_state):
    """A convex combination of a few numbers of each column."""
    chosen = random_state.randint(len(z), size=(_N_COMBINED, z.shape[1]))
    shares = random_state.exponential(size=chosen.shape)
    return (np.take_along_axis(z, chosen, axis=0) * shares).sum(axis=0) / shares.sum(axis=0)


InitName: TypeAlias = Literal["glorot", "data"]
INITIALISATIONS: dict[InitName, Callable] = {"glorot": _glorot, "data": _by_data}


def initial_parameters(layout, activation, random_state, dtype, init="glorot", X=None, weights=None):
    """Draw θ.

    Parameters
    ----------
    layout : Layout
    activation : str, Activation or sequence of these
    random_state : RandomState
    dtype : dtype
    init : str, default="glorot"
        Name of an entry of ``INITIALISATIONS``.
    X : ndarray or CSR array of shape (n_samples, n_features), default=None
        Samples, for the entries that read them.
    weights : ndarray of shape (n_samples,), default=None
        Weights of the samples. Those of weight 0 do not count.

    Returns
    -------
    ndarray of shape (n_parameters,)
    """
    coefs, intercepts = INITIALISATIONS[init](layout, activation, X, weights, random_state)
    return layout.pack(coefs, intercepts, dtype)
