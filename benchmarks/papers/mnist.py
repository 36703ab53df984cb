"""What the tables on MNIST share: permutation-invariant, nothing chosen by the test images.

A row's hyperparameters are those of the lowest error on the last 10,000 training images, after training
on the other 50,000 for a quarter of the epochs. Then the network is trained on all 60,000. Each candidate and
each seed has a result file of its own.

All networks: rectified units, Adam with a rate that falls to zero by the cosine, minibatches of 128,
dropout 0.5 of hidden units and 0.2 of inputs where the row says dropout, one thinned network a minibatch.
"""

import warnings
from functools import partial
from typing import NamedTuple

import numpy as np
from sklearn.model_selection import ParameterGrid

from benchmarks import data, runs
from benchmarks.markdown import table
from skreg import MLPClassifier

DROPOUT = {"dropout": 0.5, "input_dropout": 0.2, "dropout_scope": "batch"}
N_HELD_OUT = 10_000


class Row(NamedTuple):
    """A row of a table: the paper's error in percent, the network, and what is searched."""

    paper: float
    parameters: dict
    grid: dict
    n_epochs: int
    n_seeds: int = 1


def network(parameters, n_epochs, seed):
    """The network of a row."""
    return MLPClassifier(
        alpha=0, batch_size=128, learning_rate="cosine", max_iter=n_epochs, tol=0, n_iter_no_change=np.inf,
        random_state=seed, **parameters,
    )  # fmt: skip


def validation_error(row, candidate):
    """Error in percent on the held-out training images after a quarter of the epochs."""
    X, y, _, _ = data.mnist_split()
    net = network(row.parameters | candidate, row.n_epochs // 4, seed=0)
    net.fit(X[:-N_HELD_OUT], y[:-N_HELD_OUT])
    return {"validation error": round(100 * (1 - net.score(X[-N_HELD_OUT:], y[-N_HELD_OUT:])), 2)}


def choose(name, row_name, row):
    """The candidate with the lowest validation error."""
    candidates = list(ParameterGrid(row.grid))
    errors = [
        runs.kept(f"{name}.choice", f"{row_name} {candidate}", 0, partial(validation_error, row, candidate))
        for candidate in candidates
    ]
    return candidates[np.argmin([result["validation error"] for result in errors])]


def run(name, row_name, row, seed):
    """Test error in percent of a row, and what was chosen."""
    chosen = choose(name, row_name, row)
    X, y, X_test, y_test = data.mnist_split()
    net = network(row.parameters | chosen, row.n_epochs, seed).fit(X, y)
    zeros = np.mean(np.concatenate([W.ravel() for W in net.coefs_]) == 0)
    return {
        "error": round(100 * (1 - net.score(X_test, y_test)), 2),
        "training error": round(100 * (1 - net.score(X, y)), 3),
        "zeros": round(float(zeros), 3),
        "chosen": chosen,
    }


def print_table(name, rows):
    """Run what is not there yet and print ours beside the paper's."""
    warnings.simplefilter("ignore")  # of epochs that run out, as they are meant to
    options = runs.parse(name, rows)
    lines = []
    for row_name, row in options.rows.items():
        results = [
            runs.kept(name, row_name, seed, partial(run, name, row_name, row, seed))
            for seed in range(min(options.seeds, row.n_seeds))
        ]
        chosen = ", ".join(f"{key} {value:g}" for key, value in results[0]["chosen"].items())
        minutes = np.mean([result["seconds"] for result in results]) / 60
        cells = f"{row.paper:.2f}", runs.spread(results, "error"), len(results), row.n_epochs, chosen
        lines.append([row_name, *cells, f"{minutes:.0f}"])
    print(table(["row", "paper, %", "ours, %", "seeds", "epochs", "chosen", "minutes a fit"], lines))
