"""Fitting transformers, and pipelines of transformers, with weights."""

import numpy as np
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import has_fit_parameter


def _steps(transformer):
    """The transformers that are applied one after the other."""
    if not isinstance(transformer, Pipeline):
        return [transformer]
    return [
        step for _, part in transformer.steps if part not in (None, "passthrough") for step in _steps(part)
    ]


def fitted(transformer, X, y, weights):
    """Fit a transformer, or the steps of a pipeline. Each step receives weights if it accepts them."""
    steps = _steps(transformer)
    for place, step in enumerate(steps):
        if hasattr(step, "set_output"):
            step.set_output(transform="default")  # whatever scikit-learn's configuration says
        takes_weights = weights is not None and has_fit_parameter(step, "sample_weight")
        step.fit(X, y, **({"sample_weight": weights} if takes_weights else {}))
        if place < len(steps) - 1:
            X = step.transform(X)
    return transformer


def transformed(transformer, X):
    """X after all steps of the transformer, as a dense array."""
    for step in _steps(transformer):
        X = step.transform(X)
    return X.toarray() if hasattr(X, "toarray") else np.asarray(X)


def feature_names_out(transformer, names):
    """Names of the columns after all steps, from the names before."""
    for step in _steps(transformer):
        names = step.get_feature_names_out(names)
    return names
