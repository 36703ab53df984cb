"""What one fit is about: checked input, shape of the network, regularisation."""

from typing import NamedTuple

import numpy as np
from sklearn.utils import check_random_state

from skreg.estimators import callbacks, parameters
from skreg.estimators.monitoring import MOST_TRAIN_ROWS, Monitor, scores_by_loss
from skreg.estimators.samples import Given, Samples, check_samples, check_validation_samples
from skreg.network.layout import Layout
from skreg.network.regularisation import Regularisation, mask_key
from skreg.network.samples import kernel_data, workspace
from skreg.network.thinning import thinned
from skreg.training.stochastic import Problem
from skreg.training.threads import useful_threads
from skreg.training.work import ends_before_threads_start


class Plan(NamedTuple):
    """All that a fit needs to know; both solvers start from it."""

    estimator: object
    given: Given
    targets: object  # of `skreg.fitting`: what y is to the network
    samples: Samples
    validation: Samples | None
    layout: Layout
    regularisation: Regularisation
    random_state: np.random.RandomState
    dtype: np.dtype
    continues: bool  # from the fitted weights
    incremental: bool  # for one epoch: ``partial_fit``
    callback_context: object

    @property
    def streams(self):
        """Whether this is one of many calls of ``partial_fit``, and not the first."""
        return self.continues and self.incremental

    @property
    def batch_size(self):
        """Samples in a minibatch, where there are as many."""
        return 200 if self.estimator.batch_size == "auto" else int(self.estimator.batch_size)

    def problem(self, n_rows):
        """Kernel arguments: what is trained on what, in blocks of at most `n_rows`."""
        estimator, layout, samples = self.estimator, self.layout, self.samples
        data = kernel_data(samples.X, samples.targets, samples.weights, self.dtype)
        network = layout.network(
            estimator.activation, self.targets.loss, self.regularisation, self.targets.loss_parameter
        )
        return Problem(
            network,
            data,
            thinned(layout, network, self.dtype) if self.regularisation.thins_batches else None,
            workspace(layout, n_rows, data.is_sparse, self.dtype),
            self._n_threads(n_rows),
        )

    def _n_threads(self, n_rows):
        """Threads for minibatches of `n_rows`; a call of ``partial_fit`` may end before they have started."""
        if self.incremental and ends_before_threads_start(self.layout, n_rows, self.samples.n_samples):
            return 1
        return useful_threads(self.layout, n_rows)

    def monitor(self, rows, validation):
        """What is measured after each epoch of training on some rows.

        The training score costs time of its own: it is for those who ask for one, or give validation data,
        and of evenly spread rows where there are many, with one of each class that these lack.
        """
        train = None
        asks = self.estimator.scoring is not None or self.validation is not None
        if asks and not scores_by_loss(self.estimator.scoring, self.targets) and not self.incremental:
            train = self.samples
            if not len(rows) == train.n_samples <= MOST_TRAIN_ROWS:
                n_rows = min(len(rows), MOST_TRAIN_ROWS)
                spread = rows[np.arange(n_rows) * len(rows) // n_rows]
                missing = self.targets.missing(self.samples.y[spread])
                if len(missing):
                    rare = rows[self.targets.rows_of(missing, self.samples.y[rows])]
                    spread = np.union1d(spread, rare)
                train = self.samples.take(spread)
        return Monitor(self.estimator, self.targets, self.layout, validation, train)

    def observer(self, rows=None):
        """Who is told of the epochs of training on some rows, or all."""
        return callbacks.observer_of(self, rows)


def plan_fit(estimator, targets, given, given_validation, callback_context, *, incremental, classes):
    """Check what a fit was given; sets attributes that describe it."""
    parameters.check_combinations(estimator)
    if incremental and estimator.early_stopping:
        raise ValueError("partial_fit does not support early_stopping=True")
    continues = hasattr(estimator, "coefs_") and (estimator.warm_start or incremental)
    dtype = np.dtype("float64" if estimator.solver == "lbfgs" else estimator.dtype)
    samples, targets = check_samples(estimator, targets, given, continues, incremental, classes, dtype)
    vars(estimator).update(targets.attributes)
    validation = check_validation_samples(estimator, targets, given_validation, samples, dtype)
    units = parameters.hidden_units(estimator.hidden_layer_sizes)
    layout = Layout((samples.X.shape[1], *units, samples.targets.shape[1]))
    random_state = check_random_state(estimator.random_state)
    regularisation = _regularisation(estimator, layout, random_state)
    return Plan(
        estimator, given, targets, samples, validation, layout, regularisation, random_state, dtype,
        continues, incremental, callback_context,
    )  # fmt: skip


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
