"""Strengths and rates of regularisation for each layer, from the hyperparameters."""

import numpy as np

from skreg.fitting.inputs import check_numbers
from skreg.functions.dropouts import DROPOUTS
from skreg.functions.penalties import PENALTIES
from skreg.records.regularisation import Regularisation, mask_key


def per_layer(name, value, n_layers, layer_word, below=np.inf):
    """One value per layer, from a number or a sequence of numbers in [0, `below`)."""
    allowed = f"a number, or one number per {layer_word}, each in the range [0, {below})"
    values = check_numbers(name, value, allowed)
    if values.ndim > 1:
        raise ValueError(f"{name} must be {allowed}, got {value!r}.")
    if values.ndim == 1 and values.size != n_layers:
        raise ValueError(
            f"{name} must be {allowed}. Here it needs {n_layers} values, got {values.size}: {value!r}."
        )
    if not (np.isfinite(values) & (values >= 0) & (values < below)).all():
        raise ValueError(f"{name} must be {allowed}, got {value!r}.")
    return np.full(n_layers, values, dtype=np.float64)


def dropout_rates(parameters, n_hidden):
    """Validated rates of all dropouts by name, for the inputs of each weight matrix."""
    return {name: _rates(parameters, dropout, n_hidden) for name, dropout in DROPOUTS.items()}


def _rates(parameters, dropout, n_hidden):
    hidden = getattr(parameters, dropout.hidden)
    inputs = getattr(parameters, dropout.inputs) if dropout.inputs else 0.0
    return np.concatenate(
        [
            per_layer(dropout.inputs, inputs, 1, "input layer", below=1),
            per_layer(dropout.hidden, hidden, n_hidden, "hidden layer", below=1),
        ]
    )


def check_regularisation(parameters, n_hidden):
    """All regularisers of a network. The masks of dropout have no key yet."""
    strengths = {
        name: per_layer(name, getattr(parameters, name), n_hidden + 1, "weight matrix") for name in PENALTIES
    }
    return Regularisation(
        strengths=strengths,
        rates=dropout_rates(parameters, n_hidden),
        dropout_scope=parameters.dropout_scope,
    )


def with_key(regularisation, random_state):
    """The same regularisation, with a key of its masks if it has masks."""
    return (
        regularisation._replace(mask_key=mask_key(random_state)) if regularisation.drops else regularisation
    )
