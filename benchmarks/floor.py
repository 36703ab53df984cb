"""The floor: a lower bound on the time of a step on this machine, from rates measured in the same run.

``floor = FLOPs of the matrix products / sgemm rate + bytes of the update / memory rate``. The sgemm
rate is that of NumPy's BLAS on square matrices of 2,048 rows. The memory rate is that of an Adam
update in Numba over as many parameters as the network has: small networks stay in the cache.
"""

import numba
import numpy as np

from benchmarks import networks
from benchmarks.timing import seconds_per_call

N_ROWS = 2048
BYTES_PER_PARAMETER = 28  # parameter, mean and square read and written, gradient read: 7 × 4 bytes
PARAMETERS_PER_CALL = 1_000_000  # large enough to make the cost of a call negligible


def _adam(n_passes, parameters, means, squares, gradients):
    for _ in range(n_passes):
        for i in numba.prange(len(parameters)):
            g = gradients[i]
            m = np.float32(0.9) * means[i] + np.float32(0.1) * g
            v = np.float32(0.999) * squares[i] + np.float32(0.001) * g * g
            means[i], squares[i] = m, v
            parameters[i] -= np.float32(1e-3) * m / (np.sqrt(v) + np.float32(1e-8))


_SERIAL = numba.njit(fastmath=True, error_model="numpy")(_adam)
_PARALLEL = numba.njit(fastmath=True, error_model="numpy", parallel=True)(_adam)


def sgemm_rate(seconds):
    """FLOP/s of a product of two square matrices."""
    a, b = np.random.default_rng(0).standard_normal((2, N_ROWS, N_ROWS), dtype=np.float32)
    out = np.empty_like(a)
    return 2 * N_ROWS**3 / seconds_per_call(lambda: np.matmul(a, b, out=out), seconds)


def memory_rate(n_parameters, seconds):
    """Bytes/s of an Adam update, with one thread or with all, whichever is faster."""
    arrays = np.random.default_rng(0).random((4, n_parameters), dtype=np.float32)
    n_passes = max(1, PARAMETERS_PER_CALL // n_parameters)
    best = min(
        seconds_per_call(lambda run=run: run(n_passes, *arrays), seconds) for run in (_SERIAL, _PARALLEL)
    )
    return BYTES_PER_PARAMETER * n_parameters * n_passes / best


def rates(n_parameters, seconds):
    """Both rates, in one round of a case whose network has this number of parameters."""
    return {"flops": sgemm_rate(seconds), "bytes": memory_rate(n_parameters, seconds)}


def floor(units, n_rows, best_rates):
    """Least seconds of a step with this number of rows, for the products and for the update."""
    return {
        "products": networks.n_flops(units, n_rows) / best_rates["flops"],
        "update": BYTES_PER_PARAMETER * networks.n_parameters(units) / best_rates["bytes"],
    }
