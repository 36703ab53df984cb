"""
A tour of skreg: from a grid search to a pickle and a picture
=============================================================

Run it with ``python examples/quickstart.py``. It searches over l2, l1 and dropout on handwritten digits. It
compares the winner with an unregularised network and with scikit-learn's network. Then it loads the
pickled pipeline in a fresh Python process, and it saves a picture of what dropout and l1 do.
"""

# sphinx_gallery_thumbnail_path = '_static/thumbnails/quickstart.svg'

import pickle
import subprocess
import sys
import time
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import log_loss
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neural_network import MLPClassifier as SklearnMLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skreg import MLPClassifier

OUTPUT = Path(__file__).parent / "output" if "__file__" in globals() else Path("output")  # in a notebook
# All fits train for the same number of epochs
NETWORK = {"hidden_layer_sizes": (256, 128), "max_iter": 80, "tol": 0, "n_iter_no_change": 80}
GRID = {
    "mlpclassifier__l2": [0.0, 5e-3],
    "mlpclassifier__dropout": [0.0, 0.25, 0.5],
    "mlpclassifier__l1": [0.0, 1e-4],
}
FRESH_PROCESS = """
import pickle, sys
import numpy as np
with open(sys.argv[1], "rb") as file:
    pipeline, X, expected = pickle.load(file)
assert np.array_equal(pipeline.predict(X), expected), "predictions differ"
print("same predictions; numba imported:", "numba" in sys.modules)
"""


def search(X, y):
    """Try all combinations of the grid by cross-validation on two processes."""
    pipeline = make_pipeline(StandardScaler(), MLPClassifier(**NETWORK, random_state=0))
    start = time.perf_counter()
    result = GridSearchCV(pipeline, GRID, cv=3, n_jobs=2).fit(X, y)
    n_fits = 3 * len(result.cv_results_["params"])
    print(f"\n{n_fits} fits in {time.perf_counter() - start:.1f} s, first compilation included\n")
    print("      l2  dropout      l1   accuracy")
    order = np.argsort(-result.cv_results_["mean_test_score"])
    for i in order:
        l2, dropout, l1 = (result.cv_results_["params"][i][name] for name in GRID)
        mean, std = (result.cv_results_[f"{name}_test_score"][i] for name in ("mean", "std"))
        print(f"{l2:8g} {dropout:8g} {l1:7g}   {mean:.4f} ± {std:.4f}")
    return result.best_estimator_


def share_of_zeros(network):
    """Return the share of weights that are exactly zero."""
    zeros = sum(np.count_nonzero(W == 0) for W in network.coefs_)
    return zeros / sum(W.size for W in network.coefs_)


def compare(best, X_train, X_test, y_train, y_test):
    """Print the test accuracy of the winner beside that of plain networks."""
    plain = make_pipeline(StandardScaler(), MLPClassifier(**NETWORK, random_state=0))
    sparse = make_pipeline(StandardScaler(), MLPClassifier(**NETWORK, l1=5e-4, random_state=0))
    theirs = make_pipeline(StandardScaler(), SklearnMLPClassifier(**NETWORK, random_state=0))
    print("\n                                test accuracy   exact zeros   seconds to fit")
    for name, model in (
        ("skreg, best of the search", best),
        ("skreg, l1=5e-4", sparse),
        ("skreg, not regularised", plain),
        ("scikit-learn's MLP", theirs),
    ):
        start = time.perf_counter()
        model.fit(X_train, y_train)
        seconds = time.perf_counter() - start
        accuracy = model.score(X_test, y_test)
        print(f"{name:30} {accuracy:14.4f} {share_of_zeros(model[-1]):13.1%} {seconds:16.2f}")


def load_in_a_fresh_process(pipeline, X):
    """Pickle the pipeline, and predict with it in a new process."""
    OUTPUT.mkdir(exist_ok=True)
    path = OUTPUT / "pipeline.pkl"
    path.write_bytes(pickle.dumps((pipeline, X, pipeline.predict(X))))
    command = [sys.executable, "-c", FRESH_PROCESS, str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    print(f"\nPickle of {len(pickle.dumps(pipeline)) / 1000:.0f} kB, loaded in a fresh process: {said}")


def train(X_train, X_test, y_train, y_test, n_epochs=120, **regularisation):
    """Train a network that is large enough to overfit, and keep its test loss after each epoch."""
    network = MLPClassifier((256, 256), learning_rate_init=3e-3, random_state=0, **regularisation)
    losses = []
    for _ in range(n_epochs):
        network.partial_fit(X_train, y_train, classes=np.unique(y_train))
        losses.append(log_loss(y_test, network.predict_proba(X_test)))
    return network, losses


def draw_losses(axis, losses, name, colour, position):
    """Draw a curve and its name."""
    axis.plot(losses, color=colour, linewidth=2.5)
    axis.text(*position, name, color=colour, ha="right")


def draw_pixels(axis, network, name):
    """Draw for each pixel how many hidden units use it: their weights are not zero."""
    n_units = np.count_nonzero(network.coefs_[0], axis=1).reshape(8, 8)
    axis.set(title=f"{name}:\n{share_of_zeros(network):.0%} zeros", xticks=(), yticks=())
    return axis.imshow(n_units, cmap="Blues", vmin=0, vmax=100)


def draw(X, y):
    """Save the picture: test loss with and without dropout, pixels in use with and without l1."""
    parts = train_test_split(X / 16, y, train_size=400, random_state=0, stratify=y)
    plain, plain_losses = train(*parts)
    _, dropout_losses = train(*parts, dropout=0.5)
    sparse, _ = train(*parts, l1=5e-4)
    with plt.rc_context({"font.size": 15}):  # legible on a phone
        figure, axes = plt.subplot_mosaic(
            [["loss", "loss"], ["dense", "sparse"]], figsize=(6.4, 7), layout="constrained"
        )
        axes["loss"].set(
            title="Loss of unseen digits", xlabel="epoch", ylim=(0.08, 0.24), yticks=(0.1, 0.15, 0.2)
        )
        draw_losses(axes["loss"], plain_losses, "no regularisation", "tab:red", (119, 0.185))
        draw_losses(axes["loss"], dropout_losses, "dropout=0.5", "tab:blue", (119, 0.13))
        draw_pixels(axes["dense"], plain, "no regularisation")
        image = draw_pixels(axes["sparse"], sparse, "l1=5e-4")
        bar = figure.colorbar(image, ax=[axes["dense"], axes["sparse"]], ticks=(0, 50, 100), extend="max")
        bar.set_label("units that use it")
    path = OUTPUT / "quickstart.png"
    figure.savefig(path, dpi=120)
    print(f"Picture saved as {path}")


def main():
    """Run the tour."""
    warnings.simplefilter("ignore", ConvergenceWarning)  # the number of epochs is fixed
    start = time.perf_counter()
    X, y = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
    best = search(X_train, y_train)
    compare(best, X_train, X_test, y_train, y_test)
    load_in_a_fresh_process(best, X_test)
    draw(X, y)
    print(f"The whole tour took {time.perf_counter() - start:.0f} s.")


if __name__ == "__main__":
    main()
