"""Penalties on the weight matrices: values, gradients and proximal steps.

Each belongs to the hyperparameter of its name, its strength: one number for all weight matrices, or one for
each. Smooth penalties act by their gradient. All others act by a proximal step, as long as the step of the
optimiser. Intercepts are never penalised.

To add one, write its expressions and an entry in ``PENALTIES``, and the hyperparameter.

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
    """What the rest of the package needs to know of one penalty.

    Attributes
    ----------
    formula : str
    statistic : callable
        Of a weight and the strength. It is summed over the weights of a matrix.
    value : callable
        Penalty of the matrix, of that sum, the strength and the length of a row.
    gradient : callable or None
        Derivative by a weight, of the weight and the strength. None: not smooth.
    prox : callable or None
        ``argmin_u ½(u − w)² + step·penalty(u)``, of w, step, strength and the longest allowed change of a
        weight. None where there is a gradient.
    scope : {"weight", "row"}
        What a proximal step sees: one weight, or the n outgoing weights of a unit, a row of W. Of a row
        `statistic` takes the norm, and `prox` the norm and at last n; it returns the factor by which all of
        them shrink.
    per_weight : bool
        Whether the strength is divided by the total weight of the minibatch.
    splits : bool
        Whether it is the strength times |w|, so that L-BFGS-B minimises it in two bounded parts of w.
    longest_step : float
        The proximal step is one up to this length.
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
        """Whether it acts by its gradient."""
        return self.gradient is not None

    @property
    def term(self):
        """The same mathematics, whatever scales its strength: terms alike are added up before they act."""
        return self._replace(formula="", per_weight=False)


def soft_threshold(w, threshold):
    """Proximal step of l1: ``argmin_u ½(u − w)² + threshold·|u|``.

    Written as w less its projection on [−threshold, threshold], so that a weight within
    the threshold becomes exactly zero and one beyond it moves towards zero by it.
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
    """After a soft threshold with the same step it is that of the sparse group lasso."""
    threshold = np.minimum(step * strength, longest) * np.sqrt(size)
    return np.maximum(norm - threshold, 0) / np.maximum(norm, 1e-30)


L1 = Penalty("strength ‖W‖₁", _absolute, _scaled, prox=_l1_prox, splits=True)
RIDGE = Penalty("strength/2 ‖W‖²_F", _square, _half_scaled, gradient=_ridge_gradient)
GROUP_L1 = Penalty("strength √n Σ_g ‖w_g‖₂", _norm, _root_scaled, prox=_group_prox, scope="row")

# In the order in which proximal steps are taken.
PENALTIES = {
    "alpha": RIDGE._replace(formula="strength/(2 Σs) ‖W‖²_F", per_weight=True),
    "l2": RIDGE,
    "l1": L1,
    "group_l1": GROUP_L1,
}


@functools.cache
def merged(names):
    """Terms of some penalties, each with the names of those that add up to it.

    Parameters
    ----------
    names : tuple of str
        Of `PENALTIES`.

    Returns
    -------
    dict of Penalty to list of str
    """
    terms = {}
    for name in names:
        terms.setdefault(PENALTIES[name].term, []).append(name)
    return terms
