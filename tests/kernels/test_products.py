import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import execute

from skreg.compile.jit import entry_point
from skreg.compile.processor import IS_X86
from skreg.kernels.products.multiply import Product, matrix, multiply
from skreg.records.sizes import PANEL_BYTES, PANEL_DEPTH

PANEL = np.empty(PANEL_BYTES, dtype=np.uint8)


@entry_point
def call(
    n_rows, n_columns, depth, a, a_steps, b, b_steps, has_initial, initial, initial_row, c, c_row, panel, zero
):
    product = Product(
        n_rows, n_columns, depth, matrix(a, 1, a_steps[0], a_steps[1], zero),
        matrix(b, 1, b_steps[0], b_steps[1], zero),
        has_initial, matrix(initial, 1, initial_row, 1, zero), matrix(c, 1, c_row, 1, zero),
    )  # fmt: skip
    multiply(product, zero, panel)


def stored(block, gap):
    """A flat array that holds a block from element 1 on, and the block's step from row to row."""
    rows, columns = block.shape
    whole = np.full(rows * (columns + gap) + 1, np.nan, dtype=block.dtype)
    whole[1:].reshape(rows, columns + gap)[:, :columns] = block
    return whole, columns + gap


def check(dtype, n_rows, n_columns, depth, transposed_a=False, transposed_b=False, gap=0, start="nothing"):
    """Compare with NumPy. NaN around the blocks reveals reads or writes outside of them."""
    rng = np.random.default_rng(0)
    A, B = rng.normal(size=(n_rows, depth)).astype(dtype), rng.normal(size=(depth, n_columns)).astype(dtype)
    C = rng.normal(size=(n_rows, n_columns)).astype(dtype)
    a, a_step = stored(A.T if transposed_a else A, gap)
    b, b_step = stored(B.T if transposed_b else B, gap)
    c, c_step = stored(C, gap)
    row, _ = stored(C[:1], gap)
    initial, initial_step = {"nothing": (c, c_step), "itself": (c, c_step), "a row": (row, 0)}[start]
    call(
        n_rows, n_columns, depth,
        a.ctypes.data, (1, a_step) if transposed_a else (a_step, 1),
        b.ctypes.data, (1, b_step) if transposed_b else (b_step, 1),
        start != "nothing", initial.ctypes.data, initial_step, c.ctypes.data, c_step, PANEL.ctypes.data, c[0],
    )  # fmt: skip
    expected = A.astype(float) @ B + {"nothing": 0, "itself": C, "a row": C[:1]}[start]
    block = c[1:].reshape(n_rows, c_step)[:, :n_columns]
    tolerance = 1e-6 * depth if dtype == "float32" else 1e-14 * depth
    np.testing.assert_allclose(block, expected, rtol=1e-5 if dtype == "float32" else 1e-12, atol=tolerance)
    block[...] = np.nan
    assert np.isnan(c).all()


size = st.integers(1, 60)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@settings(deadline=None, max_examples=150)
@given(
    n_rows=size,
    n_columns=size,
    depth=size,
    transposed_a=st.booleans(),
    transposed_b=st.booleans(),
    gap=st.integers(0, 3),
    start=st.sampled_from(["nothing", "itself", "a row"]),
)
def test_product_of_blocks_inside_flat_arrays(dtype, **arguments):
    check(dtype, **arguments)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("transposed_b", [False, True])
@pytest.mark.parametrize("depth", [PANEL_DEPTH, PANEL_DEPTH + 1, 3 * PANEL_DEPTH + 5])
def test_deep_products(depth, transposed_b, dtype):
    check(dtype, 13, 130, depth, transposed_b=transposed_b, start="a row")


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("start", ["nothing", "itself"])
@pytest.mark.parametrize("depth", [1, 21, PANEL_DEPTH + 1])
@pytest.mark.parametrize("n_rows", [1, 37, 130])
def test_one_column_is_a_row(n_rows, depth, start, dtype):
    check(dtype, n_rows, 1, depth, transposed_a=True, start=start)


def test_a_sum_depends_on_nothing_but_its_terms():
    """Tiles of any shape give the same bits, however rows and columns are cut."""
    rng = np.random.default_rng(0)
    A, B = rng.normal(size=(40, 70)).astype("float32"), rng.normal(size=(70, 50)).astype("float32")

    def product(A, B):
        C = np.zeros((len(A), B.shape[1]), dtype="float32")
        (a, a_step), (b, b_step), (c, c_step) = (stored(block, 0) for block in (A, B, C))
        call(
            *C.shape, len(B), a.ctypes.data, (a_step, 1), b.ctypes.data, (b_step, 1), False, c.ctypes.data,
            c_step, c.ctypes.data, c_step, PANEL.ctypes.data, c[0],
        )  # fmt: skip
        return c[1:].reshape(C.shape)

    whole = product(A, B)
    for rows, columns in ((1, 50), (40, 2), (7, 9), (8, 16), (33, 47)):
        np.testing.assert_array_equal(product(A[:rows], B[:, :columns]), whole[:rows, :columns])


@pytest.mark.parametrize(
    ("processor", "features"), [("generic", ""), ("haswell", "+avx,+avx2,+fma"), ("sandybridge", "+avx")]
)
@pytest.mark.skipif(not IS_X86, reason="names of x86 processors")
def test_on_processors_with_shorter_vectors(processor, features, tmp_path):
    script = (
        "from kernels import test_products as t;"
        "[t.check(dtype, 13, n, 21, transposed_b=b, start='a row')"
        " for dtype in ('float32', 'float64') for n in (1, 3, 30) for b in (False, True)];"
        "from skreg.kernels.products.vectors import VECTOR_BYTES; print(VECTOR_BYTES)"
    )
    done = execute(
        "-c", script, NUMBA_CPU_NAME=processor, NUMBA_CPU_FEATURES=features, NUMBA_CACHE_DIR=str(tmp_path),
        PYTHONPATH="tests",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["32" if "+avx" in features else "16"]
