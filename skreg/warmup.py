"""Compile all kernels into the cache ahead of time: ``python -m skreg.warmup``."""

import sys
import time
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from skreg.estimators.regressor import MLPRegressor

# One for each combination of argument types that the kernels are called with.
_FITS = (
    {"solver": "adam", "dtype": "float32"},
    {"solver": "adam", "dtype": "float64"},
    {"solver": "adam", "dtype": "float32", "dropout": 0.5, "dropout_scope": "batch"},
    {"solver": "adam", "dtype": "float64", "dropout": 0.5, "dropout_scope": "batch"},
    {"solver": "lbfgs"},
)


def fit_all(kernels):
    """Fit once for each variant of the kernels. Stop at the first that cannot be cached; a warning says why.

    Parameters
    ----------
    kernels : list of compiled functions

    Returns
    -------
    bool
        Whether all were kept.
    """
    X, y = np.ones((2, 1)), np.arange(2.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        for parameters in _FITS:
            MLPRegressor((1,), max_iter=1, **parameters).fit(X, y)
            if not all(_is_kept(kernel) for kernel in kernels):
                return False
    return True


def _is_kept(kernel):
    """Whether a kernel was kept, or not used yet."""
    n_used = kernel.stats.cache_hits.total() + kernel.stats.cache_misses.total()
    return n_used == 0 or kernel.stats.cache_path is not None


def report(kernels, seconds):
    """What was compiled and what was there already, how long it took, where it lies.

    Parameters
    ----------
    kernels : list of compiled functions
    seconds : float
        Time that it took.

    Returns
    -------
    str
    """
    n_compiled = sum(kernel.stats.cache_misses.total() for kernel in kernels)
    n_found = sum(kernel.stats.cache_hits.total() for kernel in kernels)
    folders = sorted({kernel.stats.cache_path for kernel in kernels})
    if n_compiled:
        done = f"Compiled {n_compiled} variants of the kernels, found {n_found} compiled already"
    else:
        done = f"Found all {n_found} variants of the kernels compiled already"
    return f"{done}, in {seconds:.1f} s.\nCache: {', '.join(folders)}"


def main():
    """Compile what is not in the cache, and say so.

    Returns
    -------
    int
        Exit status: 0 where the cache now holds all kernels.
    """
    from skreg.kernels.steps import loss_and_gradient, train_batches

    kernels = [train_batches, loss_and_gradient]
    if not all(hasattr(kernel, "stats") for kernel in kernels):
        print("Nothing to compile: NUMBA_DISABLE_JIT is set.", file=sys.stderr)
        return 1
    start = time.perf_counter()
    if not fit_all(kernels):
        print("The kernels could not be kept.", file=sys.stderr)
        return 1
    print(report(kernels, time.perf_counter() - start))
    return 0


if __name__ == "__main__":
    sys.exit(main())
