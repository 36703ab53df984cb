"""Each configuration of the pool on its own, compared with the centre on the development sets.

``python -m benchmarks.studies.pool`` computes fits that `benchmarks.studies.portfolio` has not computed yet.
It prints the mean ratio of losses on the test rows over the sets, with its standard error, and the median
ratio of seconds. Classes (log-loss) and numbers (RMSE) have separate tables.
"""

import argparse
import warnings

import numpy as np

from benchmarks.markdown import table
from benchmarks.tables.library import Library, fill, seconds_of
from benchmarks.tables.pool import POOL, POOLS


def main():
    """Compute missing fits, and print the table."""
    parser = argparse.ArgumentParser("python -m benchmarks.studies.pool")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    seeds = range(options.seeds)
    fill(seeds, options.jobs)
    libraries = [Library(kind, seeds) for kind in POOLS]
    columns = [_ratios(library) for library in libraries]
    rows = [
        [changes, *(column.get(changes, "") for column in columns), _time(libraries, changes)]
        for changes in dict.fromkeys(_changes(entry) for pool in POOLS.values() for entry in pool)
    ]
    print(table(["what differs", "log-loss", "RMSE", "seconds"], rows))


def _ratios(library):
    """By what differs in a configuration: the mean ratio to the first, with its standard error, as text."""
    logs = []
    for name in library.names:
        losses = [loss(test) for _, test, loss in library.predictions(name)]
        logs.append(np.log(losses).mean(axis=0))
    ratios = np.array(logs) - np.array(logs)[:, :1]
    errors = ratios.std(axis=0, ddof=1) / len(logs) ** 0.5
    columns = zip(POOLS[library.kind], ratios.mean(axis=0), errors, strict=True)
    return {_changes(entry): f"{np.exp(mean):.2f} ± {error:.2f}" for entry, mean, error in columns}


def _time(libraries, changes):
    """Median ratio to the seconds of the first configuration."""
    ratios = [
        seconds_of(name, place, seed) / seconds_of(name, 0, seed)
        for library in libraries
        for place in library.places
        if _changes(POOLS[library.kind][place]) == changes
        for name in library.names
        for seed in library.seeds
    ]
    return f"{np.median(ratios):.2f}"


def _changes(entry):
    """Text on how an entry differs from the first one."""
    changes = {name: value for name, value in entry.items() if POOL[0].get(name) != value}
    return ", ".join(f"{name.split('__')[1]}={value}" for name, value in changes.items()) or "nothing"


if __name__ == "__main__":
    main()
