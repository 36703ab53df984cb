"""Networks without tuning beside boosted trees and other networks, on real tables: error, log-loss, time.

Rows are a set and a method, a seed is a split and the method's own. Processor time is that of one thread.
The sets are those of `benchmarks.tables.sets`.
"""

import time
import warnings
from itertools import product

from threadpoolctl import threadpool_limits

from benchmarks import runs
from benchmarks.tables.judge import figures
from benchmarks.tables.methods import METHODS
from benchmarks.tables.sets import SETS, split

ROWS = {f"{name}: {method}": (name, method) for name, method in product(SETS, METHODS)}


def run(row, seed):
    """Figures of one method on one set, and seconds of processor time to fit and to predict."""
    name, method = row
    train, test = split(SETS[name].load(), seed)
    with threadpool_limits(1):
        start = time.process_time()
        predict = METHODS[method](train, seed, n_threads=1)
        fitted = time.process_time()
        prediction = predict(test.X)
        predicted = time.process_time()
    return {
        **figures(test, train.y, prediction),
        "fit processor seconds": fitted - start,
        "predict processor seconds": predicted - fitted,
    }


def main():
    """Run what is not kept yet."""
    warnings.simplefilter("ignore")
    runs.run_all("studies.tables", runs.parse("studies.tables", ROWS, 3), run)


if __name__ == "__main__":
    main()
