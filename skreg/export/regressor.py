"""MLPRegressor as ONNX operators."""

from skl2onnx.common.utils import check_input_and_output_numbers

from skreg.export.network import Graph, raw_outputs, tensor_type
from skreg.functions.losses import loss_of


def declare_outputs(operator):
    """Set the type and shape of the predictions, which are a matrix even for a single target."""
    check_input_and_output_numbers(operator, input_count_range=1, output_count_range=1)
    n_samples = operator.inputs[0].get_first_dimension()
    operator.outputs[0].type = tensor_type(operator)([n_samples, operator.raw_operator.n_outputs_])


def convert(scope, operator, container):
    """Add the operators of a fitted regressor to a model."""
    model, graph = operator.raw_operator, Graph(operator, container)
    z = raw_outputs(model, graph)
    link = loss_of(model._trained_with["loss"]).link.onnx_operator
    graph.apply(link, z, output_names=operator.outputs).add_to(scope, container)
