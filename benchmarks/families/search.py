"""GridSearchCV on digits with the same number of fits and epochs, in joblib's processes and threads.

The samples are float64, as scikit-learn provides them. skreg trains in float32 anyway, and scikit-learn in
float64.
"""

import time
import warnings

import joblib
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GridSearchCV, ParameterGrid

from benchmarks.estimators import ESTIMATORS
from benchmarks.markdown import table
from benchmarks.processes import rotated, workers
from benchmarks.timing import ratio_text, ratios, spread, time_text

GRIDS = {
    "skreg": {"alpha": [1e-5, 1e-4, 1e-3, 1e-2], "dropout": [0.0, 0.2, 0.5]},
    # scikit-learn has no dropout, so another parameter gives the same number of fits
    "sklearn": {"alpha": [10.0**exponent for exponent in range(-7, 5)]},
}
NETS = {
    "(32), batch 32": {"hidden_layer_sizes": (32,), "batch_size": 32},
    "defaults: (100,), batch 200": {},
}
N_FOLDS = 5
BACKENDS = ("loky", "threading")
SUBJECTS = {f"{peer} {backend}": (peer, backend) for peer in ESTIMATORS for backend in BACKENDS}


def search_seconds(net, peer, backend, n_epochs):
    """In a worker: time of a search, without the final refit."""
    X, y = load_digits(return_X_y=True)
    model = ESTIMATORS[peer](
        **NETS[net], max_iter=n_epochs, tol=0, n_iter_no_change=n_epochs + 1, random_state=0
    )
    search = GridSearchCV(model, GRIDS[peer], cv=N_FOLDS, n_jobs=2, refit=False, error_score="raise")
    with warnings.catch_warnings(), joblib.parallel_backend(backend):
        warnings.simplefilter("ignore", ConvergenceWarning)
        start = time.perf_counter()
        search.fit(X / 16, y)
        elapsed = time.perf_counter() - start
    return {"seconds": elapsed, "score": search.cv_results_["mean_test_score"].max()}


def run(options):
    """Search alternately. The first search of each also starts joblib's processes and is reported apart."""
    n_epochs = 2 if options.quick else 50
    with workers(SUBJECTS) as started:
        searches = {net: _search(net, started, n_epochs, options.n_rounds) for net in NETS}
    n_fits = N_FOLDS * len(ParameterGrid(GRIDS["skreg"]))
    return {"n_fits": n_fits, "n_epochs": n_epochs, "nets": searches}


def _search(net, started, n_epochs, n_rounds):
    results = {name: [] for name in SUBJECTS}
    for i in range(1 + min(n_rounds, 3)):
        for name in rotated(SUBJECTS, i):
            function = "benchmarks.families.search:search_seconds"
            results[name].append(started[name].call(function, net, *SUBJECTS[name], n_epochs))
    times = {name: [search["seconds"] for search in searches[1:]] for name, searches in results.items()}
    best = min((name for name in SUBJECTS if name.startswith("sklearn")), key=lambda name: sum(times[name]))
    return {
        name: {
            "first": searches[0]["seconds"],
            "rounds": times[name],
            "seconds": spread(times[name]),
            "score": searches[0]["score"],
            "ratio": ratios(times[best], times[name]),
        }
        for name, searches in results.items()
    }


def tables(result):
    """Times, and their ratios to the faster backend of scikit-learn."""
    rows = [
        [
            net,
            *SUBJECTS[name],
            time_text(search["seconds"]["median"]),
            time_text(search["first"]),
            ratio_text(search["ratio"]),
            f"{search['score']:.4f}",
        ]
        for net, searches in result["nets"].items()
        for name, search in searches.items()
    ]
    header = [
        "network",
        "library",
        "backend",
        "time",
        "first search",
        "sklearn's better backend over it",
        "best score",
    ]
    return "\n\n".join(
        [
            f"## GridSearchCV on digits: {result['n_fits']} fits of {result['n_epochs']} epochs, n_jobs=2",
            "Median of the rounds (smallest–largest). The first search of a network and process, which may"
            " start joblib's workers and load the kernels from disk, is not among the rounds.",
            table(header, rows),
        ]
    )
