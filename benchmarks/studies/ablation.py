"""The value of each ingredient of a candidate, measured by one change at a time.

Each row is one network on one development set: the centre of `benchmarks.tables.pool`, or that centre with
one ingredient changed. A seed is a split of the set and the network's own. A fifth of the training rows fits
the temperature, the other rows train.

``python -m benchmarks.studies.ablation`` prints, for each change, the mean over the sets of the change of
error, log-loss and RMSE on the test rows, with its standard error over the sets, and the median ratio of
processor times.
"""

import time
import warnings
from itertools import product

import numpy as np
from sklearn.model_selection import ShuffleSplit, StratifiedShuffleSplit
from threadpoolctl import threadpool_limits

from benchmarks import runs
from benchmarks.markdown import table
from benchmarks.tables.judge import figures
from benchmarks.tables.pool import configuration
from benchmarks.tables.sets import DEVELOPMENT, split
from skreg import MLPClassifierCV, MLPRegressorCV

CENTRE, OTHER_SEED = "centre", "another seed"
CHANGES = {
    CENTRE: {},
    OTHER_SEED: {},
    "no l2": {"l2": 0.0},
    "l2 = 0.3": {"l2": 0.3},
    "no dropout": {"dropout": 0.0},
    "dropout = 0.3": {"dropout": 0.3},
    "no label smoothing": {"label_smoothing": 0.0},
    "group_l1 = 1e-3": {"group_l1": 1e-3},
    "constant learning rate": {"learning_rate": "constant"},
    "half the epochs": {"max_iter": 32},
    "minibatches of 256": {"batch_size": 256},
    "beta_2 = 0.999": {"beta_2": 0.999},
    "relu": {"activation": "relu"},
    "one hidden layer": {"hidden_layer_sizes": [128]},
    "256 units": {"units": 256},
    "init = data": {"init": "data"},
    "piecewise linear": {"encoding": "ramps"},
    "piecewise linear by trees, and linear": {"encoding": "scaled and tree ramps"},
    "periodic, and linear": {"encoding": "scaled and cosines"},
}
ROWS = {f"{name}: {change}": (name, change) for change, name in product(CHANGES, DEVELOPMENT)}
FIGURES = "error", "log-loss", "rmse"
_FURTHER_SEED = 100


def run(row, seed):
    """Figures of one network on one set, and its seconds of processor time."""
    name, change = row
    train, test = split(DEVELOPMENT[name].load(), seed)
    estimator, splitter = (
        (MLPClassifierCV, StratifiedShuffleSplit) if train.classifies else (MLPRegressorCV, ShuffleSplit)
    )
    model = estimator(
        portfolio=[configuration(**CHANGES[change])],
        cv=splitter(1, test_size=0.2, random_state=seed),
        random_state=seed + _FURTHER_SEED * (change == OTHER_SEED),
    )
    with threadpool_limits(1):
        start = time.process_time()
        model.fit(train.X, train.y)
        seconds = time.process_time() - start
        prediction = model.predict_proba(test.X) if train.classifies else model.predict(test.X)
    return {**figures(test, train.y, prediction), "processor seconds": seconds}


def _change(kept, change, figure):
    """Mean over the sets of a measure's change, with its standard error.

    The error rate changes by percentage points, because it may be 0. The others change by per cent, the mean
    of log-ratios.
    """
    differences = np.array(
        [
            _scaled(kept[f"{name}: {change}"], figure) - _scaled(kept[f"{name}: {CENTRE}"], figure)
            for name in DEVELOPMENT
            if figure in kept[f"{name}: {CENTRE}"][0]
        ]
    )
    return f"{differences.mean():+.1f} ± {differences.std(ddof=1) / np.sqrt(len(differences)):.1f}"


def _scaled(results, figure):
    """Mean over the seeds, times 100, or its logarithm times 100."""
    mean = np.mean([result[figure] for result in results])
    return 100 * (mean if figure == "error" else np.log(mean))


def _time(kept, change):
    """Median over sets and seeds of the ratio of processor times to the centre's."""
    ratios = [
        one["processor seconds"] / other["processor seconds"]
        for name in DEVELOPMENT
        for one, other in zip(kept[f"{name}: {change}"], kept[f"{name}: {CENTRE}"], strict=True)
    ]
    return f"{np.median(ratios):.2f}"


def main():
    """Run what is not kept yet, and print the table."""
    warnings.simplefilter("ignore")
    options = runs.parse("studies.ablation", ROWS, 3)
    kept = runs.run_all("studies.ablation", options, run)
    changes = [change for change in CHANGES if change != CENTRE]
    rows = [
        [change, *(_change(kept, change, figure) for figure in FIGURES), _time(kept, change)]
        for change in changes
    ]
    print(table(["change", "error, points", "log-loss, %", "RMSE, %", "time"], rows))


if __name__ == "__main__":
    main()
