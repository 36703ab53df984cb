"""Predictions by thinned networks: dropout as the ensemble that it trains.

References
----------
Gal & Ghahramani (2016), "Dropout as a Bayesian approximation: representing model uncertainty in deep
learning", arXiv 1506.02142.
"""

import numpy as np

from skreg.network.inference import raw_outputs


def draw_units(units, rates, random_state):
    """Which inputs and hidden units stay in one thinned network: an array of bool for each layer."""
    return [random_state.random_sample(n) >= rate for n, rate in zip(units, rates, strict=True)]


def thin(coefs, intercepts, rates, kept):
    """Weights and intercepts of one thinned network.

    Hidden units that are dropped are cut out. Dropped inputs stay, without weights, so that X is read as it
    is. What stays is scaled by 1/keep, as in training.
    """
    factors = [keeps / (1 - rate) for keeps, rate in zip(kept, rates, strict=True)]
    rows = [np.arange(len(coefs[0])), *(_at_least_one(keeps) for keeps in kept[1:])]
    columns = [*rows[1:], np.arange(coefs[-1].shape[1])]
    thinned = []
    for W, factor, own_rows, own_columns in zip(coefs, factors, rows, columns, strict=True):
        thinned.append(W[np.ix_(own_rows, own_columns)] * factor[own_rows, None].astype(W.dtype))
    return thinned, [b[own_columns] for b, own_columns in zip(intercepts, columns, strict=True)]


def _at_least_one(keeps):
    """Units that stay; where none does, the first one, whose factor is 0."""
    return np.flatnonzero(keeps) if keeps.any() else np.zeros(1, dtype=int)


def sampled_outputs(X, coefs, intercepts, activation, rates, kept):
    """Raw outputs of one thinned network, the same for all rows of X."""
    return raw_outputs(X, *thin(coefs, intercepts, rates, kept), activation)
