"""What one fit is about: checked input, shape of the network, regularisation."""

from typing import NamedTuple

import numpy as np
from sklearn.utils import check_random_state

from skreg.fitting.attributes import network_attributes, trained_with
from skreg.fitting.class_targets import ClassTargets
from skreg.fitting.combinations import check_combinations
from skreg.fitting.hidden_layers import hidden_units
from skreg.fitting.numeric_targets import NumericTargets
from skreg.fitting.regularisation import regularisation_of
from skreg.fitting.request import Request
from skreg.fitting.samples import Samples, check_samples, check_validation_samples
from skreg.network.layout import Layout
from skreg.network.regularisation import Regularisation
from skreg.network.samples import kernel_data, workspace
from skreg.network.thinning import thinned
from skreg.training.stochastic import Problem
from skreg.training.threads import useful_threads
from skreg.training.work import ends_before_threads_start


class Plan(NamedTuple):
    """All that a fit needs to know; both solvers start from it."""

    request: Request
    before: dict  # attributes of the estimator before this fit
    callback_context: object
    continues: bool  # from the fitted weights
    samples: Samples
    validation: Samples | None
    targets: ClassTargets | NumericTargets
    layout: Layout
    regularisation: Regularisation
    random_state: np.random.RandomState
    dtype: np.dtype
    trained_with: dict  # what predictions of the fitted network will need to know

    @property
    def parameters(self):
        """The hyperparameters."""
        return self.request.parameters

    @property
    def incremental(self):
        """Whether to train for one epoch: ``partial_fit``."""
        return self.request.incremental

    @property
    def streams(self):
        """Whether this is one of many calls of ``partial_fit``, and not the first."""
        return self.continues and self.incremental

    @property
    def batch_size(self):
        """Samples in a minibatch, where there are as many."""
        return 200 if self.parameters.batch_size == "auto" else int(self.parameters.batch_size)

    def network_attributes(self, theta):
        """Attributes without which an estimator with the parameters θ could not predict."""
        return network_attributes(self.layout, self.trained_with, theta)

    def problem(self, n_rows):
        """Kernel arguments: what is trained on what, in blocks of at most `n_rows`."""
        layout, samples, targets = self.layout, self.samples, self.targets
        data = kernel_data(samples.X, samples.targets, samples.weights, self.dtype)
        network = layout.network(
            self.parameters.activation, targets.loss, self.regularisation, targets.loss_parameter
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


def plan_fit(request, before, callback_context):
    """Check all that a fit is given, and make its plan."""
    parameters = request.parameters
    check_combinations(parameters)
    if request.incremental and parameters.early_stopping:
        raise ValueError("partial_fit does not support early_stopping=True")
    continues = "coefs_" in before and bool(parameters.warm_start or request.incremental)
    dtype = np.dtype("float64" if parameters.solver == "lbfgs" else parameters.dtype)
    samples, targets = check_samples(request, continues, dtype)
    validation = check_validation_samples(request, targets, samples, dtype)
    units = hidden_units(parameters.hidden_layer_sizes)
    layout = Layout((samples.X.shape[1], *units, samples.targets.shape[1]))
    random_state = check_random_state(parameters.random_state)
    regularisation = regularisation_of(parameters, layout, random_state)
    return Plan(
        request, before, callback_context, continues, samples, validation, targets, layout, regularisation,
        random_state, dtype, trained_with(parameters.activation, targets.loss, len(units), dtype),
    )  # fmt: skip
