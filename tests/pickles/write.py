"""Writes the pickles of this version, once for each release: ``python tests/pickles/write.py``.

They are never written again, because later versions have to load them.
"""

import pickle
import warnings
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

import skreg
from skreg import MLPClassifier, MLPRegressor


def fitted_estimators(X, y):
    """One estimator of each kind of state that is stored."""
    labels = np.stack([y > 4, y % 2], axis=1).astype(int)
    options = {"max_iter": 20, "random_state": 0}
    return {
        "classifier": MLPClassifier((8, 6), dropout=0.1, **options).fit(X, y),
        "sparse": MLPClassifier((8,), l1=0.01, learning_rate_init=0.01, **options).fit(X, y),
        "compressed": MLPClassifier((8,), group_l1=0.01, learning_rate_init=0.01, **options)
        .fit(X, y)
        .compress(),
        "early stopping": MLPClassifier((8,), early_stopping=True, **options).fit(X, y > 4),
        "multilabel": MLPClassifier((8,), activation="logistic", **options).fit(X, labels),
        "strings": MLPClassifier((8,), activation="tanh", **options).fit(X, np.array(list("abcdefghij"))[y]),
        "incremental": MLPClassifier((8,), solver="sgd", random_state=0).partial_fit(X, y, classes=range(10)),
        "warm start": MLPRegressor((8,), solver="adamw", l2=0.1, warm_start=True, **options).fit(X, y),
        "poisson": MLPRegressor((8,), loss="poisson", **options).fit(X, y),
        "lbfgs": MLPRegressor((8,), solver="lbfgs", l1=0.01, **options).fit(X, y),
    }


def main():
    """Keep the estimators, some rows, and their predictions for these rows."""
    warnings.simplefilter("ignore")
    X, y = load_digits(return_X_y=True)
    X = X / 16
    estimators = fitted_estimators(X, y)
    rows = X[:50]
    predictions = {name: estimator.predict(rows) for name, estimator in estimators.items()}
    file = Path(__file__).parent / f"skreg-{skreg.__version__}.pkl"
    with file.open("xb") as target:
        pickle.dump((estimators, rows, predictions), target, protocol=4)


if __name__ == "__main__":
    main()
