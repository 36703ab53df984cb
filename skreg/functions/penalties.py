"""Penalties on the weight matrices: values, gradients and the proximal step.

The penalty of layer l is ``l1_l ‖W_l‖₁ + (l2_l + alpha/Σs)/2 ‖W_l‖²_F + group_l1_l √n Σ_g ‖w_g‖₂``, Σs
being the total sample weight of the minibatch, and a group g the n outgoing weights of one unit: a row of
W. Intercepts are never penalised.

References
----------
Parikh & Boyd (2014), "Proximal algorithms". Yuan & Lin (2006), "Model selection and estimation in regression
with grouped variables". Simon, Friedman, Hastie & Tibshirani (2013), "A sparse-group lasso". Scardapane,
Comminiello, Hussain & Uncini (2017), "Group sparse regularization for deep neural networks".
"""

import numpy as np


def ridge(l2, alpha, total_weight):
    """Strength of ½‖W‖²: the absolute `l2` plus scikit-learn's ``alpha/Σs``."""
    return l2 + alpha / total_weight


def value(l1, ridge, absolute_sum, square_sum):
    """``l1 ‖W‖₁ + ridge/2 ‖W‖²`` from the two sums over the weights of a layer."""
    return l1 * absolute_sum + 0.5 * ridge * square_sum


def soft_threshold(w, threshold):
    """Proximal step of l1: ``argmin_u ½(u − w)² + threshold·|u|``.

    Written as w less its projection on [−threshold, threshold], so that a weight within
    the threshold becomes exactly zero and one beyond it moves towards zero by it.
    """
    return w - np.minimum(np.maximum(w, -threshold), threshold)


def group_value(group_l1, size, norm_sum):
    """``group_l1 √size Σ_g ‖w_g‖`` from the sum of the norms of groups of `size` weights."""
    return group_l1 * np.sqrt(size) * norm_sum


def group_factor(norm, threshold):
    """Proximal step of ``threshold·‖w‖₂``: the factor, 0 or above, by which w shrinks.

    After a soft threshold with the same step it is that of the sparse group lasso.
    """
    return (norm - threshold) / norm if norm > threshold else norm - norm
