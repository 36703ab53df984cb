"""Encoders of numeric columns as ONNX operators."""

import numpy as np
from skl2onnx.common.data_types import FloatTensorType
from skl2onnx.common.utils import check_input_and_output_numbers

from skreg.export.network import Graph
from skreg.export.translation import translated


def declare_outputs(operator):
    """Set the type and shape of the encoded columns, which are float like those of the encoder."""
    check_input_and_output_numbers(operator, input_count_range=[1, None], output_count_range=1)
    model, n_samples = operator.raw_operator, operator.inputs[0].get_first_dimension()
    if model._n_features_out == 0:
        raise ValueError(f"{model!r} must return at least one column, because ONNX has no empty tensors.")
    operator.outputs[0].type = FloatTensorType([n_samples, model._n_features_out])


def convert(scope, operator, container):
    """Add the operators of a fitted encoder to a model. They compute in double, as the encoder does."""
    model, graph = operator.raw_operator, Graph(operator, container, np.float64)
    columns = [graph.apply("Cast", column, to=graph.onnx_type(graph.dtype)) for column in operator.inputs]
    X = graph.apply("Concat", *columns, axis=1) if len(columns) > 1 else columns[0]
    encoded = translated(model._encoding(), graph, X)
    float32 = graph.onnx_type(np.float32)
    graph.apply("Cast", encoded, to=float32, output_names=operator.outputs).add_to(scope, container)
