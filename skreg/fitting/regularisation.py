"""Strengths and rates of regularisation, from the hyperparameters: one for each layer."""

import numpy as np

from skreg.fitting.inputs import check_numbers
from skreg.network.regularisation import Regularisation, mask_key

STRENGTHS = ("l1", "l2", "group_l1")  # of each weight matrix


def per_layer(name, value, n_layers, layer_word, below=np.inf):
    """One value per layer from a number or a sequence of numbers in [0, `below`)."""
    allowed = f"a number, or one number per {layer_word}, each in the range [0, {below})"
    values = check_numbers(name, value, allowed)
    if values.ndim > 1:
        raise ValueError(f"{name} must be {allowed}, got {value!r}.")
    if values.ndim == 1 and values.size != n_layers:
        raise ValueError(f"{name} must be {allowed}: {n_layers} values here, got {values.size}: {value!r}.")
    if not (np.isfinite(values) & (values >= 0) & (values < below)).all():
        raise ValueError(f"{name} must be {allowed}, got {value!r}.")
    return np.full(n_layers, values, dtype=np.float64)


def dropout_rates(dropout, n_hidden):
    """Checked probability that a unit is dropped, for each hidden layer."""
    return per_layer("dropout", dropout, n_hidden, "hidden layer", below=1)


def check_regularisation(parameters, n_hidden):
    """All regularisers of a network with some hidden layers; the masks of dropout have no key yet."""
    strengths = {
        name: per_layer(name, getattr(parameters, name), n_hidden + 1, "weight matrix") for name in STRENGTHS
    }
    return Regularisation(
        **strengths,
        alpha=parameters.alpha,
        dropout=dropout_rates(parameters.dropout, n_hidden),
        input_dropout=parameters.input_dropout,
        dropout_scope=parameters.dropout_scope,
        max_norm=parameters.max_norm,
    )


def with_key(regularisation, random_state):
    """The same with the key of its masks, if there are any."""
    return (
        regularisation._replace(mask_key=mask_key(random_state)) if regularisation.drops else regularisation
    )
