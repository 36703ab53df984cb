"""
L2: smaller weights, none of them zero
======================================

``l2`` (weight decay) adds ``l2/2 · Σ w²`` to the cost. Its gradient ``l2 · w`` pulls each weight towards
zero in proportion to its size. The pull is strong on large weights and fades as a weight gets small. No
weight therefore reaches zero.
"""

# %%
# Two hundred patients, a thousand weights
# ----------------------------------------
# The task is to predict the progress of diabetes within a year from ten measurements. Half of the patients
# are for training. A hundred hidden units nearly memorise them, and they predict the other half badly.

# sphinx_gallery_thumbnail_path = '_static/thumbnails/l2.svg'

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from skreg import MLPRegressor

X, y = load_diabetes(return_X_y=True)
X, X_test, y, y_test = train_test_split(X, y, test_size=0.5, random_state=0)
scaler, target_scaler = (
    StandardScaler().fit(X),
    StandardScaler().fit(y[:, None]),
)  # of training rows
X, X_test = scaler.transform(X), scaler.transform(X_test)
y, y_test = (target_scaler.transform(each[:, None])[:, 0] for each in (y, y_test))


def fit(l2):
    """Train a network with this strength for 200 epochs."""
    net = MLPRegressor(
        (100,), l2=l2, alpha=0, learning_rate="cosine", learning_rate_init=3e-3, batch_size=32, random_state=0
    )
    return net.fit(X, y)


strengths = np.array([0, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1])
networks = [fit(l2) for l2 in strengths]

# %%
# Find the right strength
# -----------------------
# With too little l2, the training score lies far above the test score. This is overfitting. With too much,
# both scores are low. This is underfitting. The test patients only show what happens here. To choose a
# strength, search a logarithmic grid by cross-validation.
figure, axes = plt.subplots(layout="constrained")
axes.plot(strengths, [net.score(X, y) for net in networks], "o-", label="training patients")
axes.plot(strengths, [net.score(X_test, y_test) for net in networks], "o-", label="test patients")
axes.set_xscale("symlog", linthresh=1e-4)
axes.set(xlabel="l2", ylabel="R²", ylim=(0, 1))
axes.legend()

# %%
# See what it does to the weights
# -------------------------------
# They get smaller by orders of magnitude, but none is exactly zero. A network trained with l2 alone
# therefore cannot be compressed.
figure, plots = plt.subplots(1, 3, figsize=(10, 3.2), sharey=True, layout="constrained")
for axes, index in zip(plots, (0, 5, 7), strict=True):
    w = np.concatenate([W.ravel() for W in networks[index].coefs_])
    axes.hist(np.log10(np.abs(w)), bins=np.linspace(-6, 1, 50))
    axes.set(title=f"l2={strengths[index]:g}: {np.sum(w == 0)} exactly zero", xlabel="log10 |w|")
plots[0].set_ylabel("number of weights")

# %%
for l2, net in zip(strengths, networks, strict=True):
    w = np.concatenate([W.ravel() for W in net.coefs_])
    scores = f"R² {net.score(X, y):.3f} in training, {net.score(X_test, y_test):.3f} in test"
    print(f"l2={l2:<7g} {scores}   norm of the weights {np.linalg.norm(w):.2f}   zeros {np.sum(w == 0)}")
plt.show()
