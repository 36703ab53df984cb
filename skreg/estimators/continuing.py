"""Going on from an earlier call, by warm start or ``partial_fit``: what is taken over."""

from typing import NamedTuple

import numpy as np

from skreg.functions.optimisers import OPTIMISERS
from skreg.kernels.arguments import State
from skreg.network.solver import new_state
from skreg.training.history import History
from skreg.training.schedules import SCHEDULES, Constant


class OptimiserMemory(NamedTuple):
    """What ``partial_fit`` needs to go on as if never interrupted; pickled with the model."""

    solver: str
    learning_rate_init: float
    learning_rate: float
    n_epochs: int
    first_moment: np.ndarray
    second_moment: np.ndarray
    clocks: np.ndarray


def fitted_parameters(estimator, layout, dtype):
    """Copy of the fitted θ to go on from; raises if it does not fit the hyperparameters."""
    fitted = (len(estimator.coefs_[0]), *(W.shape[1] for W in estimator.coefs_))
    if fitted != layout.units:
        raise ValueError(
            "hidden_layer_sizes and the number of outputs must stay as they were to continue with"
            f" warm_start or partial_fit: the fitted network has layers of {list(fitted)} units,"
            f" got {list(layout.units)}. Call fit with warm_start=False."
        )
    fitted_dtype = estimator.coefs_[0].dtype
    # lbfgs, always in float64, may finish what another solver began in float32
    allowed = {"float32", "float64"} if estimator.solver == "lbfgs" else {dtype.name}
    if fitted_dtype.name not in allowed:
        raise ValueError(
            "dtype must stay as it was to continue with warm_start or partial_fit: the fitted"
            f" weights are {fitted_dtype.name!r}, got dtype={estimator.dtype!r} and"
            f" solver={estimator.solver!r}. Call fit with warm_start=False."
        )
    return layout.pack(estimator.coefs_, estimator.intercepts_, dtype)


def history(estimator):
    """Record of training to go on with; anew where another quantity is monitored than before."""
    monitors_score = estimator.early_stopping
    fresh = History.new(monitors_score)
    fresh.loss_curve = list(estimator.loss_curve_)
    fresh.n_samples_seen = estimator.t_
    if monitors_score != (estimator.validation_scores_ is not None):
        return fresh
    fresh.validation_scores = list(estimator.validation_scores_) if monitors_score else None
    fresh.best_loss = estimator.best_loss_
    fresh.best_validation_score = estimator.best_validation_score_
    fresh.n_epochs_without_progress = estimator._no_improvement_count
    return fresh


def optimiser(estimator, theta, keeps_moments, keeps_schedule):
    """State to start from, and schedule: new, or those that the last call has left."""
    chosen = SCHEDULES[estimator.learning_rate]
    applies = chosen.every_solver or OPTIMISERS[estimator.solver].scheduled
    schedule_class = chosen if applies else Constant
    schedule = schedule_class(estimator.learning_rate_init, estimator.power_t, estimator.max_iter)
    memory = getattr(estimator, "_optimiser_memory", None)
    if not keeps_moments or memory is None or memory.solver != estimator.solver:
        return new_state(estimator.solver, theta), schedule
    if keeps_schedule and memory.learning_rate_init == estimator.learning_rate_init:
        schedule.rate, schedule.n_epochs = memory.learning_rate, memory.n_epochs
    state = State(theta, memory.first_moment, memory.second_moment, memory.clocks)
    return state.copy(), schedule


def remember_optimiser(estimator, progress):
    """Keep the optimiser's state for the next ``partial_fit``."""
    estimator._optimiser_memory = OptimiserMemory(
        estimator.solver,
        estimator.learning_rate_init,
        progress.learning_rate,
        progress.n_epochs_of_schedule,
        progress.state.first_moment,
        progress.state.second_moment,
        progress.state.clocks,
    )


def forget_optimiser(estimator):
    """Drop the optimiser's state: it would treble the size of a pickle."""
    vars(estimator).pop("_optimiser_memory", None)
