"""The portfolio of `MLPClassifierCV` and `MLPRegressorCV`, chosen on the development sets.

Each configuration of `benchmarks.tables.pool` is fitted on each set, separately for classes and for numbers.
The portfolio begins with the configuration whose predictions are best on average over the sets. Each further
one most improves the ensemble of all so far. Training rows are split, and the ensemble is weighted, in the
same way as in the estimators. The criterion is the loss on the test rows.

``python -m benchmarks.studies.portfolio`` computes missing fits, writes the estimators' list, and prints the
losses against the number of candidates. For these losses, the portfolio of a set is chosen without that set
and its relatives. The study of tables uses the same portfolios for the development sets. The predictions are
kept in ``benchmarks/results/predictions``, which is not published.
"""

import argparse
import json
import warnings
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed

import skreg.cross_validation
from benchmarks.markdown import table
from benchmarks.tables.choice import chosen, loss_of_ensemble
from benchmarks.tables.library import Library, fill
from benchmarks.tables.pool import POOLS
from benchmarks.tables.portfolios import CHOICE
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
    without = {kind: _without_each_family(library, options.jobs) for kind, library in libraries.items()}
    curve = {kind: _curve(library, without[kind]) for kind, library in libraries.items()}
    CHOICE.write_text(json.dumps({"portfolios": portfolios, "without": without, "curve": curve}) + "\n")
    for kind, values in curve.items():
        rows = [[n + 1, f"{np.exp(value):.3f}"] for n, value in enumerate(values)]
        print(f"\n{kind}\n" + table(["candidates", "loss"], rows))


def _without_each_family(library, n_jobs):
    """For each family of sets, the portfolio that is chosen on the sets of all other families."""
    families = {name: DEVELOPMENT[name].family for name in library.names}
    left_out = list(dict.fromkeys(families.values()))
    portfolios = Parallel(n_jobs)(
        delayed(chosen)(
            library, [name for name in library.names if families[name] != family], LENGTHS[library.kind]
        )
        for family in left_out
    )
    return dict(zip(left_out, portfolios, strict=True))


def _curve(library, without):
    """Mean log of the loss relative to that of one candidate, for each number of candidates."""
    losses = np.array(
        [
            [loss_of_ensemble(library, name, places[:n]) for n in range(1, len(places) + 1)]
            for name, places in ((name, without[DEVELOPMENT[name].family]) for name in library.names)
        ]
    )
    return (losses - losses[:, :1]).mean(axis=0).tolist()


if __name__ == "__main__":
    main()
