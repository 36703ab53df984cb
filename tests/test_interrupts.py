"""Ctrl-C in a long fit, in real processes, returns the model within seconds."""

import signal
import subprocess
import sys
import time

import numba
import pytest

from skreg.compile.jit import entry_point

LONG_FIT = """
import warnings
import numpy as np
import scipy.sparse as sp
from threadpoolctl import threadpool_info
from skreg import MLPClassifier
def limits():
    return [(info["filepath"], info["num_threads"]) for info in threadpool_info()]
random_state = np.random.default_rng(0)
X = random_state.normal(size=({n_samples}, 30))
if {is_sparse}:
    X = sp.csr_array(X)
y = random_state.integers(2, size={n_samples})
model = MLPClassifier(
    {hidden_layer_sizes}, solver="{solver}", batch_size=200, max_iter=100_000, max_fun=10**9,
    tol=0, n_iter_no_change=np.inf, verbose=True,
)
MLPClassifier({hidden_layer_sizes}, solver="{solver}", batch_size=200, max_iter=1).fit(X[:200], y[:200])
before = limits()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    model.fit(X, y)
print("\\nEnded")  # on a line of its own: Ctrl-C may come amid another
assert [str(warning.message) for warning in caught] == ["Training interrupted by user."]
assert limits() == before
assert model.n_iter_ == len(model.loss_curve_) > 0
assert np.isfinite(model.predict_proba(X[:100])).all()
"""
SMALL = {
    "dense": {"is_sparse": False, "solver": "adam"},
    "sparse": {"is_sparse": True, "solver": "sgd"},
    "lbfgs": {"is_sparse": False, "solver": "lbfgs"},
}
LARGE = {
    "dense": {"is_sparse": False, "solver": "adam", "n_samples": 20_000},
    "sparse": {"is_sparse": True, "solver": "adam", "n_samples": 20_000},
    "lbfgs": {"is_sparse": False, "solver": "lbfgs", "n_samples": 5_000},
}


def seconds_to_answer(**net):
    """Seconds from Ctrl-C in the third epoch to the end of the fit, and seconds of the second epoch."""
    program = [sys.executable, "-u", "-c", LONG_FIT.format(**net)]
    times = {}
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        try:
            for line in process.stdout:
                event = line.strip().partition(",")[0]
                times[event] = time.perf_counter()
                if event == "Iteration 2":
                    epoch = times["Iteration 2"] - times["Iteration 1"]
                    time.sleep(epoch / 4)
                    times["Ctrl-C"] = time.perf_counter()
                    process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()
    return times["Ended"] - times["Ctrl-C"], epoch


@pytest.mark.parametrize("kind", SMALL)
def test_a_small_net(kind):
    answer, _ = seconds_to_answer(hidden_layer_sizes=(8,), n_samples=500, **SMALL[kind])
    assert answer < 5


@pytest.mark.parametrize("kind", LARGE)
def test_a_large_net_does_not_wait_for_the_end_of_the_epoch(kind):
    answer, epoch = seconds_to_answer(hidden_layer_sizes=(1024,) * 3, **LARGE[kind])
    assert answer < min(5, epoch / 2)


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")
def test_ctrl_c_within_a_callback_of_the_compiler(monkeypatch):
    """Python ignores it there, and numba then has no object code to save."""

    def double(x):
        return 2 * x

    def save_overload(signature, compiled):
        raise RuntimeError("no compiled object yet for <Library 'double'>")

    compiled = entry_point(double)
    monkeypatch.setattr(compiled._cache, "save_overload", save_overload)
    with pytest.raises(KeyboardInterrupt):
        compiled.compile((numba.float64,))
    assert compiled(2.0) == 4.0
