"""
Tuning: a grid over l2 and dropout
==================================

Regularisers are ordinary hyperparameters, so scikit-learn's searches can tune them. Use a large network and a
logarithmic grid that includes 0. Standardise X and y inside the search.
"""

# sphinx_gallery_thumbnail_path = '_static/thumbnails/tuning.svg'

import matplotlib.pyplot as plt
import numpy as np
from sklearn.compose import TransformedTargetRegressor
from sklearn.datasets import load_diabetes
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skreg import MLPRegressor

X, X_test, y, y_test = train_test_split(*load_diabetes(return_X_y=True), random_state=0)
net = MLPRegressor(
    (100,), alpha=0, learning_rate="cosine", learning_rate_init=3e-3, batch_size=32, random_state=0
)
model = TransformedTargetRegressor(make_pipeline(StandardScaler(), net), transformer=StandardScaler())
grid = {
    "regressor__mlpregressor__dropout": [0, 0.1, 0.2, 0.35, 0.5],
    "regressor__mlpregressor__l2": [0, 1e-3, 1e-2, 3e-2, 0.1, 0.3],
}
search = GridSearchCV(model, grid, cv=5).fit(X, y)

# %%
# If the best value lies at the edge of a grid, widen the grid, except at 0. Without l2, strong dropout helps.
# With the right l2, dropout adds nothing. On data as small as these, differences in the second digit are
# noise.
rates, strengths = grid.values()
scores = search.cv_results_["mean_test_score"].reshape(len(rates), len(strengths))
figure, axes = plt.subplots(layout="constrained")
axes.imshow(scores, cmap="YlGn")
axes.set_xticks(range(len(strengths)), strengths)
axes.set_yticks(range(len(rates)), rates)
axes.set(xlabel="l2", ylabel="dropout", title="R² by cross-validation")
for (row, column), score in np.ndenumerate(scores):
    axes.text(column, row, f"{score:.2f}", ha="center", va="center")

# %%
for name, fitted in (("not regularised", model.fit(X, y)), ("best of the grid", search)):
    print(f"{name}: R² {fitted.score(X, y):.3f} in training, {fitted.score(X_test, y_test):.3f} in test")
print(search.best_params_)
plt.show()
