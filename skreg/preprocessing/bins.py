"""Edges of the bins of a column.

To add a strategy, write its function and an entry in ``STRATEGIES``, and name it in ``StrategyName``. The
encoder and its tests then use it.

References
----------
Gorishniy, Rubachev & Babenko (2022), "On embeddings for numerical features in tabular deep learning", arXiv
2203.05556, sections 3.2.1 and 3.2.2.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from sklearn.utils import check_array, check_consistent_length

from skreg.preprocessing.columns import midpoint

_MOST_CLASSES = 100  # integers with more distinct values count as amounts
_SMALLEST_LEAF = 0.25  # relative to the number of rows in a leaf if all leaves were equal


class Strategy(NamedTuple):
    """A way to choose the bins of a column.

    Attributes
    ----------
    edges : callable
        Returns the increasing edges of the bins, from a `Column` with more than n_bins + 1 values, the
        target, the weights of the rows and n_bins.
    target : callable or None
        Returns the target for `edges`, from y, X, a mask of the rows with positive weights, and these
        weights. None means that the strategy ignores y.
    """

    edges: Callable
    target: Callable | None = None


class Target(NamedTuple):
    """The target of a decision tree.

    Attributes
    ----------
    y : ndarray of shape (n_samples, n_outputs)
        Indices of classes, or amounts.
    tree : type
        Class of the tree that predicts them.
    """

    y: np.ndarray
    tree: type


def _quantile_edges(column, target, weights, n_bins):
    return np.unique(column.quantiles(n_bins))


def _tree_edges(column, target, weights, n_bins):
    """Thresholds of a tree on ranks, so that only the order of the numbers matters."""
    tree = target.tree(
        max_leaf_nodes=n_bins, min_weight_fraction_leaf=_SMALLEST_LEAF / n_bins, random_state=0
    )
    tree.fit(column.ranks[:, None].astype(np.float32), target.y, weights)
    thresholds = tree.tree_.threshold[tree.tree_.feature >= 0]
    left = np.sort(thresholds).astype(int)
    cuts = midpoint(column.values[left], column.values[left + 1])
    return np.unique(np.concatenate([column.values[:1], cuts, column.values[-1:]]))


def _tree_target(y, X, used, weights):
    """Indices of classes, or standardised amounts, so that all outputs have the same importance."""
    y = check_array(y, ensure_2d=False, dtype=None, input_name="y")
    check_consistent_length(X, y)
    y = np.array(y.tolist()) if y.dtype == object else y
    y = y[used].reshape(np.count_nonzero(used), -1)
    if y.dtype.kind in "bOSU" or (y.dtype.kind in "iu" and _has_few_values(y)):
        return Target(_numbers_of_classes(y), DecisionTreeClassifier)
    if y.dtype.kind not in "iuf":
        raise ValueError(f"y must hold classes or real numbers, got {y.dtype}.")
    return Target(_standardised(y.astype(np.float64), weights), DecisionTreeRegressor)


def _has_few_values(y):
    return all(len(np.unique(output)) <= _MOST_CLASSES for output in y.T)


def _numbers_of_classes(y):
    try:
        numbers = [np.unique(output, return_inverse=True)[1] for output in y.T]
    except TypeError as error:
        raise ValueError(f"y must hold labels of one kind: {error}.") from error
    return np.stack(numbers, axis=1)


def _standardised(y, weights):
    y = y / np.maximum(np.abs(y).max(axis=0), np.finfo(np.float64).tiny)  # so that squares do not overflow
    y = y - np.average(y, axis=0, weights=weights)
    spread = np.sqrt(np.average(y * y, axis=0, weights=weights))
    return y / np.where(spread > 0, spread, 1.0)


StrategyName: TypeAlias = Literal["quantile", "tree"]
STRATEGIES: dict[StrategyName, Strategy] = {
    "quantile": Strategy(_quantile_edges),
    "tree": Strategy(_tree_edges, _tree_target),
}
