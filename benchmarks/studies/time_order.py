"""The methods on tables in temporal order: error, log-loss or RMSE on the last fifth of the rows.

A table of more than 6,250 rows is thinned to that number, evenly in time. skreg runs with
``cv=TimeSeriesSplit()`` and, for comparison, with its default folds of shuffled rows. Test rows are left out
if their class does not occur in training.

``python -m benchmarks.studies.time_order --only "movies: CatBoost"`` runs one row. Delete the rows of skreg
when its candidates or its networks of all rows change.
"""

import warnings
from itertools import product

import numpy as np
from sklearn.model_selection import TimeSeriesSplit
from threadpoolctl import threadpool_limits

from benchmarks import runs
from benchmarks.markdown import table
from benchmarks.tables import summary
from benchmarks.tables.judge import figures
from benchmarks.tables.methods import METHODS, skreg_with
from benchmarks.tables.sets import SETS, rows_of

COLUMNS_OF_TIME = {
    "mpg": ["model_year"],
    "Hawks": ["Year", "Month", "Day"],
    "GrinnellHouses": ["YearSold", "MonthSold"],
    "gapminder": ["year"],
    "dietox": ["Time"],
    "Wage": ["year"],
    "ames": ["Year_Sold"],
    "airfare": ["year"],
    "egsingle": ["year"],
    "Arrests": ["year"],
    "NOxEmissions": ["julday"],
    "txhousing": ["year", "month"],
    "nassCDS": ["yearacc"],
    "nycflights": ["month", "day"],
    "gss_wages": ["year"],
    "movies": ["year"],
}
OURS = "skreg, TimeSeriesSplit"
COMPARED = {
    OURS: skreg_with(None, cv=TimeSeriesSplit()),
    **{name: METHODS[name] for name in ("skreg", "CatBoost", "LightGBM", "HistGradientBoosting")},
}
ROWS = {f"{name}: {method}": (name, method) for name, method in product(COLUMNS_OF_TIME, COMPARED)}
_MOST_ROWS = 6_250


def run(row, seed):
    """Measures of one method on one set. The seed is that of the method alone."""
    name, method = row
    train, test = _split(SETS[name].load(), COLUMNS_OF_TIME[name])
    with threadpool_limits(1):
        prediction = COMPARED[method](train, seed, n_threads=1)(test.X)
    return figures(test, train.y, prediction)


def _split(table, columns):
    """The first four fifths of the rows and the last fifth."""
    order = table.X.reset_index(drop=True).sort_values(columns, kind="stable").index.to_numpy()
    if len(order) > _MOST_ROWS:
        order = order[np.linspace(0, len(order) - 1, _MOST_ROWS).astype(int)]
    earlier, later = np.split(order, [len(order) - len(order) // 5])
    if table.classifies:
        later = later[np.isin(table.y[later], table.y[earlier])]
    return rows_of(table, earlier), rows_of(table, later)


def _measure(result):
    return "log-loss" if "log-loss" in result else "rmse"


def main():
    """Compute missing results and print the tables."""
    warnings.simplefilter("ignore")
    options = runs.parse("studies.time_order", ROWS, 1)
    results = runs.run_all("studies.time_order", options, run)
    if options.only or options.skip:
        return  # a comparison needs all methods
    values, rows = [], []
    for name in COLUMNS_OF_TIME:
        found = [results[f"{name}: {method}"] for method in COMPARED]
        measure = _measure(found[0][0])
        values.append([np.mean([one[measure] for one in of_method]) for of_method in found])
        rows.append([f"{name}, {measure}", *(f"{value:.4f}" for value in values[-1])])
    print(table(["set", *COMPARED], rows))
    values, methods = np.array(values), list(COMPARED)
    ranks, rows = summary.ranks(values), []
    for column, method in enumerate(methods):
        behind, error = summary.difference(ranks[:, column], ranks[:, 0])
        share = np.mean(values[:, 0] <= values[:, column])
        rows.append(
            [method, f"{ranks[:, column].mean():.2f}", f"{behind:+.2f} ± {error:.2f}", f"{share:.0%}"]
        )
    print("\n" + table(["method", "mean rank", f"behind {OURS}", f"{OURS} at or above"], rows))


if __name__ == "__main__":
    main()
