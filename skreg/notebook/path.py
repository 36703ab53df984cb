"""HTML of a regularisation path, with a plot and a table."""

import numpy as np

from skreg._documentation import PATH
from skreg.notebook.curve import picture
from skreg.notebook.html import block, paragraph, shown, table


def path_html(path):
    """HTML of a `RegularizationPath`: its scores, and the size of the network for each strength."""
    chosen = _strongest(path)
    return block(
        paragraph(_summary(path, chosen), PATH, "Documentation"),
        picture(
            {name: scores for name, scores in _scores(path).items() if scores is not None},
            {"non-zero weights": 1 - path.zeros},
            [shown(strength) for strength in path.strengths],
            f"Scores and share of non-zero weights by {path.parameter}",
            f"{path.parameter}, from weak to strong",
        ),
        table(_columns(path), [index == chosen for index in range(len(path))]),
    )


def _scores(path):
    return {"training score": path.train_scores, "validation score": path.validation_scores}


def _strongest(path):
    """Index of the best score, or None if all scores are NaN."""
    scores = path.train_scores if path.validation_scores is None else path.validation_scores
    return None if np.isnan(scores).all() else path.strongest()


def _summary(path, chosen):
    told = f"RegularizationPath: {len(path)} network{'s' * (len(path) > 1)}."
    if chosen is None:
        return told
    return (
        f"{told} The best score belongs to {path.parameter} = {shown(path.strengths[chosen])}. It keeps"
        f" {1 - path.zeros[chosen]:.0%} of the weights and {path.units[chosen, 0]} of"
        f" {path.estimator(chosen).n_features_in_} features."
    )


def _columns(path):
    scores = {
        name: [None if np.isnan(score) else float(score) for score in values]
        for name, values in _scores(path).items()
        if values is not None
    }
    return {
        path.parameter: [shown(strength) for strength in path.strengths],
        **scores,
        "non-zero weights": [f"{1 - zeros:.1%}" for zeros in path.zeros],
        "units in use": ["-".join(map(str, units)) for units in path.units],
        "epochs": [int(n) for n in path.n_iter],
    }
