"""Validation of combinations of hyperparameters."""

import numpy as np

from skreg.fitting.hidden_layers import check_activations, hidden_units
from skreg.fitting.own_entries import check_own_entries
from skreg.fitting.regularisation import check_regularisation
from skreg.functions.dropouts import DROPOUTS
from skreg.functions.optimisers import OPTIMISERS
from skreg.functions.penalties import PENALTIES

STOCHASTIC_SOLVERS = list(OPTIMISERS)


def check_combinations(parameters):
    """Units of the hidden layers, and regularisation. Raises an error if hyperparameters contradict."""
    units = hidden_units(parameters.hidden_layer_sizes)
    check_activations(parameters.activation, len(units))
    check_own_entries(parameters, len(units))
    regularisation = check_regularisation(parameters, len(units))
    if parameters.solver == "lbfgs":
        _check_lbfgs(parameters)
        return units, regularisation
    read = OPTIMISERS[parameters.solver].reads
    if "momentum" in read:
        _check_momentum(parameters, regularisation.strengths)
    if "epsilon" in read:
        _check_epsilon(parameters)
    return units, regularisation


def _check_epsilon(parameters):
    """Raise an error if an optimiser could divide by 0."""
    if np.dtype(parameters.dtype).type(parameters.epsilon) == 0:
        raise ValueError(
            f"epsilon must not round to 0 in dtype={parameters.dtype!r}, got epsilon={parameters.epsilon!r}."
        )


def _stochastic_only():
    """Names of the strengths and rates that lbfgs does not support."""
    for dropout in DROPOUTS.values():
        yield from filter(None, (dropout.hidden, dropout.inputs))
    yield from (name for name, penalty in PENALTIES.items() if not (penalty.is_smooth or penalty.splits))


def _check_lbfgs(parameters):
    """Raise an error if a hyperparameter needs a stochastic solver."""
    for name in _stochastic_only():
        if np.any(getattr(parameters, name)):
            raise ValueError(
                f"{name} needs a stochastic solver, one of {STOCHASTIC_SOLVERS}, got"
                f" {name}={getattr(parameters, name)!r} with solver='lbfgs'. Set {name}=0 or choose"
                " another solver."
            )


def check_steps(of_steps, solver):
    """Raise an error if lbfgs gets a hyperparameter that only minibatch steps read."""
    for name, value in of_steps.items():
        if solver == "lbfgs" and value is not None:
            raise ValueError(
                f"{name} needs a stochastic solver, one of {STOCHASTIC_SOLVERS}, got"
                f" {name}={value!r} with solver='lbfgs'. Set {name}=None or choose another solver."
            )


def _check_momentum(parameters, strengths):
    """Raise an error if proximal steps would grow without bound."""
    for name, penalty in PENALTIES.items():
        if parameters.momentum == 1 and not penalty.is_smooth and np.any(strengths[name]):
            raise ValueError(
                f"momentum must be < 1 with {name} > 0 and solver={parameters.solver!r}, got"
                f" momentum={parameters.momentum!r} and {name}={getattr(parameters, name)!r}: the proximal"
                f" step of {name} would grow without bound."
            )
