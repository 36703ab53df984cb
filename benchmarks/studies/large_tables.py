"""The methods on all rows of larger tables: error, log-loss or RMSE, and processor time of one thread.

The study of tables trains on 5,000 rows at most. Here a method trains on four fifths of all rows, which are
11,000 to 47,000. No candidate was chosen on these tables. The number of folds for more than 10,000 rows, and
the fit on all rows, were chosen on the first four, with the seed of this study, and judged on the others.

``python -m benchmarks.studies.large_tables --only "movies: skreg"`` runs one row. Delete the rows of skreg
when its candidates or its effort for many rows change.
"""

import time
import warnings
from itertools import product

import numpy as np
from sklearn.model_selection import train_test_split
from threadpoolctl import threadpool_limits

from benchmarks import runs
from benchmarks.markdown import table
from benchmarks.tables.judge import figures
from benchmarks.tables.methods import METHODS
from benchmarks.tables.sets import SETS, rows_of

FOR_CHOICE = "storms", "nassCDS", "nycflights", "gss_wages"
FOR_JUDGEMENT = (
    "CPS1988",
    "Tuna",
    "check_times",
    "hotel_rates",
    "MplsStops",
    "diamonds",
    "protein_tertiary_structure",
    "TV16",
    "movies",
)
COMPARED = "skreg", "CatBoost", "LightGBM", "HistGradientBoosting"
ROWS = {f"{name}: {method}": (name, method) for name, method in product(FOR_CHOICE + FOR_JUDGEMENT, COMPARED)}
SECONDS = "fit processor seconds"


def run(row, seed):
    """Measures of one method on one set, with the processor time for fitting."""
    name, method = row
    train, test = _split(SETS[name].load(), seed)
    with threadpool_limits(1):
        start = time.process_time()
        predict = METHODS[method](train, seed, n_threads=1)
        seconds = time.process_time() - start
        prediction = predict(test.X)
    return {"n_rows": len(train.y), **figures(test, train.y, prediction), SECONDS: seconds}


def _split(table, seed):
    """Training table and test table: four fifths and one fifth."""
    train, test = train_test_split(
        np.arange(len(table.y)),
        test_size=0.2,
        random_state=seed,
        stratify=table.y if table.classifies else None,
    )
    return rows_of(table, train), rows_of(table, test)


def _print(results, figure):
    sets = [name for name in FOR_CHOICE + FOR_JUDGEMENT if figure in results[f"{name}: skreg"][0]]
    rows = []
    for name in sets:
        found = [results[f"{name}: {method}"] for method in COMPARED]
        values = [f"{np.mean([one[figure] for one in of_method]):.4f}" for of_method in found]
        seconds = [f"{np.mean([one[SECONDS] for one in of_method]):.1f}" for of_method in found]
        rows.append([name, f"{found[0][0]['n_rows']:,}", *values, *seconds])
    header = ["set", "rows", *COMPARED, *(f"{method}, s" for method in COMPARED)]
    print(f"\n{figure}\n" + table(header, rows))


def _print_times(results):
    seconds = {
        method: [results[f"{name}: {method}"][0][SECONDS] for name in FOR_CHOICE + FOR_JUDGEMENT]
        for method in COMPARED
    }
    rows = [[method, f"{np.median(of_method):.1f}"] for method, of_method in seconds.items()]
    print("\n" + table(["method", "median seconds of a fit"], rows))


def main():
    """Compute missing results and print the tables."""
    warnings.simplefilter("ignore")
    options = runs.parse("studies.large_tables", ROWS, 1)
    results = runs.run_all("studies.large_tables", options, run)
    if options.only or options.skip:
        return  # a comparison needs all methods
    for figure in ("error", "log-loss", "rmse"):
        _print(results, figure)
    _print_times(results)


if __name__ == "__main__":
    main()
