"""A fit by minibatches, with sgd, adam or adamw."""

import numpy as np

from skreg._collector import collector_paused
from skreg._warn import warn
from skreg.fitting import resume
from skreg.fitting.callbacks import observer_of
from skreg.fitting.monitor import monitor_of
from skreg.fitting.split import split_of
from skreg.records.solver import kernel_solver
from skreg.training.history import VALIDATION_SCORE
from skreg.training.stochastic import Settings, StochasticTraining


def train(plan, theta):
    """Train, starting from θ. Returns the `Result`."""
    state, schedule = resume.optimiser(plan, theta)
    if plan.incremental and schedule.is_at_rest:
        _warn_at_rest(plan.parameters, schedule)
    rows, validation = split_of(plan)
    monitor = monitor_of(plan, rows, validation)
    monitor.check(theta)
    history = _history(plan, monitor, theta)
    batch_size = _batch_size(plan, len(rows))
    with collector_paused():
        from skreg.kernels.program import Program

    program = Program(
        plan.layout, plan.network, plan.data, plan.workspace(batch_size), plan.dtype,
        plan.regularisation.thins_batches,
    )  # fmt: skip
    solver = kernel_solver(plan.parameters.solver, vars(plan.parameters), plan.request.of_steps)
    program.starts_at(solver, state)
    result = StochasticTraining(
        program,
        plan.n_threads(batch_size),
        schedule,
        _settings(plan.parameters, batch_size, plan.incremental),
        state,
        history,
        rows,
        monitor.measure,
        observer_of(plan, rows if len(rows) < plan.samples.n_samples else None),
    ).run(plan.random_state)
    _warn_without_score(plan.parameters, result.history)
    return result


def _history(plan, monitor, theta):
    """Record of training. The best score is measured anew if the validation samples may have changed."""
    history = resume.history(plan, monitor.measures)
    if plan.continues and history.stops_by_score and plan.validation is not None:
        score = monitor.measure(theta)[VALIDATION_SCORE]
        history.best_validation_score = -np.inf if np.isnan(score) else score
    return history


def _warn_at_rest(parameters, schedule):
    warn(
        f"partial_fit hardly changes the weights any more: learning_rate={parameters.learning_rate!r} has"
        f" come to rest at a rate of {schedule.rate:.3g}. {schedule.way_on} Or set"
        " learning_rate='constant'."
    )


def _warn_without_score(parameters, history):
    if history.stops_by_score and not history.has_best_score:
        warn(
            "No validation score was a number, so the weights of the last epoch are kept. Got"
            f" scoring={parameters.scoring!r} with the score {history.measured[VALIDATION_SCORE][-1]} after"
            " the last epoch."
        )


def _settings(parameters, batch_size, single_epoch):
    return Settings(
        batch_size=batch_size,
        shuffle=parameters.shuffle,
        max_iter=parameters.max_iter,
        tol=parameters.tol,
        n_iter_no_change=parameters.n_iter_no_change,
        verbose=bool(parameters.verbose),
        single_epoch=single_epoch,
    )


def _batch_size(plan, n_samples):
    if plan.parameters.batch_size != "auto" and plan.batch_size > n_samples:
        warn(
            "Got `batch_size` less than 1 or larger than sample size. It is going to be"
            f" clipped: got batch_size={plan.batch_size} for {n_samples} samples."
        )
    return min(plan.batch_size, n_samples)
