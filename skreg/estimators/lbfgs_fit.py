"""A fit by L-BFGS."""

import numpy as np

from skreg.estimators.outcome import Outcome
from skreg.network.objective import Objective
from skreg.training.history import History
from skreg.training.lbfgs import minimise
from skreg.training.threads import Threads


def run(plan, theta):
    """Minimise from the parameters θ."""
    estimator = plan.estimator
    problem = plan.problem(plan.samples.n_samples)
    monitor = plan.monitor(np.arange(plan.samples.n_samples), plan.validation)
    monitor.check(theta)
    history = History.new(monitor.measures)
    history.n_samples_seen = estimator.t_ if plan.continues else 0
    with Threads(problem.n_threads) as threads:
        result = minimise(
            Objective(plan.layout, problem.network, problem.data, problem.workspace, threads.run),
            theta,
            history,
            monitor.measure,
            plan.observer(),
            max_iter=estimator.max_iter,
            max_fun=estimator.max_fun,
            tol=estimator.tol,
            verbose=bool(estimator.verbose),
        )
    result.history.best_loss = result.cost
    if not result.history.loss_curve:  # the start was good enough
        result.history.best_validation_score = None
    return Outcome(result.parameters, result.history, len(result.history.loss_curve), result.cost)
