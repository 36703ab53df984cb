"""Fit all cases of some groups and write the results: ``python -m arm.fit RESULTS.npz GROUP …``."""

import pickle
import sys
import warnings

import numpy as np
from arm.cases import GROUPS, data_of
from arm.dead_units import vanished_moments
from arm.masks import patterns
from numba import config
from sklearn.base import is_classifier
from sklearn.exceptions import ConvergenceWarning

from skreg.compile.jit import entry_points
from skreg.records.layout import Layout
from skreg.training.threads import useful_threads


def predict(model, samples):
    """Predictions of a network for samples."""
    return model.predict_proba(samples) if is_classifier(model) else model.predict(samples)


def results_of(name, model):
    """Weights, losses and predictions of a case, by name."""
    samples, targets = data_of(name, model)
    model.fit(samples, targets)
    single, double = (predict(model, samples.astype(dtype)) for dtype in ("float32", "float64"))
    assert (single.dtype, double.dtype) == ("float32", "float64")
    np.testing.assert_array_equal(predict(pickle.loads(pickle.dumps(model)), samples), double)
    yield f"{name}: weights", np.concatenate([np.ravel(part) for part in (*model.coefs_, *model.intercepts_)])
    yield f"{name}: losses", np.array(model.loss_curve_)
    yield f"{name}: predictions", double
    yield f"float32 predictions: {name}", single


def check_threads(name, model):
    """All threads must have work in the cases that are meant for several threads."""
    if "wide" in name or "large" in name:
        layout = Layout((64, *model.hidden_layer_sizes, 10))
        n_busy = useful_threads(layout, model.batch_size)
        assert n_busy == config.NUMBA_NUM_THREADS, f"{n_busy} threads have work: are there enough cores?"


def results(group):
    """All results of a group, by name."""
    for name, model in GROUPS[group]():
        print(f"{group}: {name}", flush=True)
        check_threads(name, model)
        for result, values in results_of(name, model):
            yield f"{group}: {result}", values
    if group != "lbfgs":
        for name, changed in patterns(group):
            yield f"{group}: {name}: weights", changed
    if group in ("float32", "float64"):
        yield f"{group}: moments that vanish: moments", vanished_moments(group)


def main(path, *groups):
    """Write the results of some groups."""
    warnings.simplefilter("ignore", ConvergenceWarning)
    found = dict(pair for group in groups for pair in results(group))
    n_compiled = sum(code.stats.cache_misses.total() for code in entry_points)
    print(f"{config.NUMBA_NUM_THREADS} threads, {n_compiled} kernels compiled")
    np.savez(path, n_compiled=n_compiled, **found)


if __name__ == "__main__":
    main(*sys.argv[1:])
