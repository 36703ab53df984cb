"""Predictions of thinned networks, which use dropout as an ensemble.

References
----------
Gal & Ghahramani (2016), "Dropout as a Bayesian approximation: representing model uncertainty in deep
learning", arXiv 1506.02142.
"""

import numpy as np

from skreg.functions.dropouts import DROPOUTS
from skreg.network.inference import raw_outputs


def draw_factors(units, rates, random_state):
    """Factors of all inputs and hidden units in one thinned network, as an array for each layer.

    Parameters
    ----------
    units : list of int
        Number of inputs, and number of units in each hidden layer.
    rates : dict of str to array-like
        Rates of each dropout by name, for each of these layers.
    random_state : RandomState
    """
    factors = [np.ones(n) for n in units]
    for name, of_layers in rates.items():
        dropout = DROPOUTS[name]
        for layer, rate in enumerate(of_layers):
            bits = (random_state.random_sample(units[layer]) * 2.0**64).astype(np.uint64)
            threshold, scale = dropout.level(rate)
            factors[layer] = factors[layer] * dropout.factor(bits, np.uint64(threshold), scale)
    return factors


def thin(coefs, intercepts, factors):
    """Weights and intercepts of one thinned network.

    Dropped hidden units are removed. Dropped inputs stay with weights of zero, so that X needs no change. The
    other units are scaled as in training.
    """
    rows = [np.arange(len(coefs[0])), *(_at_least_one(factor != 0) for factor in factors[1:])]
    columns = [*rows[1:], np.arange(coefs[-1].shape[1])]
    thinned = []
    for W, factor, own_rows, own_columns in zip(coefs, factors, rows, columns, strict=True):
        thinned.append(W[np.ix_(own_rows, own_columns)] * factor[own_rows, None].astype(W.dtype))
    return thinned, [b[own_columns] for b, own_columns in zip(intercepts, columns, strict=True)]


def _at_least_one(keeps):
    """Units that stay. If all are dropped, the first one stays with its factor of 0."""
    return np.flatnonzero(keeps) if keeps.any() else np.zeros(1, dtype=int)


def sampled_outputs(X, coefs, intercepts, activation, factors):
    """Raw outputs of one thinned network for all rows of X."""
    return raw_outputs(X, *thin(coefs, intercepts, factors), activation)
