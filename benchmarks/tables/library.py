"""A library of predictions: of each configuration of a pool, on each set and seed.

What is kept of a prediction is what its loss needs: of classes the probability of the true one, of numbers
the error.
"""

import functools

import numpy as np
from joblib import Parallel, delayed
from sklearn.utils import check_random_state
from threadpoolctl import threadpool_limits

from benchmarks.runs import RESULTS
from benchmarks.tables.pool import GENERAL, POOL, POOLS
from benchmarks.tables.sets import DEVELOPMENT, split
from skreg.cross_validation.budget import N_FOLDS, resolved
from skreg.cross_validation.candidate import Data, fitted_member
from skreg.cross_validation.folds import folds_of
from skreg.cross_validation.members import raw_outputs
from skreg.cross_validation.portfolio import whole
from skreg.cross_validation.rows import rows_of
from skreg.cross_validation.tasks import Classes, Numbers

FOLDER = RESULTS / "predictions"
_LEAST_PROBABILITY = 1e-12


def _file(name, place, seed):
    return FOLDER / f"{name.replace(' ', '_')}-{place}-{seed}.npz"


def predictions_of(name, place, seed):
    """Fit a configuration on a set, fold by fold, and keep its predictions for validation and test rows."""
    file = _file(name, place, seed)
    if file.exists():
        return
    train, test = split(DEVELOPMENT[name].load(), seed)
    task = Classes(train.y) if train.classifies else Numbers(train.y, None)
    data = Data(rows_of(train.X), task, None)
    folds = folds_of(
        None, (train.X, train.y, None), np.arange(len(train.y)), task, check_random_state(seed), len(POOL)
    )
    folds = folds if len(folds) == N_FOLDS else folds[:1]  # one is enough where a set has many rows
    seeds = {"encoder__random_state": seed, "mlp__random_state": seed}
    n_rows = min(len(rows) for rows, _ in folds)
    parameters = resolved({**seeds, **whole(POOLS[task.kind][place], task.network)}, n_rows)
    with threadpool_limits(1):
        members = [fitted_member(parameters, data, *fold) for fold in folds]
        raw_test = [raw_outputs(member.pipeline, rows_of(test.X), task) for member in members]
    raw = np.concatenate([member.raw for member in members])
    rows = np.concatenate([valid for _, valid in folds])
    calibration = task.calibration(raw, task.y[rows], None)
    mean = np.mean([task.prediction(one, **calibration) for one in raw_test], axis=0)
    y_test = np.searchsorted(task.classes, test.y) if train.classifies else (test.y - task.mean) / task.scale
    kept = {
        "valid": _needed(task, task.prediction(raw, **calibration), task.y[rows]),
        "test": _needed(task, mean, y_test),
        "seconds": sum(member.seconds for member in members),
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.savez(file, **kept)


def fill(seeds, n_jobs):
    """Fit what is missing: each pool on all development sets of its kind."""
    jobs = [
        (name, place, seed)
        for seed in seeds
        for kind, pool in POOLS.items()
        for place in range(len(pool))
        for name in names_of(kind)
    ]
    Parallel(n_jobs)(delayed(predictions_of)(*job) for job in jobs)


def seconds_of(name, place, seed):
    """Seconds that the fits took, of predictions that are kept."""
    return float(np.load(_file(name, place, seed))["seconds"])


def _needed(task, prediction, y):
    """What the loss needs of a prediction, for each row."""
    if isinstance(task, Numbers):
        return (prediction[:, 0] - y).astype(np.float32)
    return prediction[np.arange(len(y)), y].astype(np.float32)


def _log_loss(likelihood):
    return -np.log(np.maximum(likelihood, _LEAST_PROBABILITY)).mean(axis=-1)


def _root_mean_square(errors):
    return np.sqrt((errors**2).mean(axis=-1))


def names_of(kind):
    """The development sets of a kind, "classes" or "numbers"."""
    return [name for name, source in DEVELOPMENT.items() if _classifies(source) == (kind == "classes")]


class Library:
    """Predictions that are kept, by set of a kind.

    Parameters
    ----------
    kind : {"classes", "numbers"}
    seeds : iterable of int
    """

    def __init__(self, kind, seeds):
        self.kind, self.names = kind, names_of(kind)
        self.places, self.n_general = list(range(len(POOLS[kind]))), len(GENERAL[kind])
        self.seeds = list(seeds)

    @functools.cache  # noqa: B019  a library lasts as long as the process
    def predictions(self, name):
        """For each seed: of validation rows, of test rows, (n_places, n_rows); and the loss of such rows."""
        loss = _log_loss if self.kind == "classes" else _root_mean_square
        kept = [[np.load(_file(name, place, seed)) for place in self.places] for seed in self.seeds]
        return [
            (np.array([one["valid"] for one in of_seed]), np.array([one["test"] for one in of_seed]), loss)
            for of_seed in kept
        ]

    def seconds(self, names, place):
        """Seconds of a configuration's fits, mean over some sets."""
        return float(np.mean([seconds_of(name, place, seed) for name in names for seed in self.seeds]))


@functools.cache
def _classifies(source):
    return source.load().classifies
