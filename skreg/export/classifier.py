"""MLPClassifier as ONNX operators, which return the label and the probabilities."""

import numpy as np
from skl2onnx.common.data_types import Int64TensorType, StringTensorType
from skl2onnx.common.utils import check_input_and_output_numbers
from skl2onnx.common.utils_classifier import get_label_classes

from skreg.export.network import Graph, raw_outputs, tensor_type
from skreg.functions.losses import loss_of


def declare_outputs(operator):
    """Set the types and shapes of the label and the probabilities."""
    check_input_and_output_numbers(operator, input_count_range=1, output_count_range=2)
    model, n_samples = operator.raw_operator, operator.inputs[0].get_first_dimension()
    classes = labels_of(operator)
    label_type = Int64TensorType if classes.dtype == np.int64 else StringTensorType
    label_shape = [n_samples, len(classes)] if model._multilabel else [n_samples]
    operator.outputs[0].type = label_type(label_shape)
    operator.outputs[1].type = tensor_type(operator)([n_samples, len(classes)])


def convert(scope, operator, container):
    """Add the operators of a fitted classifier to a model.

    With the option ``raw_scores``, logits replace the probabilities, because skl2onnx calibrates logits.
    """
    model, graph = operator.raw_operator, Graph(operator, container)
    z = raw_outputs(model, graph)
    if not model._multilabel and len(model.classes_) == 2:
        z = graph.apply("Concat", graph.apply("Neg", z), z, axis=1)  # log odds of both classes
    label = _predicted(model, graph, z, labels_of(operator))
    wants_logits = container.get_options(model, {"raw_scores": False})["raw_scores"]
    scores = z if wants_logits else _probability(model, graph, z)
    for output, result in zip(operator.outputs, (label, scores), strict=True):
        graph.apply("Identity", result, output_names=[output]).add_to(scope, container)


def labels_of(operator):
    """Class labels in a type that ONNX supports: integers or strings."""
    labels = np.asarray(get_label_classes(operator.scope_inst, operator.raw_operator))
    if labels.dtype.kind in "OUS":
        if all(isinstance(label, str) for label in labels):
            return labels.astype(str)
    elif np.array_equal(labels.astype(np.int64), labels):
        return labels.astype(np.int64)
    raise ValueError(f"Class labels must be 64-bit integers or strings in ONNX, got {labels.tolist()}.")


def _predicted(model, graph, z, labels):
    if model._multilabel:
        is_likely = graph.apply("Greater", z, np.zeros(1, graph.dtype))
        return graph.apply("Cast", is_likely, to=graph.onnx_type(np.int64))
    return graph.apply("Gather", labels, graph.apply("ArgMax", z, axis=1, keepdims=0))


def _probability(model, graph, z):
    if not model._multilabel and len(model.classes_) == 1:
        return graph.apply("Softmax", z, axis=1)
    return graph.apply(loss_of(model._trained_with["loss"]).link.onnx_operator, z)
