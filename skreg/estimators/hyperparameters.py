"""The table of hyperparameters: signatures, constraints, docstrings and old pickles follow from it."""

from numbers import Integral, Real
from typing import NamedTuple

import numpy as np
from sklearn.utils._param_validation import Interval, Options, StrOptions

from skreg.estimators.wording import formulas, options
from skreg.functions.activations import ACTIVATIONS, Activation
from skreg.functions.losses import LOSSES, REGRESSION_LOSSES, Loss
from skreg.functions.optimisers import OPTIMISERS
from skreg.functions.schedules import SCHEDULES


class Hyperparameter(NamedTuple):
    """What there is to know of one hyperparameter.

    Attributes
    ----------
    name : str
    default : object
    constraint : list
        What it may be, as scikit-learn's ``_parameter_constraints`` say it.
    kind : str
        The same in words, for the docstring.
    reader : str
        Module of skreg that reads it. "kernels.steps" is handed the number, as a field of `settings`; lbfgs
        refuses it.
    text : str
        What it does, for the docstring.
    """

    name: str
    default: object
    constraint: list
    kind: str
    reader: str
    text: str


_COUNT = Interval(Integral, 1, None, closed="left")
_AT_LEAST_0 = Interval(Real, 0, None, closed="left")
_POSITIVE = Interval(Real, 0, None, closed="neither")
_FRACTION = Interval(Real, 0, 1, closed="left")
_STRENGTH = [_AT_LEAST_0, "array-like"]
_FLOAT_TYPE = [
    StrOptions({"float32", "float64"}),
    Options(type, {np.float32, np.float64}),
    Options(np.dtype, {np.dtype("float32"), np.dtype("float64")}),
]

_COMMON = (
    Hyperparameter(
        "hidden_layer_sizes", (100,), ["array-like", _COUNT],
        "int or sequence of int", "fitting.combinations",
        """Units of each hidden layer. ``()``: no hidden layer, a generalised linear model.""",
    ),
    Hyperparameter(
        "activation", "relu", [StrOptions(set(ACTIVATIONS)), Activation, "array-like"],
        f"{options(ACTIVATIONS)}, Activation or sequence of these", "fitting.plan",
        f"""Of the hidden units, of all layers or one for each. {formulas(ACTIVATIONS, ACTIVATIONS)}
        Or one of your own, see `Activation`.""",
    ),
    Hyperparameter(
        "solver", "adam", [StrOptions({"lbfgs", *OPTIMISERS})],
        options([*OPTIMISERS, "lbfgs"]), "fitting.fit",
        """"adamw" decouples l2 and alpha from the gradient: each update multiplies the weights by
        ``1 − lr·(l2 + alpha/Σs)``, so that its fixed point is not the minimiser of the cost. "lbfgs"
        runs over all samples at once, always in float64, without dropout.""",
    ),
    Hyperparameter(
        "alpha", 1e-4, [_AT_LEAST_0], "float", "functions.penalties",
        """scikit-learn's penalty: l2 divided by the total weight of the minibatch.""",
    ),
    Hyperparameter(
        "l1", 0.0, _STRENGTH, "float or sequence of float", "functions.penalties",
        """Strength of ``‖W‖₁``, for all weight matrices or one value for each. Applied by a proximal
        step, it makes weights exactly zero.""",
    ),
    Hyperparameter(
        "l2", 0.0, _STRENGTH, "float or sequence of float", "functions.penalties",
        """Strength of ``‖W‖²_F / 2``, for all weight matrices or one value for each. It does not
        depend on the batch size.""",
    ),
    Hyperparameter(
        "group_l1", 0.0, _STRENGTH, "float or sequence of float", "functions.penalties",
        """Strength of ``√n Σ_g ‖w_g‖₂`` over the groups of n outgoing weights of each input or hidden unit,
        for all weight matrices or one value for each: whole inputs and units get exactly zero weights, which
        `compress` removes. With l1 it is the sparse group lasso. Applied by a proximal step, for which all
        weights of a group have one step size: where it is > 0, "adam" and "adamw" take that of the group's
        mean second moment, so that with "sgd" and "adam" the fixed point is the minimiser of the cost, as
        with l1. On one weight matrix alone it needs an l2 on the others, which would grow in its stead. Not
        for "lbfgs".""",
    ),
    Hyperparameter(
        "dropout", 0.0, [_FRACTION, "array-like"], "float or sequence of float", "functions.dropouts",
        """Probability with which a hidden unit is dropped, anew for each sample and update; for all
        hidden layers or one value for each. Survivors are scaled by ``1 / (1 − dropout)``.""",
    ),
    Hyperparameter(
        "input_dropout", 0.0, [_FRACTION], "float", "functions.dropouts",
        """The same for inputs.""",
    ),
    Hyperparameter(
        "dropout_scope", "sample", [StrOptions({"sample", "batch"})],
        '{"sample", "batch"}', "fitting.regularisation",
        """"sample": each sample of a minibatch trains a thinned network of its own. "batch": all of them
        train the same one, whose dropped units are cut out of the matrix products: in layers of some hundred
        units or more a step takes less time than without dropout. But the gradient is noisier: it pays where
        the time goes into more epochs, and with "sgd" the rate has to be half as large or less.""",
    ),
    Hyperparameter(
        "max_norm", None, [None, _POSITIVE], "float or None", "kernels.steps",
        """Largest Euclidean norm of a hidden unit's incoming weights: after each update, longer ones are
        rescaled to it. None: no limit. Usual with dropout: 1 to 4. Stochastic solvers only.""",
    ),
    Hyperparameter(
        "batch_size", "auto", [StrOptions({"auto"}), _COUNT], 'int or "auto"', "fitting.plan",
        """Samples in a minibatch; "auto": ``min(200, n_samples)``.""",
    ),
    Hyperparameter(
        "learning_rate", "constant", [StrOptions(set(SCHEDULES))], options(SCHEDULES), "fitting.resume",
        """Schedule of "sgd". "invscaling": ``learning_rate_init / (t + 1)^power_t`` after t samples;
        "adaptive": divided by 5 whenever training stalls. "cosine", for all stochastic solvers:
        ``learning_rate_init/2 · (1 + cos(π·e/max_iter))`` after e epochs, down to 0. Training lasts for
        `max_iter` epochs then, unless `early_stopping` ends it.""",
    ),
    Hyperparameter(
        "learning_rate_init", 1e-3, [_POSITIVE], "float", "fitting.resume",
        """Initial learning rate.""",
    ),
    Hyperparameter(
        "power_t", 0.5, [_AT_LEAST_0], "float", "fitting.resume",
        """Exponent of "invscaling".""",
    ),
    Hyperparameter(
        "max_iter", 200, [_COUNT], "int", "fitting.stochastic",
        """Largest number of epochs, for "lbfgs" of iterations.""",
    ),
    Hyperparameter(
        "shuffle", True, ["boolean"], "bool", "fitting.stochastic",
        """Whether to shuffle the samples in each epoch.""",
    ),
    Hyperparameter(
        "random_state", None, ["random_state"], "int, RandomState instance or None", "fitting.plan",
        """For initial weights, validation split, shuffles and masks. The same int gives the same bits at
        any number of threads.""",
    ),
    Hyperparameter(
        "tol", 1e-4, [_AT_LEAST_0], "float", "fitting.stochastic",
        """Improvement of loss or validation score under which an epoch counts as stalled; for "lbfgs"
        the tolerance of the projected gradient.""",
    ),
    Hyperparameter(
        "verbose", False, ["verbose"], "bool or int", "fitting.stochastic",
        """Print the loss after each epoch.""",
    ),
    Hyperparameter(
        "warm_start", False, ["boolean"], "bool", "fitting.plan",
        """Go on from the fitted weights in the next call of ``fit``.""",
    ),
    Hyperparameter(
        "momentum", 0.9, [Interval(Real, 0, 1, closed="both")], "float", "functions.optimisers",
        """Of "sgd", in [0, 1].""",
    ),
    Hyperparameter(
        "nesterovs_momentum", True, ["boolean"], "bool", "functions.optimisers",
        """Whether the momentum of "sgd" is Nesterov's.""",
    ),
    Hyperparameter(
        "early_stopping", False, ["boolean"], "bool", "fitting.split",
        """Stop when the score of validation samples stalls, and restore the weights of the best epoch. They
        are those that ``fit`` is given as ``X_val``, or `validation_fraction` of the samples, set aside.
        Stochastic solvers only.""",
    ),
    Hyperparameter(
        "validation_fraction", 0.1, [_FRACTION], "float", "fitting.split",
        """Part of the samples that `early_stopping` sets aside.""",
    ),
    Hyperparameter(
        "beta_1", 0.9, [_FRACTION], "float", "functions.optimisers",
        """Decay of Adam's first moment.""",
    ),
    Hyperparameter(
        "beta_2", 0.999, [_FRACTION], "float", "functions.optimisers",
        """Decay of Adam's second moment.""",
    ),
    Hyperparameter(
        "epsilon", 1e-8, [_POSITIVE], "float", "functions.optimisers",
        """Added to the root of Adam's second moment.""",
    ),
    Hyperparameter(
        "n_iter_no_change", 10, [_COUNT, Options(Real, {np.inf})], "int", "fitting.stochastic",
        """Training ends after more stalled epochs in a row than this; ``np.inf``: never. With "cosine" only
        those of a validation score end it.""",
    ),
    Hyperparameter(
        "max_fun", 15000, [_COUNT], "int", "fitting.lbfgs",
        """Largest number of evaluations of the cost by "lbfgs".""",
    ),
    Hyperparameter(
        "dtype", "float32", _FLOAT_TYPE, '{"float32", "float64"}', "fitting.plan",
        """Arithmetic of the stochastic solvers.""",
    ),
    Hyperparameter(
        "scoring", None, [str, callable, None], "str, callable or None", "fitting.monitor",
        """The score of the validation samples. "loss": the negative loss, without penalties. Else a scorer
        of scikit-learn by name, or a callable ``scorer(estimator, X, y)``, X as array; weights of samples,
        those of classes in them, go as ``sample_weight`` to those that take them. None: accuracy or R²; the
        negative loss where a regressor's loss predicts no mean (absolute_error, huber, pinball). Scores
        other than the negative loss are measured of training samples as well, where there is a `scoring` or
        ``X_val``.""",
    ),
)  # fmt: skip

_OF_CLASSIFIER = (
    Hyperparameter(
        "class_weight", None, [StrOptions({"balanced"}), dict, None],
        'dict or "balanced"', "fitting.class_targets",
        """Weights of the classes, multiplied into ``sample_weight``. "balanced":
        ``n_samples / (n_classes · count)``. Not for multilabel targets, and "balanced" not in
        ``partial_fit``.""",
    ),
    Hyperparameter(
        "label_smoothing", 0.0, [_FRACTION], "float", "fitting.class_targets",
        """Share ε in [0, 1) of each target that is spread evenly over the K classes:
        ``(1 − ε)·y + ε/K``; over two for each label of multilabel targets. The network gets less
        sure of itself.""",
    ),
)  # fmt: skip

_OF_REGRESSOR = (
    Hyperparameter(
        "loss", "squared_error", [StrOptions(set(REGRESSION_LOSSES)), Loss],
        f"{options(REGRESSION_LOSSES)} or Loss", "fitting.numeric_targets",
        f"""Loss of one sample, summed over the outputs. {formulas(LOSSES, REGRESSION_LOSSES)}
        Or one of your own, see `Loss`.""",
    ),
    Hyperparameter(
        "quantile", 0.5, [Interval(Real, 0, 1, closed="neither")], "float", "functions.losses",
        """Of the loss "pinball", in (0, 1): what is predicted is this quantile of y.""",
    ),
    Hyperparameter(
        "delta", 1.0, [_POSITIVE], "float", "functions.losses",
        """Of the loss "huber", in units of the y that it is given: errors beyond it count linearly, not
        squared.""",
    ),
)  # fmt: skip


CLASSIFIER = {entry.name: entry for entry in (*_COMMON, *_OF_CLASSIFIER)}
REGRESSOR = {entry.name: entry for entry in (*_COMMON, *_OF_REGRESSOR)}


def constraints(table):
    """What each hyperparameter may be, for scikit-learn."""
    return {name: entry.constraint for name, entry in table.items()}


def defaults(table):
    """Default of each hyperparameter."""
    return {name: entry.default for name, entry in table.items()}
