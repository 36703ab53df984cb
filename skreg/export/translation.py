"""Translation of plain NumPy expressions to ONNX operators.

An expression is called with an object that represents a tensor. For each NumPy function in the expression,
NumPy calls the object's ``__array_ufunc__``. The object then returns the output of the equivalent ONNX
operator.
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
    np.power: "Pow",
    np.sin: "Sin",
    np.cos: "Cos",
    np.arctan: "Atan",
    np.sign: "Sign",
    np.rint: "Round",
    special.erf: "Erf",
}
_COMPARISONS = {
    np.greater: "Greater",
    np.less: "Less",
    np.greater_equal: "GreaterOrEqual",
    np.less_equal: "LessOrEqual",
}
_COMPOSED = {
    special.ndtr: lambda x: 0.5 + 0.5 * special.erf(np.sqrt(0.5) * x),
    np.log1p: lambda x: np.log(1 + x),
    np.expm1: lambda x: np.exp(x) - 1,
    np.square: lambda x: x * x,
}
_SINGLE_ONLY = {"Erf"}  # runtimes lack this operator in double precision


class _Tensor(NDArrayOperatorsMixin):
    """Represents an ONNX tensor in an expression."""

    def __init__(self, graph, output, is_boolean=False):
        self.graph, self.output, self.is_boolean = graph, output, is_boolean

    def __array_ufunc__(self, function, method, *inputs, **options):
        if function in _COMPOSED:
            return _COMPOSED[function](*inputs)
        if method != "__call__" or options or not (function in _OPERATORS or function in _COMPARISONS):
            return NotImplemented
        operands = [self._operand(value) for value in inputs]
        if function in _COMPARISONS:
            return _Tensor(self.graph, self.graph.apply(_COMPARISONS[function], *operands), is_boolean=True)
        name = _OPERATORS[function]
        if name in _SINGLE_ONLY and self.graph.dtype == np.float64:
            return _Tensor(self.graph, self._in_single_precision(name, operands))
        return _Tensor(self.graph, self.graph.apply(name, *operands))

    def __array_function__(self, function, kinds, arguments, options):
        if options or function not in _FUNCTIONS:
            return NotImplemented
        return _FUNCTIONS[function](self, *arguments)

    def astype(self, dtype):
        """The same numbers in another type."""
        return _Tensor(self.graph, self.graph.apply("Cast", self.output, to=self.graph.onnx_type(dtype)))

    def take(self, indices, axis):
        """Elements at these indices, along an axis."""
        indices = np.asarray(indices, np.int64)
        return _Tensor(self.graph, self.graph.apply("Gather", self.output, indices, axis=axis))

    def concatenated(self, tensors, axis):
        """Tensors side by side, along an axis."""
        outputs = [tensor.output for tensor in tensors]
        return _Tensor(self.graph, self.graph.apply("Concat", *outputs, axis=axis))

    def where(self, condition, x, y):
        """X where the condition holds, and y elsewhere."""
        operands = self._operand(x), self._operand(y)
        return _Tensor(self.graph, self.graph.apply("Where", condition.output, *operands))

    def _operand(self, value):
        if not isinstance(value, _Tensor):
            return np.array([value], self.graph.dtype)
        if value.is_boolean:
            return self.graph.apply("Cast", value.output, to=self.graph.onnx_type(self.graph.dtype))
        return value.output

    def _in_single_precision(self, name, operands):
        graph, single = self.graph, self.graph.onnx_type(np.float32)
        narrow = [graph.apply("Cast", operand, to=single) for operand in operands]
        return graph.apply("Cast", graph.apply(name, *narrow), to=graph.onnx_type(np.float64))


# NumPy functions that are not ufuncs. Their first argument is the tensor that received the call.
_FUNCTIONS = {
    np.where: _Tensor.where,
    np.take: lambda tensor, x, indices, axis: x.take(indices, axis),
    np.concatenate: _Tensor.concatenated,
    np.clip: lambda tensor, x, low, high: np.minimum(np.maximum(x, low), high),
}


def translated(expression, graph, z):
    """Output of the operators that compute a plain expression of one tensor.

    Raises
    ------
    TypeError
        If the expression calls a NumPy function without a translation.
    """
    return expression(_Tensor(graph, z)).output
