"""The portfolio of `MLPClassifierCV` and `MLPRegressorCV`, chosen on the development sets.

Each configuration of `benchmarks.tables.pool` is fitted on each set, separately for classes and for numbers.
The portfolio begins with the configuration whose predictions are best on average over the sets. Each further
one most improves the ensemble of all so far. Training rows are split, and the ensemble is weighted, in the
same way as in the estimators. The criterion is the loss on the test rows.

``python -m benchmarks.studies.portfolio`` computes missing fits, writes the estimators' list, and prints the
losses against the number of candidates. The portfolio for the row of a set is chosen without that set and its
relatives. The predictions are kept in ``benchmarks/results/predictions``, which is not published.
"""

import argparse
import json
import warnings
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed

import skreg.cross_validation
from benchmarks.markdown import table
from benchmarks.runs import RESULTS
from benchmarks.tables.choice import chosen, loss_of_ensemble
from benchmarks.tables.library import Library, fill
from benchmarks.tables.pool import POOLS
from benchmarks.tables.sets import DEVELOPMENT

LENGTHS = {"classes": 16, "numbers": 12}  # beyond them the curve is flat
FILE = Path(skreg.cross_validation.__file__).with_name("portfolio.json")


def main():
    """Fit the configurations, choose the portfolio, and write and print it."""
    parser = argparse.ArgumentParser("python -m benchmarks.studies.portfolio")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    fill(range(options.seeds), options.jobs)
    libraries = {kind: Library(kind, range(options.seeds)) for kind in POOLS}
    portfolios = {kind: chosen(library, library.names, LENGTHS[kind]) for kind, library in libraries.items()}
    entries = {kind: [POOLS[kind][place] for place in places] for kind, places in portfolios.items()}
    FILE.write_text(json.dumps(entries, indent=1) + "\n")
    curve = _curve(libraries, options.jobs)
    (RESULTS / "studies" / "portfolio.json").write_text(
        json.dumps({"portfolios": portfolios, "curve": curve})
    )
    for kind, values in curve.items():
        rows = [[n + 1, f"{np.exp(value):.3f}"] for n, value in enumerate(values)]
        print(f"\n{kind}\n" + table(["candidates", "loss"], rows))


def _curve(libraries, n_jobs):
    """Mean log of the loss relative to that of one candidate, for each number of candidates."""
    curve = {}
    for kind, library in libraries.items():
        losses = Parallel(n_jobs)(
            delayed(_losses_without)(library, name, LENGTHS[kind]) for name in library.names
        )
        losses = np.array(losses)
        curve[kind] = (losses - losses[:, :1]).mean(axis=0).tolist()
    return curve


def _losses_without(library, name, length):
    """Log of the loss on a set, for portfolios of each length chosen without it and its relatives."""
    family = DEVELOPMENT[name].family
    others = [other for other in library.names if DEVELOPMENT[other].family != family]
    places = chosen(library, others, length)
    return [loss_of_ensemble(library, name, places[: n + 1]) for n in range(length)]


if __name__ == "__main__":
    main()
