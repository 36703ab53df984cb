"""Penalties on the weight matrices: values, gradients and the proximal step.

The penalty of layer l is ``l1_l ‖W_l‖₁ + (l2_l + alpha/Σs)/2 ‖W_l‖²_F``, Σs being the total
sample weight of the minibatch. Intercepts are never penalised.
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
