"""
What each regulariser does: one network that overfits, seven ways
=================================================================

Run it with ``python examples/plot_regularization.py``; it takes about a minute on two cores. Four hundred
handwritten digits are too few for a network of 85,000 weights: it learns them by heart. The pictures,
saved in ``examples/output``, show what l2, l1, group_l1, dropout and max_norm do about it, to the test loss
and to the weights, and what accuracy remains as l1 and group_l1 make the network smaller.
"""

import pickle
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split

from skreg import MLPClassifier, mlp_path

OUTPUT = Path(__file__).parent / "output" if "__file__" in globals() else Path("output")
N_EPOCHS = 300
TECHNIQUES = {
    "none": {},
    "l2": {"l2": 1e-3},
    "l1": {"l1": 1e-4},
    "group_l1": {"group_l1": 1e-4},
    "dropout": {"dropout": 0.5},
    'dropout, scope "batch"': {"dropout": 0.5, "dropout_scope": "batch"},
    "dropout and max_norm": {"dropout": 0.5, "max_norm": 1.0},
}


def network(**parameters):
    """The network, with a rate that falls to zero, so that the zeros come to rest."""
    return MLPClassifier(
        (256, 256), alpha=0, learning_rate="cosine", batch_size=50, max_iter=N_EPOCHS, random_state=0,
        **parameters,
    )  # fmt: skip


def train(model, X, y, X_test, y_test):
    """Train epoch by epoch; returns the test loss after each."""
    losses = []
    for _ in range(N_EPOCHS):
        model.partial_fit(X, y, classes=range(10))
        losses.append(log_loss(y_test, model.predict_proba(X_test)))
    return losses


def weights(model):
    """All weights in one array."""
    return np.concatenate([W.ravel() for W in model.coefs_])


def draw_curves(axes, losses):
    """Test loss from epoch to epoch: where it rises again, the network overfits."""
    for name, curve in losses.items():
        axes.plot(np.arange(1, N_EPOCHS + 1), curve, label=name)
    axes.set(xlabel="epoch", ylabel="log-loss of the test samples", ylim=(0.08, 0.4))
    axes.legend()


def draw_histograms(figure, models):
    """Weights: l2 makes them small, l1 and group_l1 exactly zero."""
    plots = figure.subplots(1, len(models), sharey=True)
    for axes, (name, model) in zip(plots, models.items(), strict=True):
        w = weights(model)
        axes.hist(w[w != 0], bins=np.linspace(-0.4, 0.4, 81), color="tab:blue")
        axes.set(title=f"{name}\n{np.mean(w == 0):.0%} zeros", yscale="log", xlabel="weight ≠ 0")
    plots[0].set_ylabel("number of weights")


def draw_patterns(figure, models):
    """First weight matrix: a row for each pixel, a column for each hidden unit, black for weights in use."""
    plots = figure.subplots(1, len(models))
    for axes, (name, model) in zip(plots, models.items(), strict=True):
        is_used = (model.coefs_[0] != 0) & (model.coefs_[1] != 0).any(axis=1)
        axes.imshow(is_used, cmap="gray_r", aspect="auto", interpolation="nearest", vmin=0, vmax=1)
        units = model.compress().hidden_layer_sizes
        axes.set(title=f"{name}: {units[0]} and {units[1]} units", xlabel="hidden unit", ylabel="pixel")


def draw_sizes(axes, X, y, X_test, y_test):
    """Accuracy against the size of the compressed network's pickle, along two paths."""
    for parameter, strengths in (("l1", np.logspace(-5, -2, 16)), ("group_l1", np.logspace(-5, -2, 16))):
        path = mlp_path(network(), X, y, **{parameter: strengths}, X_val=X_test, y_val=y_test)
        sizes = [len(pickle.dumps(path.estimator(i).compress())) / 1000 for i in range(len(path))]
        axes.plot(sizes, path.validation_scores, "o-", label=parameter)
    axes.set(xscale="log", xlabel="pickle of the compressed network, kB", ylabel="accuracy, test samples")
    axes.set_ylim(0.88, 0.98)
    axes.legend()


def main():
    """Train all networks, print a table, draw the pictures."""
    X, y = load_digits(return_X_y=True)
    X, X_test, y, y_test = train_test_split(X / 16, y, train_size=400, random_state=0, stratify=y)
    models = {name: network(**parameters) for name, parameters in TECHNIQUES.items()}
    losses = {name: train(model, X, y, X_test, y_test) for name, model in models.items()}
    print(f"{'technique':24s} {'train':>6s} {'test':>6s} {'test loss':>9s} {'zeros':>6s}  units in use")
    for name, model in models.items():
        scores = f"{model.score(X, y):6.3f} {model.score(X_test, y_test):6.3f} {losses[name][-1]:9.3f}"
        units = model.compress().hidden_layer_sizes
        print(f"{name:24s} {scores} {np.mean(weights(model) == 0):6.1%}  {units[0]}, {units[1]}")

    OUTPUT.mkdir(exist_ok=True)
    sparse = {name: models[name] for name in ("none", "l1", "group_l1")}
    pictures = {"curves": (8, 5), "histograms": (12, 3.5), "patterns": (12, 4), "sizes": (8, 5)}
    figures = {name: plt.figure(figsize=size, layout="constrained") for name, size in pictures.items()}
    draw_curves(figures["curves"].subplots(), losses)
    draw_histograms(figures["histograms"], {name: models[name] for name in ("none", "l2", "l1", "dropout")})
    draw_patterns(figures["patterns"], sparse)
    draw_sizes(figures["sizes"].subplots(), X, y, X_test, y_test)
    for name, figure in figures.items():
        figure.savefig(OUTPUT / f"regularization_{name}.png", dpi=120)
    print(f"pictures: {OUTPUT}")


if __name__ == "__main__":
    main()
