"""
How sure is the network? Dropout's spread, and quantiles
========================================================

The example predicts the progress of diabetes from one feature, the body mass index. Two things are
uncertain. Patients with the same index differ (the noise). Besides, the network knows little about an index
at which it has seen no patient (its own uncertainty).
"""

# sphinx_gallery_thumbnail_path = '_static/thumbnails/uncertainty.svg'

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from skreg import MLPRegressor

data = load_diabetes(scaled=False)
index = data.data[:, [data.feature_names.index("bmi")]]
index, test_index, target, test_target = train_test_split(index, data.target, random_state=0)
X_scaler, y_scaler = StandardScaler().fit(index), StandardScaler().fit(target[:, None])
X, y = X_scaler.transform(index), y_scaler.transform(target[:, None])[:, 0]
grid = np.linspace(10, 60, 200)[:, None]
common = {"learning_rate_init": 0.01, "early_stopping": True, "random_state": 0}

# %%
# The network's own uncertainty
# -----------------------------
# ``predict(X, return_std=True)`` returns the mean and the standard deviation of the thinned networks. The
# standard deviation grows where there are no patients.
net = MLPRegressor((200,), dropout=0.2, l2=1e-3, **common).fit(X, y)
mean, std = net.predict(X_scaler.transform(grid), return_std=True)

# %%
# The noise
# ---------
# ``loss="pinball"`` predicts a quantile, with one network for each. Nine of ten patients should lie between
# the quantiles of 5 % and 95 %.
low, high = (
    MLPRegressor((200,), loss="pinball", quantile=q, l2=1e-3, **common).fit(X, y) for q in (0.05, 0.95)
)


def in_units(values):
    """Convert predictions to the units of y."""
    return y_scaler.inverse_transform(values[:, None])[:, 0]


bands = {
    "mean ± 2 spreads of thinned networks": (mean - 2 * std, mean + 2 * std),
    "quantiles 5 % to 95 %": [net.predict(X_scaler.transform(grid)) for net in (low, high)],
}
figure, plots = plt.subplots(1, 2, figsize=(11, 4), sharey=True, layout="constrained")
for axes, (name, bounds) in zip(plots, bands.items(), strict=True):
    axes.plot(index, target, ".", color="gray", markersize=3, label="training patients")
    axes.fill_between(grid[:, 0], *map(in_units, bounds), alpha=0.4, label=name)
    axes.set(xlabel="body mass index", ylabel="progress after one year", ylim=(-50, 500))
    axes.legend(loc="upper left")

# %%
bounds = [in_units(net.predict(X_scaler.transform(test_index))) for net in (low, high)]
inside = np.mean((bounds[0] <= test_target) & (test_target <= bounds[1]))
near, far = (net.predict(X_scaler.transform([[bmi]]), return_std=True)[1][0] for bmi in (26, 55))
print(f"between the quantiles: {inside:.0%} of the test patients")
print(f"spread at an index of 26: {near * y_scaler.scale_[0]:.0f}, at 55: {far * y_scaler.scale_[0]:.0f}")
plt.show()
