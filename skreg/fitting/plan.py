"""The plan of a fit: validated input, shape of the network, and regularisation."""

from typing import NamedTuple

import numpy as np
from sklearn.utils import check_random_state

from skreg.fitting.attributes import trained_with
from skreg.fitting.class_targets import ClassTargets
from skreg.fitting.combinations import check_combinations, check_steps
from skreg.fitting.numeric_targets import NumericTargets
from skreg.fitting.regularisation import with_key
from skreg.fitting.request import Request
from skreg.fitting.samples import Samples, check_samples, check_validation_samples
from skreg.functions.losses import loss_of
from skreg.records.data import Data, kernel_data
from skreg.records.layout import Layout
from skreg.records.network import Network
from skreg.records.regularisation import Regularisation
from skreg.records.workspace import workspace
from skreg.training.threads import useful_threads
from skreg.training.work import ends_before_threads_start


class Plan(NamedTuple):
    """The plan of a fit, from which both kinds of solvers start."""

    request: Request
    before: dict  # attributes of the estimator before this fit
    callback_context: object
    continues: bool  # whether training continues from the fitted weights
    samples: Samples
    validation: Samples | None
    targets: ClassTargets | NumericTargets
    layout: Layout
    regularisation: Regularisation
    network: Network
    data: Data
    random_state: np.random.RandomState
    dtype: np.dtype
    trained_with: dict  # what predictions of the fitted network will need

    @property
    def parameters(self):
        """The hyperparameters."""
        return self.request.parameters

    @property
    def incremental(self):
        """Whether this is a call of ``partial_fit``, which trains for one epoch."""
        return self.request.incremental

    @property
    def streams(self):
        """Whether this is a call of ``partial_fit`` after the first one."""
        return self.continues and self.incremental

    @property
    def batch_size(self):
        """Number of samples in a minibatch, before it is limited to the number of samples."""
        return 200 if self.parameters.batch_size == "auto" else int(self.parameters.batch_size)

    def workspace(self, n_rows):
        """Scratch memory of the kernels, for minibatches of at most `n_rows` samples."""
        return workspace(self.layout, n_rows, self.data.is_sparse, self.dtype)

    def n_threads(self, n_rows):
        """Number of threads: 1 if a call of ``partial_fit`` would end before other threads start."""
        if self.incremental and ends_before_threads_start(self.layout, n_rows, self.samples.n_samples):
            return 1
        return useful_threads(self.layout, n_rows)

    def network_attributes(self, theta):
        """Attributes that an estimator with the parameters θ needs for predictions."""
        coefs, intercepts = self.layout.views(theta)
        return {
            "coefs_": coefs,
            "intercepts_": intercepts,
            "n_layers_": len(self.layout.units),
            "n_outputs_": self.layout.units[-1],
            "out_activation_": loss_of(self.targets.loss).link.out_activation,
            "_trained_with": self.trained_with,
        }


def plan_fit(request, before, callback_context):
    """Validate the arguments of a fit, and make its plan."""
    parameters = request.parameters
    units, regularisation = check_combinations(parameters)
    check_steps(request.of_steps, parameters.solver)
    if request.incremental and parameters.early_stopping:
        raise ValueError("partial_fit does not support early_stopping=True")
    continues = "coefs_" in before and bool(parameters.warm_start or request.incremental)
    dtype = np.dtype("float64" if parameters.solver == "lbfgs" else parameters.dtype)
    samples, targets = check_samples(request, continues, dtype)
    validation = check_validation_samples(request, targets, samples, dtype)
    layout = Layout((samples.X.shape[1], *units, samples.targets.shape[1]))
    random_state = check_random_state(parameters.random_state)
    regularisation = with_key(regularisation, random_state)
    return Plan(
        request=request,
        before=before,
        callback_context=callback_context,
        continues=continues,
        samples=samples,
        validation=validation,
        targets=targets,
        layout=layout,
        regularisation=regularisation,
        network=layout.network(parameters.activation, targets.loss, regularisation, targets.loss_parameter),
        data=kernel_data(samples.X, samples.targets, samples.weights, dtype),
        random_state=random_state,
        dtype=dtype,
        trained_with=trained_with(parameters.activation, targets.loss, len(units), dtype),
    )
