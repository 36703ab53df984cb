"""Prediction in plain NumPy, block by block of rows, in memory that is used again."""

import numpy as np
from scipy.special import logsumexp

from skreg.functions.activations import ACTIVATIONS, per_layer
from skreg.functions.losses import LOSSES
from skreg.functions.rows import combine
from skreg.network.scratch import scratch

# Rows whose outputs of the widest layer stay in cache, but enough of them for BLAS, which copies a layer's
# weights for each block: measured on layers of 100 to 512 units.
_LEAST_ROWS, _ROWS_OF_UNIT = 512, 2
_PIECE_BYTES = 2**16  # of what an activation computes at a time where it needs memory of its own


def raw_outputs(X, coefs, intercepts, activation):
    """Raw outputs z of the last layer: logits, log rates or means.

    Blocks follow shapes only. A row gives the same bits in any block of as many rows, as far as BLAS computes
    each row of a product alike; a single row is another product to BLAS and may differ in the last digits.

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
    activations = [ACTIVATIONS[name] for name in per_layer(activation, len(coefs) - 1)]
    z = np.empty((X.shape[0], coefs[-1].shape[1]), dtype=X.dtype)
    widest = max((W.shape[1] for W in coefs[:-1]), default=0)
    n_blocks = -(-X.shape[0] // max(_LEAST_ROWS, _ROWS_OF_UNIT * widest))
    n_rows = -(-X.shape[0] // max(1, n_blocks))
    with scratch() as memory:
        coefs = [_cast(W, X.dtype, memory) for W in coefs]
        intercepts = [_cast(b, X.dtype, memory) for b in intercepts]
        # the outputs of a layer take the place of those of the last but one
        buffers = [memory.array((n_rows * widest,), X.dtype) for _ in range(2)]
        for begin in range(0, X.shape[0], max(1, n_rows)):
            block = slice(begin, begin + n_rows)
            h = _hidden_outputs(X[block], coefs[:-1], intercepts[:-1], activations, buffers)
            _affine(h, coefs[-1], intercepts[-1], out=z[block])
    return z


def _cast(part, dtype, memory):
    """Weights in a type; as they are now, whoever changed them."""
    if part.dtype == dtype:
        return part
    cast = memory.array(part.shape, dtype)
    np.copyto(cast, part, casting="same_kind")
    return cast


def _hidden_outputs(h, coefs, intercepts, activations, buffers):
    """Outputs of the last hidden layer, for inputs h."""
    for layer, (W, b) in enumerate(zip(coefs, intercepts, strict=True)):
        z = buffers[layer % 2][: h.shape[0] * len(b)].reshape(-1, len(b))
        _affine(h, W, b, out=z)
        _activate(z, activations[layer])
        h = z
    return h


def _affine(h, W, b, out):
    """``h W + b``."""
    if isinstance(h, np.ndarray):
        np.matmul(h, W, out=out)
    else:
        out[...] = h @ W
    combine(np.add, out, b)


def _activate(z, activation):
    """Put a(z) in the place of z."""
    if activation.overwrite is not None:
        activation.overwrite(z)
        return
    n_rows = max(1, _PIECE_BYTES // (z.itemsize * z.shape[1]))
    for begin in range(0, len(z), n_rows):
        piece = z[begin : begin + n_rows]
        piece[...] = activation.value(piece)


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
    expectation = np.empty_like(z)
    n_rows = max(1, _PIECE_BYTES // (z.itemsize * z.shape[1]))
    for begin in range(0, len(z), n_rows):
        # NumPy is fast along columns of many rows, slow along rows of a few outputs
        outputs = np.ascontiguousarray(z[begin : begin + n_rows].T)
        outputs -= outputs.max(axis=0)
        outputs = link.inverse(outputs)
        outputs /= outputs.sum(axis=0)
        expectation[begin : begin + n_rows] = outputs.T
    return expectation
