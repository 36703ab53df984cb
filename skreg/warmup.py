"""Compile all kernels into the cache ahead of time, on all cores: ``python -m skreg.warmup``."""

import sys
import time
import warnings
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any, NamedTuple, TypeAlias

import joblib
import numpy as np
from scipy.sparse import csr_array
from sklearn.exceptions import ConvergenceWarning

from skreg.estimators.classifier import MLPClassifier
from skreg.estimators.regressor import MLPRegressor
from skreg.functions.activations import ACTIVATIONS
from skreg.functions.dropouts import DROPOUTS
from skreg.functions.losses import REGRESSION_LOSSES
from skreg.functions.optimisers import OPTIMISERS
from skreg.functions.penalties import PENALTIES

Job: TypeAlias = tuple[MLPClassifier | MLPRegressor, Any, Any]

_X, _CLASSES = np.ones((3, 1)), {"two classes": [0, 1, 0], "three classes": [0, 1, 2]}


class Outcome(NamedTuple):
    """Numbers of pieces of code that a fit compiled and found, their folders, and whether all were kept."""

    n_compiled: int
    n_found: int
    folders: frozenset[str]
    is_kept: bool


def jobs() -> Iterator[Job]:
    """Fits that together use every entry of the registries, each as an estimator, X and y."""
    varied = [{}, *_activations(), *_losses(), *_updates(), *_regularised()]
    for parameters in varied:
        for dtype in ("float32", "float64"):
            yield MLPRegressor((1,), max_iter=1, dtype=dtype, **parameters), _X, np.arange(1.0, 4.0)
    for y in _CLASSES.values():
        for dtype in ("float32", "float64"):
            yield MLPClassifier((1,), max_iter=1, dtype=dtype), _X, y
    for parameters in ({}, *_masks()):
        for dtype in ("float32", "float64"):
            yield (
                MLPRegressor((1,), max_iter=1, dtype=dtype, **parameters),
                csr_array(_X),
                np.arange(1.0, 4.0),
            )
    yield MLPRegressor((1,), solver="lbfgs", max_iter=1), _X, np.arange(1.0, 4.0)


def _activations():
    return [{"activation": name} for name in ACTIVATIONS]


def _losses():
    return [{"loss": name} for name in REGRESSION_LOSSES]


def _updates():
    """Every optimiser, with zero, one or two of the penalties that act by a proximal step."""
    proximal = [name for name, penalty in PENALTIES.items() if not penalty.is_smooth]
    chosen = [subset for n in range(3) for subset in combinations(proximal, n)]
    return [{"solver": solver, **dict.fromkeys(subset, 1e-3)} for solver in OPTIMISERS for subset in chosen]


def _masks():
    return [
        {dropout.hidden: 0.5, "dropout_scope": scope}
        for dropout in DROPOUTS.values()
        for scope in ("sample", "batch")
    ]


def _regularised():
    return [*_masks(), {"max_norm": 1.0}]


def run(job: Job) -> Outcome:
    """Run one fit.

    Parameters
    ----------
    job : tuple of estimator, X and y

    Returns
    -------
    Outcome
    """
    from skreg.compile.jit import entry_points

    estimator, X, y = job
    before = {id(code): _counts(code) for code in entry_points}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        estimator.fit(X, y)
    used = [code for code in entry_points if _counts(code) != before.get(id(code), (0, 0))]
    folders = frozenset(code.stats.cache_path for code in used)
    compiled, found = (
        sum(_counts(code)[kind] - before.get(id(code), (0, 0))[kind] for code in used) for kind in (0, 1)
    )
    return Outcome(compiled, found, folders - {None}, None not in folders)


def _counts(code):
    """How often an entry point was compiled, and how often it was loaded from disk."""
    return code.stats.cache_misses.total(), code.stats.cache_hits.total()


def run_all(tell: Callable[[int, int], object] = lambda n_done, n: None) -> Outcome:
    """Run all jobs in parallel, in one process per core. Stop at the first whose code cannot be kept.

    Parameters
    ----------
    tell : callable
        Receives the number of finished jobs and the number of all jobs.

    Returns
    -------
    Outcome
        Totals over all jobs.
    """
    waiting = list(jobs())
    n_compiled, n_found, folders = 0, 0, frozenset()
    parallel = joblib.Parallel(joblib.cpu_count(), return_as="generator_unordered", batch_size=1)
    for n_done, outcome in enumerate(parallel(joblib.delayed(run)(job) for job in waiting), 1):
        n_compiled, n_found = n_compiled + outcome.n_compiled, n_found + outcome.n_found
        folders |= outcome.folders
        if not outcome.is_kept:
            return Outcome(n_compiled, n_found, folders, False)
        tell(n_done, len(waiting))
    return Outcome(n_compiled, n_found, folders, True)


def report(outcome: Outcome, seconds: float) -> str:
    """Text on what was compiled, what was compiled already, how long it took, and where the cache is.

    Parameters
    ----------
    outcome : Outcome
    seconds : float
        Duration.

    Returns
    -------
    str
    """
    if outcome.n_compiled:
        done = f"Compiled {outcome.n_compiled} parts of the kernels, found {outcome.n_found} compiled already"
    else:
        done = f"Found all {outcome.n_found} parts of the kernels compiled already"
    return f"{done}, in {seconds:.1f} s.\nCache: {', '.join(sorted(outcome.folders))}"


def show_progress(n_done: int, n: int) -> None:
    """Update the progress line, if standard error is a terminal."""
    if sys.stderr.isatty():
        print(f"\r{n_done} of {n} fits", end="\n" if n_done == n else "", file=sys.stderr, flush=True)


def main() -> int:
    """Compile all kernels that are not in the cache, and print a report.

    Returns
    -------
    int
        Exit status, which is 0 if the cache now holds all kernels.
    """
    from numba import config

    if config.DISABLE_JIT:
        print("Nothing to compile: NUMBA_DISABLE_JIT is set.", file=sys.stderr)
        return 1
    start = time.perf_counter()
    outcome = run_all(show_progress)
    if not outcome.is_kept:
        print("The kernels could not be kept.", file=sys.stderr)
        return 1
    print(report(outcome, time.perf_counter() - start))
    return 0


if __name__ == "__main__":
    sys.exit(main())
