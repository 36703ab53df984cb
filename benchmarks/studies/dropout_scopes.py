"""Test error on MNIST with one thinned network per sample, with one per minibatch, and without dropout.

The network is 784-1024-1024-10 with minibatches of 128, unless the row says otherwise. It trains on all
60,000 images for 40 epochs of Adam, with a rate of 1e-3 that falls to zero by the cosine. Dropout is 0.5 and
input dropout 0.2. Nothing is chosen by the test error: all rows are printed.
"""

import numpy as np

from benchmarks import data, runs
from benchmarks.markdown import table
from skreg import MLPClassifier

FULL = {"dropout": 0.5, "input_dropout": 0.2}
HALF = {"dropout": 0.25, "input_dropout": 0.1}
BATCH = {"dropout_scope": "batch"}
COMMON = {
    "hidden_layer_sizes": (1024, 1024), "alpha": 0, "batch_size": 128, "learning_rate": "cosine", "tol": 0,
    "n_iter_no_change": np.inf, "max_iter": 40,
}  # fmt: skip
ROWS = {
    "none, 40 epochs": {},
    "sample, 40 epochs": FULL,
    "batch, 40 epochs": {**FULL, **BATCH},
    "batch, 100 epochs": {**FULL, **BATCH, "max_iter": 100},
    "sample, half the rates, 40 epochs": HALF,
    "batch, half the rates, 40 epochs": {**HALF, **BATCH},
    "sample, 16 epochs": {**FULL, "max_iter": 16},
}
MAIN_ROWS = "none, 40 epochs", "sample, 40 epochs", "batch, 40 epochs", "batch, 100 epochs"
CHANGES = {
    "2 × 256 units": {"hidden_layer_sizes": (256, 256)},
    "2 × 512 units": {"hidden_layer_sizes": (512, 512)},
    "minibatches of 32": {"batch_size": 32},
    "minibatches of 512": {"batch_size": 512},
}
for change, parameters in CHANGES.items():
    for scope, dropout in {"none": {}, "sample": FULL, "batch": {**FULL, **BATCH}}.items():
        ROWS[f"{scope}, {change}"] = {**dropout, **parameters}


def run(row, seed):
    """Test and training error in percent, and the final cost."""
    X, y, X_test, y_test = data.mnist_split()
    model = MLPClassifier(random_state=seed, **{**COMMON, **row}).fit(X, y)
    return {
        "error": round(100 * (1 - model.score(X_test, y_test)), 2),
        "training error": round(100 * (1 - model.score(X, y)), 3),
        "cost": model.loss_,
    }


def main():
    """Print the table of all rows."""
    n_seeds = {name: 3 if name in MAIN_ROWS else 1 for name in ROWS}
    options = runs.parse("studies.dropout_scopes", ROWS, n_seeds)
    results = runs.run_all("studies.dropout_scopes", options, run)
    rows = [
        [name, *(runs.mean_and_range(result, key) for key in ("error", "training error"))]
        for name, result in results.items()
    ]
    print(table(["dropout", "test error, %", "training error, %"], rows))


if __name__ == "__main__":
    main()
