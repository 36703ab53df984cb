"""
Change the import: the same network as scikit-learn's
=====================================================

Without l1, l2 and dropout, skreg trains the same network as scikit-learn. With ``dtype="float64"``, the same
``random_state`` gives the same weights, epoch by epoch. Only the time differs.
"""

# sphinx_gallery_thumbnail_path = '_static/thumbnails/drop_in.svg'

import time
import warnings

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier as TheirClassifier

from skreg import MLPClassifier as OurClassifier

warnings.simplefilter("ignore", ConvergenceWarning)  # fifty epochs are enough for the comparison
X, y = load_digits(return_X_y=True)
parameters = {"hidden_layer_sizes": (50,), "batch_size": 50, "max_iter": 50, "random_state": 0}
theirs = TheirClassifier(**parameters).fit(X / 16, y)
ours = OurClassifier(**parameters, dtype="float64").fit(X / 16, y)

figure, axes = plt.subplots(layout="constrained")
axes.plot(theirs.loss_curve_, linewidth=5, alpha=0.4, label="scikit-learn")
axes.plot(ours.loss_curve_, color="black", linewidth=1, label="skreg")
axes.set(xlabel="epoch", ylabel="cost", yscale="log")
axes.legend()
difference = max(np.abs(a - b).max() for a, b in zip(theirs.coefs_, ours.coefs_, strict=True))
print(f"largest difference of any weight after 50 epochs: {difference:.1e}")

# %%
# In single precision, skreg's default, the curve looks the same and the fit is faster. The first fit with a
# dtype compiles, so the second fit is timed.
OurClassifier(**parameters).fit(X / 16, y)
for name, net in (("scikit-learn", TheirClassifier(**parameters)), ("skreg", OurClassifier(**parameters))):
    start = time.perf_counter()
    net.fit(X / 16, y)
    print(f"{name:13} {time.perf_counter() - start:.2f} s, accuracy {net.score(X / 16, y):.3f}")
plt.show()
