"""One fit of an estimator, from what it was given to fitted attributes."""

import contextlib

from skreg.estimators import callbacks, continuing, lbfgs_fit, stochastic_fit
from skreg.estimators.fitted import RECORDS, fitted_attributes, trained_with
from skreg.estimators.plan import plan_fit
from skreg.network.initialisation import initial_parameters


@contextlib.contextmanager
def unchanged_on_error(estimator):
    """Give the estimator its former attributes back if anything is raised."""
    before = dict(vars(estimator))
    try:
        yield
    except BaseException:
        vars(estimator).clear()
        vars(estimator).update(before)
        raise


def fit(estimator, targets, given, validation, *, incremental, classes=None, keeps_moments=False):
    """Fit, go on from the fitted weights, or train for one more epoch (`incremental`).

    With `keeps_moments` the optimiser goes on as well, at the beginning of its schedule. Callbacks are told
    of whole fits only.
    """
    context = None if incremental or keeps_moments else callbacks.set_up(estimator)
    with unchanged_on_error(estimator):
        plan = plan_fit(
            estimator, targets, given, validation, context, incremental=incremental, classes=classes
        )
        with callbacks.whole_fit(plan):
            theta = _start(plan)
            estimator._trained_with = trained_with(
                estimator, plan.targets.loss, len(plan.layout.shapes) - 1, plan.dtype
            )
            if estimator.solver == "lbfgs":
                outcome = lbfgs_fit.run(plan, theta)
            else:
                outcome = stochastic_fit.run(plan, theta, keeps_moments)
            _set_fitted(plan, outcome)
    return estimator


def _start(plan):
    """Parameters to start from."""
    if plan.continues:
        return continuing.fitted_parameters(plan.estimator, plan.targets.loss, plan.layout, plan.dtype)
    return initial_parameters(plan.layout, plan.estimator.activation, plan.random_state, plan.dtype)


def _set_fitted(plan, outcome):
    estimator, history = plan.estimator, outcome.history
    vars(estimator).update(fitted_attributes(estimator, plan.layout, outcome.parameters))
    estimator.n_iter_ = outcome.n_iter
    estimator.t_ = history.n_samples_seen
    estimator.loss_ = outcome.loss
    estimator.best_loss_ = history.best_loss
    for measure, attribute in RECORDS.items():
        setattr(estimator, attribute, history.measured.get(measure))
    estimator.best_validation_score_ = history.best_validation_score
    estimator._no_improvement_count = history.n_epochs_without_progress
    continuing.remember(estimator, outcome)
    if plan.streams:  # in place: a copy of the whole curve would make each call slower than the last
        estimator.loss_curve_.extend(history.loss_curve)
    else:
        estimator.loss_curve_ = history.loss_curve
