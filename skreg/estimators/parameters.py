"""Hyperparameters: what each may be, alone and together."""

from collections.abc import Mapping, Set
from numbers import Integral, Real

import numpy as np
from sklearn.utils._param_validation import Interval, Options, StrOptions

from skreg.fitting.inputs import check_numbers
from skreg.functions.activations import ACTIVATIONS
from skreg.functions.optimisers import OPTIMISERS
from skreg.training.schedules import SCHEDULES

STOCHASTIC_SOLVERS = list(OPTIMISERS)
DTYPES = ("float32", "float64")

_strength = [Interval(Real, 0, None, closed="left"), "array-like"]
_probability = Interval(Real, 0, 1, closed="left")

CONSTRAINTS = {
    "hidden_layer_sizes": ["array-like", Interval(Integral, 1, None, closed="left")],
    "activation": [StrOptions(set(ACTIVATIONS)), "array-like"],
    "solver": [StrOptions({"lbfgs", *OPTIMISERS})],
    "alpha": [Interval(Real, 0, None, closed="left")],
    "l1": _strength,
    "l2": _strength,
    "group_l1": _strength,
    "dropout": [_probability, "array-like"],
    "input_dropout": [_probability],
    "dropout_scope": [StrOptions({"sample", "batch"})],
    "max_norm": [None, Interval(Real, 0, None, closed="neither")],
    "batch_size": [StrOptions({"auto"}), Interval(Integral, 1, None, closed="left")],
    "learning_rate": [StrOptions(set(SCHEDULES))],
    "learning_rate_init": [Interval(Real, 0, None, closed="neither")],
    "power_t": [Interval(Real, 0, None, closed="left")],
    "max_iter": [Interval(Integral, 1, None, closed="left")],
    "shuffle": ["boolean"],
    "random_state": ["random_state"],
    "tol": [Interval(Real, 0, None, closed="left")],
    "verbose": ["verbose"],
    "warm_start": ["boolean"],
    "momentum": [Interval(Real, 0, 1, closed="both")],
    "nesterovs_momentum": ["boolean"],
    "early_stopping": ["boolean"],
    "scoring": [str, callable, None],
    "validation_fraction": [Interval(Real, 0, 1, closed="left")],
    "beta_1": [Interval(Real, 0, 1, closed="left")],
    "beta_2": [Interval(Real, 0, 1, closed="left")],
    "epsilon": [Interval(Real, 0, None, closed="neither")],
    "n_iter_no_change": [Interval(Integral, 1, None, closed="left"), Options(Real, {np.inf})],
    "max_fun": [Interval(Integral, 1, None, closed="left")],
    "dtype": [
        StrOptions(set(DTYPES)),
        Options(type, {np.float32, np.float64}),
        Options(np.dtype, {np.dtype(name) for name in DTYPES}),
    ],
}


def hidden_units(hidden_layer_sizes):
    """Sizes of the hidden layers as a tuple of int; an empty one means no hidden layer."""
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


def per_layer(name, value, n_layers, layer_word, below=np.inf):
    """One value per layer from a number or a sequence of numbers in [0, `below`)."""
    allowed = f"a number, or one number per {layer_word}, each in the range [0, {below})"
    values = check_numbers(name, value, allowed)
    if values.ndim > 1:
        raise ValueError(f"{name} must be {allowed}, got {value!r}.")
    if values.ndim == 1 and values.size != n_layers:
        raise ValueError(f"{name} must be {allowed}: {n_layers} values here, got {values.size}: {value!r}.")
    if not (np.isfinite(values) & (values >= 0) & (values < below)).all():
        raise ValueError(f"{name} must be {allowed}, got {value!r}.")
    return np.full(n_layers, values, dtype=np.float64)


def _check_activations(activation, n_hidden):
    """Raise where a sequence does not name one activation for each hidden layer."""
    if isinstance(activation, str):
        return
    allowed = f"one of {list(ACTIVATIONS)}, or one of them per hidden layer"
    if isinstance(activation, Set | Mapping):  # of no order
        raise ValueError(f"activation must be {allowed}, in a sequence, got {activation!r}.")
    names = list(activation)
    if not all(isinstance(name, str) and name in ACTIVATIONS for name in names):
        raise ValueError(f"activation must be {allowed}, got {activation!r}.")
    if len(names) != n_hidden:
        raise ValueError(
            f"activation must be {allowed}: {n_hidden} names here, got {len(names)}: {activation!r}."
        )


def check_combinations(estimator):
    """Raise where parameters that are valid alone contradict each other."""
    n_hidden = len(hidden_units(estimator.hidden_layer_sizes))
    _check_activations(estimator.activation, n_hidden)
    l1 = per_layer("l1", estimator.l1, n_hidden + 1, "weight matrix")
    per_layer("l2", estimator.l2, n_hidden + 1, "weight matrix")
    group_l1 = per_layer("group_l1", estimator.group_l1, n_hidden + 1, "weight matrix")
    dropout = per_layer("dropout", estimator.dropout, n_hidden, "hidden layer", below=1)
    if estimator.solver == "lbfgs":
        for name, values in (
            ("dropout", dropout),
            ("input_dropout", estimator.input_dropout),
            ("group_l1", group_l1),
        ):
            if np.any(np.asarray(values) > 0):
                raise ValueError(
                    f"{name} needs a stochastic solver, one of {STOCHASTIC_SOLVERS}; got"
                    f" {name}={getattr(estimator, name)!r} with solver='lbfgs'. Set {name}=0 or"
                    " another solver."
                )
    if estimator.solver == "lbfgs" and estimator.max_norm is not None:
        raise ValueError(
            f"max_norm needs a stochastic solver, one of {STOCHASTIC_SOLVERS}; got"
            f" max_norm={estimator.max_norm!r} with solver='lbfgs'. Set max_norm=None or another solver."
        )
    if estimator.solver not in ("sgd", "lbfgs") and np.dtype(estimator.dtype).type(estimator.epsilon) == 0:
        raise ValueError(
            f"epsilon must not round to 0 in dtype={estimator.dtype!r}, got epsilon={estimator.epsilon!r}."
        )
    for name, values in (("l1", l1), ("group_l1", group_l1)):
        if estimator.solver == "sgd" and estimator.momentum == 1 and values.any():
            raise ValueError(
                f"momentum must be < 1 with {name} > 0 and solver='sgd', got momentum={estimator.momentum!r}"
                f" and {name}={getattr(estimator, name)!r}: the step of {name} would grow without bound."
            )
