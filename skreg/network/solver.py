"""The optimiser and its state in the form the kernels take."""

import numpy as np

from skreg.functions.optimisers import OPTIMISERS
from skreg.kernels.arguments import Solver, State


def kernel_solver(
    name,
    learning_rate,
    *,
    momentum=0.0,
    nesterovs_momentum=False,
    beta_1=0.9,
    beta_2=0.999,
    epsilon=1e-8,
):
    """Kernel argument for a stochastic solver."""
    optimiser = OPTIMISERS[name]
    return Solver(
        code=optimiser.code,
        n_moments=optimiser.n_moments,
        learning_rate=float(learning_rate),
        momentum=float(momentum),
        nesterov=bool(nesterovs_momentum),
        beta_1=float(beta_1),
        beta_2=float(beta_2),
        epsilon=float(epsilon),
    )


def new_state(name, parameters):
    """State before the first update: moments of zero."""
    has_second = OPTIMISERS[name].n_moments == 2
    return State(
        parameters=parameters,
        first_moment=np.zeros_like(parameters),
        second_moment=np.zeros_like(parameters) if has_second else np.empty(0, parameters.dtype),
        clocks=np.zeros(2),
    )
