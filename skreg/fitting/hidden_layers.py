"""Units and activations of the hidden layers, from the hyperparameters."""

from collections.abc import Mapping, Set
from numbers import Integral

import numpy as np

from skreg.fitting.inputs import check_numbers
from skreg.functions.activations import ACTIVATIONS, Activation


def hidden_units(hidden_layer_sizes):
    """Sizes of the hidden layers as a tuple of int, which is empty without hidden layers."""
    sizes = check_numbers("hidden_layer_sizes", hidden_layer_sizes, "integers, one per hidden layer")
    if isinstance(hidden_layer_sizes, np.ndarray) and _are_integers(hidden_layer_sizes.ravel().tolist()):
        sizes = sizes.astype(int)
    if sizes.ndim > 1 or (sizes.size and sizes.dtype.kind not in "iu"):
        raise ValueError(
            f"hidden_layer_sizes must be integers, one per hidden layer, got {hidden_layer_sizes!r}."
        )
    sizes = np.atleast_1d(sizes).tolist()
    if any(size <= 0 for size in sizes):
        raise ValueError(f"hidden_layer_sizes must be > 0, got {sizes}.")
    return tuple(int(size) for size in sizes)


def _are_integers(values):
    return all(isinstance(value, Integral) and not isinstance(value, bool) for value in values)


def check_activations(activation, n_hidden):
    """Raise an error if a sequence does not name one activation for each hidden layer."""
    if isinstance(activation, str | Activation):
        return
    allowed = f"one of {list(ACTIVATIONS)}, an Activation, or one of these per hidden layer"
    if isinstance(activation, Set | Mapping):  # these have no order of layers
        raise ValueError(f"activation must be {allowed}, in a sequence, got {activation!r}.")
    names = list(activation)
    is_known = [isinstance(name, Activation) or _is_name(name) for name in names]
    if not all(is_known):
        raise ValueError(f"activation must be {allowed}, got {activation!r}.")
    if len(names) != n_hidden:
        raise ValueError(
            f"activation must be {allowed}. Here it needs {n_hidden} of them, got {len(names)}:"
            f" {activation!r}."
        )


def _is_name(activation):
    return isinstance(activation, str) and activation in ACTIVATIONS
