"""
group_l1: remove useless features
=================================

``group_l1`` adds ``group_l1 · √n · Σ ‖w_g‖₂`` to the cost, for groups of n weights. The outgoing weights of
each input are a group. Either the network uses a feature, or all of its weights are exactly zero. The data
have thirty real measurements of tumours and sixty columns of noise. Which of them does the network keep?
"""

# sphinx_gallery_thumbnail_path = '_static/thumbnails/group_l1.svg'

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from skreg import MLPClassifier, mlp_path

X, y = load_breast_cancer(return_X_y=True)
is_noise = np.arange(90) >= 30
X = np.hstack([X, np.random.default_rng(0).standard_normal((len(X), 60))])
X, X_val, y, y_val = train_test_split(X, y, random_state=0, stratify=y)
scaler = StandardScaler().fit(X)
X, X_val = scaler.transform(X), scaler.transform(X_val)

# %%
# Only the first weight matrix gets ``group_l1``. The second gets some ``l2``. Without it, the second matrix
# would grow to make up for the first.
net = MLPClassifier(
    (30,), alpha=0, l2=[0, 1e-2], learning_rate="cosine", batch_size=32, max_iter=80, random_state=0
)
strengths = np.logspace(-3, -1, 15)
path = mlp_path(net, X, y, group_l1=np.transpose([strengths, np.zeros(15)]), X_val=X_val, y_val=y_val)

# %%
# The penalty gets stronger from left to right. The noise disappears first. Some measurements follow, because
# many of the thirty measure nearly the same thing.
used = np.array([path.features(i) for i in range(len(path))])
figure, (axes, scores) = plt.subplots(2, sharex=True, figsize=(7, 6), layout="constrained")
axes.plot(strengths, used[:, ~is_noise].sum(axis=1), "o-", label="measurements in use, of 30")
axes.plot(strengths, used[:, is_noise].sum(axis=1), "o-", label="columns of noise in use, of 60")
axes.set(ylabel="features")
axes.legend()
scores.plot(strengths, path.validation_scores, "o-", color="black")
scores.set(xscale="log", xlabel="group_l1 of the first weight matrix", ylabel="validation accuracy")

# %%
# Choose the strongest penalty whose accuracy is within 0.03 of the best, which is four of the 143 validation
# patients. No noise is left:
best = path.strongest(tolerance=0.03)
kept = np.flatnonzero(path.features(best))
print(f"group_l1={strengths[best]:.3g}: validation accuracy {path.validation_scores[best]:.3f}")
print("measurements kept:", *load_breast_cancer().feature_names[kept[kept < 30]], sep="\n  ")
print(f"columns of noise kept: {np.sum(kept >= 30)} of 60")
plt.show()
