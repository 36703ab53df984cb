"""Initial weights, drawn in scikit-learn's order so that equal seeds give equal networks."""

import numpy as np

from skreg.functions.activations import ACTIVATIONS, per_layer


_FACTOR = 6.0  # without hidden layers, whose activations would tell


def initial_parameters(layout, activation, random_state, dtype):
    """Draw θ: per layer W, then b, uniform within ``√(factor / (fan_in + fan_out))``.

    The factor is 6, for logistic units 2; outputs take that of the last hidden layer. All draws are float64, cast at the end, so that
    `dtype` does not move the random stream.

    References
    ----------
    Glorot & Bengio (2010), "Understanding the difficulty of training deep feedforward neural
    networks".
    """
    names = per_layer(activation, len(layout.shapes))  # of the outputs as well where it is one for all
    names += names[-1:] if len(names) < len(layout.shapes) else []
    factors = [ACTIVATIONS[name].init_factor for name in names] or [_FACTOR]
    coefs, intercepts = [], []
    for shape, factor in zip(layout.shapes, factors, strict=True):
        bound = np.sqrt(factor / sum(shape))
        coefs.append(random_state.uniform(-bound, bound, shape))
        intercepts.append(random_state.uniform(-bound, bound, shape[1]))
    return layout.pack(coefs, intercepts, dtype)
