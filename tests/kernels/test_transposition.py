import numpy as np
import pytest
from numba import config

from skreg._jit import entry_point
from skreg.kernels.products import address_of
from skreg.kernels.transposition import transpose

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="NumPy transposes there")


@entry_point
def call(n_rows, n_columns, source, source_row, target, target_row):
    transpose(
        source, n_rows, n_columns, address_of(source, 0), source_row, address_of(target, 0), target_row
    )  # fmt: skip


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("n_rows", "n_columns"), [(1, 1), (16, 16), (48, 256), (5, 37), (33, 2)])
def test_transposes(dtype, n_rows, n_columns):
    source = np.random.default_rng(0).normal(size=(n_rows, n_columns + 3)).astype(dtype)
    source[:, n_columns:] = np.nan  # not to be read
    target = np.zeros((n_columns + 16, 64), dtype=dtype)
    call(n_rows, n_columns, source.ravel(), n_columns + 3, target.ravel(), 64)
    np.testing.assert_array_equal(target[:n_columns, :n_rows], source[:, :n_columns].T)
