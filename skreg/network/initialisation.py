"""Initial weights, drawn in scikit-learn's order so that equal seeds give equal networks."""

import numpy as np

from skreg.functions.activations import activation_of, per_layer


def initial_parameters(layout, activation, random_state, dtype):
    """Draw θ: for each layer W, then b, uniformly within ±``√(factor / (fan_in + fan_out))``.

    The factor is 6, or 2 for logistic units. The outputs use the factor of the last hidden layer. All draws
    are in float64 and cast at the end, so that `dtype` does not change the random stream.

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
    return layout.pack(coefs, intercepts, dtype)
