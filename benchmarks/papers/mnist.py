"""The protocol of the tables on permutation-invariant MNIST, which choose nothing by the test images.

A row uses the hyperparameters with the lowest error on the last 10,000 training images, after a shorter
training on the other 50,000. With dropout, the learning rate and max-norm are those with the lowest error
after a full training. The network is then trained on all 60,000 images. The result of each candidate and each
seed is kept.

All networks have rectified units, minibatches of 128, and Adam with a cosine schedule that falls to zero.
Rows with dropout drop 0.5 of the hidden units and 0.2 of the inputs, with one thinned network per minibatch.
They train for more epochs.
"""

import time
from functools import partial
from typing import NamedTuple

import numpy as np
from sklearn.model_selection import ParameterGrid

from benchmarks import data, runs
from benchmarks.markdown import table
from skreg import MLPClassifier

DROPOUT = {"dropout": 0.5, "input_dropout": 0.2, "dropout_scope": "batch"}
# After a short training the held-out error prefers other values than after a full one. These values had the
# lowest error after 300 epochs, as mnist_strengths.py found. The rate is used without max-norm as well.
THINNED_RATE, THINNED_MAX_NORM = 5e-4, 1.5
N_HELD_OUT = 10_000


class Epochs(NamedTuple):
    """Numbers of epochs: for a candidate on 50,000 images, and for the chosen network on all images."""

    candidate: int
    final: int


PLAIN, THINNED = Epochs(10, 40), Epochs(25, 300)


class Row(NamedTuple):
    """A row of a table: the paper's error in percent, the network, the search space and the epochs."""

    paper: float
    parameters: dict
    grid: dict | list
    epochs: Epochs
    n_seeds: int = 1


def settings(row, candidate, n_epochs):
    """Parameters of a row's network."""
    common = {"alpha": 0, "batch_size": 128, "learning_rate": "cosine", "max_iter": n_epochs}
    return common | row.parameters | candidate


def error(net, X, y):
    """Percentage of wrong labels."""
    return round(100 * (1 - net.score(X, y)), 2)


def validation_error(parameters):
    """Error on the held-out training images, for a network trained on the others."""
    X, y, _, _ = data.mnist_split()
    net = MLPClassifier(**parameters, random_state=0).fit(X[:-N_HELD_OUT], y[:-N_HELD_OUT])
    return {"validation error": error(net, X[-N_HELD_OUT:], y[-N_HELD_OUT:])}


def choose(name, row_name, row):
    """The candidate with the lowest validation error after a short training."""
    candidates = list(ParameterGrid(row.grid))
    if len(candidates) == 1:
        return candidates[0]
    errors = []
    for candidate in candidates:
        parameters = settings(row, candidate, row.epochs.candidate)
        run_candidate = partial(validation_error, parameters)
        result = runs.kept(f"{name}.choice", f"{row_name} {candidate}", 0, run_candidate, parameters)
        errors.append(result["validation error"])
    return candidates[np.argmin(errors)]


def run(parameters, seed):
    """Test error after training on all training images."""
    X, y, X_test, y_test = data.mnist_split()
    start = time.perf_counter()
    net = MLPClassifier(**parameters, random_state=seed).fit(X, y)
    seconds = time.perf_counter() - start
    return {
        "error": error(net, X_test, y_test),
        "training error": error(net, X, y),
        "fit seconds": round(seconds, 1),
    }


def results(name, row_name, row, n_seeds):
    """The choice for a row, and a result for each seed, which is read or computed."""
    chosen = choose(name, row_name, row)
    parameters = settings(row, chosen, row.epochs.final)
    kept = [
        runs.kept(name, row_name, seed, partial(run, parameters, seed), parameters) for seed in range(n_seeds)
    ]
    return chosen, kept


def print_table(name, rows):
    """Compute the missing results, and print ours beside those of the paper."""
    options = runs.parse(name, rows, {row_name: row.n_seeds for row_name, row in rows.items()})
    lines = []
    for row_name, row in options.rows.items():
        chosen, kept = results(name, row_name, row, options.n_seeds[row_name])
        chosen = ", ".join(f"{key} {value:g}" for key, value in chosen.items())
        minutes = np.mean([result["fit seconds"] for result in kept]) / 60
        cells = f"{row.paper:.2f}", runs.mean_and_range(kept, "error"), len(kept), row.epochs.final, chosen
        lines.append([row_name, *cells, f"{minutes:.0f}"])
    print(table(["row", "paper, %", "ours, %", "seeds", "epochs", "chosen", "minutes a fit"], lines))
