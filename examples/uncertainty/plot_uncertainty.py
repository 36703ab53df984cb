"""
How sure is the network? Dropout's spread, and quantiles
========================================================

Progress of diabetes over the body mass index, one real feature, so that it can be drawn. Two kinds of not
knowing: how much patients of the same index differ (the noise), and how little the network knows where it
has seen nobody (its own uncertainty).
"""

# %%
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
# ``predict(X, return_std=True)`` is mean and spread of the thinned networks. It grows where there are no
# patients.
net = MLPRegressor((200,), dropout=0.2, l2=1e-3, **common).fit(X, y)
mean, std = net.predict(X_scaler.transform(grid), return_std=True)

# %%
# The noise
# ---------
# A quantile is a loss of its own: ``loss="pinball"``, one network for each. Between 5 % and 95 % should lie
# nine of ten patients.
low, high = (
    MLPRegressor((200,), loss="pinball", quantile=q, l2=1e-3, **common).fit(X, y) for q in (0.05, 0.95)
)


def in_units(values):
    """Predictions in the units of y."""
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
