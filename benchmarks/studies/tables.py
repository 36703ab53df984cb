"""Networks without tuning, boosted trees and other networks on real tables: error, log-loss, time.

A row is a set and a method. A seed determines the split and the method's own randomness. Processor time is
that of one thread on the first split. There, all methods but TabM-D ran in one session for each set.

The sets are those of `benchmarks.tables.sets`. The portfolio was chosen on the development sets. The other
sets are summarised first and drawn in ``benchmarks/results/tables.png``. The row of a development set uses
another portfolio, chosen without this set and its relatives. Delete these rows of skreg when
`benchmarks.studies.portfolio` has chosen anew.

``python -m benchmarks.studies.tables --only "iris: skreg"`` runs one row, and ``--skip TabM-D`` leaves out
the rows of a method. The last tables compare all methods on the first split, on the sets on which all have
run.
"""

import time
import warnings
from itertools import product

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks import runs
from benchmarks.markdown import table
from benchmarks.tables import picture, summary
from benchmarks.tables.judge import figures
from benchmarks.tables.methods import METHODS, N_CANDIDATES, skreg_with
from benchmarks.tables.portfolios import portfolio_without
from benchmarks.tables.sets import CONFIRMATION, DEVELOPMENT, FRESH, KEEL, SETS, split

ROWS = {f"{name}: {method}": (name, method) for name, method in product(SETS, METHODS)}
OURS = "skreg"
UNSEEN = {**FRESH, **CONFIRMATION, **KEEL}
GROUPS = {
    "All unseen sets": UNSEEN,
    "Fresh sets": FRESH,
    "Confirmation sets": CONFIRMATION,
    "Sets of KEEL": KEEL,
    "Development sets": DEVELOPMENT,
}


def run(row, seed):
    """Measures of one method on one set, with the processor time for fitting and prediction."""
    name, method = row
    train, test = split(SETS[name].load(), seed)
    fit = _fit_of(name, method, train.classifies)
    with threadpool_limits(1):
        start = time.process_time()
        predict = fit(train, seed, n_threads=1)
        fitted = time.process_time()
        prediction = predict(test.X)
        predicted = time.process_time()
    return {
        **figures(test, train.y, prediction),
        "fit processor seconds": fitted - start,
        "predict processor seconds": predicted - fitted,
    }


def _fit_of(name, method, classifies):
    """The method as a function. A development set gets a portfolio that was chosen without it."""
    if name not in DEVELOPMENT or method not in N_CANDIDATES:
        return METHODS[method]
    kind = "classes" if classifies else "numbers"
    return skreg_with(N_CANDIDATES[method], portfolio_without(kind, DEVELOPMENT[name].family))


def _judged(results, figure):
    """Means of a measure, on the sets where it is informative."""
    sets, methods, values = summary.means(results, figure)
    if figure == "error":
        told = [summary.tells_something(results, name, figure) for name in sets]
        sets = [name for name, tells in zip(sets, told, strict=True) if tells]
        values = values[told]
    return sets, methods, values


def _print_values(results, figure):
    sets, methods, values = _judged(results, figure)
    rows = [[name, *(f"{value:.4f}" for value in row)] for name, row in zip(sets, values, strict=True)]
    print(f"\n{figure}\n" + table(["set", *methods], rows))


def _print_comparison(results, figure):
    _, methods, values = _judged(results, figure)
    ranks, ours = summary.ranks(values), methods.index(OURS)
    rows = []
    for column, method in enumerate(methods):
        behind, error = summary.difference(ranks[:, column], ranks[:, ours])
        ratio, low, high = summary.log_ratio(values[:, ours] + 1e-4, values[:, column] + 1e-4)
        share = np.mean(values[:, ours] <= values[:, column])
        rows.append(
            [
                method,
                f"{ranks[:, column].mean():.2f}",
                f"{behind:+.2f} ± {error:.2f}",
                f"{ratio:+.3f} ({low:+.3f} to {high:+.3f})",
                f"{share:.0%}",
            ]
        )
    titles = ["method", "mean rank", "behind skreg", "log(skreg/method)", "skreg at or above"]
    print(f"\n{figure}, {len(values)} sets\n" + table(titles, rows))


def _print_times(results):
    sets, methods, seconds = summary.seconds(results)
    reference = seconds[:, methods.index("RealMLP-TD")] if "RealMLP-TD" in methods else seconds[:, 0]
    ratios = np.median(seconds / reference[:, None], axis=0)
    rows = [
        [method, f"{np.median(seconds[:, column]):.2f}", f"{ratios[column]:.3f}"]
        for column, method in enumerate(methods)
    ]
    titles = ["method", "median processor seconds", "median ratio to RealMLP-TD"]
    print(f"\ntime, {len(sets)} sets\n" + table(titles, rows))


def main():
    """Compute missing results, print the tables and draw the plot."""
    warnings.simplefilter("ignore")
    options = runs.parse("studies.tables", ROWS, 3)
    kept = runs.run_all("studies.tables", options, run)
    if options.only:
        return  # a comparison needs all methods
    results = {ROWS[name]: figures for name, figures in kept.items()}
    for title, sets in GROUPS.items():
        print(f"\n{title}")
        _print(_of_sets(results, sets))
    picture.draw(_of_sets(results, UNSEEN), _judged)
    print("\nFirst split of the unseen sets on which all methods have run")
    _print(_first_split_of_all_methods())


def _first_split_of_all_methods():
    found = {row: runs.read("studies.tables", label, 0) for label, row in ROWS.items() if row[0] in UNSEEN}
    missing = {name for (name, _), result in found.items() if result is None}
    return {row: [result] for row, result in found.items() if row[0] not in missing}


def _of_sets(results, sets):
    return {(name, method): figures for (name, method), figures in results.items() if name in sets}


def _print(results):
    for figure in summary.COUNTS:
        if _judged(results, figure)[0]:
            _print_values(results, figure)
            _print_comparison(results, figure)
    _print_times(results)


if __name__ == "__main__":
    main()
