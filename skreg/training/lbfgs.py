"""L-BFGS over all samples, by SciPy. For l1 the weights are split into two bounded parts."""

import numpy as np
from scipy.optimize import Bounds, minimize
from sklearn.exceptions import ConvergenceWarning

from skreg._print import print_line
from skreg._warn import TrainingInterrupted, warn
from skreg.training.divergence import diverged, has_diverged
from skreg.training.result import Result


class _Split:
    """Smooth bounded problem in (W⁺, W⁻, b) with ``W = W⁺ − W⁻``, ``‖W‖₁ = Σ W⁺ + W⁻``.

    θ: (n_weights + n_intercepts,). Variables and gradient: (2·n_weights + n_intercepts,). l1: (n_weights,).
    At the minimum, W⁺ or W⁻ is at its bound of zero wherever l1 > 0. Zeros are therefore exact.
    """

    def __init__(self, objective):
        self.objective = objective
        self.n_weights = objective.layout.n_weights
        self.l1 = objective.weight_l1()

    def split(self, parameters):
        weights, intercepts = np.split(parameters, [self.n_weights])
        return np.concatenate([np.maximum(weights, 0), np.maximum(-weights, 0), intercepts])

    def join(self, variables):
        n = self.n_weights
        return np.concatenate([variables[:n] - variables[n : 2 * n], variables[2 * n :]])

    def bounds(self, n_variables):
        lower = np.zeros(n_variables)
        lower[2 * self.n_weights :] = -np.inf
        return Bounds(lower, np.inf)

    def cost_and_gradient(self, variables):
        n = self.n_weights
        cost, gradient = self.objective.smooth(self.join(variables))
        cost += self.l1 @ (variables[:n] + variables[n : 2 * n])
        return cost, np.concatenate([gradient[:n] + self.l1, -gradient[:n] + self.l1, gradient[n:]])


class _Whole:
    """The objective itself, if there is no l1."""

    def __init__(self, objective):
        self.cost_and_gradient = objective.smooth

    def split(self, parameters):
        return parameters

    join = split

    def bounds(self, n_variables):
        return None


class _Iterations:
    """Callback that SciPy calls after each iteration.

    ``finished`` is the result after the last iteration, to which an interrupt returns.
    """

    def __init__(self, problem, start, history, measure, observer, verbose):
        self.problem, self.parameters = problem, problem.join(start)
        self.history, self.measure, self.observer, self.verbose = history, measure, observer, verbose
        self.finished, self.is_told_to_stop = None, False

    def __call__(self, intermediate_result):
        cost, before = float(intermediate_result.fun), self.parameters
        self.parameters = self.problem.join(intermediate_result.x.copy())
        self.history.record(cost, self.measure(self.parameters), 0.0)
        if self.verbose:
            print_line(f"Iteration {len(self.history.loss_curve)}, loss = {cost:.8f}")
        self.observer.epoch_begins(before)
        self.is_told_to_stop = self.observer.epoch_ends(self.parameters, self.history)
        self.finished = _result(self.parameters, self.history.copy(), cost)
        if self.is_told_to_stop:
            raise StopIteration


def minimise(objective, parameters, history, measure, observer, *, max_iter, max_fun, tol, verbose):
    """Minimise `objective` from `parameters`, of shape (n_parameters,), both in float64.

    Each iteration is added to the history, with the measures of its parameters. Ctrl-C after the first
    iteration gives a warning and returns the last iterate. Before that, it raises KeyboardInterrupt.

    References
    ----------
    Byrd, Lu, Nocedal & Zhu (1995), "A limited memory algorithm for bound constrained
    optimization".
    """
    problem = (_Split if np.any(objective.weight_l1() > 0) else _Whole)(objective)
    start = problem.split(parameters)
    iterations = _Iterations(problem, start, history, measure, observer, verbose)
    try:
        result = minimize(
            problem.cost_and_gradient,
            start,
            method="L-BFGS-B",
            jac=True,
            bounds=problem.bounds(len(start)),
            callback=iterations,
            options={"maxfun": max_fun, "maxiter": max_iter, "gtol": tol},
        )
    except KeyboardInterrupt:
        if iterations.finished is None:
            raise
        warn("Training interrupted by user.", TrainingInterrupted)
        observer.training_ends(iterations.finished.parameters, iterations.finished.history)
        return iterations.finished
    parameters = problem.join(result.x)
    if has_diverged(parameters, result.fun):
        raise diverged(f"iteration {result.nit}")
    observer.training_ends(iterations.parameters, history)
    if not result.success and not iterations.is_told_to_stop:
        warn(
            f"lbfgs failed to converge after {result.nit} iteration(s) (status={result.status}):"
            f" {result.message}. Increase max_iter ({max_iter}) or max_fun ({max_fun}), or"
            " scale the data.",
            ConvergenceWarning,
        )
    return _result(parameters, history, float(result.fun))


def _result(parameters, history, cost):
    return Result(parameters, history, len(history.loss_curve), cost)
