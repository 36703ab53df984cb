"""Dropped inputs and units, as the trained weights show them."""

import numpy as np
from arm.cases import X, classifier, y

RATES = ((0.5, 0.0), (0.0, 0.3), (0.5, 0.3))  # for hidden units and for inputs
N_SEEDS = 5


def first_update(seed, **parameters):
    """Weights after an update with one sample, for which a gradient is zero only because of dropout."""
    options = {
        "solver": "sgd",
        "alpha": 0,
        "momentum": 0,
        "activation": "tanh",
        "batch_size": 1,
        **parameters,
    }
    sample, target = X[seed : seed + 1] + 1, y[seed : seed + 1]
    return classifier(**options, random_state=seed).partial_fit(sample, target, classes=range(10)).coefs_


def changed_weights(**parameters):
    """Mask of the weights that an update changes, which are those of units that are not dropped."""
    slow, fast = (first_update(learning_rate_init=rate, **parameters) for rate in (0.1, 0.2))
    return [np.ravel(a != b) for a, b in zip(slow, fast, strict=True)]


def patterns(group):
    """Masks of changed weights for a group of cases, by dropout rates."""
    scope, dtype = ("batch" if "thinned" in group else "sample"), group.split()[-1]
    for dropout, input_dropout in RATES:
        options = {"dropout": dropout, "input_dropout": input_dropout, "dropout_scope": scope, "dtype": dtype}
        changed = [part for seed in range(N_SEEDS) for part in changed_weights(seed=seed, **options)]
        yield f"masks, {dropout} and {input_dropout} of inputs", np.concatenate(changed)
