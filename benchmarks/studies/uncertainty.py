"""Spread of thinned networks on UCI regression sets: error, coverage, and growth away from the training data.

The network has one hidden layer of 50 units and dropout 0.1. A tenth of the training rows is held out to
estimate the noise variance. The sets and splits of Gal & Ghahramani (2016) are read from
``uci_regression.npz`` in the folder that the environment variable ``SKREG_DATA`` names.
"""

import numpy as np

from benchmarks import data, runs
from benchmarks.markdown import table
from skreg import MLPRegressor

SETS = ("bostonHousing", "concrete", "energy", "yacht", "power_plant", "wine_quality_red")
ROWS = {name: name for name in SETS}
DISTANCES = (1, 2, 4)  # factors by which test samples are moved away from the mean of the training data


def run(name, split):
    """Measures of one split."""
    X, y, X_test, y_test, scale = data.uci_regression(name, split)
    held_out = np.random.RandomState(split).permutation(len(X)) < len(X) // 10
    net = MLPRegressor(
        (50,), dropout=0.1, l2=1e-3, learning_rate="cosine", learning_rate_init=3e-3, batch_size=32,
        max_iter=400 if len(X) < 5000 else 60, n_iter_no_change=np.inf, random_state=split,
    ).fit(X[~held_out], y[~held_out])  # fmt: skip
    mean, std = net.predict(X_test, return_std=True)
    noise = np.mean((net.predict(X[held_out], return_std=True)[0] - y[held_out]) ** 2)
    errors, plain_errors = mean - y_test, net.predict(X_test) - y_test
    result = {
        "RMSE, plain": scale * np.sqrt(np.mean(plain_errors**2)),
        "RMSE, mean of passes": scale * np.sqrt(np.mean(errors**2)),
        "coverage, model alone": np.mean(np.abs(errors) < 1.96 * std),
        "coverage, with noise": np.mean(np.abs(errors) < 1.96 * np.sqrt(std**2 + noise)),
    }
    for distance in DISTANCES:
        spread = net.predict(distance * X_test, return_std=True)[1].mean()
        result[f"spread at {distance} X"] = scale * spread
    return {key: float(value) for key, value in result.items()}


def main():
    """Print the table. A seed is one split."""
    options = runs.parse("studies.uncertainty", ROWS, n_seeds=20)
    results = runs.run_all("studies.uncertainty", options, run)
    names = [name for name in next(iter(results.values()))[0] if name != "seconds"]
    rows = [
        [row, *(runs.mean_and_range(result, name, 3) for name in names)] for row, result in results.items()
    ]
    print(table(["set", *names], rows))


if __name__ == "__main__":
    main()
