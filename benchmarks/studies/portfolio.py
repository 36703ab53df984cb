"""The portfolio of `MLPClassifierCV` and `MLPRegressorCV`, chosen on the development sets.

Each configuration of `benchmarks.tables.pool` is fitted on each set, separately for classes and for numbers.
The portfolio begins with the configuration whose predictions are best on average over the sets. Each further
one most improves the ensemble of all so far. The last two for classes may be special ones, for tables with
little noise. Training rows are split, and the ensemble is weighted, in the same way as in the estimators. The
criterion is the loss on the test rows.

``python -m benchmarks.studies.portfolio`` computes missing fits, and prints the losses and the mean ranks
against the number of candidates. For these figures, the portfolio of a set is chosen without that set and its
relatives. ``--write`` also writes the estimators' list, and the portfolios that the study of tables uses for
the development sets. That study must have run the other methods, whose figures the ranks need. The
predictions are kept in ``benchmarks/results/predictions``, which is not published.
"""

import argparse
import json
import warnings
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed

import skreg.cross_validation
from benchmarks import runs
from benchmarks.markdown import table
from benchmarks.tables.choice import chosen, loss_of_ensemble
from benchmarks.tables.library import Library, fill
from benchmarks.tables.methods import METHODS, N_CANDIDATES
from benchmarks.tables.pool import POOLS
from benchmarks.tables.portfolios import CHOICE
from benchmarks.tables.sets import DEVELOPMENT

LENGTHS = {"classes": (14, 2), "numbers": (12, 0)}  # general and special candidates
OTHERS = [method for method in METHODS if method not in (*N_CANDIDATES, "TabM-D")]
FILE = Path(skreg.cross_validation.__file__).with_name("portfolio.json")


def main():
    """Fit the configurations, choose the portfolio, and print its losses."""
    parser = argparse.ArgumentParser("python -m benchmarks.studies.portfolio")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="replace the portfolio of the estimators")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    fill(range(options.seeds), options.jobs)
    libraries = {kind: Library(kind, range(options.seeds)) for kind in POOLS}
    portfolios = {kind: chosen(library, library.names, *LENGTHS[kind]) for kind, library in libraries.items()}
    without = {kind: _without_each_family(library, options.jobs) for kind, library in libraries.items()}
    losses = {kind: _losses(library, without[kind]) for kind, library in libraries.items()}
    curve = {kind: (values - values[:, :1]).mean(axis=0).tolist() for kind, values in losses.items()}
    if options.write:
        entries = {kind: [POOLS[kind][place] for place in places] for kind, places in portfolios.items()}
        FILE.write_text(json.dumps(entries, indent=1) + "\n")
        CHOICE.write_text(json.dumps({"portfolios": portfolios, "without": without, "curve": curve}) + "\n")
    for kind, library in libraries.items():
        rows = zip(curve[kind], _mean_ranks(library, losses[kind]), strict=True)
        rows = [[n + 1, f"{np.exp(loss):.3f}", f"{rank:.2f}"] for n, (loss, rank) in enumerate(rows)]
        print(f"\n{kind}\n" + table(["candidates", "loss", "mean rank"], rows))


def _without_each_family(library, n_jobs):
    """For each family of sets, the portfolio that is chosen on the sets of all other families."""
    families = {name: DEVELOPMENT[name].family for name in library.names}
    left_out = list(dict.fromkeys(families.values()))
    portfolios = Parallel(n_jobs)(
        delayed(chosen)(
            library, [name for name in library.names if families[name] != family], *LENGTHS[library.kind]
        )
        for family in left_out
    )
    return dict(zip(left_out, portfolios, strict=True))


def _losses(library, without):
    """Log of the loss on each set, for each number of candidates that were chosen without the set."""
    portfolios = [without[DEVELOPMENT[name].family] for name in library.names]
    return np.array(
        [
            [loss_of_ensemble(library, name, places[:n]) for n in range(1, len(places) + 1)]
            for name, places in zip(library.names, portfolios, strict=True)
        ]
    )


def _mean_ranks(library, losses):
    """Mean rank of the losses among the other methods and the constant, for each number of candidates."""
    figure = {"classes": "log-loss", "numbers": "rmse"}[library.kind]

    def loss(name, method):
        kept = [runs.read("studies.tables", f"{name}: {method}", seed) for seed in library.seeds]
        return np.mean([np.log(one[figure]) for one in kept])

    others = np.array([[loss(name, method) for method in OTHERS] for name in library.names])
    return 1 + (others[:, None] < losses[:, :, None]).sum(axis=2).mean(axis=0)


if __name__ == "__main__":
    main()
