"""Going on from an earlier call, by warm start or ``partial_fit``: what is taken over."""

import re
from typing import NamedTuple

import numpy as np

from skreg.estimators.fitted import RECORDS, trained_with
from skreg.fitting.inputs import check_numbers
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
    schedule: str | None = None  # None: of an earlier version, which kept no name


def fitted_parameters(estimator, loss, layout, dtype):
    """Copy of the fitted θ to go on from; raises if it does not fit the hyperparameters.

    The weights may be the user's own, of any real type.
    """
    coefs = _numbers("coefs_", estimator.coefs_)
    intercepts = _numbers("intercepts_", estimator.intercepts_)
    _check_shapes(coefs, intercepts, layout)
    _check_functions(estimator, trained_with(estimator, loss, len(coefs) - 1, dtype))
    own_dtype = coefs[0].dtype.name != estimator._trained_with["dtype"]
    # lbfgs, always in float64, may finish what another solver began in float32
    if not own_dtype and estimator.solver != "lbfgs" and coefs[0].dtype != dtype:
        raise ValueError(
            "dtype must stay as it was to continue with warm_start or partial_fit: the fitted"
            f" weights are {coefs[0].dtype.name!r}, got dtype={estimator.dtype!r} and"
            f" solver={estimator.solver!r}. Call fit with warm_start=False."
        )
    theta = layout.pack(coefs, intercepts, dtype)
    if not np.isfinite(theta).all():
        raise ValueError(
            "coefs_ and intercepts_ must be finite to continue with warm_start or partial_fit, got NaN or"
            f" infinity in {dtype.name}."
        )
    return theta


def _numbers(name, parts):
    return [check_numbers(name, part, "arrays of real numbers") for part in parts]


def _check_shapes(coefs, intercepts, layout):
    """Raise where weights are not those of the network that the hyperparameters describe."""
    shapes = [part.shape for part in (*coefs, *intercepts)]
    wanted = [*layout.shapes, *((n,) for n in layout.units[1:])]
    if shapes == wanted:
        return
    fitted = (len(coefs[0]), *map(np.size, intercepts))
    if fitted != layout.units:
        raise ValueError(
            "hidden_layer_sizes and the number of outputs must stay as they were to continue with"
            f" warm_start or partial_fit: the fitted network has layers of {list(fitted)} units,"
            f" got {list(layout.units)}. Call fit with warm_start=False."
        )
    raise ValueError(f"coefs_ and intercepts_ must have the shapes {wanted}, got {shapes}.")


def _check_functions(estimator, wanted):
    """Raise where activation or loss are no longer those that the fitted weights were trained with."""
    for name in ("activation", "loss"):
        before = estimator._trained_with[name]
        if wanted[name] != before:
            raise ValueError(
                f"{name} must stay as it was to continue with warm_start or partial_fit: the fitted network"
                f" was trained with {before!r}, got {name}={wanted[name]!r}. Call fit with warm_start=False."
            )


def history(plan, measures):
    """Record of training: new, or that of the last call, but for what was measured otherwise then."""
    estimator = plan.estimator
    record = History.new(measures, stops_by_score=estimator.early_stopping)
    if not plan.continues:
        return record
    if not plan.streams:
        record.loss_curve = list(estimator.loss_curve_)
    record.n_samples_seen = estimator.t_
    measures_the_same = _monitored(estimator, measures) == getattr(estimator, "_last_monitored", None)
    if measures_the_same:
        record.measured = {name: list(getattr(estimator, RECORDS[name])) for name in measures}
        record.best_validation_score = estimator.best_validation_score_
    stopped_by_score = estimator.best_loss_ is None
    if record.stops_by_score == stopped_by_score and (measures_the_same or not stopped_by_score):
        record.best_loss = estimator.best_loss_
        record.n_epochs_without_progress = estimator._no_improvement_count
    return record


def _monitored(estimator, measures):
    """What a record of training is of, so that one fit's may be compared with the next one's."""
    scoring = re.sub(" at 0x[0-9a-f]+", "", repr(estimator.scoring)) if measures else ""
    return estimator.early_stopping, scoring, tuple(measures)


def optimiser(estimator, theta, keeps_moments, keeps_schedule):
    """State to start from, and schedule: new, or those that the last call has left."""
    chosen = SCHEDULES[estimator.learning_rate]
    applies = chosen.every_solver or OPTIMISERS[estimator.solver].scheduled
    schedule_class = chosen if applies else Constant
    schedule = schedule_class(estimator.learning_rate_init, estimator.power_t, estimator.max_iter)
    memory = getattr(estimator, "_optimiser_memory", None)
    if not keeps_moments or memory is None or memory.solver != estimator.solver:
        return new_state(estimator.solver, theta), schedule
    is_same = memory.schedule in (None, estimator.learning_rate)
    if keeps_schedule and is_same and memory.learning_rate_init == estimator.learning_rate_init:
        schedule.resume(memory.learning_rate, memory.n_epochs)
    if memory.first_moment.size != theta.size:  # weights of another network were assigned
        return new_state(estimator.solver, theta), schedule
    moments = (moment.astype(theta.dtype) for moment in (memory.first_moment, memory.second_moment))
    return State(theta, *moments, memory.clocks.copy()), schedule


def remember(estimator, outcome):
    """Keep what the next call may go on with, the optimiser's state only where there is to be one.

    It would treble the size of a pickle.
    """
    estimator._last_monitored = _monitored(estimator, outcome.history.measured)
    progress = outcome.progress
    if progress is None:
        vars(estimator).pop("_optimiser_memory", None)
        return
    estimator._optimiser_memory = OptimiserMemory(
        estimator.solver,
        estimator.learning_rate_init,
        progress.learning_rate,
        progress.n_epochs_of_schedule,
        progress.state.first_moment,
        progress.state.second_moment,
        progress.state.clocks,
        estimator.learning_rate,
    )
