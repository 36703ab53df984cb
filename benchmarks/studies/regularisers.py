"""Each regulariser, tuned by the same search, on six data sets: test score, overfitting, zeros, time.

A network of 100 and 100 units trains on standardised columns for 150 epochs with the cosine schedule. A
GridSearchCV with three folds on the training data chooses the strengths. California housing, MNIST and
concrete are read from the folder that ``SKREG_DATA`` names. A seed determines the split into training and
test data, and it is the network's seed.
"""

import time
import warnings
from itertools import product

import numpy as np
from sklearn.base import is_classifier
from sklearn.compose import TransformedTargetRegressor
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits
from sklearn.impute import SimpleImputer
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neural_network import MLPClassifier as ScikitLearnClassifier
from sklearn.neural_network import MLPRegressor as ScikitLearnRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks import data, runs
from benchmarks.markdown import table
from skreg import MLPClassifier, MLPRegressor

COMMON = {"hidden_layer_sizes": (100, 100), "batch_size": 64, "max_iter": 150, "tol": 0}
GRIDS = {
    "none": {},
    "l2": {"l2": [0, *np.logspace(-5, -1, 5)]},
    "l1": {"l1": [0, *np.logspace(-5, -2, 7)]},
    "dropout": {"dropout": [0, 0.05, 0.1, 0.2, 0.3, 0.5]},
    "all three": {"l2": [0, 1e-3, 3e-2], "l1": [0, 1e-4, 1e-3], "dropout": [0, 0.1, 0.3]},
    "scikit-learn": {"alpha": np.logspace(-5, 1, 7)},  # with minibatches of 64, l2 from 2e-7 to 0.16
}


def _california():
    columns = data.arrays("california.npz")
    rows = np.random.RandomState(0).permutation(len(columns["y"]))[:8000]
    return columns["X"][rows], columns["y"][rows]


def _mnist():
    X, y, _, _ = data.mnist_split()
    return X[:8000], y[:8000]


def _concrete():
    columns = data.arrays("uci_regression.npz")
    return columns["concrete_X"], columns["concrete_y"]


SETS = {
    "breast cancer": lambda: load_breast_cancer(return_X_y=True),
    "digits": lambda: load_digits(return_X_y=True),
    "MNIST, 6,000": _mnist,
    "diabetes": lambda: load_diabetes(return_X_y=True),
    "concrete": _concrete,
    "California, 6,000": _california,
}
ROWS = {
    f"{data_set}: {regulariser}": (data_set, regulariser) for data_set, regulariser in product(SETS, GRIDS)
}


def network(classifies, regulariser, seed):
    """The network for the search, and the prefix of its parameters."""
    if regulariser == "scikit-learn":
        Estimator = ScikitLearnClassifier if classifies else ScikitLearnRegressor
        net = Estimator(**COMMON, n_iter_no_change=np.inf, random_state=seed)
    else:
        Estimator = MLPClassifier if classifies else MLPRegressor
        net = Estimator(**COMMON, alpha=0, learning_rate="cosine", n_iter_no_change=np.inf, random_state=seed)
    prefix = type(net).__name__.lower() + "__"
    pipeline = make_pipeline(SimpleImputer(), StandardScaler(), net)
    if classifies:
        return pipeline, prefix
    return TransformedTargetRegressor(pipeline, transformer=StandardScaler()), f"regressor__{prefix}"


def run(row, seed):
    """Scores (accuracy or R²), zeros, chosen parameters, and seconds of the search."""
    data_set, regulariser = row
    X, y = SETS[data_set]()
    classifies = y.dtype.kind != "f"
    X, X_test, y, y_test = train_test_split(
        X, y, test_size=0.25, random_state=seed, stratify=y if classifies else None
    )
    model, prefix = network(classifies, regulariser, seed)
    grid = {prefix + name: values for name, values in GRIDS[regulariser].items()}
    start = time.perf_counter()
    search = GridSearchCV(model, grid, cv=3).fit(X, y)
    seconds = time.perf_counter() - start
    best = search.best_estimator_
    net = best[-1] if is_classifier(best) else best.regressor_[-1]
    test_score = search.score(X_test, y_test)
    return {
        "test score": test_score,
        "gap": search.score(X, y) - test_score,
        "zeros": float(np.mean(np.concatenate([W.ravel() for W in net.coefs_]) == 0)),
        "search seconds": seconds,
        "chosen": {name.removeprefix(prefix): float(value) for name, value in search.best_params_.items()},
    }


def main():
    """Print the table."""
    warnings.simplefilter("ignore")  # fits are meant to use all epochs, which gives a ConvergenceWarning
    n_seeds = {name: 1 if data_set.startswith("MNIST") else 3 for name, (data_set, _) in ROWS.items()}
    options = runs.parse("studies.regularisers", ROWS, n_seeds)
    rows = []
    for name, results in runs.run_all("studies.regularisers", options, run).items():
        figures = [
            runs.mean_and_range(results, key, digits)
            for key, digits in (("test score", 4), ("gap", 3), ("zeros", 2), ("search seconds", 1))
        ]
        rows.append([*name.split(": "), *figures])
    print(table(["data", "regulariser", "test score", "training less test", "zeros", "seconds"], rows))


if __name__ == "__main__":
    main()
