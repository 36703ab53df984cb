"""Hyperparameters that are valid alone, and contradict each other."""

import numpy as np

from skreg.fitting.hidden_layers import check_activations, hidden_units
from skreg.fitting.regularisation import dropout_rates, strengths
from skreg.functions.optimisers import OPTIMISERS

STOCHASTIC_SOLVERS = list(OPTIMISERS)


def check_combinations(parameters):
    """Raise where hyperparameters contradict each other."""
    n_hidden = len(hidden_units(parameters.hidden_layer_sizes))
    check_activations(parameters.activation, n_hidden)
    penalties = strengths(parameters, n_hidden)
    rates = dropout_rates(parameters.dropout, n_hidden)
    if parameters.solver == "lbfgs":
        _check_lbfgs(parameters, dropout=rates, group_l1=penalties["group_l1"])
        return
    if parameters.solver == "sgd":
        _check_momentum(parameters, l1=penalties["l1"], group_l1=penalties["group_l1"])
    elif np.dtype(parameters.dtype).type(parameters.epsilon) == 0:
        raise ValueError(
            f"epsilon must not round to 0 in dtype={parameters.dtype!r}, got epsilon={parameters.epsilon!r}."
        )


def _check_lbfgs(parameters, dropout, group_l1):
    """Raise where lbfgs is to do what it cannot."""
    for name, values in (
        ("dropout", dropout),
        ("input_dropout", parameters.input_dropout),
        ("group_l1", group_l1),
    ):
        if np.any(np.asarray(values) > 0):
            raise ValueError(
                f"{name} needs a stochastic solver, one of {STOCHASTIC_SOLVERS}; got"
                f" {name}={getattr(parameters, name)!r} with solver='lbfgs'. Set {name}=0 or"
                " another solver."
            )
    if parameters.max_norm is not None:
        raise ValueError(
            f"max_norm needs a stochastic solver, one of {STOCHASTIC_SOLVERS}; got"
            f" max_norm={parameters.max_norm!r} with solver='lbfgs'. Set max_norm=None or another solver."
        )


def _check_momentum(parameters, **penalties):
    """Raise where the proximal steps of sgd would grow without bound."""
    for name, values in penalties.items():
        if parameters.momentum == 1 and values.any():
            raise ValueError(
                f"momentum must be < 1 with {name} > 0 and solver='sgd', got momentum={parameters.momentum!r}"
                f" and {name}={getattr(parameters, name)!r}: the step of {name} would grow without bound."
            )
