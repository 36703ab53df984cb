"""What classifier and regressor share: one fit, from checked input to fitted attributes."""

import contextlib
import warnings
from typing import NamedTuple

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from skreg.estimators import parameters
from skreg.estimators.inputs import check_finite_parameters, check_range, check_weights
from skreg.functions.losses import LOSSES
from skreg.functions.optimisers import OPTIMISERS
from skreg.kernels.arguments import State
from skreg.network.inference import raw_outputs
from skreg.network.initialisation import initial_parameters
from skreg.network.layout import Layout
from skreg.network.objective import Objective
from skreg.network.regularisation import Regularisation, mask_key
from skreg.network.samples import kernel_data, workspace
from skreg.network.solver import kernel_solver, new_state
from skreg.training.history import History
from skreg.training.lbfgs import minimise
from skreg.training.schedules import SCHEDULES, Constant
from skreg.training.stochastic import Problem, Settings, StochasticTraining
from skreg.training.threads import has_work_to_share


class OptimiserMemory(NamedTuple):
    """What ``partial_fit`` needs to go on as if never interrupted; pickled with the model."""

    solver: str
    learning_rate_init: float
    learning_rate: float
    first_moment: np.ndarray
    second_moment: np.ndarray
    clocks: np.ndarray


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


def store_parameters(estimator, arguments):
    """Set the arguments of ``__init__``, given as its ``locals()``, as attributes."""
    for name in estimator._get_param_names():
        setattr(estimator, name, arguments[name])


class BaseMLP(BaseEstimator):
    """Multilayer perceptron; subclasses know what y is."""

    # --- what subclasses provide -------------------------------------------------------------

    def _check_target(self, X, y, continues, incremental, classes):
        """Validated y; sets what describes it (``classes_``)."""
        raise NotImplementedError

    def _encode_target(self, y, dtype):
        """Targets of the network, of shape (n_samples, n_outputs)."""
        raise NotImplementedError

    def _loss_name(self):
        """Name of the loss in the registry."""
        raise NotImplementedError

    def _weigh(self, y, sample_weight, incremental):
        """Sample weights with all else that weighs samples."""
        return sample_weight

    def _score_outputs(self, z, y, sample_weight):
        """Validation score of raw outputs z."""
        raise NotImplementedError

    def _stratify(self, targets):
        """Labels by which the validation split is stratified, or None."""
        return None

    # --- fitting -----------------------------------------------------------------------------

    def _fit(self, X, y, sample_weight, *, incremental, classes=None):
        with unchanged_on_error(self):
            parameters.check_combinations(self)
            if incremental and self.early_stopping:
                raise ValueError("partial_fit does not support early_stopping=True")
            continues = hasattr(self, "coefs_") and (self.warm_start or incremental)
            X, y = validate_data(
                self, X, y, accept_sparse="csr", multi_output=True, reset=not continues,
                dtype=(np.float64, np.float32), **self._target_checks(),
            )  # fmt: skip
            sample_weight = check_weights(sample_weight, X)
            y = self._check_target(X, y, continues, incremental, classes)
            sample_weight = self._weigh(y, sample_weight, incremental)
            dtype = np.dtype("float64" if self.solver == "lbfgs" else self.dtype)
            check_range(X, "X", dtype)
            targets = self._encode_target(y, dtype)

            random_state = check_random_state(self.random_state)
            layout = Layout((X.shape[1], *parameters.hidden_units(self.hidden_layer_sizes), targets.shape[1]))
            regularisation = self._regularisation(layout, random_state)
            if continues:
                theta = self._fitted_parameters(layout, dtype)
            else:
                theta = initial_parameters(layout, self.activation, random_state, dtype)
            samples = _Samples(X, y, targets, sample_weight)
            if self.solver == "lbfgs":
                self._fit_lbfgs(layout, theta, samples, regularisation)
            else:
                self._fit_stochastic(
                    layout, theta, samples, regularisation, random_state, continues, incremental
                )
        return self

    def _target_checks(self):
        return {}

    def _fitted_parameters(self, layout, dtype):
        """Copy of the fitted θ to go on from; raises if it does not fit the parameters."""
        fitted = (len(self.coefs_[0]), *(W.shape[1] for W in self.coefs_))
        if fitted != layout.units:
            raise ValueError(
                "hidden_layer_sizes and the number of outputs must stay as they were to continue"
                " with warm_start or partial_fit: the fitted network has layers of"
                f" {list(fitted)} units, got {list(layout.units)}. Call fit with warm_start=False."
            )
        fitted_dtype = self.coefs_[0].dtype
        if fitted_dtype.itemsize > dtype.itemsize:
            raise ValueError(
                "dtype must stay as it was to continue with warm_start or partial_fit: the fitted"
                f" weights are {fitted_dtype.name!r}, got dtype={self.dtype!r} and"
                f" solver={self.solver!r}. Call fit with warm_start=False."
            )
        if fitted_dtype != dtype and self.solver != "lbfgs":
            raise ValueError(
                "dtype must stay as it was to continue with warm_start or partial_fit: the fitted"
                f" weights are {fitted_dtype.name!r}, got dtype={self.dtype!r}. Call fit with"
                " warm_start=False."
            )
        return layout.pack(self.coefs_, self.intercepts_, dtype)

    def _regularisation(self, layout, random_state):
        n_layers = len(layout.shapes)
        return Regularisation(
            l1=parameters.per_layer("l1", self.l1, n_layers, "weight matrix"),
            l2=parameters.per_layer("l2", self.l2, n_layers, "weight matrix"),
            alpha=self.alpha,
            dropout=parameters.per_layer("dropout", self.dropout, n_layers - 1, "hidden layer", below=1),
            input_dropout=self.input_dropout,
            mask_key=mask_key(random_state),
        )

    def _problem(self, layout, samples, n_rows, regularisation, dtype):
        """Kernel arguments: what is trained on what, in blocks of at most `n_rows`."""
        data = kernel_data(samples.X, samples.targets, samples.weights, dtype)
        return Problem(
            layout.network(self.activation, self._loss_name(), regularisation, dtype),
            data,
            workspace(layout, n_rows, data.is_sparse, dtype),
            has_work_to_share(layout, n_rows),
        )

    def _fit_lbfgs(self, layout, theta, samples, regularisation):
        problem = self._problem(layout, samples, len(samples.targets), regularisation, theta.dtype)
        objective = Objective(layout, problem.network, problem.data, problem.workspace)
        outcome = minimise(
            objective,
            theta,
            shares_work=problem.shares_work,
            max_iter=self.max_iter,
            max_fun=self.max_fun,
            tol=self.tol,
            verbose=bool(self.verbose),
        )
        check_finite_parameters(outcome.parameters)
        history = History(loss_curve=outcome.cost_curve, best_loss=outcome.cost)
        self._set_fitted(layout, outcome.parameters, history, len(outcome.cost_curve), outcome.cost)
        vars(self).pop("_optimiser_memory", None)

    def _fit_stochastic(self, layout, theta, samples, regularisation, random_state, continues, incremental):
        rows, validation_score = np.arange(len(samples.targets)), None
        if self.early_stopping:
            rows, validation_rows = self._split(samples, random_state)
            validation_score = self._validation_score(layout, samples, validation_rows)
        history = self._history(continues)
        state, schedule = self._optimiser(theta, incremental)
        batch_size = self._batch_size(len(rows))
        problem = self._problem(layout, samples, batch_size, regularisation, theta.dtype)
        settings = Settings(
            batch_size, self.shuffle, self.max_iter, self.tol, self.n_iter_no_change,
            bool(self.verbose), single_epoch=incremental,
        )  # fmt: skip
        training = StochasticTraining(
            problem, self._solver(), schedule, settings, state, history, rows, validation_score
        )
        outcome = training.run(random_state)
        check_finite_parameters(outcome.parameters)
        self._set_fitted(layout, outcome.parameters, history, outcome.n_epochs, history.loss_curve[-1])
        self._remember_optimiser(state, schedule.rate, keep=self.warm_start or incremental)

    def _solver(self):
        return kernel_solver(
            self.solver,
            self.learning_rate_init,
            momentum=self.momentum,
            nesterovs_momentum=self.nesterovs_momentum,
            beta_1=self.beta_1,
            beta_2=self.beta_2,
            epsilon=self.epsilon,
        )

    def _batch_size(self, n_samples):
        if self.batch_size == "auto":
            return min(200, n_samples)
        if self.batch_size > n_samples:
            warnings.warn(
                "Got `batch_size` less than 1 or larger than sample size. It is going to be"
                f" clipped: got batch_size={self.batch_size} for {n_samples} samples.",
                stacklevel=2,
            )
        return int(min(self.batch_size, n_samples))

    def _split(self, samples, random_state):
        """Rows to train on and rows to validate on, drawn as scikit-learn draws them."""
        rows, validation_rows = train_test_split(
            np.arange(len(samples.targets)),
            random_state=random_state,
            test_size=self.validation_fraction,
            stratify=self._stratify(samples.targets),
        )
        if len(validation_rows) < 2:
            raise ValueError(
                "The validation set is too small. Increase 'validation_fraction' or the size of"
                f" your dataset: got validation_fraction={self.validation_fraction} of"
                f" {len(samples.targets)} samples."
            )
        for part in (rows, validation_rows):
            if samples.weights is not None and not samples.weights[part].any():
                raise ValueError(
                    "Sample weights must contain at least one non-zero number in the training part"
                    " and in the validation part of early_stopping=True."
                )
        return rows, validation_rows

    def _validation_score(self, layout, samples, rows):
        X, y = samples.X[rows], samples.y[rows]
        weights = None if samples.weights is None else samples.weights[rows]

        def score(theta):
            with np.errstate(over="ignore", invalid="ignore"):  # a diverged net scores NaN
                z = raw_outputs(X, *layout.views(theta), self.activation)
                return float(self._score_outputs(z, y, weights))

        return score

    def _history(self, continues):
        if not continues or not hasattr(self, "loss_curve_"):
            return History.new(monitors_score=self.early_stopping)
        history = History(
            loss_curve=self.loss_curve_,
            validation_scores=self.validation_scores_,
            best_loss=self.best_loss_,
            best_validation_score=self.best_validation_score_,
            n_epochs_without_progress=self._no_improvement_count,
            n_samples_seen=self.t_,
        ).copy()
        monitors_score = history.validation_scores is not None
        if monitors_score != self.early_stopping:  # switched between two fits
            fresh = History.new(self.early_stopping)
            history.validation_scores, history.best_loss = fresh.validation_scores, fresh.best_loss
            history.best_validation_score = fresh.best_validation_score
        return history

    def _optimiser(self, theta, incremental):
        """State to start from, and schedule: those of the last call where it is continued."""
        scheduled = OPTIMISERS[self.solver].scheduled
        schedule_class = SCHEDULES[self.learning_rate] if scheduled else Constant
        schedule = schedule_class(self.learning_rate_init, self.power_t)
        memory = getattr(self, "_optimiser_memory", None)
        if not incremental or memory is None or memory.solver != self.solver:
            return new_state(self.solver, theta), schedule
        if memory.learning_rate_init == self.learning_rate_init:
            schedule.rate = memory.learning_rate
        state = State(theta, memory.first_moment, memory.second_moment, memory.clocks)
        return state.copy(), schedule

    def _remember_optimiser(self, state, learning_rate, keep):
        vars(self).pop("_optimiser_memory", None)
        if keep:
            self._optimiser_memory = OptimiserMemory(
                self.solver,
                self.learning_rate_init,
                learning_rate,
                state.first_moment,
                state.second_moment,
                state.clocks,
            )

    def _set_fitted(self, layout, theta, history, n_iter, loss):
        self.coefs_, self.intercepts_ = layout.views(theta)
        self.n_layers_ = len(layout.units)
        self.n_outputs_ = layout.units[-1]
        self.out_activation_ = LOSSES[self._loss_name()].out_activation
        self.n_iter_ = n_iter
        self.t_ = history.n_samples_seen
        self.loss_ = loss
        self.loss_curve_ = history.loss_curve
        self.best_loss_ = history.best_loss
        self.validation_scores_ = history.validation_scores
        self.best_validation_score_ = history.best_validation_score
        self._no_improvement_count = history.n_epochs_without_progress

    def _check_partial_fit(self):
        if self.solver not in parameters.STOCHASTIC_SOLVERS:
            raise AttributeError(
                f"partial_fit is only available for stochastic optimizers. {self.solver} is not stochastic."
            )
        return True

    # --- fitted ------------------------------------------------------------------------------

    def _raw_outputs(self, X):
        """Raw outputs z of the last layer, in X's floating-point type."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=(np.float64, np.float32), reset=False)
        return raw_outputs(X, self.coefs_, self.intercepts_, self.activation)

    @property
    def feature_importances_(self):
        """Euclidean norm of each input's outgoing weights, of shape (n_features,).

        With l1 an input that the network does not use has the importance 0. Comparable between
        features only where these have a common scale.
        """
        check_is_fitted(self)
        return np.linalg.norm(self.coefs_[0], axis=1)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


class _Samples(NamedTuple):
    """Checked input of one fit."""

    X: object
    y: np.ndarray
    targets: np.ndarray
    weights: np.ndarray | None
