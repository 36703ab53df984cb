"""The same regularised network in Keras and in skreg: error, zeros, time.

Both train on 10,000 images of MNIST for 30 epochs of Adam, with minibatches of 128. Keras runs on JAX and is
compiled. The times exclude its first epoch, which includes the compilation, and they exclude skreg's
compilation. A seed is that of the network.
"""

import os
import time
import warnings

import numpy as np

from benchmarks import data, runs
from benchmarks.markdown import table

L1, L2, N_EPOCHS, BATCH_SIZE = 1e-5, 1e-4, 30, 128


def keras_network(seed):
    """The network in Keras."""
    import keras
    from keras import layers

    keras.utils.set_random_seed(seed)
    penalty = {"kernel_regularizer": keras.regularizers.L1L2(l1=L1, l2=L2 / 2)}
    model = keras.Sequential(
        [
            keras.Input((784,)),
            layers.Dense(256, "relu", **penalty),
            layers.Dropout(0.2),
            layers.Dense(256, "relu", **penalty),
            layers.Dropout(0.2),
            layers.Dense(10, **penalty),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(1e-3), loss, metrics=["accuracy"])
    return model


def skreg_network(seed):
    """The network in skreg."""
    from skreg import MLPClassifier

    return MLPClassifier(
        (256, 256),
        dropout=0.2,
        l1=L1,
        l2=L2,
        alpha=0,
        learning_rate_init=1e-3,
        batch_size=BATCH_SIZE,
        max_iter=N_EPOCHS,
        tol=0,
        n_iter_no_change=np.inf,
        random_state=seed,
    )


def run_keras(X, y, X_test, y_test, seed):
    """Accuracy, weight matrices, seconds."""
    keras_network(seed).fit(X[:BATCH_SIZE], y[:BATCH_SIZE], batch_size=BATCH_SIZE, verbose=0)
    model = keras_network(seed)
    model.fit(X, y, batch_size=BATCH_SIZE, epochs=1, verbose=0)
    start = time.perf_counter()
    model.fit(X, y, batch_size=BATCH_SIZE, epochs=N_EPOCHS - 1, verbose=0)
    seconds = (time.perf_counter() - start) * N_EPOCHS / (N_EPOCHS - 1)
    matrices = [layer.kernel.numpy() for layer in model.layers if hasattr(layer, "kernel")]
    return model.evaluate(X_test, y_test, verbose=0)[1], matrices, seconds


def run_skreg(X, y, X_test, y_test, seed):
    """Accuracy, weight matrices, seconds."""
    skreg_network(seed).set_params(max_iter=1).fit(X[:BATCH_SIZE], y[:BATCH_SIZE])
    model = skreg_network(seed)
    start = time.perf_counter()
    model.fit(X, y)
    seconds = time.perf_counter() - start
    return model.score(X_test, y_test), model.coefs_, seconds


ROWS = {"Keras (JAX)": run_keras, "skreg": run_skreg}


def run(train, seed):
    """Results of one library for one seed."""
    X, y, X_test, y_test = data.mnist_split()
    accuracy, matrices, seconds = train(X[:10_000], y[:10_000], X_test, y_test, seed)
    weights = np.abs(np.concatenate([np.asarray(W).ravel() for W in matrices]))
    return {
        "error": 100 * (1 - accuracy),
        "zeros": 100 * float(np.mean(weights == 0)),
        "below 1e-4": 100 * float(np.mean(weights < 1e-4)),
        "training seconds": seconds,
    }


def main():
    """Print the table."""
    os.environ["KERAS_BACKEND"] = "jax"
    warnings.simplefilter("ignore")  # fits are meant to use all epochs, which gives a ConvergenceWarning
    options = runs.parse("studies.same_model", ROWS, n_seeds=3)
    keys = ("error", "zeros", "below 1e-4", "training seconds")
    rows = [
        [name, *(runs.mean_and_range(results, key, 1) for key in keys)]
        for name, results in runs.run_all("studies.same_model", options, run).items()
    ]
    print(table(["library", "test error, %", "exact zeros, %", "below 1e-4, %", "seconds"], rows))


if __name__ == "__main__":
    main()
