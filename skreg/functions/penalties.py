"""Penalties on the weight matrices: values, gradients and proximal steps.

The hyperparameter of the same name sets the strength: one number for all weight matrices, or one for each.
Smooth penalties act through their gradient. All others act through a proximal step, which has the length of
the optimiser's step. Intercepts are never penalised.

To add one, write its expressions and an entry in ``PENALTIES``, and add the hyperparameter.

References
----------
Parikh & Boyd (2014), "Proximal algorithms". Yuan & Lin (2006), "Model selection and estimation in regression
with grouped variables". Simon, Friedman, Hastie & Tibshirani (2013), "A sparse-group lasso". Scardapane,
Comminiello, Hussain & Uncini (2017), "Group sparse regularization for deep neural networks".
"""

import functools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Penalty(NamedTuple):
    """One penalty.

    Attributes
    ----------
    formula : str
        Formula of the penalty.
    statistic : callable
        Maps a weight and the strength to a number, which is summed over the weights of a matrix.
    value : callable
        Maps that sum, the strength and the length of a row to the penalty of the matrix.
    gradient : callable or None
        Maps a weight and the strength to the derivative of the penalty. None if the penalty is not smooth.
    prox : callable or None
        Returns ``argmin_u ½(u − w)² + step·penalty(u)``, from w, step, strength and the longest allowed
        change of a weight. None if the penalty has a gradient.
    scope : {"weight", "row"}
        Argument of a proximal step: a single weight, or the n outgoing weights of a unit, which are a row of
        W. With "row", `statistic` takes the norm of the row. `prox` takes the norm, and n as its last
        argument. It returns the factor by which the row shrinks.
    per_weight : bool
        Whether the strength is divided by the total weight of the minibatch.
    splits : bool
        Whether the penalty is the strength times |w|. L-BFGS-B then minimises it in two bounded parts of w.
    longest_step : float
        Largest step for which `prox` is a proximal step.
    """

    formula: str
    statistic: Callable
    value: Callable
    gradient: Callable | None = None
    prox: Callable | None = None
    scope: str = "weight"
    per_weight: bool = False
    splits: bool = False
    longest_step: float = np.inf

    @property
    def is_smooth(self):
        """Whether the penalty acts through its gradient."""
        return self.gradient is not None

    @property
    def term(self):
        """The penalty without its scaling. The strengths of penalties with equal terms are added."""
        return self._replace(formula="", per_weight=False)


def soft_threshold(w, threshold):
    """Proximal step of l1: ``argmin_u ½(u − w)² + threshold·|u|``.

    It is w minus its projection on [−threshold, threshold]. A weight within the threshold therefore becomes
    exactly zero, and a larger one moves towards zero by the threshold.
    """
    return w - np.minimum(np.maximum(w, -threshold), threshold)


def _absolute(w, strength):
    return np.abs(w)


def _scaled(total, strength, size):
    return strength * total


def _l1_prox(w, step, strength, longest):
    return soft_threshold(w, np.minimum(step * strength, longest))


def _square(w, strength):
    return w * w


def _half_scaled(total, strength, size):
    return 0.5 * strength * total


def _ridge_gradient(w, strength):
    return strength * w


def _norm(norm, strength):
    return norm


def _root_scaled(total, strength, size):
    return strength * np.sqrt(size) * total


def _group_prox(norm, step, strength, longest, size):
    """Shrinkage of a row, which follows a soft threshold with the same step in the sparse group lasso."""
    threshold = np.minimum(step * strength, longest) * np.sqrt(size)
    return np.maximum(norm - threshold, 0) / np.maximum(norm, 1e-30)


L1 = Penalty("strength ‖W‖₁", _absolute, _scaled, prox=_l1_prox, splits=True)
RIDGE = Penalty("strength/2 ‖W‖²_F", _square, _half_scaled, gradient=_ridge_gradient)
GROUP_L1 = Penalty("strength √n Σ_g ‖w_g‖₂", _norm, _root_scaled, prox=_group_prox, scope="row")

# The order is that of the proximal steps.
PENALTIES = {
    "alpha": RIDGE._replace(formula="strength/(2 Σs) ‖W‖²_F", per_weight=True),
    "l2": RIDGE,
    "l1": L1,
    "group_l1": GROUP_L1,
}


@functools.cache
def merged(names):
    """Terms of some penalties, each with the names of the penalties that it merges.

    Parameters
    ----------
    names : tuple of str
        Names in `PENALTIES`.

    Returns
    -------
    dict of Penalty to list of str
    """
    terms = {}
    for name in names:
        terms.setdefault(PENALTIES[name].term, []).append(name)
    return terms
