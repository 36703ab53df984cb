"""Time of a training step beside scikit-learn's, in the same run.

``python benchmarks/step_time.py`` prints microseconds per minibatch step and the median of the
ratios over interleaved rounds. Both train on the same float32 samples with the same batches and
epochs. A step's time is the difference of a long and a short fit, so that start-up does not count.
"""

import os
import statistics
import time
import warnings

import numpy as np
from sklearn import neural_network
from sklearn.datasets import load_digits, make_classification
from sklearn.exceptions import ConvergenceWarning

import skreg

N_ROUNDS = 5


def tabular(n_features):
    """Generated samples: 20,000 rows of numbers, two classes."""
    X, y = make_classification(20_000, n_features, n_informative=10, random_state=0)
    return X.astype(np.float32), y


def digits():
    """scikit-learn's handwritten digits."""
    X, y = load_digits(return_X_y=True)
    return (X / 16).astype(np.float32), y


# name: samples, hidden layers, batch size, epochs of the long fit, dropout (ours only)
CASES = {
    "digits (32), batch 32": (digits, (32,), 32, 100, 0.0),
    "tabular 20, (100), batch 200": (lambda: tabular(20), (100,), 200, 12, 0.0),
    "tabular 54, (256, 256), batch 256, dropout": (lambda: tabular(54), (256, 256), 256, 9, 0.2),
}


def seconds(Estimator, X, y, n_epochs, **parameters):
    """Time of one fit of exactly `n_epochs`."""
    model = Estimator(max_iter=n_epochs, tol=0, n_iter_no_change=n_epochs + 1, random_state=0, **parameters)
    start = time.perf_counter()
    model.fit(X, y)
    elapsed = time.perf_counter() - start
    assert model.n_iter_ == n_epochs
    return elapsed


def step_time(Estimator, X, y, n_epochs, batch_size, **parameters):
    """Seconds per step."""
    n_steps = (n_epochs - 1) * -(-len(X) // batch_size)
    short = min(seconds(Estimator, X, y, 1, batch_size=batch_size, **parameters) for _ in range(2))
    return (seconds(Estimator, X, y, n_epochs, batch_size=batch_size, **parameters) - short) / n_steps


def main():
    """Run all cases."""
    warnings.simplefilter("ignore", ConvergenceWarning)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; median of {N_ROUNDS} rounds")
    print(f"{'case':44} {'skreg µs':>9} {'sklearn µs':>11} {'ratio':>6}")
    for name, (load, hidden, batch_size, n_epochs, dropout) in CASES.items():
        X, y = load()
        common = {"hidden_layer_sizes": hidden, "batch_size": batch_size}
        ours, theirs = [], []
        for _ in range(N_ROUNDS):
            ours.append(step_time(skreg.MLPClassifier, X, y, n_epochs, dropout=dropout, **common))
            theirs.append(step_time(neural_network.MLPClassifier, X, y, n_epochs, **common))
        ratio = statistics.median(b / a for a, b in zip(ours, theirs, strict=True))
        medians = (1e6 * statistics.median(times) for times in (ours, theirs))
        print("{:44} {:9.1f} {:11.1f} {:6.1f}".format(name, *medians, ratio))


if __name__ == "__main__":
    main()
