"""Plain expressions as ONNX operators: what NumPy would compute is written down instead.

An expression is called with an object that stands for a tensor. NumPy hands each of its functions that the
object meets over to it (``__array_ufunc__``), and it answers with the tensor that ONNX's operator of the
same meaning makes.
"""

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from scipy import special

_OPERATORS = {
    np.add: "Add",
    np.subtract: "Sub",
    np.multiply: "Mul",
    np.divide: "Div",
    np.negative: "Neg",
    np.absolute: "Abs",
    np.maximum: "Max",
    np.minimum: "Min",
    np.exp: "Exp",
    np.log: "Log",
    np.sqrt: "Sqrt",
    np.tanh: "Tanh",
    special.erf: "Erf",
}
_COMPOSED = {special.ndtr: lambda x: 0.5 + 0.5 * special.erf(np.sqrt(0.5) * x)}
_SINGLE_ONLY = {"Erf"}  # runtimes have no such operator in double precision


class _Tensor(NDArrayOperatorsMixin):
    """Stands for an ONNX tensor in an expression."""

    def __init__(self, graph, output):
        self.graph, self.output = graph, output

    def __array_ufunc__(self, function, method, *inputs, **options):
        if function in _COMPOSED:
            return _COMPOSED[function](*inputs)
        if method != "__call__" or options or function not in _OPERATORS:
            return NotImplemented
        name = _OPERATORS[function]
        operands = [self._operand(value) for value in inputs]
        if name in _SINGLE_ONLY and self.graph.dtype == np.float64:
            return _Tensor(self.graph, self._in_single_precision(name, operands))
        return _Tensor(self.graph, self.graph.apply(name, *operands))

    def _operand(self, value):
        return value.output if isinstance(value, _Tensor) else np.array([value], self.graph.dtype)

    def _in_single_precision(self, name, operands):
        graph, single = self.graph, self.graph.onnx_type(np.float32)
        narrow = [graph.apply("Cast", operand, to=single) for operand in operands]
        return graph.apply("Cast", graph.apply(name, *narrow), to=graph.onnx_type(np.float64))


def translated(expression, graph, z):
    """Output of the operators that compute a plain expression of one tensor.

    Raises
    ------
    TypeError
        If the expression calls a function of NumPy's that is not known here.
    """
    return expression(_Tensor(graph, z)).output
