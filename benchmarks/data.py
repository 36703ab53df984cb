"""Data sets by name, as float32 samples.

Three data sets are read from files in the folder that the environment variable ``SKREG_DATA`` names:

- ``mnist.npz``: ``X_train`` (60000, 784) uint8, ``y_train``, ``X_test``, ``y_test``. Without it, MNIST is
  fetched from OpenML.
- ``uci_regression.npz``: the UCI sets of Gal & Ghahramani (2016) with the splits from the paper's repository.
  Each set has ``NAME_X``, ``NAME_y`` and ``NAME_test``, which is (n_splits, n_samples) bool.
- ``california.npz``: California housing of 1990, with ``X`` (20640, 8) with missing values, and ``y``.
"""

import os
from pathlib import Path

import numpy as np
from scipy.linalg import expm
from sklearn.datasets import fetch_openml, load_digits, make_classification


def digits(n_samples, n_features):
    """scikit-learn's handwritten digits, with 64 pixels between 0 and 1."""
    X, y = load_digits(return_X_y=True)
    return X / 16, y


def tabular(n_samples, n_features):
    """Generated numeric columns with two classes."""
    return make_classification(n_samples, n_features, n_informative=10, random_state=0)


def folder():
    """The folder that the environment variable ``SKREG_DATA`` names."""
    named = os.environ.get("SKREG_DATA")
    if named is None:
        raise FileNotFoundError("the environment variable SKREG_DATA has to name the folder of data")
    return Path(named)


def _file(name):
    return folder() / name if "SKREG_DATA" in os.environ else None


def arrays(name):
    """Arrays by name, from a file in the data folder."""
    file = _file(name)
    if file is None or not file.exists():
        missing = "is not set" if file is None else f"names {str(file.parent)!r}, which has no such file"
        raise FileNotFoundError(
            f"{name} is read from the folder that the environment variable SKREG_DATA names; it {missing}."
            " benchmarks/data.py says what the file has to hold."
        )
    with np.load(file) as loaded:
        return {key: loaded[key] for key in loaded.files}


def mnist_split():
    """Handwritten digits of 28 × 28 pixels between 0 and 1: X and y for training, X and y for testing."""
    file = _file("mnist.npz")
    if file is not None and file.exists():
        loaded = arrays(file.name)
        X, X_test, y, y_test = (loaded[n] for n in ("X_train", "X_test", "y_train", "y_test"))
    else:
        X, y = fetch_openml("mnist_784", version=1, return_X_y=True, as_frame=False)
        X, X_test, y, y_test = X[:60_000], X[60_000:], y[:60_000], y[60_000:]
    samples, test_samples = (images.astype(np.float32) / 255 for images in (X, X_test))
    return samples, y.astype(np.int64), test_samples, y_test.astype(np.int64)


def mnist(n_samples, n_features):
    """The first training samples of the handwritten digits."""
    X, y, _, _ = mnist_split()
    return X[:n_samples], y[:n_samples]


def uci_regression(name, split):
    """A set of Gal & Ghahramani (2016): training X and y, test X and y of one of its splits, and y's scale.

    All are standardised by the mean and the variance of the training data.
    """
    sets = arrays("uci_regression.npz")
    X, y, test = sets[f"{name}_X"], sets[f"{name}_y"], sets[f"{name}_test"][split]
    mean, scale = X[~test].mean(axis=0), X[~test].std(axis=0)
    X = (X - mean) / np.where(scale > 0, scale, 1)
    scale = y[~test].std()
    y = (y - y[~test].mean()) / scale
    return X[~test], y[~test], X[test], y[test], scale


def matrix_exponential(n_samples, n_features):
    """2 × 2 matrices and their exponentials, as in the example of SimpleChains.jl."""
    matrices = np.random.default_rng(0).standard_normal((n_samples, 2, 2))
    return matrices.reshape(-1, 4), expm(matrices).reshape(-1, 4).astype(np.float32)


def load(case):
    """X (float32) and y of a case: labels from 0, or float32 numbers."""
    sets = {f.__name__: f for f in (digits, tabular, mnist, matrix_exponential)}
    X, y = sets[case.data](case.n_samples, case.n_features)
    X = np.ascontiguousarray(X[: case.n_samples], dtype=np.float32)
    if X.shape != (case.n_samples, case.n_features):
        raise ValueError(f"{case.name}: {case.data} has the shape {X.shape}")
    return X, y[: case.n_samples]
