"""Hyperparameters: what each may be."""

from numbers import Integral, Real

import numpy as np
from sklearn.utils._param_validation import Interval, Options, StrOptions

from skreg.functions.activations import ACTIVATIONS
from skreg.functions.optimisers import OPTIMISERS
from skreg.training.schedules import SCHEDULES

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
