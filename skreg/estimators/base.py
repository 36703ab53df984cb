"""What classifier and regressor share: one fit, from checked input to fitted attributes."""

import contextlib
from typing import NamedTuple

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from skreg._warn import warn
from skreg.estimators import continuing, parameters
from skreg.estimators.compression import compressed
from skreg.estimators.early_stopping import split
from skreg.estimators.inputs import (
    FLOATS,
    check_finite_parameters,
    check_range,
    check_weights,
    is_valid_already,
)
from skreg.estimators.persistence import state_from_store, state_to_store
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

    def _check_target(self, y, continues, incremental, classes):
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

    def _fit(self, X, y, sample_weight, *, incremental, classes=None, keeps_moments=False):
        """Fit, go on from the fitted weights, or train for one more epoch (`incremental`).

        With `keeps_moments` the optimiser goes on as well, at the beginning of its schedule.
        """
        with unchanged_on_error(self):
            parameters.check_combinations(self)
            if incremental and self.early_stopping:
                raise ValueError("partial_fit does not support early_stopping=True")
            continues = hasattr(self, "coefs_") and (self.warm_start or incremental)
            X, y = validate_data(
                self, X, y, accept_sparse="csr", multi_output=True, reset=not continues,
                dtype=FLOATS, **self._target_checks(),
            )  # fmt: skip
            sample_weight = check_weights(sample_weight, X)
            y = self._check_target(y, continues, incremental, classes)
            sample_weight = self._weigh(y, sample_weight, incremental)
            dtype = np.dtype("float64" if self.solver == "lbfgs" else self.dtype)
            check_range(X, "X", dtype)
            targets = self._encode_target(y, dtype)

            random_state = check_random_state(self.random_state)
            layout = Layout((X.shape[1], *parameters.hidden_units(self.hidden_layer_sizes), targets.shape[1]))
            regularisation = self._regularisation(layout, random_state)
            if continues:
                theta = continuing.fitted_parameters(self, layout, dtype)
            else:
                theta = initial_parameters(layout, self.activation, random_state, dtype)
            samples = _Samples(X, y, targets, sample_weight)
            if self.solver == "lbfgs":
                n_samples_seen = self.t_ if continues else 0
                self._fit_lbfgs(layout, theta, samples, regularisation, n_samples_seen)
            else:
                state, schedule = continuing.optimiser(self, theta, keeps_moments or incremental, incremental)
                self._fit_stochastic(
                    layout, state, schedule, samples, regularisation, random_state, continues, incremental
                )
        return self

    def _target_checks(self):
        return {}

    def _regularisation(self, layout, random_state):
        n_layers = len(layout.shapes)
        dropout = parameters.per_layer("dropout", self.dropout, n_layers - 1, "hidden layer", below=1)
        regularisation = Regularisation(
            l1=parameters.per_layer("l1", self.l1, n_layers, "weight matrix"),
            l2=parameters.per_layer("l2", self.l2, n_layers, "weight matrix"),
            group_l1=parameters.per_layer("group_l1", self.group_l1, n_layers, "weight matrix"),
            alpha=self.alpha,
            dropout=dropout,
            input_dropout=self.input_dropout,
            dropout_scope=self.dropout_scope,
            max_norm=self.max_norm,
        )
        return (
            regularisation._replace(mask_key=mask_key(random_state))
            if regularisation.drops
            else regularisation
        )

    def _problem(self, layout, samples, n_rows, regularisation, dtype):
        """Kernel arguments: what is trained on what, in blocks of at most `n_rows`."""
        data = kernel_data(samples.X, samples.targets, samples.weights, dtype)
        network = layout.network(self.activation, self._loss_name(), regularisation)
        return Problem(
            network,
            data,
            thinned(layout, network, dtype) if regularisation.thins_batches else None,
            workspace(layout, n_rows, data.is_sparse, dtype),
            has_work_to_share(layout, n_rows),
        )

    def _fit_lbfgs(self, layout, theta, samples, regularisation, n_samples_seen):
        problem = self._problem(layout, samples, len(samples.targets), regularisation, theta.dtype)
        with Threads(problem.shares_work) as threads:
            outcome = minimise(
                Objective(layout, problem.network, problem.data, problem.workspace, threads.run),
                theta,
                max_iter=self.max_iter,
                max_fun=self.max_fun,
                tol=self.tol,
                verbose=bool(self.verbose),
            )
        check_finite_parameters(outcome.parameters)
        history = History(
            loss_curve=outcome.cost_curve, best_loss=outcome.cost, n_samples_seen=n_samples_seen
        )
        self._set_fitted(layout, outcome.parameters, history, len(outcome.cost_curve), outcome.cost)
        continuing.forget_optimiser(self)

    def _fit_stochastic(
        self, layout, state, schedule, samples, regularisation, random_state, continues, incremental
    ):
        rows, validation_score = np.arange(len(samples.targets)), None
        if self.early_stopping:
            rows, validation_rows = split(
                samples.weights,
                len(samples.targets),
                self.validation_fraction,
                self._stratify(samples.targets),
                random_state,
            )
            validation_score = self._validation_score(layout, samples, validation_rows)
        history = continuing.history(self) if continues else History.new(self.early_stopping)
        batch_size = self._batch_size(len(rows))
        settings = Settings(
            batch_size=batch_size,
            shuffle=self.shuffle,
            max_iter=self.max_iter,
            tol=self.tol,
            n_iter_no_change=self.n_iter_no_change,
            verbose=bool(self.verbose),
            single_epoch=incremental,
        )
        problem = self._problem(layout, samples, batch_size, regularisation, state.parameters.dtype)
        training = StochasticTraining(
            problem, self._solver(), schedule, settings, state, history, rows, validation_score
        )
        progress = training.run(random_state)
        check_finite_parameters(progress.parameters)
        history = progress.history
        self._set_fitted(layout, progress.parameters, history, progress.n_epochs, history.loss_curve[-1])
        continuing.forget_optimiser(self)
        if self.warm_start or incremental:
            continuing.remember_optimiser(self, progress)

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
            warn(
                "Got `batch_size` less than 1 or larger than sample size. It is going to be"
                f" clipped: got batch_size={self.batch_size} for {n_samples} samples."
            )
        return int(min(self.batch_size, n_samples))

    def _validation_score(self, layout, samples, rows):
        X, y = samples.X[rows], samples.y[rows]
        weights = None if samples.weights is None else samples.weights[rows]

        def score(theta):
            with np.errstate(over="ignore", invalid="ignore"):  # a diverged net scores NaN
                z = raw_outputs(X, *layout.views(theta), self.activation)
                return float(self._score_outputs(z, y, weights))

        return score

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
        if not is_valid_already(X, self):
            X = validate_data(self, X, accept_sparse="csr", dtype=FLOATS, reset=False)
        return raw_outputs(X, self.coefs_, self.intercepts_, self.activation)

    @property
    def feature_importances_(self):
        """Euclidean norm of each input's outgoing weights, of shape (n_features,).

        With l1 an input that the network does not use has the importance 0: select the others by
        ``SelectFromModel(model, threshold=1e-12)``, as its default keeps what lies above the mean.
        Comparable between features only where these have a common scale; the sum is not 1.
        """
        check_is_fitted(self)
        return np.linalg.norm(self.coefs_[0], axis=1)

    def compress(self):
        """A fitted estimator with the same predictions and without the hidden units that do nothing.

        Units without outgoing weights are dropped; those without incoming weights are constant, and
        folded into the next intercepts. At least one unit of each layer stays, and all inputs do. l1 makes
        such units. Training can go on with the estimator that is returned.

        Returns
        -------
        estimator : object of the same class
            Its ``hidden_layer_sizes`` are what is left, its ``compression_`` tells what was saved: a named
            tuple of ``units_before``, ``units_after``, ``n_parameters_before`` and ``n_parameters_after``.
            This estimator stays as it is.

        Raises
        ------
        NotFittedError
            If this estimator is not fitted.

        Examples
        --------
        >>> from sklearn.datasets import load_digits
        >>> from skreg import MLPClassifier
        >>> X, y = load_digits(return_X_y=True)
        >>> net = MLPClassifier((50,), l1=3e-3, early_stopping=True, random_state=0).fit(X / 16, y)
        >>> small = net.compress()
        >>> bool((small.predict(X / 16) == net.predict(X / 16)).all())
        True
        >>> small.compression_.n_parameters_after < small.compression_.n_parameters_before
        True
        """
        check_is_fitted(self)
        return compressed(self)

    def __getstate__(self):
        return state_to_store(super().__getstate__())

    def __setstate__(self, state):
        super().__setstate__(state_from_store(type(self), state))

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
