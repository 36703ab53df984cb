"""Each configuration of the pool on its own, beside the centre, on the development sets.

``python -m benchmarks.studies.pool`` fits what `benchmarks.studies.portfolio` has not fitted yet. It prints
the mean over the sets of the ratio of losses on the test rows, apart for classes (log-loss) and numbers
(RMSE), with the standard error over the sets; and the median ratio of seconds.
"""

import argparse
import warnings

import numpy as np

from benchmarks.markdown import table
from benchmarks.tables.library import Library, fill, seconds_of
from benchmarks.tables.pool import POOL
from benchmarks.tables.sets import DEVELOPMENT


def main():
    """Fit what is missing, print the table."""
    parser = argparse.ArgumentParser("python -m benchmarks.studies.pool")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    seeds, places = range(options.seeds), range(len(POOL))
    fill(seeds, options.jobs)
    library = Library(DEVELOPMENT, len(POOL), seeds)
    columns = [_ratios(library, library.names(classifies)) for classifies in (True, False)]
    times = _times(seeds)
    rows = [
        [place, _changes(POOL[place]), *(column[place] for column in columns), f"{times[place]:.2f}"]
        for place in places
    ]
    print(table(["place", "what differs", "log-loss", "RMSE", "seconds"], rows))


def _ratios(library, names):
    """For each configuration the mean ratio to the first, with its standard error, as text."""
    logs = []
    for name in names:
        losses = [loss(test) for _, test, loss in library.predictions(name)]
        logs.append(np.log(losses).mean(axis=0))
    ratios = np.array(logs) - np.array(logs)[:, :1]
    errors = ratios.std(axis=0, ddof=1) / len(names) ** 0.5
    return [
        f"{np.exp(mean):.2f} ± {error:.2f}" for mean, error in zip(ratios.mean(axis=0), errors, strict=True)
    ]


def _times(seeds):
    """For each configuration the median ratio to the seconds of the first."""
    seconds = np.array(
        [
            [seconds_of(name, place, seed) for name in DEVELOPMENT for seed in seeds]
            for place in range(len(POOL))
        ]
    )
    return np.median(seconds / seconds[0], axis=1)


def _changes(entry):
    """What an entry has other than the first, as text."""
    changes = {name: value for name, value in entry.items() if POOL[0].get(name) != value}
    return ", ".join(f"{name.split('__')[1]}={value}" for name, value in changes.items()) or "nothing"


if __name__ == "__main__":
    main()
