"""The candidates of an estimator with built-in cross-validation, as a table."""

import numpy as np

from skreg.notebook.html import block, paragraph, table

_MOST_ROWS = 20
_NOT_SHOWN = {"encoder__categorical_features", "encoder__random_state", "mlp__random_state"}


def candidates_html(name, candidates, defaults, score, link):
    """HTML of the candidates. The members of the ensemble come first, then the best of the others.

    Parameters
    ----------
    name : str
        Name of the estimator's class.
    candidates : dict
        The estimator's ``candidates_``.
    defaults : dict
        Values of parameters that a candidate does not set.
    score : float
        Validation score of the networks of the folds.
    link : str
        Address of the documentation.
    """
    order = _order(candidates)
    weight = np.asarray(candidates["weight"])
    rows = order[:_MOST_ROWS]
    columns = {
        "weight": [float(weight[row]) or None for row in rows],
        "validation score": [_number(candidates["validation_score"][row]) for row in rows],
        "folds": [int(candidates["n_folds"][row]) for row in rows],
        "seconds": [round(float(candidates["seconds"][row]), 2) for row in rows],
        "error": [candidates["error"][row] for row in rows],
        **_hyperparameters(candidates["params"], defaults, rows),
    }
    if not any(columns["error"]):
        del columns["error"]
    told = f"{name}: the ensemble holds {np.count_nonzero(weight)} of {len(order)} candidates."
    if not np.isnan(score):
        told += f" Its validation score is {score:.4g}."
    left_out = f"candidates_ has {len(order) - len(rows)} more." if len(order) > len(rows) else ""
    return block(
        paragraph(told, link, "Documentation" if link else ""),
        table(columns, [bool(weight[row] > 0) for row in rows]),
        paragraph(left_out) if left_out else "",
    )


def _order(candidates):
    """Indices of the candidates, sorted by weight, then by folds, then by score."""
    scores = np.nan_to_num(candidates["validation_score"], nan=-np.inf)
    return np.lexsort((-scores, -np.asarray(candidates["n_folds"]), -np.asarray(candidates["weight"])))


def _number(value):
    return None if np.isnan(value) else float(value)


def _hyperparameters(parameters, defaults, rows):
    """Columns for the parameters in which candidates differ."""
    names = dict.fromkeys(name for candidate in parameters for name in candidate if name not in _NOT_SHOWN)
    columns = {}
    for name in names:
        values = [candidate.get(name, defaults.get(name)) for candidate in parameters]
        if any(repr(value) != repr(values[0]) for value in values):
            columns[name.removeprefix("mlp__").replace("__", ": ")] = [_text(values[row]) for row in rows]
    return columns


def _text(value):
    return "None" if value is None else value
