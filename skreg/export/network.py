"""The network as a graph of ONNX operators."""

import numpy as np
from onnx.helper import np_dtype_to_tensor_dtype
from skl2onnx.algebra import onnx_ops
from skl2onnx.common.data_types import DoubleTensorType, FloatTensorType

from skreg.export.translation import translated
from skreg.functions.activations import activation_of


class Graph:
    """Makes the operators of one model, for one version of ONNX and one input.

    Attributes
    ----------
    dtype : type
        Type in which the model computes. The default is numpy.float64 for a double tensor, and numpy.float32
        otherwise.
    """

    def __init__(self, operator, container, dtype=None):
        self.version = container.target_opset
        self.dtype = dtype or (np.float64 if tensor_type(operator) is DoubleTensorType else np.float32)
        self.X = operator.inputs[0]

    def onnx_type(self, dtype):
        """ONNX's number for a type."""
        return np_dtype_to_tensor_dtype(np.dtype(dtype))

    def apply(self, name, *inputs, **attributes):
        """Output of the operator with this name."""
        return getattr(onnx_ops, f"Onnx{name}")(*inputs, op_version=self.version, **attributes)


def tensor_type(operator):
    """Type of the numbers that a model returns: double for a double input, and otherwise float."""
    is_double = isinstance(operator.inputs[0].type, DoubleTensorType)
    return DoubleTensorType if is_double else FloatTensorType


def _activated(activation, graph, z):
    if activation.onnx_operator:
        return graph.apply(activation.onnx_operator, z)
    try:
        return translated(activation.value, graph, z)
    except TypeError as error:
        raise TypeError(f"{activation!r} cannot be translated to ONNX: {error}") from error


def raw_outputs(model, graph):
    """Raw outputs z of the last layer, of shape (n_samples, n_outputs)."""
    names = model._trained_with["activation"]
    h = graph.apply("Cast", graph.X, to=graph.onnx_type(graph.dtype))
    for layer, (W, b) in enumerate(zip(model.coefs_, model.intercepts_, strict=True)):
        if layer > 0:
            h = _activated(activation_of(names[layer - 1]), graph, h)
        h = graph.apply("Gemm", h, W.astype(graph.dtype), b.astype(graph.dtype))
    return h
