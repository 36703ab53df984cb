"""Selection of fifty pixels of MNIST by group_l1 on 10,000 training images, and a network's accuracy on them.

A path with group_l1 on the first weight matrix alone keeps fewer and fewer pixels. Its last network with at
least fifty pixels gives the fifty with the largest weights. The l2 of the other matrices is chosen by
accuracy on a fifth of the training images, with pixels and networks from the other images. The test images
are scored once, by a network trained on all 10,000.
"""

import numpy as np
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import train_test_split

from benchmarks import data, runs
from benchmarks.markdown import table
from skreg import MLPClassifier, mlp_path

N_PIXELS = 50
STRENGTHS_OF_L2 = (1e-3, 1e-2)
PUBLISHED = """\
Published (Lemhadri et al. 2021, table 2): LassoNet .873, HSIC-Lasso .870, Fisher score .813."""


def net(seed):
    """The network that is trained on the chosen pixels, for every method of selection."""
    return MLPClassifier(
        (300, 100), alpha=0, dropout=0.2, batch_size=64, learning_rate="cosine", max_iter=50, tol=0,
        n_iter_no_change=np.inf, random_state=seed,
    )  # fmt: skip


def few_pixels(X, y, seed, l2):
    """The pixels with the largest weights in the last network of a path that has enough pixels."""
    strengths = np.outer(np.logspace(-3, -0.5, 30), [1, 0, 0])
    dense = net(seed).set_params(dropout=0.0, l2=[0, l2, l2])
    path = mlp_path(dense, X, y, group_l1=strengths, n_epochs=8)
    last = path.estimator(np.flatnonzero(path.units[:, 0] >= N_PIXELS)[-1])
    norms = np.linalg.norm(last.coefs_[0], axis=1)
    return np.isin(np.arange(len(norms)), np.argsort(-norms)[:N_PIXELS])


def by_group_l1(X, y, seed):
    """Pixels that a path keeps."""
    A, B, a, b = train_test_split(X, y, test_size=0.2, random_state=seed, stratify=y)
    scores = {}
    for l2 in STRENGTHS_OF_L2:
        pixels = few_pixels(A, a, seed, l2)
        scores[l2] = net(seed).fit(A[:, pixels], a).score(B[:, pixels], b)
    return few_pixels(X, y, seed, max(scores, key=scores.get))


def by_variance_ratio(X, y, seed):
    """Pixels that differ most between the classes, each on its own."""
    varies = X.std(axis=0) > 0
    ranked = np.zeros(X.shape[1], dtype=bool)
    ranked[np.flatnonzero(varies)] = SelectKBest(f_classif, k=N_PIXELS).fit(X[:, varies], y).get_support()
    return ranked


def at_random(X, y, seed):
    """Random pixels."""
    return np.isin(np.arange(X.shape[1]), np.random.default_rng(seed).permutation(X.shape[1])[:N_PIXELS])


def all_pixels(X, y, seed):
    """All pixels, without selection."""
    return np.ones(X.shape[1], dtype=bool)


ROWS = {
    "group_l1": by_group_l1,
    "analysis of variance": by_variance_ratio,
    "random": at_random,
    "all pixels": all_pixels,
}


def run(select, seed):
    """Number of pixels, and the test accuracy of the network that is trained on them."""
    X, y, X_test, y_test = data.mnist_split()
    chosen = np.random.default_rng(seed).permutation(len(X))[:10_000]
    X, y = X[chosen], y[chosen]
    pixels = select(X, y, seed)
    model = net(seed).fit(X[:, pixels], y)
    return {"pixels": int(pixels.sum()), "accuracy": model.score(X_test[:, pixels], y_test)}


def main():
    """Print the table."""
    options = runs.parse("studies.feature_selection", ROWS, n_seeds=1)
    results = runs.run_all("studies.feature_selection", options, run)
    rows = [
        [name, runs.mean_and_range(result, "pixels", 0), runs.mean_and_range(result, "accuracy", 3)]
        for name, result in results.items()
    ]
    print(table(["pixels by", "number", "test accuracy"], rows))
    print(f"\n{PUBLISHED}")


if __name__ == "__main__":
    main()
