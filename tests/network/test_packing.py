import numpy as np
import pytest

from skreg.network.packing import PackedMatrix, pack, unpack


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("share_of_zeros", [0.0, 0.02, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("shape", [(1, 1), (7, 3), (64, 100)])
def test_what_was_packed_comes_back_bit_by_bit(dtype, share_of_zeros, shape):
    rng = np.random.default_rng(0)
    W = rng.normal(size=shape).astype(dtype)
    W[rng.random(shape) < share_of_zeros] = 0
    W[-1, -1] = -0.0
    stored = pack(W)
    assert unpack(stored).tobytes() == W.tobytes()
    if share_of_zeros == 0.9 and W.size > 100:
        assert isinstance(stored, PackedMatrix)
        assert stored.is_nonzero.nbytes + stored.values.nbytes < 0.15 * W.nbytes
    if share_of_zeros == 0.0:
        assert stored is W
