"""
Dropout: an ensemble of thinned networks
========================================

Each update leaves out every hidden unit with probability ``dropout``, together with all its connections.
Each sample gets a new draw. No unit can therefore rely on another one. Prediction uses all units, which
is nearly the mean of all these thinned networks.
"""

# %%
# Training loss and test loss
# ---------------------------

# sphinx_gallery_thumbnail_path = '_static/thumbnails/dropout.svg'

import matplotlib.pyplot as plt
from sklearn.datasets import load_digits
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split

from skreg import LossCurveDisplay, MLPClassifier

X, y = load_digits(return_X_y=True)
X, X_test, y, y_test = train_test_split(X / 16, y, train_size=400, random_state=0, stratify=y)


def fit(n_units, dropout, n_epochs=100):
    """Fit two hidden layers, and record the loss of the test samples after each epoch."""
    net = MLPClassifier(
        (n_units, n_units), dropout=dropout, alpha=0, learning_rate="cosine", learning_rate_init=3e-3,
        batch_size=50, max_iter=n_epochs, scoring="loss", random_state=0,
    )  # fmt: skip
    return net.fit(X, y, X_val=X_test, y_val=y_test)


figure, plots = plt.subplots(1, 2, figsize=(10, 4), sharey=True, layout="constrained")
for axes, dropout in zip(plots, (0, 0.5), strict=True):
    LossCurveDisplay.from_estimator(fit(512, dropout), ax=axes, log_scale=True)
    axes.set(title=f"512 and 512 units, dropout={dropout:g}", ylim=(1e-4, 3))

# %%
# The curves labelled "validation" show the test samples here. They are only recorded, and nothing is
# chosen by them. Without dropout, the training loss falls to nearly nothing, while the test loss stops
# falling. This is overfitting.
#
# Dropout is most useful in large networks
# ----------------------------------------
# Again, the test samples only show what happens. A rate of 0.5 leaves half of the units. Eight of 16
# units are too few, but 128 of 256 are enough. The larger the network, the higher its best rate, and the more
# it gains.
rates = [0, 0.1, 0.2, 0.35, 0.5, 0.65]
figure, axes = plt.subplots(layout="constrained")
for n_units in (16, 64, 256):
    losses = [log_loss(y_test, fit(n_units, rate).predict_proba(X_test)) for rate in rates]
    axes.plot(rates, losses, "o-", label=f"{n_units} units a layer")
    print(f"{n_units:3} units:", *(f"{loss:.3f}" for loss in losses))
axes.set(xlabel="dropout", ylabel="log-loss of the test samples", yscale="log")
axes.legend()

# %%
# Look at the ensemble itself
# ---------------------------
# ``predict_samples`` returns the predictions of single thinned networks. Each alone is worse than all of them
# together. ``predict_proba`` uses all units once. It takes no longer than one thinned network, and it is as
# good as the mean of several. The mean of many can be better still.
net = fit(512, 0.5)
samples = net.predict_samples(X_test, 200, random_state=0)
sizes = [1, 2, 5, 10, 20, 50, 100, 200]
figure, axes = plt.subplots(layout="constrained")
losses = [log_loss(y_test, samples[:size].mean(axis=0)) for size in sizes]
axes.plot(sizes, losses, "o-", label="mean of thinned networks")
axes.axhline(log_loss(y_test, net.predict_proba(X_test)), color="gray", label="predict_proba: all units")
axes.set(xscale="log", xlabel="thinned networks", ylabel="log-loss of the test samples")
axes.legend()
plt.show()
