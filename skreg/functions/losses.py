"""Losses of the output units, each with its value, its derivative and its link.

A loss receives the raw outputs z of the last layer (logits, log rates, means), y, and one parameter. If the
link couples the outputs of a sample, z is normalised first by subtracting the sample's log-sum-exp. Every
loss is therefore a plain sum over outputs.

To add one, write its value, its derivative and an entry in ``LOSSES``, with its name in ``LossName``.
Estimators, kernels, ONNX export, tests and documentation then use it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np

from skreg.functions.elementary import exp, logistic, softplus
from skreg.functions.own import Entry, check_functions, n_arguments_of


class Link(NamedTuple):
    """The link of a loss, whose inverse turns raw outputs into expectations."""

    out_activation: str  # scikit-learn's name of the inverse link
    inverse: Callable
    onnx_operator: str
    couples_outputs: bool = False  # if True, expectations are divided by their sum


def _same(z):
    return z


IDENTITY = Link("identity", _same, "Identity")
LOG = Link("exp", exp, "Exp")
LOGIT = Link("logistic", logistic, "Sigmoid")
SOFTMAX = Link("softmax", exp, "Softmax", couples_outputs=True)


@dataclass(frozen=True, repr=False)
class Loss(Entry):
    """A loss of the outputs, from the registry or your own: ``MLPRegressor(loss=Loss(...))``.

    Parameters
    ----------
    value : callable
        Loss of one output as a function of (z, y), in a plain expression of NumPy functions and operators.
        NumPy applies it to arrays, and Numba compiles it for single numbers. Entries of the registry may take
        a parameter as well.
    derivative : callable
        The derivative ∂loss/∂z, with the same arguments.
    formula : str, default=""
        Formula for the documentation.
    link : Link, default=IDENTITY
        Link whose inverse turns raw outputs z into predictions: IDENTITY, LOG or LOGIT of
        ``skreg.functions.losses``.
    regression : bool, default=True
        Whether the loss is for the regressor. This must be True for a loss of your own.
    smallest_y : float, default=-inf
        Smallest allowed target.
    excludes_smallest_y : bool, default=False
        Whether `smallest_y` itself is not allowed.
    parameter : str or None, default=None
        Name of the hyperparameter that is the parameter of the loss. Only entries of the registry have one.
    predicts_mean : bool, default=True
        Whether the mean of y minimises the loss. If so, the default validation score is R². Otherwise it is
        the negative loss.

    Examples
    --------
    Here a positive error costs three times as much as a negative one:

    >>> import numpy as np
    >>> from sklearn.datasets import load_diabetes
    >>> from sklearn.preprocessing import scale
    >>> from skreg import Loss, MLPRegressor
    >>> def cost(z, y):
    ...     return (z - y) * (z - y) * np.where(z > y, 3.0, 1.0)
    >>> def cost_derivative(z, y):
    ...     return 2 * (z - y) * np.where(z > y, 3.0, 1.0)
    >>> X, y = map(scale, load_diabetes(return_X_y=True))
    >>> own = Loss(cost, cost_derivative, predicts_mean=False)
    >>> net = MLPRegressor(20, loss=own, l2=0.1, learning_rate_init=0.1, random_state=0)
    >>> bool((net.fit(X, y).predict(X) < y).mean() > 0.55)
    True
    """

    value: Callable[..., Any]
    derivative: Callable[..., Any]
    formula: str = ""
    link: Link = IDENTITY
    regression: bool = True
    smallest_y: float = -np.inf
    excludes_smallest_y: bool = False
    parameter: str | None = None
    predicts_mean: bool = True

    def __post_init__(self) -> None:
        check_functions(self, (2, 3), (2, 3))

    def evaluate(self, z: Any, y: Any, parameter: float = 0.0) -> Any:
        """The `value`, which is passed the parameter only if it takes one."""
        return _evaluate(self.value, z, y, parameter)

    def slope(self, z: Any, y: Any, parameter: float = 0.0) -> Any:
        """The `derivative`, which is passed the parameter only if it takes one."""
        return _evaluate(self.derivative, z, y, parameter)


def _evaluate(function, z, y, parameter):
    return function(z, y, parameter) if takes_parameter(function) else function(z, y)


def takes_parameter(function):
    """Whether an expression takes the parameter of the loss in addition to z and y."""
    return n_arguments_of(function) > 2


def _squared_error(z, y, parameter):
    return 0.5 * (z - y) * (z - y)


def _squared_error_derivative(z, y, parameter):
    return z - y


def _absolute_error(z, y, parameter):
    return np.abs(z - y)


def _absolute_error_derivative(z, y, parameter):
    return 1.0 * (z > y) - 1.0 * (z < y)


def _huber(z, y, delta):
    error = z - y
    bounded = np.minimum(np.maximum(error, -delta), delta)
    return bounded * (error - 0.5 * bounded)


def _huber_derivative(z, y, delta):
    return np.minimum(np.maximum(z - y, -delta), delta)


def _pinball(z, y, quantile):
    return np.maximum(quantile * (y - z), (quantile - 1) * (y - z))


def _pinball_derivative(z, y, quantile):
    return (1 - quantile) * (z > y) - quantile * (z < y)


def _poisson(z, y, parameter):
    # y log(y) has the limit 0 at y = 0, and the bound keeps log(y) finite there
    return y * np.log(np.maximum(y, 1e-37)) - y * z - y + exp(z)


def _poisson_derivative(z, y, parameter):
    return exp(z) - y


def _gamma(z, y, parameter):
    return y * exp(-z) + z - np.log(np.maximum(y, 1e-37)) - 1


def _gamma_derivative(z, y, parameter):
    return 1 - y * exp(-z)


def _binary_log_loss(z, y, parameter):
    return softplus(z) - y * z


def _binary_log_loss_derivative(z, y, parameter):
    return logistic(z) - y


def _log_loss(z, y, parameter):
    return -y * z


def _log_loss_derivative(z, y, parameter):
    return exp(z) - y


LOSSES = {
    "squared_error": Loss(_squared_error, _squared_error_derivative, "(z - y)^2 / 2"),
    "absolute_error": Loss(_absolute_error, _absolute_error_derivative, "|z - y|", predicts_mean=False),
    "huber": Loss(
        _huber,
        _huber_derivative,
        "(z - y)^2 / 2 where |z - y| <= delta, else delta (|z - y| - delta / 2)",
        parameter="delta",
        predicts_mean=False,
    ),
    "pinball": Loss(
        _pinball,
        _pinball_derivative,
        "max(quantile (y - z), (quantile - 1) (y - z))",
        parameter="quantile",
        predicts_mean=False,
    ),
    "poisson": Loss(_poisson, _poisson_derivative, "y log(y) - y z - y + exp(z)", LOG, smallest_y=0.0),
    "gamma": Loss(
        _gamma,
        _gamma_derivative,
        "y exp(-z) + z - log(y) - 1",
        LOG,
        smallest_y=0.0,
        excludes_smallest_y=True,
    ),
    "binary_log_loss": Loss(
        _binary_log_loss, _binary_log_loss_derivative, "log(1 + exp(z)) - y z", LOGIT, regression=False
    ),
    "log_loss": Loss(
        _log_loss,
        _log_loss_derivative,
        "log(sum_k exp(z_k)) - sum_k y_k z_k",
        SOFTMAX,
        regression=False,
    ),
}
LossName: TypeAlias = Literal[
    "squared_error",
    "absolute_error",
    "huber",
    "pinball",
    "poisson",
    "gamma",
]
REGRESSION_LOSSES = [name for name, loss in LOSSES.items() if loss.regression]


def loss_of(choice):
    """The loss with a name, or a given `Loss` itself."""
    return choice if isinstance(choice, Loss) else LOSSES[choice]
