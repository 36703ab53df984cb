"""Docstring text that classifier and regressor share; tables come from the registries."""

import inspect
import textwrap

from skreg.functions.activations import ACTIVATIONS
from skreg.functions.losses import LOSSES, REGRESSION_LOSSES
from skreg.functions.optimisers import OPTIMISERS
from skreg.training.schedules import SCHEDULES


def _options(names):
    return "{" + ", ".join(f'"{name}"' for name in names) + "}"


def _formulas(registry, names):
    return "; ".join(f'"{name}": ``{registry[name].formula}``' for name in names) + "."


SUMMARY = """\
The cost that is minimised over each minibatch is::

    (1/Σs) Σ_i s_i loss_i + Σ_l (l1_l ‖W_l‖₁ + l2_l/2 ‖W_l‖²_F) + alpha/(2 Σs) Σ_l ‖W_l‖²_F
    + Σ_l group_l1_l √n_l Σ_g ‖w_g‖₂

with sample weights s, weight matrices ``W_l``, and a group g of n_l weights for each input or hidden unit:
those that leave it, a row of ``W_l``. Intercepts are never penalised. With
``l1 = l2 = group_l1 = dropout = 0`` it is the cost of scikit-learn's estimator of the same name, and with
``dtype="float64"`` the same ``random_state`` gives the same course of training."""

PARAMETERS = f"""\
hidden_layer_sizes : int or sequence of int, default=(100,)
    Units of each hidden layer. ``()``: no hidden layer, a generalised linear model.
activation : {_options(ACTIVATIONS)} or sequence of these, default="relu"
    Of the hidden units, of all layers or one for each. {_formulas(ACTIVATIONS, ACTIVATIONS)}
solver : {_options([*OPTIMISERS, "lbfgs"])}, default="adam"
    "adamw" decouples l2 and alpha from the gradient: each update multiplies the weights by
    ``1 − lr·(l2 + alpha/Σs)``, so that its fixed point is not the minimiser of the cost. "lbfgs"
    runs over all samples at once, always in float64, without dropout.
alpha : float, default=1e-4
    scikit-learn's penalty: l2 divided by the total weight of the minibatch.
l1 : float or sequence of float, default=0.0
    Strength of ``‖W‖₁``, for all weight matrices or one value for each. Applied by a proximal
    step, it makes weights exactly zero.
l2 : float or sequence of float, default=0.0
    Strength of ``‖W‖²_F / 2``, for all weight matrices or one value for each. It does not
    depend on the batch size.
group_l1 : float or sequence of float, default=0.0
    Strength of ``√n Σ_g ‖w_g‖₂`` over the groups of n outgoing weights of each input or hidden unit, for all
    weight matrices or one value for each: whole inputs and units get exactly zero weights, which `compress`
    removes. With l1 it is the sparse group lasso. Applied by a proximal step, for which all weights of a
    group have one step size: where it is > 0, "adam" and "adamw" take that of the group's mean second moment,
    so that with "sgd" and "adam" the fixed point is the minimiser of the cost, as with l1. On one weight
    matrix alone it needs an l2 on the others, which would grow in its stead. Not for "lbfgs".
dropout : float or sequence of float, default=0.0
    Probability with which a hidden unit is dropped, anew for each sample and update; for all
    hidden layers or one value for each. Survivors are scaled by ``1 / (1 − dropout)``.
input_dropout : float, default=0.0
    The same for inputs.
dropout_scope : {"sample", "batch"}, default="sample"
    "sample": each sample of a minibatch trains a thinned network of its own. "batch": all of them train
    the same one, whose dropped units are cut out of the matrix products: in layers of some hundred units or
    more a step takes less time than without dropout. But the gradient is noisier: it pays where the time
    goes into more epochs, and with "sgd" the rate has to be half as large or less.
max_norm : float or None, default=None
    Largest Euclidean norm of a hidden unit's incoming weights: after each update, longer ones are
    rescaled to it. None: no limit. Usual with dropout: 1 to 4. Stochastic solvers only.
batch_size : int or "auto", default="auto"
    Samples in a minibatch; "auto": ``min(200, n_samples)``.
learning_rate : {_options(SCHEDULES)}, default="constant"
    Schedule of "sgd". "invscaling": ``learning_rate_init / (t + 1)^power_t`` after t samples;
    "adaptive": divided by 5 whenever training stalls. "cosine", for all stochastic solvers:
    ``learning_rate_init/2 · (1 + cos(π·e/max_iter))`` after e epochs, down to 0. Training lasts for
    `max_iter` epochs then, unless `early_stopping` ends it.
learning_rate_init : float, default=1e-3
    Initial learning rate.
power_t : float, default=0.5
    Exponent of "invscaling".
max_iter : int, default=200
    Largest number of epochs, for "lbfgs" of iterations.
shuffle : bool, default=True
    Whether to shuffle the samples in each epoch.
random_state : int, RandomState instance or None, default=None
    For initial weights, validation split, shuffles and masks. The same int gives the same bits at
    any number of threads.
tol : float, default=1e-4
    Improvement of loss or validation score under which an epoch counts as stalled; for "lbfgs"
    the tolerance of the projected gradient.
verbose : bool or int, default=False
    Print the loss after each epoch.
warm_start : bool, default=False
    Go on from the fitted weights in the next call of ``fit``.
momentum : float, default=0.9
    Of "sgd", in [0, 1].
nesterovs_momentum : bool, default=True
    Whether the momentum of "sgd" is Nesterov's.
early_stopping : bool, default=False
    Stop when the score of validation samples stalls, and restore the weights of the best epoch. They are
    those that ``fit`` is given as ``X_val``, or `validation_fraction` of the samples, set aside. Stochastic
    solvers only.
validation_fraction : float, default=0.1
    Part of the samples that `early_stopping` sets aside.
scoring : str, callable or None, default=None
    The score of the validation samples. "loss": the negative loss, without penalties. Else a scorer of
    scikit-learn by name, or a callable ``scorer(estimator, X, y)``, X as array; weights of samples, those of
    classes in them, go as ``sample_weight`` to those that take them. None: accuracy or R²; the negative loss
    where a regressor's loss predicts no mean (absolute_error, huber, pinball). Scores other than the negative
    loss are measured of training samples as well, where there is a `scoring` or ``X_val``.
beta_1 : float, default=0.9
    Decay of Adam's first moment.
beta_2 : float, default=0.999
    Decay of Adam's second moment.
epsilon : float, default=1e-8
    Added to the root of Adam's second moment.
n_iter_no_change : int, default=10
    Training ends after more stalled epochs in a row than this; ``np.inf``: never. With "cosine" only
    those of a validation score end it.
max_fun : int, default=15000
    Largest number of evaluations of the cost by "lbfgs".
dtype : {{"float32", "float64"}}, default="float32"
    Arithmetic of the stochastic solvers."""

ATTRIBUTES = """\
coefs_ : list of ndarray
    Weight matrices, of shape (units of layer l, units of layer l + 1).
intercepts_ : list of ndarray
    Intercepts, of shape (units of layer l + 1,).
feature_importances_ : ndarray of shape (n_features,)
    Euclidean norm of each input's outgoing weights.
loss_ : float
    Cost of the last epoch, penalties included.
loss_curve_ : list of float
    Cost of each epoch (for "lbfgs" after each iteration).
validation_loss_curve_ : list of float or None
    Loss of the validation samples after each epoch, without penalties and dropout.
best_loss_ : float or None
    Smallest cost; None with `early_stopping`.
validation_scores_ : list of float or None
    Score of the validation samples after each epoch; None where there are none.
train_scores_ : list of float or None
    Score of the training samples, of 10,000 where there are more, after each epoch. None where the score is
    the negative loss, and where there is neither a `scoring` nor ``X_val``.
best_validation_score_ : float or None
    The best validation score.
n_iter_ : int
    Epochs or iterations run.
t_ : int
    Samples seen by the stochastic solvers.
n_layers_ : int
    Number of layers, inputs and outputs included.
n_outputs_ : int
    Number of outputs.
out_activation_ : str
    Activation of the outputs: the inverse link of the loss.
n_features_in_ : int
    Number of features seen in ``fit``.
feature_names_in_ : ndarray of shape (n_features,)
    Names of the features, where X had any."""

REFERENCES = """\
Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov (2014), "Dropout: a simple way to
prevent neural networks from overfitting", JMLR 15.

Kingma & Ba (2015), "Adam: a method for stochastic optimization", arXiv 1412.6980.

Loshchilov & Hutter (2019), "Decoupled weight decay regularization", arXiv 1711.05101.

Loshchilov & Hutter (2017), "SGDR: stochastic gradient descent with warm restarts", arXiv
1608.03983, for "cosine".

Graham, Reizenstein & Robinson (2015), "Efficient batchwise dropout training using submatrices", arXiv
1502.02478, for `dropout_scope`.

Scardapane, Comminiello, Hussain & Uncini (2017), "Group sparse regularization for deep neural networks",
Neurocomputing 241, for `group_l1`.

Parikh & Boyd (2014), "Proximal algorithms", for the l1 step.

Glorot & Bengio (2010), "Understanding the difficulty of training deep feedforward neural
networks", for the initial weights."""

_PARTS = {
    "summary": SUMMARY,
    "parameters": PARAMETERS,
    "attributes": ATTRIBUTES,
    "references": REFERENCES,
    "losses": _options(REGRESSION_LOSSES),
    "loss_formulas": _formulas(LOSSES, REGRESSION_LOSSES),
}


def documented(cls):
    """Fill the ``{parts}`` of a class docstring, each on a line of its own or inside one."""
    if cls.__doc__ is None:  # python -OO
        return cls
    text = inspect.cleandoc(cls.__doc__)
    for name, part in _PARTS.items():
        text = text.replace(f"{{{name}}}", part)
    cls.__doc__ = textwrap.dedent(text)
    return cls
