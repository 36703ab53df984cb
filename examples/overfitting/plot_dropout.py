"""
Dropout: an ensemble of thinned networks
========================================

At each update every hidden unit is left out with the probability ``dropout``, together with all its
incoming and outgoing connections, and anew for each sample. No unit can rely on a certain other one
being there. Prediction uses all units: nearly the mean of all the thinned networks.
"""

# %%
# Training loss and test loss
# ---------------------------
import matplotlib.pyplot as plt
from sklearn.datasets import load_digits
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split

from skreg import LossCurveDisplay, MLPClassifier

X, y = load_digits(return_X_y=True)
X, X_test, y, y_test = train_test_split(X / 16, y, train_size=400, random_state=0, stratify=y)


def fit(n_units, dropout, n_epochs=100):
    """Two hidden layers, and the loss of the test samples after each epoch on record."""
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
# The curves labelled "validation" are of the test samples here, for the record only: nothing is chosen
# by them. Without dropout the training loss goes on falling, to nothing, while the test loss no longer
# does.
#
# Most useful in large networks
# -----------------------------
# Again the test samples only show what happens. A rate of 0.5 leaves half of the units. That is too few
# where there are 16, and plenty where there are 256: the larger the network, the higher the rate that serves
# it best, and the more it gains.
rates = [0, 0.1, 0.2, 0.35, 0.5, 0.65]
figure, axes = plt.subplots(layout="constrained")
for n_units in (16, 64, 256):
    losses = [log_loss(y_test, fit(n_units, rate).predict_proba(X_test)) for rate in rates]
    axes.plot(rates, losses, "o-", label=f"{n_units} units a layer")
    print(f"{n_units:3} units:", *(f"{loss:.3f}" for loss in losses))
axes.set(xlabel="dropout", ylabel="log-loss of the test samples", yscale="log")
axes.legend()

# %%
# The ensemble itself
# -------------------
# ``predict_samples`` asks single thinned networks. Each alone is worse than all of them together.
# ``predict_proba``, which uses all units once, costs no more than one of them and is as good as several; the
# mean of many can be better still.
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
