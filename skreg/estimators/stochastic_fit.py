"""A fit by minibatches: sgd, adam, adamw."""

import numpy as np

from skreg._warn import warn
from skreg.estimators import continuing
from skreg.estimators.early_stopping import split
from skreg.estimators.outcome import Outcome
from skreg.network.solver import kernel_solver
from skreg.training.history import VALIDATION_SCORE
from skreg.training.stochastic import Settings, StochasticTraining


def run(plan, theta, keeps_moments):
    """Train from the parameters θ."""
    estimator = plan.estimator
    state, schedule = continuing.optimiser(
        estimator, theta, keeps_moments or plan.incremental, keeps_schedule=plan.incremental
    )
    if plan.incremental and schedule.is_at_rest:
        _warn_at_rest(estimator, schedule)
    rows, validation = _split(plan)
    monitor = plan.monitor(rows, validation)
    monitor.check(theta)
    history = continuing.history(plan, monitor.measures)
    if plan.continues and history.stops_by_score and plan.validation is not None:
        # the validation samples may be others than those that gave the best score
        score = monitor.measure(theta)[VALIDATION_SCORE]
        history.best_validation_score = -np.inf if np.isnan(score) else score
    batch_size = _batch_size(plan, len(rows))
    training = StochasticTraining(
        plan.layout,
        plan.problem(batch_size),
        _solver(estimator),
        schedule,
        _settings(estimator, batch_size, plan.incremental),
        state,
        history,
        rows,
        monitor.measure,
        plan.observer(rows if len(rows) < plan.samples.n_samples else None),
    )
    progress = training.run(plan.random_state)
    history = progress.history
    if history.stops_by_score and not progress.has_best:
        warn(
            "No validation score was a number, so that the weights of the last epoch are kept: got"
            f" scoring={estimator.scoring!r}, {history.measured[VALIDATION_SCORE][-1]} after the last epoch."
        )
    return Outcome(
        progress.parameters,
        history,
        progress.n_epochs,
        history.loss_curve[-1],
        progress if estimator.warm_start or plan.incremental else None,
    )


def _warn_at_rest(estimator, schedule):
    warn(
        f"partial_fit hardly changes the weights any more: learning_rate={estimator.learning_rate!r} has"
        f" come to rest at a rate of {schedule.rate:.3g}. {schedule.way_on} Or set"
        " learning_rate='constant'."
    )


def _split(plan):
    """Rows to train on, and samples to validate on: those that were given, or some that are set aside."""
    n_samples, estimator = plan.samples.n_samples, plan.estimator
    if plan.validation is not None or not estimator.early_stopping:
        return np.arange(n_samples), plan.validation
    rows, validation_rows = split(
        plan.samples.weights,
        n_samples,
        estimator.validation_fraction,
        plan.targets.strata(plan.samples.targets),
        plan.random_state,
    )
    return rows, plan.samples.take(validation_rows)


def _settings(estimator, batch_size, single_epoch):
    return Settings(
        batch_size=batch_size,
        shuffle=estimator.shuffle,
        max_iter=estimator.max_iter,
        tol=estimator.tol,
        n_iter_no_change=estimator.n_iter_no_change,
        verbose=bool(estimator.verbose),
        single_epoch=single_epoch,
    )


def _solver(estimator):
    return kernel_solver(
        estimator.solver,
        estimator.learning_rate_init,
        momentum=estimator.momentum,
        nesterovs_momentum=estimator.nesterovs_momentum,
        beta_1=estimator.beta_1,
        beta_2=estimator.beta_2,
        epsilon=estimator.epsilon,
    )


def _batch_size(plan, n_samples):
    if plan.estimator.batch_size != "auto" and plan.batch_size > n_samples:
        warn(
            "Got `batch_size` less than 1 or larger than sample size. It is going to be"
            f" clipped: got batch_size={plan.batch_size} for {n_samples} samples."
        )
    return min(plan.batch_size, n_samples)
