"""One fit of an estimator, from checked input to fitted attributes."""

import contextlib
from typing import NamedTuple

import numpy as np
from sklearn.utils import check_random_state
from sklearn.utils.validation import validate_data

from skreg._warn import warn
from skreg.estimators import continuing, parameters
from skreg.estimators.early_stopping import split
from skreg.estimators.inputs import FLOATS, check_finite_parameters, check_range, check_weights
from skreg.functions.losses import LOSSES
from skreg.network.inference import raw_outputs
from skreg.network.initialisation import initial_parameters
from skreg.network.layout import Layout
from skreg.network.objective import Objective
from skreg.network.regularisation import Regularisation, mask_key
from skreg.network.samples import kernel_data, workspace
from skreg.network.solver import kernel_solver
from skreg.network.thinning import thinned
from skreg.training.history import History
from skreg.training.lbfgs import minimise
from skreg.training.stochastic import Problem, Settings, StochasticTraining
from skreg.training.threads import Threads, has_work_to_share


class _Samples(NamedTuple):
    """Checked input of one fit."""

    X: object
    y: np.ndarray
    targets: np.ndarray
    weights: np.ndarray | None


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


def fit(estimator, X, y, sample_weight, *, incremental, classes=None, keeps_moments=False):
    """Fit, go on from the fitted weights, or train for one more epoch (`incremental`).

    With `keeps_moments` the optimiser goes on as well, at the beginning of its schedule.
    """
    with unchanged_on_error(estimator):
        parameters.check_combinations(estimator)
        if incremental and estimator.early_stopping:
            raise ValueError("partial_fit does not support early_stopping=True")
        continues = hasattr(estimator, "coefs_") and (estimator.warm_start or incremental)
        dtype = np.dtype("float64" if estimator.solver == "lbfgs" else estimator.dtype)
        samples = _check(estimator, X, y, sample_weight, continues, incremental, classes, dtype)
        units = parameters.hidden_units(estimator.hidden_layer_sizes)
        layout = Layout((samples.X.shape[1], *units, samples.targets.shape[1]))
        random_state = check_random_state(estimator.random_state)
        regularisation = _regularisation(estimator, layout, random_state)
        if continues:
            theta = continuing.fitted_parameters(estimator, layout, dtype)
        else:
            theta = initial_parameters(layout, estimator.activation, random_state, dtype)
        if estimator.solver == "lbfgs":
            n_samples_seen = estimator.t_ if continues else 0
            _fit_lbfgs(estimator, layout, theta, samples, regularisation, n_samples_seen)
        else:
            keeps_moments = keeps_moments or incremental
            state, schedule = continuing.optimiser(estimator, theta, keeps_moments, incremental)
            _fit_stochastic(
                estimator,
                layout,
                state,
                schedule,
                samples,
                regularisation,
                random_state,
                continues,
                incremental,
            )
    return estimator


def _check(estimator, X, y, sample_weight, continues, incremental, classes, dtype):
    X, y = validate_data(
        estimator, X, y, accept_sparse="csr", multi_output=True, reset=not continues,
        dtype=FLOATS, **estimator._target_checks(),
    )  # fmt: skip
    sample_weight = check_weights(sample_weight, X)
    y = estimator._check_target(y, continues, incremental, classes)
    sample_weight = estimator._weigh(y, sample_weight, incremental)
    check_range(X, "X", dtype)
    return _Samples(X, y, estimator._encode_target(y, dtype), sample_weight)


def _regularisation(estimator, layout, random_state):
    n_layers = len(layout.shapes)
    dropout = parameters.per_layer("dropout", estimator.dropout, n_layers - 1, "hidden layer", below=1)
    regularisation = Regularisation(
        l1=parameters.per_layer("l1", estimator.l1, n_layers, "weight matrix"),
        l2=parameters.per_layer("l2", estimator.l2, n_layers, "weight matrix"),
        group_l1=parameters.per_layer("group_l1", estimator.group_l1, n_layers, "weight matrix"),
        alpha=estimator.alpha,
        dropout=dropout,
        input_dropout=estimator.input_dropout,
        dropout_scope=estimator.dropout_scope,
        max_norm=estimator.max_norm,
    )
    return (
        regularisation._replace(mask_key=mask_key(random_state)) if regularisation.drops else regularisation
    )


def _problem(estimator, layout, samples, n_rows, regularisation, dtype):
    """Kernel arguments: what is trained on what, in blocks of at most `n_rows`."""
    data = kernel_data(samples.X, samples.targets, samples.weights, dtype)
    network = layout.network(
        estimator.activation, estimator._loss_name(), regularisation, estimator._loss_parameter()
    )
    return Problem(
        network,
        data,
        thinned(layout, network, dtype) if regularisation.thins_batches else None,
        workspace(layout, n_rows, data.is_sparse, dtype),
        has_work_to_share(layout, n_rows),
    )


def _fit_lbfgs(estimator, layout, theta, samples, regularisation, n_samples_seen):
    problem = _problem(estimator, layout, samples, len(samples.targets), regularisation, theta.dtype)
    with Threads(problem.shares_work) as threads:
        outcome = minimise(
            Objective(layout, problem.network, problem.data, problem.workspace, threads.run),
            theta,
            max_iter=estimator.max_iter,
            max_fun=estimator.max_fun,
            tol=estimator.tol,
            verbose=bool(estimator.verbose),
        )
    check_finite_parameters(outcome.parameters)
    history = History(loss_curve=outcome.cost_curve, best_loss=outcome.cost, n_samples_seen=n_samples_seen)
    _set_fitted(estimator, layout, outcome.parameters, history, len(outcome.cost_curve), outcome.cost)
    continuing.forget_optimiser(estimator)


def _fit_stochastic(
    estimator, layout, state, schedule, samples, regularisation, random_state, continues, incremental
):
    rows, validation_score = np.arange(len(samples.targets)), None
    if estimator.early_stopping:
        rows, validation_rows = split(
            samples.weights,
            len(samples.targets),
            estimator.validation_fraction,
            estimator._stratify(samples.targets),
            random_state,
        )
        validation_score = _validation_score(estimator, layout, samples, validation_rows)
    history = continuing.history(estimator) if continues else History.new(estimator.early_stopping)
    batch_size = _batch_size(estimator, len(rows))
    settings = Settings(
        batch_size=batch_size,
        shuffle=estimator.shuffle,
        max_iter=estimator.max_iter,
        tol=estimator.tol,
        n_iter_no_change=estimator.n_iter_no_change,
        verbose=bool(estimator.verbose),
        single_epoch=incremental,
    )
    problem = _problem(estimator, layout, samples, batch_size, regularisation, state.parameters.dtype)
    training = StochasticTraining(
        problem, _solver(estimator), schedule, settings, state, history, rows, validation_score
    )
    progress = training.run(random_state)
    check_finite_parameters(progress.parameters)
    history = progress.history
    _set_fitted(estimator, layout, progress.parameters, history, progress.n_epochs, history.loss_curve[-1])
    continuing.forget_optimiser(estimator)
    if estimator.warm_start or incremental:
        continuing.remember_optimiser(estimator, progress)


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


def _batch_size(estimator, n_samples):
    if estimator.batch_size == "auto":
        return min(200, n_samples)
    if estimator.batch_size > n_samples:
        warn(
            "Got `batch_size` less than 1 or larger than sample size. It is going to be"
            f" clipped: got batch_size={estimator.batch_size} for {n_samples} samples."
        )
    return int(min(estimator.batch_size, n_samples))


def _validation_score(estimator, layout, samples, rows):
    X, y = samples.X[rows], samples.y[rows]
    weights = None if samples.weights is None else samples.weights[rows]

    def score(theta):
        with np.errstate(over="ignore", invalid="ignore"):  # a diverged net scores NaN
            z = raw_outputs(X, *layout.views(theta), estimator.activation)
            return float(estimator._score_outputs(z, y, weights))

    return score


def _set_fitted(estimator, layout, theta, history, n_iter, loss):
    estimator.coefs_, estimator.intercepts_ = layout.views(theta)
    estimator.n_layers_ = len(layout.units)
    estimator.n_outputs_ = layout.units[-1]
    estimator.out_activation_ = LOSSES[estimator._loss_name()].link.out_activation
    estimator.n_iter_ = n_iter
    estimator.t_ = history.n_samples_seen
    estimator.loss_ = loss
    estimator.loss_curve_ = history.loss_curve
    estimator.best_loss_ = history.best_loss
    estimator.validation_scores_ = history.validation_scores
    estimator.best_validation_score_ = history.best_validation_score
    estimator._no_improvement_count = history.n_epochs_without_progress
