"""TableEncoder as ONNX operators.

The input is one tensor of numbers or of text. For a data frame, ``to_onnx`` makes one tensor of shape
(n_samples, 1) for each column. Missing numbers are NaN, and missing categories are the empty string.
"""

import numpy as np
from skl2onnx.algebra import onnx_ops
from skl2onnx.algebra.onnx_operator import OnnxSubEstimator
from skl2onnx.common.data_types import (
    DoubleTensorType,
    FloatTensorType,
    Int64TensorType,
    StringTensorType,
)

from skreg.export.network import Graph


def declare_outputs(operator):
    """Set the type and shape of the encoded columns, which are a matrix of floats."""
    model, inputs = operator.raw_operator, operator.inputs
    if model._encoding.is_sparse:
        raise NotImplementedError("ONNX has no sparse tensors: fit the TableEncoder to a dense X.")
    if len(inputs) not in (1, model.n_features_in_):
        raise ValueError(
            f"TableEncoder takes one tensor, or {model.n_features_in_} tensors with one column each, got"
            f" {len(inputs)} tensors."
        )
    operator.outputs[0].type = FloatTensorType([inputs[0].get_first_dimension(), model._encoding.width])


def convert(scope, operator, container):
    """Add the operators of a fitted encoder to a model."""
    encoding, columns = operator.raw_operator._encoding, _Columns(operator, container)
    blocks = [*_numbers(encoding.numbers, columns), *_categories(encoding.categories, columns)]
    joined = columns.apply("Concat", *blocks, axis=1) if len(blocks) > 1 else blocks[0]
    columns.apply("Identity", joined, output_names=operator.outputs).add_to(scope, container)


class _Columns(Graph):
    """Columns of the table, in the types of the input tensors."""

    def __init__(self, operator, container):
        super().__init__(operator, container)
        self.inputs = operator.inputs

    def of(self, places):
        """The columns at these places, side by side."""
        if len(self.inputs) == 1:
            return self.apply("Gather", self.inputs[0], np.array(places, np.int64), axis=1)
        dtype = self.number(places)
        return self.apply("Concat", *(self.cast(self.inputs[place], dtype) for place in places), axis=1)

    def types(self, places):
        """Types of the tensors that hold the columns."""
        return [type(self.inputs[place if len(self.inputs) > 1 else 0].type) for place in places]

    def number(self, places):
        """Precision for numeric columns: double if a tensor among them is not float."""
        return np.float32 if set(self.types(places)) == {FloatTensorType} else np.float64

    def cast(self, tensor, dtype):
        """A tensor of numbers, converted to this type."""
        return self.apply("Cast", tensor, to=self.onnx_type(dtype))


def _numbers(block, columns):
    """The encoded numbers, and the indicators of missing numbers."""
    if len(block.columns) == 0:
        return
    dtype = columns.number(block.columns)
    numbers = columns.cast(columns.of(block.columns), dtype)
    missing = columns.apply("IsNaN", numbers)
    if block.encoder is not None:
        filled = columns.apply("Where", missing, block.medians.astype(dtype)[None], numbers)
        varying = _selected(columns, filled, block.varies)
        tensor = FloatTensorType if dtype == np.float32 else DoubleTensorType
        types = [tensor([None, np.count_nonzero(block.varies)])]
        encoded = OnnxSubEstimator(block.encoder, varying, op_version=columns.version, input_types=types)
        yield columns.cast(encoded, np.float32)
    if block.has_gaps.any():
        yield _selected(columns, columns.cast(missing, np.float32), block.has_gaps)


def _selected(columns, tensor, mask):
    return columns.apply("Gather", tensor, np.flatnonzero(mask), axis=1)


def _categories(block, columns):
    """One-hot encoding of each column, by comparing the index of its category with 0, 1, 2 and so on."""
    for place, column in enumerate(block.columns):
        positions = block.positions(place)
        numbers = onnx_ops.OnnxLabelEncoder_2(  # every runtime supports this version
            _text(columns, column),
            op_version=2,
            keys_strings=[key or "" for key in positions.keys],
            values_floats=positions.values.astype(float).tolist(),
            default_float=float(positions.unseen),
        )
        yield columns.cast(
            columns.apply("Equal", numbers, np.arange(positions.n_columns, dtype=np.float32)[None]),
            np.float32,
        )


def _text(columns, column):
    kind = columns.types([column])[0]
    tensor = columns.of([column]) if len(columns.inputs) == 1 else columns.inputs[column]
    if kind is StringTensorType:
        return tensor
    if kind is Int64TensorType:
        return columns.apply("Cast", tensor, to=columns.onnx_type(np.dtype(object)))
    raise NotImplementedError(
        f"Column {column} holds categories, so its tensor must hold strings or int64, got {kind.__name__}."
    )
