"""MLPClassifierCV and MLPRegressorCV as ONNX operators, which compute the weighted mean of the members."""

import copy

import numpy as np
from skl2onnx.algebra.onnx_operator import OnnxSubEstimator
from skl2onnx.common.data_types import Int64TensorType, StringTensorType
from skl2onnx.common.utils import check_input_and_output_numbers

from skreg.cross_validation.tasks import Classes, Labels, Numbers
from skreg.export.classifier import labels_of
from skreg.export.network import Graph, raw_outputs, tensor_type


def declare_outputs_of_classifier(operator):
    """Set the types and shapes of the label and the probabilities."""
    check_input_and_output_numbers(operator, input_count_range=[1, None], output_count_range=2)
    model, n_rows = operator.raw_operator, operator.inputs[0].get_first_dimension()
    labels = labels_of(operator)
    label_type = Int64TensorType if labels.dtype == np.int64 else StringTensorType
    several = isinstance(model._trained_task, Labels)
    operator.outputs[0].type = label_type([n_rows, len(labels)] if several else [n_rows])
    operator.outputs[1].type = tensor_type(operator)([n_rows, len(labels)])


def declare_outputs_of_regressor(operator):
    """Set the type and shape of the predictions, which are a matrix even for a single target."""
    check_input_and_output_numbers(operator, input_count_range=[1, None], output_count_range=1)
    n_targets = len(operator.raw_operator._trained_task.mean)
    operator.outputs[0].type = tensor_type(operator)([operator.inputs[0].get_first_dimension(), n_targets])


def convert_classifier(scope, operator, container):
    """Add the operators of a fitted classifier to a model."""
    model, graph = operator.raw_operator, Graph(operator, container)
    probability = _mean(model, graph, operator.inputs)
    if isinstance(model._trained_task, Labels):
        is_likely = graph.apply("Greater", probability, np.full(1, 0.5, graph.dtype))
        label = graph.apply("Cast", is_likely, to=graph.onnx_type(np.int64))
    else:
        place = graph.apply("ArgMax", probability, axis=1, keepdims=0)
        label = graph.apply("Gather", labels_of(operator), place)
    for output, result in zip(operator.outputs, (label, probability), strict=True):
        graph.apply("Identity", result, output_names=[output]).add_to(scope, container)


def convert_regressor(scope, operator, container):
    """Add the operators of a fitted regressor to a model."""
    model, graph = operator.raw_operator, Graph(operator, container)
    task = model._trained_task
    scaled = graph.apply("Mul", _mean(model, graph, operator.inputs), task.scale.astype(graph.dtype))
    mean = task.mean.astype(graph.dtype)
    graph.apply("Add", scaled, mean, output_names=operator.outputs).add_to(scope, container)


def _mean(model, graph, inputs):
    """Weighted mean of the members' predictions."""
    predicted = _PREDICTED[type(model._trained_task)]
    members = []
    for pipeline, weight, calibration in zip(
        model.estimators_, model.weights_, model._calibrations, strict=True
    ):
        of_member = copy.copy(graph)
        of_member.X = OnnxSubEstimator(pipeline[0], *inputs, op_version=graph.version)
        z = raw_outputs(pipeline[-1], of_member)
        prediction = predicted(model._trained_task, graph, z, **calibration)
        members.append(graph.apply("Mul", prediction, np.full(1, weight, graph.dtype)))
    return graph.apply("Sum", *members)


def _classes(task, graph, z, factor=1.0, n_rows=np.inf):
    """Probabilities of the classes. For two classes the network returns the log odds."""
    z = graph.apply("Mul", z, np.full(1, factor, graph.dtype))
    if len(task.classes) == 2:
        z = graph.apply("Concat", graph.apply("Mul", z, np.zeros(1, graph.dtype)), z, axis=1)
    return _smoothed(graph, graph.apply("Softmax", z, axis=1), 1 / len(task.classes), n_rows)


def _labels(task, graph, z, factor=1.0, n_rows=np.inf):
    """Probabilities of the labels."""
    z = graph.apply("Mul", z, np.full(1, factor, graph.dtype))
    return _smoothed(graph, graph.apply("Sigmoid", z), 0.5, n_rows)


def _numbers(task, graph, z):
    """Scaled numbers, clipped to the range of y."""
    least, largest = (bound.astype(graph.dtype) for bound in task.range)
    return graph.apply("Min", graph.apply("Max", z, least), largest)


def _smoothed(graph, probability, uniform, n_rows):
    """Smoothed probabilities, see `skreg.cross_validation.calibration.smoothed`."""
    if n_rows == np.inf:
        return probability
    scaled = graph.apply("Mul", probability, np.full(1, n_rows / (n_rows + 1), graph.dtype))
    return graph.apply("Add", scaled, np.full(1, uniform / (n_rows + 1), graph.dtype))


_PREDICTED = {Classes: _classes, Labels: _labels, Numbers: _numbers}
