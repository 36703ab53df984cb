import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skreg._jit import entry_point
from skreg.kernels.blas import gemm

call = entry_point(
    lambda ta, tb, m, n, k, a, a0, sa, b, b0, sb, beta, c, c0, sc: gemm(
        ta, tb, m, n, k, a, a0, sa, b, b0, sb, beta, c, c0, sc
    )
)
size = st.integers(1, 9)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@settings(deadline=None, max_examples=60)
@given(
    ta=st.booleans(),
    tb=st.booleans(),
    m=size,
    n=size,
    k=size,
    gap=st.integers(0, 3),
    beta=st.sampled_from([0.0, 1.0]),
)
def test_product_of_blocks_inside_flat_arrays(dtype, ta, tb, m, n, k, gap, beta):
    rng = np.random.default_rng(0)
    shapes = [(k, m) if ta else (m, k), (n, k) if tb else (k, n), (m, n)]
    whole = [rng.normal(size=(rows + 2, columns + gap)).astype(dtype) for rows, columns in shapes]
    before = whole[2].copy()
    blocks = [array[1:-1, :columns] for array, (_, columns) in zip(whole, shapes, strict=True)]
    A, B = (blocks[0].T if ta else blocks[0]), (blocks[1].T if tb else blocks[1])
    expected = A @ B + beta * blocks[2]
    arguments = [(array.ravel(), array.shape[1], array.shape[1]) for array in whole]
    (a, a0, sa), (b, b0, sb), (c, c0, sc) = arguments
    call(ta, tb, m, n, k, a, a0, sa, b, b0, sb, beta, c, c0, sc)
    np.testing.assert_allclose(blocks[2], expected, rtol=1e-4 if dtype == "float32" else 1e-10, atol=1e-5)
    blocks[2][...] = before[1:-1, :n]
    np.testing.assert_array_equal(whole[2], before)  # nothing outside the block was written
