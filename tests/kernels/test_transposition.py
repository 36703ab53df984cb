import numpy as np
import pytest
from numba import config

from skreg.compile.jit import entry_point
from skreg.kernels.products.transposition import transpose

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="NumPy transposes there")


@entry_point
def call(zero, n_rows, n_columns, source, source_row, target, target_row):
    transpose(zero, n_rows, n_columns, source, source_row, target, target_row)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("n_rows", "n_columns"), [(1, 1), (16, 16), (48, 256), (5, 37), (33, 2)])
def test_transposes(dtype, n_rows, n_columns):
    source = np.random.default_rng(0).normal(size=(n_rows, n_columns + 3)).astype(dtype)
    source[:, n_columns:] = np.nan  # not to be read
    target = np.zeros((n_columns + 16, 64), dtype=dtype)
    zero = source.dtype.type(0)
    call(zero, n_rows, n_columns, source.ctypes.data, n_columns + 3, target.ctypes.data, 64)
    np.testing.assert_array_equal(target[:n_columns, :n_rows], source[:, :n_columns].T)
