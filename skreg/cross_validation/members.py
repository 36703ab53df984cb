"""A pipeline of an encoder and a network: how a candidate's parameters make one, and what it computes."""

import numpy as np


def pipeline_of(parameters, network):
    """The pipeline of a candidate's parameters, not fitted."""
    from sklearn.pipeline import Pipeline

    from skreg.preprocessing import TableEncoder

    encoder = TableEncoder().set_output(transform="default")  # whatever scikit-learn's configuration says
    return Pipeline([("encoder", encoder), ("mlp", network())]).set_params(**parameters)


def raw_outputs(pipeline, X, task, dtype=np.float32):
    """Raw outputs of a fitted pipeline, computed in a type."""
    encoded = pipeline[0].transform(X).astype(dtype, copy=False)
    return task.raw(pipeline[-1], encoded)
