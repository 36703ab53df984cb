"""The pipeline of an encoder and a network that a candidate's parameters describe, and its raw outputs."""

import numpy as np


def pipeline_of(parameters, network):
    """The unfitted pipeline of a candidate's parameters."""
    from sklearn.pipeline import Pipeline

    from skreg.preprocessing import TableEncoder

    encoder = TableEncoder().set_output(transform="default")  # whatever scikit-learn's configuration says
    return Pipeline([("encoder", encoder), ("mlp", network())]).set_params(**parameters)


def raw_outputs(pipeline, table, task, dtype=np.float32):
    """Raw outputs of a fitted pipeline for the rows of a table, computed in a type.

    The rows are encoded block by block, so that the encoded columns of all rows never exist at once.
    """
    from skreg.preprocessing.blocks import row_blocks

    encoder, network = pipeline
    blocks = row_blocks(table.shape[0], encoder._n_features_out)
    encoded = (encoder._encoded(table.rows(block)).astype(dtype, copy=False) for block in blocks)
    return np.concatenate([task.raw(network, X) for X in encoded])
