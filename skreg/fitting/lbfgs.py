"""A fit with L-BFGS."""

import numpy as np

from skreg.fitting.callbacks import observer_of
from skreg.fitting.monitor import monitor_of
from skreg.network.objective import Objective
from skreg.training.history import History
from skreg.training.lbfgs import minimise
from skreg.training.threads import Threads
from skreg.training.work import slice_rows_of_blocks


def train(plan, theta):
    """Minimise the cost, starting from θ. Returns the `Result`."""
    parameters, n_samples = plan.parameters, plan.samples.n_samples
    monitor = monitor_of(plan, np.arange(n_samples), plan.validation)
    monitor.check(theta)
    history = History.new(monitor.measures)
    history.n_samples_seen = plan.before["t_"] if plan.continues else 0
    scratch = plan.workspace(n_samples)
    slice_rows = slice_rows_of_blocks(plan.layout, scratch.rows.size)
    with Threads(plan.n_threads(n_samples)) as threads:
        result = minimise(
            Objective(plan.layout, plan.network, plan.data, scratch, threads.run, slice_rows),
            theta,
            history,
            monitor.measure,
            observer_of(plan),
            max_iter=parameters.max_iter,
            max_fun=parameters.max_fun,
            tol=parameters.tol,
            verbose=bool(parameters.verbose),
        )
    result.history.best_loss = result.loss
    if not result.history.loss_curve:  # the initial parameters already met the tolerance
        result.history.best_validation_score = None
    return result
