"""State that a warm start or ``partial_fit`` takes over from an earlier call, besides the weights."""

import re

from skreg.fitting.attributes import RECORDS
from skreg.fitting.memory import OptimiserMemory
from skreg.functions.optimisers import OPTIMISERS
from skreg.functions.schedules import SCHEDULES, Constant
from skreg.records.state import State, new_state
from skreg.training.history import History

MEMORY = "_optimiser_memory"


def history(plan, measures):
    """A new record of training, or that of the last call. Measures that have changed start anew."""
    before = plan.before
    record = History.new(measures, stops_by_score=plan.parameters.early_stopping)
    if not plan.continues:
        return record
    if not plan.streams:
        record.loss_curve = list(before["loss_curve_"])
    record.n_samples_seen = before["t_"]
    measures_the_same = _monitored(plan.parameters, measures) == before.get("_last_monitored")
    if measures_the_same:
        record.measured = {name: list(before[RECORDS[name]]) for name in measures}
        record.best_validation_score = before["best_validation_score_"]
    stopped_by_score = before["best_loss_"] is None
    if record.stops_by_score == stopped_by_score and (measures_the_same or not stopped_by_score):
        record.best_loss = before["best_loss_"]
        record.n_epochs_without_progress = before["_no_improvement_count"]
    return record


def _monitored(parameters, measures):
    """What a record of training measures, so that the next fit can see whether this has changed."""
    scoring = re.sub(" at 0x[0-9a-f]+", "", repr(parameters.scoring)) if measures else ""
    return parameters.early_stopping, scoring, tuple(measures)


def optimiser(plan, theta):
    """State of the optimiser and schedule: new ones, or those of the last call."""
    parameters, memory = plan.parameters, plan.before.get(MEMORY)
    schedule = _new_schedule(parameters)
    keeps_moments = plan.request.keeps_moments or plan.incremental
    if not keeps_moments or memory is None or memory.solver != parameters.solver:
        return new_state(parameters.solver, theta), schedule
    is_same = memory.schedule in (None, parameters.learning_rate)
    if plan.incremental and is_same and memory.learning_rate_init == parameters.learning_rate_init:
        schedule.resume(memory.learning_rate, memory.n_epochs)
    moments = memory.all_moments
    if any(moment.size != theta.size for moment in moments):  # the user assigned weights of another network
        return new_state(parameters.solver, theta), schedule
    copies = tuple(moment.astype(theta.dtype) for moment in moments)
    return State(theta, copies, memory.clocks.copy()), schedule


def _new_schedule(parameters):
    chosen = SCHEDULES[parameters.learning_rate]
    applies = chosen.every_solver or OPTIMISERS[parameters.solver].scheduled
    schedule = chosen if applies else Constant
    return schedule(parameters.learning_rate_init, parameters.power_t, parameters.max_iter)


def remembered(plan, result):
    """Attributes from which the next call can continue.

    They include the optimiser's state only if it may be needed, because it would treble the size of a pickle.
    """
    parameters, history = plan.parameters, result.history
    attributes = {
        "_last_monitored": _monitored(parameters, history.measured),
        "loss_curve_": _loss_curve(plan, history),
    }
    if result.state is not None and (parameters.warm_start or plan.incremental):
        attributes[MEMORY] = _memory(parameters, result)
    return attributes


def _loss_curve(plan, history):
    """The loss of each epoch, including those of earlier calls of ``partial_fit``."""
    if not plan.streams:
        return history.loss_curve
    # extended in place, because a copy would make each call slower than the one before
    plan.before["loss_curve_"].extend(history.loss_curve)
    return plan.before["loss_curve_"]


def _memory(parameters, result):
    return OptimiserMemory(
        solver=parameters.solver,
        learning_rate_init=parameters.learning_rate_init,
        learning_rate=result.schedule.rate,
        n_epochs=result.schedule.n_epochs,
        first_moment=None,
        second_moment=None,
        clocks=result.state.clocks,
        schedule=parameters.learning_rate,
        moments=result.state.moments,
    )
