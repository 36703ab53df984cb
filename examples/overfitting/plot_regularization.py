"""
What each regulariser does: one network that overfits, seven ways
=================================================================

A network with 85,000 weights memorises four hundred handwritten digits. This is overfitting. The example
shows what l2, l1, group_l1, dropout and max_norm do to the test loss and to the weights.
"""

# sphinx_gallery_thumbnail_path = '_static/thumbnails/regularization.svg'

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from skreg import MLPClassifier

X, y = load_digits(return_X_y=True)
X, X_test, y, y_test = train_test_split(X / 16, y, train_size=400, random_state=0, stratify=y)
techniques = {
    "none": {},
    "l2": {"l2": 1e-3},
    "l1": {"l1": 1e-4},
    "group_l1": {"group_l1": 1e-4},
    "dropout": {"dropout": 0.5},
    'dropout, scope "batch"': {"dropout": 0.5, "dropout_scope": "batch"},
    "dropout and max_norm": {"dropout": 0.5, "max_norm": 1.0},
}
networks = {
    name: MLPClassifier(
        (256, 256), alpha=0, learning_rate="cosine", batch_size=50, max_iter=200, scoring="loss",
        random_state=0, **parameters,
    ).fit(X, y, X_val=X_test, y_val=y_test)
    for name, parameters in techniques.items()
}  # fmt: skip

# %%
# The test loss from epoch to epoch
# ---------------------------------
# The test samples are passed as ``X_val``. They are only recorded, and nothing is chosen by them. Where a
# curve rises again, the network overfits.
figure, axes = plt.subplots(figsize=(8, 5), layout="constrained")
for name, net in networks.items():
    axes.plot(np.arange(1, 201), net.validation_loss_curve_, label=name)
axes.set(xlabel="epoch", ylabel="log-loss of the test samples", ylim=(0.08, 0.4))
axes.legend()


# %%
# Scores, and what is left of the network
# ---------------------------------------
# The test loss has two parts: "correct" comes from the digits that are predicted correctly, and "wrong"
# from the others.
def weights(net):
    """Return all weights in one array."""
    return np.concatenate([W.ravel() for W in net.coefs_])


def loss_parts(net):
    """Return the test loss from correct predictions and from wrong ones."""
    losses = -net.predict_log_proba(X_test)[np.arange(len(y_test)), y_test]
    is_correct = net.predict(X_test) == y_test
    return losses[is_correct].sum() / len(losses), losses[~is_correct].sum() / len(losses)


head = ("train", "test", "loss", "correct", "wrong", "zeros")
print(f"{'technique':24s}" + "".join(f"{name:>8s}" for name in head) + "  units")
for name, net in networks.items():
    correct, wrong = loss_parts(net)
    scores = (net.score(X, y), net.score(X_test, y_test), correct + wrong, correct, wrong)
    units = net.compress().hidden_layer_sizes
    zeros = np.mean(weights(net) == 0)
    print(
        f"{name:24s}" + "".join(f"{score:8.3f}" for score in scores) + f"{zeros:8.1%}  {units[0]}, {units[1]}"
    )

# %%
# Why do l1 and group_l1 end with a higher test loss than no regularisation? A penalty makes the weights
# smaller, and so the network is less sure of its predictions. The loss from wrong predictions falls, and the
# loss from correct ones rises. Few digits are predicted wrongly. With l1 and group_l1 the rise is larger.
# What they give is a smaller network with nearly the same accuracy. Dropout makes fewer mistakes, and the
# network stays sure of its correct predictions.

# %%
# The weights
# -----------
# l2 makes them small. l1 and group_l1 make them exactly zero. Dropout does neither.
figure, plots = plt.subplots(1, 4, figsize=(12, 3.5), sharey=True, layout="constrained")
for axes, name in zip(plots, ("none", "l2", "l1", "dropout"), strict=True):
    w = weights(networks[name])
    axes.hist(w[w != 0], bins=np.linspace(-0.4, 0.4, 81))
    axes.set(title=f"{name}\n{np.mean(w == 0):.0%} zeros", yscale="log", xlabel="weight ≠ 0")
plots[0].set_ylabel("number of weights")

# %%
# The picture shows the first weight matrix. Each row is a pixel, each column is a hidden unit, and black is a
# weight in use. l1 removes single weights. group_l1 removes whole units.
figure, plots = plt.subplots(1, 3, figsize=(12, 4), layout="constrained")
for axes, name in zip(plots, ("none", "l1", "group_l1"), strict=True):
    net = networks[name]
    is_used = (net.coefs_[0] != 0) & (net.coefs_[1] != 0).any(axis=1)
    axes.imshow(is_used, cmap="gray_r", aspect="auto", interpolation="nearest", vmin=0, vmax=1)
    units = net.compress().hidden_layer_sizes
    axes.set(title=f"{name}: {units[0]} and {units[1]} units", xlabel="hidden unit", ylabel="pixel")
plt.show()
