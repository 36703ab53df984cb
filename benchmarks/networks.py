"""The network of a case in plain NumPy: its size, initial weights, loss and arithmetic."""

from itertools import pairwise

import numpy as np
from scipy.special import log_softmax


def units(case, y):
    """Units of all layers. Two classes have one logit."""
    if case.is_regression:
        n_outputs = y.shape[1]
    else:
        n_classes = int(y.max()) + 1
        n_outputs = 1 if n_classes == 2 else n_classes
    return (case.n_features, *case.hidden_units, n_outputs)


def initial_layers(units):
    """Initial weights and intercepts [(W, b), …], drawn as in scikit-learn from the seed 0."""
    random_state = np.random.RandomState(0)
    layers = []
    for fan_in, fan_out in pairwise(units):
        bound = np.sqrt(6 / (fan_in + fan_out))
        W = random_state.uniform(-bound, bound, (fan_in, fan_out))
        b = random_state.uniform(-bound, bound, fan_out)
        layers.append((W.astype(np.float32), b.astype(np.float32)))
    return layers


def training_loss(case, layers, X, y):
    """Mean loss of all samples without dropout, with the same arithmetic for all peers."""
    z = X
    for W, b in layers[:-1]:
        z = z @ W + b
        z = np.tanh(z) if case.activation == "tanh" else np.maximum(z, 0)
    W, b = layers[-1]
    z = (z @ W + b).astype(np.float64)
    if case.is_regression:
        return float(np.mean((z - y) ** 2) / 2)
    if z.shape[1] == 1:
        return float(np.mean(np.logaddexp(0, z[:, 0]) - y * z[:, 0]))
    return float(-np.mean(log_softmax(z, axis=1)[np.arange(len(y)), y]))


def n_parameters(units):
    """Weights and intercepts."""
    return sum((fan_in + 1) * fan_out for fan_in, fan_out in pairwise(units))


def n_flops(units, n_rows):
    """Floating-point operations of a step's matrix products.

    They are the forward pass and the weight gradient of each layer, and the input gradient of all layers but
    the first.
    """
    products = [fan_in * fan_out for fan_in, fan_out in pairwise(units)]
    return 2 * n_rows * (3 * sum(products) - products[0])
