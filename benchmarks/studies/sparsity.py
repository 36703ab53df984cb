"""LeNet-300-100 on MNIST along `mlp_path`: error, zeros and units, size of the pickle, time of a prediction.

The network 784-300-100-10 trains on all 60,000 images with minibatches of 128 and Adam, with a rate of 1e-3
that falls to zero by the cosine. The first strength takes 60 epochs, and each of the 19 others takes 15.
Nothing is chosen by the test error: the whole path is printed.
"""

import pickle
from copy import deepcopy
from functools import partial

import numpy as np

from benchmarks import data, runs
from benchmarks.markdown import table
from benchmarks.timing import seconds_per_call
from skreg import MLPClassifier, mlp_path

ROWS = {
    "l1": {"l1": np.logspace(-6, -3, 20)},
    "group_l1": {"group_l1": np.logspace(-6, -3, 20)},
}
PUBLISHED = """\
Published: RigL (Evci et al. 2020) 1.44 % error with 87 % zeros; L0 (Louizos et al. 2018) 1.8 % at 266-88-33;
VIB (Dai et al. 2018) 1.6 % at 97-71-33."""
SECONDS = 0.3  # per measurement of a prediction


def retrained(small, X, y):
    """A compressed network after 15 epochs without the penalty. It keeps its units, not its other zeros."""
    free = deepcopy(small).set_params(group_l1=0.0, warm_start=True, max_iter=15)
    return free.fit(X, y)


def run(row, seed):
    """One path, as lists with a value for each strength."""
    X, y, X_test, y_test = data.mnist_split()
    net = MLPClassifier(
        (300, 100), alpha=0, batch_size=128, learning_rate="cosine", max_iter=60, tol=0,
        n_iter_no_change=np.inf, random_state=seed,
    )  # fmt: skip
    path = mlp_path(net, X, y, **row, X_val=X_test, y_val=y_test, n_epochs=15)
    result = {
        "strengths": path.strengths.tolist(),
        "errors": (100 * (1 - path.validation_scores)).round(2).tolist(),
        "zeros": (100 * path.zeros).round(2).tolist(),
        "units": path.units.tolist(),
        "errors when retrained": [],
        "pickles": [],
        "ratios of one row": [],
        "ratios of 1,000 rows": [],
    }
    for index in range(len(path)):
        model = path.estimator(index)
        small = model.compress()
        if "group_l1" in row:
            error = 1 - retrained(small, X, y).score(X_test, y_test)
            result["errors when retrained"].append(round(100 * error, 2))
        dense = sum(W.size for W in model.coefs_) * 4
        result["pickles"].append(round(len(pickle.dumps(small)) / dense, 3))
        for name, rows in (("one row", X_test[:1]), ("1,000 rows", X_test[:1000])):
            calls = (partial(fitted.predict, rows) for fitted in (model, small))
            before, after = (seconds_per_call(call, SECONDS) for call in calls)
            result[f"ratios of {name}"].append(round(before / after, 2))
    return result


def main():
    """Print a table for each penalty, with the mean over all seeds in each cell."""
    options = runs.parse("studies.sparsity", ROWS, n_seeds=1)
    headers = {
        "errors": "test error, %",
        "errors when retrained": "retrained without the penalty",
        "zeros": "zeros, %",
        "pickles": "pickle / dense float32 weights",
        "ratios of one row": "prediction before / after compress(), one row",
        "ratios of 1,000 rows": "1,000 rows",
    }
    for name, results in runs.run_all("studies.sparsity", options, run).items():
        columns = [key for key in headers if results[0][key]]
        mean = {key: np.mean([result[key] for result in results], axis=0) for key in (*columns, "units")}
        rows = [
            [f"{strength:.1e}", "-".join(f"{n:.0f}" for n in mean["units"][index])]
            + [f"{mean[key][index]:.2f}" for key in columns]
            for index, strength in enumerate(results[0]["strengths"])
        ]
        header = [name, "units in use", *(headers[key] for key in columns)]
        print(f"\n{len(results)} seeds\n\n{table(header, rows)}")
    print(f"\n{PUBLISHED}")


if __name__ == "__main__":
    main()
