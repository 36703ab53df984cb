"""Prediction of 1 to 1,000,000 rows with skreg, with scikit-learn and with NumPy's matrix products alone."""

import functools
import statistics
import warnings
from typing import NamedTuple

import numpy as np
from sklearn.datasets import make_classification
from sklearn.exceptions import ConvergenceWarning

from benchmarks.estimators import ESTIMATORS
from benchmarks.markdown import table
from benchmarks.processes import rotated, workers
from benchmarks.timing import ratio_text, ratios, seconds_per_call, spread, time_text

ROWS = (1, 100, 1_000, 20_000, 1_000_000)
ROWS_QUICK = (1, 100)
FLOOR = "products"  # the matrix products alone, in blocks of the same size and in preallocated memory
_HERE = "benchmarks.families.prediction"


class Net(NamedTuple):
    """A subject that predicts, and the type of its rows."""

    n_features: int
    hidden_units: tuple
    dtype: str


NETS = [
    Net(n_features, hidden_units, dtype)
    for n_features, hidden_units in ((64, (200, 100)), (30, (100,)), (54, (256, 256)), (300, (512, 128)))
    for dtype in ("float32", "float64")
]


@functools.cache
def _fitted(peer, net):
    X, y = make_classification(2_000, net.n_features, n_informative=10, n_classes=4, random_state=0)
    model = ESTIMATORS[peer](hidden_layer_sizes=net.hidden_units, max_iter=3, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(X.astype(net.dtype), y)


@functools.lru_cache(maxsize=1)
def _rows(net, n_rows):
    return np.random.default_rng(0).standard_normal((n_rows, net.n_features), dtype=net.dtype)


def _products(net):
    """A function of X that computes only the products of a network's layers."""
    coefs = [W.astype(net.dtype) for W in _fitted("sklearn", net).coefs_]
    n_rows = max(512, 2 * max(net.hidden_units))
    outputs = [np.empty((n_rows, W.shape[1]), dtype=net.dtype) for W in coefs]

    def multiply(X):
        for begin in range(0, len(X), n_rows):
            h = X[begin : begin + n_rows]
            for W, z in zip(coefs, outputs, strict=True):
                h = np.matmul(h, W, out=z[: len(h)])

    return multiply


def call_seconds(peer, net, n_rows, seconds):
    """In a worker: shortest time of a call."""
    n_features, hidden_units, dtype = net
    net = Net(n_features, tuple(hidden_units), dtype)
    predict, X = _products(net) if peer == FLOOR else _fitted(peer, net).predict_proba, _rows(net, n_rows)
    return seconds_per_call(lambda: predict(X), seconds)


def run(options):
    """Measure all networks and numbers of rows, alternating between both libraries and the floor."""
    settings = [(net, n_rows) for net in NETS for n_rows in (ROWS_QUICK if options.quick else ROWS)]
    peers = [*ESTIMATORS, FLOOR]
    times = {peer: [[] for _ in settings] for peer in peers}
    with workers(peers, options.n_threads) as started:
        for i in range(options.n_rounds):
            for j, setting in enumerate(settings):
                for peer in rotated(peers, i):
                    arguments = (peer, *setting, options.seconds(0.15))
                    times[peer][j].append(started[peer].call(f"{_HERE}:call_seconds", *arguments))
    return [
        {
            **net._asdict(),
            "n_rows": n_rows,
            "seconds": {peer: spread(times[peer][j]) for peer in peers},
            "ratio": ratios(times["sklearn"][j], times["skreg"][j]),
            "ratio_of_floor": ratios(times["sklearn"][j], times[FLOOR][j]),
        }
        for j, (net, n_rows) in enumerate(settings)
    ]


def tables(result):
    """Ratios of both libraries and of the products alone, for each number of rows, and skreg's times."""
    groups = {}
    for entry in result:
        name = f"{entry['n_features']} features, {tuple(entry['hidden_units'])}, {entry['dtype']}"
        groups.setdefault(name, []).append(entry)
    columns = [f"{entry['n_rows']:,} rows" for entry in next(iter(groups.values()))]
    rows = [[name, *(_cell(entry) for entry in entries)] for name, entries in groups.items()]
    times = [
        [name, *(time_text(entry["seconds"]["skreg"]["median"]) for entry in entries)]
        for name, entries in groups.items()
    ]
    medians = [entry["ratio"]["median"] for entry in result]
    smallest, median = min(medians), statistics.median(medians)
    return "\n\n".join(
        [
            "## Prediction: scikit-learn's time over skreg's",
            "`predict_proba`, median of the rounds (smallest–largest). Behind the stroke: scikit-learn's time"
            " over that of the network's products alone, by NumPy: the bound, but for noise."
            f" Of all cases the smallest ratio is {smallest:.2f}, the median {median:.2f}.",
            table(["network and rows", *columns], rows),
            "skreg's times:",
            table(["network and rows", *columns], times),
        ]
    )  # fmt: skip


def _cell(entry):
    return f"{ratio_text(entry['ratio'])} / {entry['ratio_of_floor']['median']:.2f}"
