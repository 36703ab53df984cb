"""Prediction: 1, 1,000 and 100,000 rows, skreg beside scikit-learn."""

import functools
import warnings
from typing import NamedTuple

import numpy as np
from sklearn.datasets import make_classification
from sklearn.exceptions import ConvergenceWarning

from benchmarks.estimators import ESTIMATORS
from benchmarks.markdown import table
from benchmarks.processes import rotated, workers
from benchmarks.timing import ratio_text, ratios, seconds_per_call, spread, time_text

METHODS = ("predict", "predict_proba")
ROWS = (1, 1_000, 100_000)


class Net(NamedTuple):
    """What predicts, on rows of which type."""

    n_features: int
    hidden_units: tuple
    dtype: str


NETS = [
    Net(n_features, hidden_units, dtype)
    for n_features, hidden_units in ((20, (100,)), (64, (200, 100)))
    for dtype in ("float32", "float64")
]


@functools.cache
def _fitted(peer, net):
    X, y = make_classification(2_000, net.n_features, n_informative=10, n_classes=4, random_state=0)
    model = ESTIMATORS[peer](hidden_layer_sizes=net.hidden_units, max_iter=3, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(X.astype(net.dtype), y)


@functools.cache
def _rows(net, n_rows):
    return np.random.default_rng(0).standard_normal((n_rows, net.n_features)).astype(net.dtype)


def call_seconds(peer, net, method, n_rows, seconds):
    """In a worker: shortest time of a call."""
    n_features, hidden_units, dtype = net
    net = Net(n_features, tuple(hidden_units), dtype)
    predict, X = getattr(_fitted(peer, net), method), _rows(net, n_rows)
    return seconds_per_call(lambda: predict(X), seconds)


def run(options):
    """Measure all nets, methods and numbers of rows, both libraries in turn."""
    settings = [(net, method, n_rows) for net in NETS for method in METHODS for n_rows in ROWS]
    times = {peer: [[] for _ in settings] for peer in ESTIMATORS}
    with workers(ESTIMATORS, options.n_threads) as started:
        for i in range(options.n_rounds):
            for j, setting in enumerate(settings):
                for peer in rotated(ESTIMATORS, i):
                    arguments = (peer, *setting, options.seconds(0.15))
                    seconds = started[peer].call("benchmarks.families.prediction:call_seconds", *arguments)
                    times[peer][j].append(seconds)
    return [
        {
            **net._asdict(),
            "method": method,
            "n_rows": n_rows,
            "seconds": {peer: spread(times[peer][j]) for peer in ESTIMATORS},
            "ratio": ratios(times["sklearn"][j], times["skreg"][j]),
        }
        for j, (net, method, n_rows) in enumerate(settings)
    ]


def tables(result):
    """Ratios, one column for each number of rows, and skreg's times."""
    groups = {}
    for entry in result:
        name = f"{entry['n_features']} features, {tuple(entry['hidden_units'])}, {entry['dtype']}"
        groups.setdefault((name, entry["method"]), []).append(entry)
    header = ["network and rows", "method", *(f"{n_rows:,} rows" for n_rows in ROWS), "skreg"]
    rows = [
        [
            name,
            method,
            *(ratio_text(entry["ratio"]) for entry in entries),
            ", ".join(time_text(entry["seconds"]["skreg"]["median"]) for entry in entries),
        ]
        for (name, method), entries in groups.items()
    ]
    return "\n\n".join(
        ["## Prediction: scikit-learn's time over skreg's", "Median of the rounds (smallest–largest).",
         table(header, rows)]
    )  # fmt: skip
