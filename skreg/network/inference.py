"""Prediction in plain NumPy, in blocks of rows and in reused memory."""

import numpy as np
from scipy.special import logsumexp

from skreg.functions.activations import activation_of, per_layer
from skreg.functions.losses import loss_of
from skreg.network.in_place import ACTIVATIONS_IN_PLACE, combine
from skreg.network.scratch import scratch

# BLAS copies a layer's weights for each block, so wide layers need blocks of many rows. These values were
# measured on layers of 100 to 512 units.
_LEAST_ROWS, _ROWS_OF_UNIT = 512, 2
_MOST_ELEMENTS = 2**20  # in the outputs of the widest layer
_PIECE_BYTES = 2**16  # size of a piece if an operation needs memory besides its result
_FEW_OUTPUTS = 32  # NumPy is slow along rows of at most this length


def raw_outputs(X, coefs, intercepts, activation):
    """Raw outputs z of the last layer: logits, log rates or means.

    The blocks depend on shapes only. If BLAS treats all rows alike, the result of a row depends only on its
    values and on the number of rows in its block. BLAS computes a single row differently, so that its last
    digits may differ.

    Parameters
    ----------
    X : ndarray or CSR array of shape (n_samples, n_features), float32 or float64
    coefs, intercepts : lists of array-like
        Weight matrices and intercept vectors, which are cast to X's type if necessary.
    activation : str or sequence of str
        One activation for all hidden layers, or one for each.

    Returns
    -------
    ndarray of shape (n_samples, n_outputs), in X's type
    """
    n_samples, names = X.shape[0], per_layer(activation, len(coefs) - 1)
    z = np.empty((n_samples, len(intercepts[-1])), dtype=X.dtype)
    widest = max(map(len, intercepts[:-1]), default=0)
    n_rows = _block_rows(n_samples, widest)
    with scratch() as memory:
        coefs = [_cast(W, X.dtype, memory) for W in coefs]
        intercepts = [_cast(b, X.dtype, memory) for b in intercepts]
        # each layer overwrites the outputs of the layer before the previous one
        buffers = [memory.array((n_rows * widest,), X.dtype) for _ in names[:2]]
        for begin in range(0, n_samples, n_rows):
            block = slice(begin, begin + n_rows)
            h = _hidden_outputs(X[block], coefs[:-1], intercepts[:-1], names, buffers)
            _affine(h, coefs[-1], intercepts[-1], out=z[block])
    return z


def _block_rows(n_samples, widest):
    """Number of rows per block, so that all blocks have nearly the same size."""
    most = max(_LEAST_ROWS, _ROWS_OF_UNIT * widest)
    if widest:
        most = min(most, max(1, _MOST_ELEMENTS // widest))
    n_blocks = max(1, -(-n_samples // most))
    return max(1, -(-n_samples // n_blocks))


def _cast(part, dtype, memory):
    """Weights, converted to a type."""
    part = np.asarray(part)
    if part.dtype == dtype:
        return part
    cast = memory.array(part.shape, dtype)
    np.copyto(cast, part, casting="unsafe")
    return cast


def _hidden_outputs(h, coefs, intercepts, names, buffers):
    """Outputs of the last hidden layer for inputs h."""
    for layer, (W, b) in enumerate(zip(coefs, intercepts, strict=True)):
        z = buffers[layer % 2][: h.shape[0] * len(b)].reshape(-1, len(b))
        _affine(h, W, b, out=z)
        _activate(z, names[layer])
        h = z
    return h


def _affine(h, W, b, out):
    """``h W + b``."""
    if isinstance(h, np.ndarray):
        np.matmul(h, W, out=out)
    else:
        out[...] = h @ W
    combine(np.add, out, b)


def _activate(z, name):
    """Replace z by a(z)."""
    if name in ACTIVATIONS_IN_PLACE:
        ACTIVATIONS_IN_PLACE[name](z)
        return
    for piece in _pieces(z):
        piece[...] = activation_of(name).value(piece)


def _pieces(z):
    """Views of some rows at a time."""
    n_rows = max(1, _PIECE_BYTES // (z.itemsize * z.shape[1]))
    return (z[begin : begin + n_rows] for begin in range(0, len(z), n_rows))


def mean_loss(z, targets, sample_weight, loss, parameter):
    """Weighted mean loss of raw outputs z, without penalties."""
    loss = loss_of(loss)
    if loss.link.couples_outputs:
        z = z - logsumexp(z, axis=1, keepdims=True)
    of_samples = loss.evaluate(z, targets, parameter).sum(axis=1)
    return np.average(of_samples.astype(np.float64), weights=sample_weight)


def expected(z, loss):
    """Expectation of y: the inverse link of `loss` applied to raw outputs z.

    Coupled outputs are normalised by their sum. The exponentials cannot overflow.
    """
    link = loss_of(loss).link
    if not link.couples_outputs:
        return link.inverse(z)
    if z.shape[1] > _FEW_OUTPUTS:
        return _shares(z, link.inverse, axis=1)
    shares = np.empty_like(z)
    for piece, share in zip(_pieces(z), _pieces(shares), strict=True):
        # transposed, because NumPy is fast along long columns
        share[...] = _shares(np.ascontiguousarray(piece.T), link.inverse, axis=0).T
    return shares


def _shares(z, inverse, axis):
    """Outputs, normalised by their sum along an axis."""
    shares = inverse(z - z.max(axis=axis, keepdims=True))
    shares /= shares.sum(axis=axis, keepdims=True)
    return shares
