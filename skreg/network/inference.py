"""Prediction in plain NumPy, in blocks of rows whose activations stay in cache."""

import numpy as np
from scipy.special import logsumexp

from skreg.functions.activations import ACTIVATIONS, per_layer
from skreg.functions.losses import LOSSES

BLOCK_ELEMENTS = 2**18  # of the widest layer: 1 MB of float32


def raw_outputs(X, coefs, intercepts, activation):
    """Raw outputs z of the last layer: logits, log rates or means.

    Parameters
    ----------
    X : ndarray or CSR array of shape (n_samples, n_features), float32 or float64
    coefs, intercepts : lists of ndarray
        Weight matrices and intercept vectors; cast to X's type where theirs differs.
    activation : str or sequence of str
        Of all hidden layers, or of each.

    Returns
    -------
    ndarray of shape (n_samples, n_outputs), in X's type
    """
    coefs = [W.astype(X.dtype, copy=False) for W in coefs]
    intercepts = [b.astype(X.dtype, copy=False) for b in intercepts]
    activate = [ACTIVATIONS[name].value for name in per_layer(activation, len(coefs) - 1)]
    n_rows = max(64, BLOCK_ELEMENTS // max(W.shape[1] for W in coefs))
    if X.shape[0] <= n_rows:
        return _block_outputs(X, coefs, intercepts, activate)
    z = np.empty((X.shape[0], coefs[-1].shape[1]), dtype=X.dtype)
    for begin in range(0, X.shape[0], n_rows):
        block = slice(begin, begin + n_rows)
        z[block] = _block_outputs(X[block], coefs, intercepts, activate)
    return z


def _block_outputs(h, coefs, intercepts, activate):
    for layer, (W, b) in enumerate(zip(coefs, intercepts, strict=True)):
        z = h @ W
        z += b
        h = activate[layer](z) if layer < len(coefs) - 1 else z
    return h


def mean_loss(z, targets, sample_weight, loss, parameter):
    """Weighted mean loss of raw outputs z, without penalties."""
    loss = LOSSES[loss]
    if loss.link.couples_outputs:
        z = z - logsumexp(z, axis=1, keepdims=True)
    of_samples = loss.value(z, targets, parameter).sum(axis=1)
    return np.average(of_samples.astype(np.float64), weights=sample_weight)


def expected(z, loss):
    """Expectation of y: the inverse link of `loss` applied to raw outputs z.

    Coupled outputs are shares of their sum, here of exponentials that cannot overflow.
    """
    link = LOSSES[loss].link
    if not link.couples_outputs:
        return link.inverse(z)
    expectation = link.inverse(z - z.max(axis=1, keepdims=True))
    expectation /= expectation.sum(axis=1, keepdims=True)
    return expectation
