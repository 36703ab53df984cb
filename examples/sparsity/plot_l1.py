"""
L1: weights that are exactly zero
=================================

``l1`` adds ``l1 · Σ |w|`` to the cost. It pulls small and large weights towards zero with the same force.
A weight whose gradient does not resist reaches zero and stays there. The step of skreg is exact (a soft
threshold), so these weights are zero, instead of small numbers.
"""

# %%
# Try many strengths along a path
# -------------------------------
# ``mlp_path`` trains one network for one strength after the other, each from the weights of the last.

# sphinx_gallery_thumbnail_path = '_static/thumbnails/l1.svg'

import pickle

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from skreg import MLPClassifier, RegularizationPathDisplay, mlp_path

X, y = load_digits(return_X_y=True)
X, X_test, y, y_test = train_test_split(X / 16, y, random_state=0, stratify=y)
X, X_val, y, y_val = train_test_split(X, y, random_state=0, stratify=y)

net = MLPClassifier((100, 50), alpha=0, learning_rate="cosine", batch_size=50, max_iter=60, random_state=0)
path = mlp_path(net, X, y, l1=np.logspace(-6, -2, 17), X_val=X_val, y_val=y_val)
RegularizationPathDisplay(path).plot()

# %%
# Take the strongest that costs nothing
# -------------------------------------
# Take the strongest l1 whose validation score is within 0.005 of the best. ``compress`` then removes the
# hidden units that have no weights left. The predictions stay the same.
dense = path.estimator(0)
sparse = path.estimator(path.strongest(tolerance=0.005))
small = sparse.compress()
assert np.array_equal(small.predict(X_test), sparse.predict(X_test))
for name, model in (("l1=1e-6", dense), (f"l1={sparse.l1:.0e}", sparse), ("the same, compressed", small)):
    zeros = np.mean(np.concatenate([W.ravel() for W in model.coefs_]) == 0)
    print(
        f"{name:22} units {model.hidden_layer_sizes}, {zeros:4.0%} zeros, "
        f"pickle {len(pickle.dumps(model)) / 1000:5.1f} kB, test accuracy {model.score(X_test, y_test):.3f}"
    )

# %%
# See what it does to the weights
# -------------------------------
# Each row is a pixel, each column is a hidden unit, and white is exactly zero. Pixels at the margin lose all
# of their weights, and so do units that the network does not need.
figure, plots = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
for axes, model in zip(plots, (dense, sparse), strict=True):
    W = model.coefs_[0]
    size = np.ma.log10(np.ma.masked_equal(np.abs(W), 0))
    image = axes.imshow(size, cmap="viridis_r", vmin=-4, vmax=0, aspect="auto", interpolation="nearest")
    zeros = f"{np.mean(W == 0):.0%} exactly zero"
    axes.set(title=f"l1={model.l1:.0e}: {zeros}", xlabel="hidden unit", ylabel="pixel")
figure.colorbar(image, ax=plots, label="log10 |w|")
plt.show()
