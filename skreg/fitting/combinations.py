"""Hyperparameters that are valid alone, and contradict each other."""

import numpy as np

from skreg.fitting.hidden_layers import check_activations, hidden_units
from skreg.fitting.regularisation import check_regularisation
from skreg.functions.optimisers import OPTIMISERS

STOCHASTIC_SOLVERS = list(OPTIMISERS)


def check_combinations(parameters):
    """Units of the hidden layers, and regularisation; raises where hyperparameters contradict each other."""
    units = hidden_units(parameters.hidden_layer_sizes)
    check_activations(parameters.activation, len(units))
    regularisation = check_regularisation(parameters, len(units))
    if parameters.solver == "lbfgs":
        _check_lbfgs(parameters, regularisation)
    elif parameters.solver == "sgd":
        _check_momentum(parameters, regularisation)
    else:
        _check_epsilon(parameters)
    return units, regularisation


def _check_epsilon(parameters):
    """Raise where Adam might divide by 0."""
    if np.dtype(parameters.dtype).type(parameters.epsilon) == 0:
        raise ValueError(
            f"epsilon must not round to 0 in dtype={parameters.dtype!r}, got epsilon={parameters.epsilon!r}."
        )


def _check_lbfgs(parameters, regularisation):
    """Raise where lbfgs is to do what it cannot."""
    for name in ("dropout", "input_dropout", "group_l1"):
        if np.any(getattr(regularisation, name)):
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


def _check_momentum(parameters, regularisation):
    """Raise where the proximal steps of sgd would grow without bound."""
    for name in ("l1", "group_l1"):
        if parameters.momentum == 1 and np.any(getattr(regularisation, name)):
            raise ValueError(
                f"momentum must be < 1 with {name} > 0 and solver='sgd', got momentum={parameters.momentum!r}"
                f" and {name}={getattr(parameters, name)!r}: the step of {name} would grow without bound."
            )
