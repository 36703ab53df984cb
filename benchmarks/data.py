"""Data sets by name, as float32 samples.

MNIST is read from ``mnist.npz`` in the folder that the environment variable ``SKREG_DATA`` names;
without it, it is fetched from OpenML. The UCI sets for regression are read from ``uci_regression.npz`` there.
"""

import os
from pathlib import Path

import numpy as np
from scipy.linalg import expm
from sklearn.datasets import fetch_openml, load_digits, make_classification


def digits(n_samples, n_features):
    """scikit-learn's handwritten digits, 64 pixels between 0 and 1."""
    X, y = load_digits(return_X_y=True)
    return X / 16, y


def tabular(n_samples, n_features):
    """Generated columns of numbers, two classes."""
    return make_classification(n_samples, n_features, n_informative=10, random_state=0)


def mnist_split():
    """Handwritten digits of 28 × 28 pixels between 0 and 1: X and y to train on, X and y to test on."""
    folder = os.environ.get("SKREG_DATA")
    if folder and (Path(folder) / "mnist.npz").exists():
        with np.load(Path(folder) / "mnist.npz") as arrays:
            X, X_test, y, y_test = (arrays[n] for n in ("X_train", "X_test", "y_train", "y_test"))
    else:
        X, y = fetch_openml("mnist_784", version=1, return_X_y=True, as_frame=False)
        X, X_test, y, y_test = X[:60_000], X[60_000:], y[:60_000], y[60_000:]
    samples, test_samples = (images.astype(np.float32) / 255 for images in (X, X_test))
    return samples, y.astype(np.int64), test_samples, y_test.astype(np.int64)


def mnist(n_samples, n_features):
    """The first handwritten digits of those to train on."""
    X, y, _, _ = mnist_split()
    return X[:n_samples], y[:n_samples]


def uci_regression(name, split):
    """A set of Gal & Ghahramani (2016): X and y to train on, X and y to test on in one of its splits.

    Scaled to mean 0 and variance 1 by the former; and the scale of y.
    """
    with np.load(Path(os.environ["SKREG_DATA"]) / "uci_regression.npz") as arrays:
        X, y, test = arrays[f"{name}_X"], arrays[f"{name}_y"], arrays[f"{name}_test"][split]
    mean, scale = X[~test].mean(axis=0), X[~test].std(axis=0)
    X = (X - mean) / np.where(scale > 0, scale, 1)
    scale = y[~test].std()
    y = (y - y[~test].mean()) / scale
    return X[~test], y[~test], X[test], y[test], scale


def matrix_exponential(n_samples, n_features):
    """2 × 2 matrices and their exponentials, the example of SimpleChains.jl."""
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
