"""Docstrings of both estimators, from common parts and from the table of hyperparameters."""

import inspect
import textwrap
from collections.abc import Callable

from skreg._typing import Decorated

SUMMARY = """\
Training minimises this cost over each minibatch::

    (1/Σs) Σ_i s_i loss_i + Σ_l (l1_l ‖W_l‖₁ + l2_l/2 ‖W_l‖²_F) + alpha/(2 Σs) Σ_l ‖W_l‖²_F
    + Σ_l group_l1_l √n_l Σ_g ‖w_g‖₂

Here s are the sample weights and ``W_l`` the weight matrices. A group g holds the n_l outgoing weights of one
input or hidden unit, which are a row of ``W_l``. Intercepts are never penalised. With
``l1 = l2 = group_l1 = dropout = 0`` this is the cost of scikit-learn's estimator of the same name. With
``dtype="float64"`` as well, the same ``random_state`` gives the same course of training. See
:doc:`the guide to the cost function </guide/cost>`."""

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
    Cost of each epoch, or of each iteration with "lbfgs".
validation_loss_curve_ : list of float or None
    Loss of the validation samples after each epoch, without penalties and dropout. None without validation
    samples.
best_loss_ : float or None
    Smallest cost. None with `early_stopping`.
validation_scores_ : list of float or None
    Score of the validation samples after each epoch. None without validation samples.
train_scores_ : list of float or None
    Score of the training samples after each epoch, measured on at most 10,000 of them. None if the score is
    the negative loss, or if there is neither a `scoring` nor ``X_val``.
best_validation_score_ : float or None
    Best validation score. None without validation samples.
n_iter_ : int
    Number of epochs, or of iterations with "lbfgs".
t_ : int
    Number of samples that the stochastic solvers have seen.
n_layers_ : int
    Number of layers, including inputs and outputs.
n_outputs_ : int
    Number of outputs.
out_activation_ : str
    Activation of the outputs, which is the inverse link of the loss.
n_features_in_ : int
    Number of features seen in ``fit``.
feature_names_in_ : ndarray of shape (n_features,)
    Names of the features, if X has names."""

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

SAMPLES = """\
X : {array-like, sparse matrix} of shape (n_samples, n_features)
    Samples.
y : array-like of shape (n_samples,) or (n_samples, {columns})
    {y}
sample_weight : array-like of shape (n_samples,), default=None
    Non-negative weights of the samples. None gives each sample the weight 1."""

VALIDATION_SAMPLES = """\
X_val : {array-like, sparse matrix} of shape (n_validation_samples, n_features), default=None
    Validation samples, which are scored after each epoch. With `early_stopping` they replace the samples
    that would be set aside. Without it, the loss and the score are only recorded.
    ``Pipeline(..., transform_input=["X_val"])`` transforms them in the same way as X.
y_val : array-like of shape (n_validation_samples,) or (n_validation_samples, {columns}), default=None
    Targets of the validation samples.
sample_weight_val : array-like of shape (n_validation_samples,), default=None
    Weights of the validation samples. None gives each sample the weight 1."""

FIT_RAISES = """\
ValueError
    If a parameter or the data are invalid, or if training produces non-finite weights. The estimator then
    keeps its earlier fit."""

# The order matters, because the text of a part may contain other parts.
_PARTS = {
    "summary": SUMMARY,
    "attributes": ATTRIBUTES,
    "references": REFERENCES,
    "samples": SAMPLES,
    "validation_samples": VALIDATION_SAMPLES,
    "fit_raises": FIT_RAISES,
}


def described(table):
    """The Parameters section of a class docstring."""
    return "\n".join(_described(entry) for entry in table.values())


def _described(entry):
    text = textwrap.indent(inspect.cleandoc(entry.text), "    ")
    return f"{entry.name} : {entry.kind}, default={_shown(entry.default)}\n{text}"


def _shown(default):
    return f'"{default}"' if isinstance(default, str) else repr(default).replace("e-0", "e-")


def documented(**parts: str) -> Callable[[Decorated], Decorated]:
    """Decorator that fills in the ``{parts}`` in the docstring of a class or a method.

    Keyword arguments add parts to the common ones.
    """

    def fill(documented_object: Decorated) -> Decorated:
        if documented_object.__doc__ is not None:  # python -OO
            text = inspect.cleandoc(documented_object.__doc__)
            for name, part in {**_PARTS, **parts}.items():
                text = text.replace(f"{{{name}}}", part)
            documented_object.__doc__ = text
        return documented_object

    return fill
