"""The table of hyperparameters, which constraints, docstrings and the defaults of old pickles follow."""

from numbers import Integral, Real
from typing import NamedTuple

import numpy as np
from sklearn.utils._param_validation import Interval, Options, StrOptions

from skreg.estimators.wording import formulas, options
from skreg.functions.activations import ACTIVATIONS, Activation
from skreg.functions.losses import LOSSES, REGRESSION_LOSSES, Loss
from skreg.functions.optimisers import OPTIMISERS
from skreg.functions.schedules import SCHEDULES
from skreg.network.initialisation import INITIALISATIONS


class Hyperparameter(NamedTuple):
    """One hyperparameter.

    Attributes
    ----------
    name : str
    default : object
    constraint : list
        Allowed values, in the form of scikit-learn's ``_parameter_constraints``.
    kind : str
        Allowed values in words, for the docstring.
    reader : str
        Module of skreg that reads it. "kernels.steps" receives the number as a field of `settings`. lbfgs
        refuses such a hyperparameter.
    text : str
        Description for the docstring.
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
        """Number of units in each hidden layer. ``()`` makes a network without hidden layers, which is a
        generalised linear model.""",
    ),
    Hyperparameter(
        "activation", "relu", [StrOptions(set(ACTIVATIONS)), Activation, "array-like"],
        f"{options(ACTIVATIONS)}, Activation or sequence of these", "fitting.plan",
        f"""Activation of the hidden units: one for all hidden layers, or one for each.
        {formulas(ACTIVATIONS, ACTIVATIONS)} You can also pass an `Activation` of your own, see
        :doc:`the guide to own activations </guide/own_losses>`.""",
    ),
    Hyperparameter(
        "solver", "adam", [StrOptions({"lbfgs", *OPTIMISERS})],
        options([*OPTIMISERS, "lbfgs"]), "fitting.fit",
        """Optimiser. "adamw" decouples l2 and alpha from the gradient: each update multiplies the weights by
        ``1 − lr·(l2 + alpha/Σs)``. Its fixed point is therefore not the minimiser of the cost. "lbfgs" uses
        all samples in each iteration. It always computes in float64 and does not support dropout.""",
    ),
    Hyperparameter(
        "alpha", 1e-4, [_AT_LEAST_0], "float", "functions.penalties",
        """Strength of scikit-learn's l2 penalty, which is divided by the total weight of the minibatch. See
        :doc:`the guide to the cost function </guide/cost>`.""",
    ),
    Hyperparameter(
        "l1", 0.0, _STRENGTH, "float or sequence of float", "functions.penalties",
        """Strength of the penalty ``‖W‖₁``: one value for all weight matrices, or one for each. A proximal
        step applies it, which makes weights exactly zero. See :doc:`the guide to l1 </guide/l1>`.""",
    ),
    Hyperparameter(
        "l2", 0.0, _STRENGTH, "float or sequence of float", "functions.penalties",
        """Strength of the penalty ``‖W‖²_F / 2``: one value for all weight matrices, or one for each. It does
        not depend on the batch size. See :doc:`the guide to l2 </guide/l2>`.""",
    ),
    Hyperparameter(
        "group_l1", 0.0, _STRENGTH, "float or sequence of float", "functions.penalties",
        """Strength of the penalty ``√n Σ_g ‖w_g‖₂``: one value for all weight matrices, or one for each. A
        group g holds the n outgoing weights of one input or hidden unit. The penalty sets whole groups to
        exactly zero, and `compress` removes the hidden units among them. Together with l1 it is the sparse
        group lasso. A proximal step applies it, and all weights of a group share one step size. "adam" and
        "adamw" derive that step size from the group's mean second moment. With "sgd" and "adam" the fixed
        point is therefore the minimiser of the cost, as with l1. If only one weight matrix has a group_l1,
        the other matrices need an l2, or they grow to compensate. "lbfgs" does not support group_l1. See
        :doc:`the guide to group_l1 </guide/group_l1>`.""",
    ),
    Hyperparameter(
        "dropout", 0.0, [_FRACTION, "array-like"], "float or sequence of float", "functions.dropouts",
        """Probability that a hidden unit is dropped: one value for all hidden layers, or one for each. Each
        update draws the dropped units anew, see `dropout_scope`. The units that stay are scaled by
        ``1 / (1 − dropout)``. See :doc:`the guide to dropout </guide/dropout>`.""",
    ),
    Hyperparameter(
        "input_dropout", 0.0, [_FRACTION], "float", "functions.dropouts",
        """Probability that an input is dropped.""",
    ),
    Hyperparameter(
        "dropout_scope", "sample", [StrOptions({"sample", "batch"})],
        '{"sample", "batch"}', "fitting.regularisation",
        """With "sample", each sample of a minibatch trains a thinned network of its own. With "batch", all
        samples of a minibatch train the same one, and the matrix products leave out its dropped units. In
        layers of a few hundred units or more, such a step takes less time than one without dropout. But the
        gradient is noisier: "batch" pays if you spend the saved time on more epochs. With "sgd" the learning
        rate has to be half as large or less.""",
    ),
    Hyperparameter(
        "max_norm", None, [None, _POSITIVE], "float or None", "kernels.steps",
        """Largest Euclidean norm of a hidden unit's incoming weights. After each update, longer weight
        vectors are rescaled to this norm. None sets no limit. Values from 1 to 4 are usual with dropout.
        Only the stochastic solvers support it. See :doc:`the guide to dropout </guide/dropout>`.""",
    ),
    Hyperparameter(
        "batch_size", "auto", [StrOptions({"auto"}), _COUNT], 'int or "auto"', "fitting.plan",
        """Number of samples in a minibatch. "auto" means ``min(200, n_samples)``.""",
    ),
    Hyperparameter(
        "learning_rate", "constant", [StrOptions(set(SCHEDULES))], options(SCHEDULES), "fitting.resume",
        """Learning-rate schedule. "constant" keeps `learning_rate_init`. Two schedules apply to "sgd" only:
        "invscaling" uses ``learning_rate_init / (t + 1)^power_t`` after t samples, and "adaptive" divides the
        rate by 5 whenever training stalls. "cosine" applies to all stochastic solvers. Its rate after e
        epochs is ``learning_rate_init/2 · (1 + cos(π·e/max_iter))``, which falls to 0. Training then lasts
        `max_iter` epochs, unless `early_stopping` ends it. See
        :doc:`the guide to tuning </guide/tuning>`.""",
    ),
    Hyperparameter(
        "learning_rate_init", 1e-3, [_POSITIVE], "float", "fitting.resume",
        """Initial learning rate of the stochastic solvers.""",
    ),
    Hyperparameter(
        "power_t", 0.5, [_AT_LEAST_0], "float", "fitting.resume",
        """Exponent of the schedule "invscaling".""",
    ),
    Hyperparameter(
        "max_iter", 200, [_COUNT], "int", "fitting.stochastic",
        """Largest number of epochs, or of iterations with "lbfgs".""",
    ),
    Hyperparameter(
        "shuffle", True, ["boolean"], "bool", "fitting.stochastic",
        """Whether to shuffle the samples in each epoch.""",
    ),
    Hyperparameter(
        "random_state", None, ["random_state"], "int, RandomState instance or None", "fitting.plan",
        """Seed of the initial weights, the validation split, the shuffles and the dropout masks. The same int
        gives bit-identical results at any number of threads.""",
    ),
    Hyperparameter(
        "tol", 1e-4, [_AT_LEAST_0], "float", "fitting.stochastic",
        """An epoch stalls if it improves the loss or the validation score by less than this. With "lbfgs" it
        is the tolerance of the projected gradient.""",
    ),
    Hyperparameter(
        "verbose", False, ["verbose"], "bool or int", "fitting.stochastic",
        """Whether to print the loss after each epoch.""",
    ),
    Hyperparameter(
        "warm_start", False, ["boolean"], "bool", "fitting.plan",
        """Whether the next call of ``fit`` continues from the fitted weights.""",
    ),
    Hyperparameter(
        "momentum", 0.9, [Interval(Real, 0, 1, closed="both")], "float", "functions.optimisers",
        """Momentum of "sgd", in [0, 1].""",
    ),
    Hyperparameter(
        "nesterovs_momentum", True, ["boolean"], "bool", "functions.optimisers",
        """Whether the momentum of "sgd" is Nesterov's.""",
    ),
    Hyperparameter(
        "early_stopping", False, ["boolean"], "bool", "fitting.split",
        """Whether to stop when the validation score stalls, and to restore the weights of the best epoch. The
        validation samples are the ``X_val`` of ``fit``, if given. Otherwise a `validation_fraction` of the
        training samples is set aside. Only the stochastic solvers support it. See
        :doc:`the guide to training </guide/training>`.""",
    ),
    Hyperparameter(
        "validation_fraction", 0.1, [_FRACTION], "float", "fitting.split",
        """Fraction of the samples that `early_stopping` sets aside.""",
    ),
    Hyperparameter(
        "beta_1", 0.9, [_FRACTION], "float", "functions.optimisers",
        """Decay rate of Adam's first moment.""",
    ),
    Hyperparameter(
        "beta_2", 0.999, [_FRACTION], "float", "functions.optimisers",
        """Decay rate of Adam's second moment.""",
    ),
    Hyperparameter(
        "epsilon", 1e-8, [_POSITIVE], "float", "functions.optimisers",
        """Number that Adam adds to the square root of the second moment.""",
    ),
    Hyperparameter(
        "n_iter_no_change", 10, [_COUNT, Options(Real, {np.inf})], "int", "fitting.stochastic",
        """Training ends when more than this number of epochs in a row have stalled. ``np.inf`` turns this
        off. With "cosine" only a stalled validation score ends the training.""",
    ),
    Hyperparameter(
        "max_fun", 15000, [_COUNT], "int", "fitting.lbfgs",
        """Largest number of times that "lbfgs" evaluates the cost.""",
    ),
    Hyperparameter(
        "dtype", "float32", _FLOAT_TYPE, '{"float32", "float64"}', "fitting.plan",
        """Precision in which the stochastic solvers compute.""",
    ),
    Hyperparameter(
        "init", "glorot", [StrOptions(set(INITIALISATIONS))], options(INITIALISATIONS), "fitting.start",
        """Initial weights. "glorot" draws them uniformly, as scikit-learn does. "data" scales them until the
        pre-activations of each hidden unit have a standard deviation of 1 over the training samples. It sets
        the intercepts so that each unit bends among the samples, and the outputs begin at zero. See
        :doc:`the guide to tuning </guide/tuning>`.""",
    ),
    Hyperparameter(
        "scoring", None, [str, callable, None], "str, callable or None", "fitting.monitor",
        """Score of the validation samples: a scorer of scikit-learn by name, a callable
        ``scorer(estimator, X, y)``, or "loss" for the negative loss without penalties. A callable receives X
        as an array. Scorers that accept a ``sample_weight`` receive the sample weights, multiplied by the
        class weights. None means accuracy for a classifier and R² for a regressor. If the regressor's loss
        does not predict the mean (absolute_error, huber, pinball), None means the negative loss. A score
        other than the negative loss is also measured on the training samples, if you set `scoring` or pass
        ``X_val``. See :doc:`the guide to training </guide/training>`.""",
    ),
)  # fmt: skip

_OF_CLASSIFIER = (
    Hyperparameter(
        "class_weight", None, [StrOptions({"balanced"}), dict, None],
        'dict or "balanced"', "fitting.class_targets",
        """Weights of the classes, which multiply ``sample_weight``. "balanced" means
        ``n_samples / (n_classes · count)``. Multilabel targets support no class weights, and ``partial_fit``
        does not support "balanced".""",
    ),
    Hyperparameter(
        "label_smoothing", 0.0, [_FRACTION], "float", "fitting.class_targets",
        """Share ε in [0, 1) of each target that is spread evenly over the K classes:
        ``(1 − ε)·y + ε/K``. For multilabel targets K is 2 for each label. Label smoothing makes the
        network less confident.""",
    ),
)  # fmt: skip

_OF_REGRESSOR = (
    Hyperparameter(
        "loss", "squared_error", [StrOptions(set(REGRESSION_LOSSES)), Loss],
        f"{options(REGRESSION_LOSSES)} or Loss", "fitting.numeric_targets",
        f"""Loss of one sample, summed over the outputs. {formulas(LOSSES, REGRESSION_LOSSES)}
        You can also pass a `Loss` of your own, see
        :doc:`the guide to own losses </guide/own_losses>`.""",
    ),
    Hyperparameter(
        "quantile", 0.5, [Interval(Real, 0, 1, closed="neither")], "float", "functions.losses",
        """Quantile of y that the loss "pinball" predicts, in (0, 1).""",
    ),
    Hyperparameter(
        "delta", 1.0, [_POSITIVE], "float", "functions.losses",
        """Threshold of the loss "huber", in the units of y. Larger errors count linearly instead of
        quadratically.""",
    ),
)  # fmt: skip


CLASSIFIER = {entry.name: entry for entry in (*_COMMON, *_OF_CLASSIFIER)}
REGRESSOR = {entry.name: entry for entry in (*_COMMON, *_OF_REGRESSOR)}


def constraints(table):
    """Allowed values of each hyperparameter, for scikit-learn's validation."""
    return {name: entry.constraint for name, entry in table.items()}


def defaults(table):
    """Default of each hyperparameter."""
    return {name: entry.default for name, entry in table.items()}
