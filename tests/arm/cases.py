"""Small fits that together run all code of the kernels."""

import scipy.sparse as sp
from sklearn.base import is_classifier
from sklearn.datasets import load_digits

from skreg import MLPClassifier, MLPRegressor
from skreg.functions.activations import ACTIVATIONS

X, y = load_digits(return_X_y=True)
X = X / 16
COMMON = {"random_state": 0, "max_iter": 4, "batch_size": 50, "learning_rate_init": 0.01}
SMALL = (24, 17)  # whole and partial vectors of a panel
WIDE = (600, 600)  # threads share the tiles of products instead of rows
LARGE_BATCH = 400  # gives four shards in a small network
REGRESSIONS = {
    "squared_error": {},
    "absolute_error": {},
    "huber": {"delta": 0.5},
    "pinball": {"quantile": 0.3},
    "poisson": {},
    "gamma": {},
}


def classifier(hidden=SMALL, **parameters):
    """An unfitted classifier of the ten digits."""
    return MLPClassifier(hidden, **{**COMMON, **parameters})


def regressor(**parameters):
    """An unfitted regressor of the digit as a positive number."""
    return MLPRegressor(SMALL, **{**COMMON, **parameters})


def stochastic(dtype):
    """Fits with the kernel for whole networks, by name."""
    options = {"dtype": dtype}
    yield "adam", classifier(**options)
    yield "sgd", classifier(solver="sgd", **options)
    yield "adamw", classifier(solver="adamw", l2=0.1, **options)
    yield "l1", classifier(l1=1e-3, **options)
    yield "l1 by sgd", classifier(l1=1e-3, solver="sgd", **options)
    yield "group_l1", classifier(group_l1=1e-3, **options)
    yield "max_norm", classifier(max_norm=0.5, **options)
    yield "sparse", classifier(**options)
    yield "dropout", classifier(dropout=0.5, input_dropout=0.2, **options)
    yield "no hidden layer", classifier((), **options)
    yield "large batch", classifier(batch_size=LARGE_BATCH, **options)
    yield "wide", classifier(WIDE, max_iter=1, **options)
    for activation in ACTIVATIONS:
        yield f"activation {activation}", classifier(activation=activation, **options)
    for loss, parameters in REGRESSIONS.items():
        yield f"loss {loss}", regressor(loss=loss, **parameters, **options)
    yield "two classes", classifier(**options)


def thinned(dtype):
    """Fits with the kernel for thinned networks, by name."""
    options = {"dtype": dtype, "dropout_scope": "batch", "dropout": 0.5}
    yield "batch dropout", classifier(**options)
    yield "batch dropout of inputs", classifier(input_dropout=0.2, **options)
    yield "batch dropout, sparse", classifier(input_dropout=0.2, **options)
    yield "batch dropout, l1, group_l1, max_norm", classifier(l1=1e-3, group_l1=1e-3, max_norm=0.5, **options)
    yield "batch dropout, wide", classifier(WIDE, max_iter=1, **options)


def lbfgs():
    """Fits with L-BFGS, by name."""
    yield "lbfgs", classifier(solver="lbfgs")
    yield "lbfgs, l1", classifier(solver="lbfgs", l1=1e-3)


GROUPS = {
    "float32": lambda: stochastic("float32"),
    "float64": lambda: stochastic("float64"),
    "thinned float32": lambda: thinned("float32"),
    "thinned float64": lambda: thinned("float64"),
    "lbfgs": lbfgs,
}


def rows_of(name):
    """Number of samples of a case."""
    return 2 * LARGE_BATCH if name == "large batch" else 50 if "wide" in name else 150


def data_of(name, model):
    """Samples and targets of a case."""
    n = rows_of(name)
    samples = sp.csr_array(X[:n]) if "sparse" in name else X[:n]
    if name == "two classes":
        return samples, y[:n] > 4
    return samples, y[:n] if is_classifier(model) else y[:n] + 1.0
