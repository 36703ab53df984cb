"""Weights of classes, from ``class_weight``."""

import numpy as np
from sklearn.utils.class_weight import compute_class_weight

from skreg.fitting.inputs import check_numbers


def class_weights(class_weight, classes, y, incremental):
    """A weight for each class. Balanced weights follow from y."""
    if incremental and class_weight == "balanced":
        raise ValueError(
            "class_weight 'balanced' is not supported for partial_fit, which does not see all"
            " samples. Pass class_weight as a dict, for example from"
            " sklearn.utils.compute_class_weight('balanced', classes=classes, y=y)."
        )
    if isinstance(class_weight, dict):
        check_numbers("class_weight", list(class_weight.values()), "finite weights >= 0")
    weights = compute_class_weight(class_weight, classes=classes, y=y)
    if not (np.isfinite(weights) & (weights >= 0)).all() or not weights.any():
        raise ValueError(
            "class_weight must hold finite weights >= 0, at least one of them > 0, got"
            f" class_weight={class_weight!r}."
        )
    return weights
