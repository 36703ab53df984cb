"""`mlp_path` with twenty strengths against twenty fits from new weights: time, validation score, zeros.

LeNet-300-100 is trained on 10,000 images of MNIST and validated on 5,000 others.
"""

import time

import numpy as np
from sklearn.base import clone

from benchmarks import data, runs
from benchmarks.markdown import table
from skreg import MLPClassifier, mlp_path

ROWS = {"l1": np.logspace(-6, -3, 20), "group_l1": np.logspace(-6, -3, 20)}


def run(strengths, seed, parameter):
    """Seconds, scores and zeros of both methods."""
    X, y, _, _ = data.mnist_split()
    X, X_val, y, y_val = X[:10_000], X[10_000:15_000], y[:10_000], y[10_000:15_000]
    net = MLPClassifier(
        (300, 100), alpha=0, batch_size=128, learning_rate="cosine", max_iter=50, tol=0,
        n_iter_no_change=np.inf, random_state=seed,
    )  # fmt: skip
    start = time.perf_counter()
    path = mlp_path(net, X, y, **{parameter: strengths}, X_val=X_val, y_val=y_val)
    middle = time.perf_counter()
    cold = [clone(net).set_params(**{parameter: strength}).fit(X, y) for strength in strengths]
    end = time.perf_counter()
    zeros = [np.mean(np.concatenate([W.ravel() for W in model.coefs_]) == 0) for model in cold]
    scores = np.array([model.score(X_val, y_val) for model in cold])
    return {
        "path seconds": middle - start,
        "cold seconds": end - middle,
        "mean score of path": path.validation_scores.mean(),
        "mean score of cold fits": scores.mean(),
        "best score of path": path.validation_scores.max(),
        "best score of cold fits": scores.max(),
        "least difference": (path.validation_scores - scores).min(),
        "zeros of path": path.zeros.tolist(),
        "zeros of cold fits": np.array(zeros).tolist(),
        "scores of path": path.validation_scores.tolist(),
        "scores of cold fits": scores.tolist(),
    }


def main():
    """Print the table."""
    options = runs.parse("studies.path_cost", ROWS, n_seeds=1)
    options.rows = {name: (name, strengths) for name, strengths in options.rows.items()}
    results = runs.run_all("studies.path_cost", options, lambda row, seed: run(row[1], seed, row[0]))
    names = [name for name, value in next(iter(results.values()))[0].items() if not isinstance(value, list)]
    rows = [
        [name, *(runs.mean_and_range(result, column, 4) for column in names if column != "seconds")]
        for name, result in results.items()
    ]
    print(table(["penalty", *(name for name in names if name != "seconds")], rows))


if __name__ == "__main__":
    main()
