"""Real processes: without the compiler, with concurrent fits, after a fork, and together with torch."""

import os
import subprocess
import sys

import pytest
from processes import run

FIT = """
import warnings
warnings.simplefilter("error")
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from skreg import MLPClassifier
warnings.simplefilter("ignore", ConvergenceWarning)
X, y = load_digits(return_X_y=True)
X, y = X[:60] / 16, y[:60]
for parameters in (
    {"solver": "adam", "dropout": 0.3, "input_dropout": 0.1, "l1": 1e-3},
    {"solver": "sgd", "activation": "tanh"},
    {"solver": "lbfgs", "l1": 1e-3},
):
    model = MLPClassifier((8, 6), max_iter=2, random_state=0, dtype="float64", **parameters)
    print(*(f"{loss:.10f}" for loss in model.fit(X, y).loss_curve_))
"""
INTERRUPTED = """
import os, signal, threading, warnings
import numpy as np
import scipy.sparse as sp
from skreg import MLPClassifier
from skreg.training import threads
warnings.simplefilter("ignore")
threads.available_threads = lambda: 2
X = sp.random_array((2000, 500), density=0.1, format="csr", random_state=0)
ended = threading.Event()
def interrupt():
    while not ended.wait(2.5):  # again, should a destructor have swallowed it
        os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt, daemon=True).start()
try:
    MLPClassifier((300, 200), max_iter=100_000, tol=0, n_iter_no_change=np.inf).fit(X, np.arange(2000) % 2)
except KeyboardInterrupt:
    ended.set()
    print("interrupted")
"""
# This starts the threading layer, like a parallel function of the user.
LAYER = """
import warnings
import numba
from sklearn.datasets import load_digits
from threadpoolctl import threadpool_info
from skreg import MLPClassifier
from skreg.training import threads
warnings.simplefilter("ignore")
numba.get_num_threads()
assert numba.threading_layer() == "{layer}"
threads.available_threads = lambda: 4
X, y = load_digits(return_X_y=True)
def fit(seed):
    model = MLPClassifier((400, 300), max_iter=2, random_state=seed).fit(X, y)
    return b"".join(W.tobytes() for W in model.coefs_)
"""
CONCURRENT = """
from concurrent.futures import ThreadPoolExecutor
def limits():
    return sorted((info["filepath"], info["num_threads"]) for info in threadpool_info())
def diverge(seed):
    try:
        MLPClassifier(5, solver="sgd", learning_rate_init=1e30, max_iter=2).fit(X * 1e20, y)
    except ValueError as error:
        return str(error)[:30]
before = limits()
expected = [fit(seed) for seed in range(4)]
with ThreadPoolExecutor(8) as pool:
    errors = [pool.submit(diverge, seed) for seed in range(4)]
    assert list(pool.map(fit, range(4))) == expected
    assert {error.result() for error in errors} == {"Solver produced non-finite par"}
assert limits() == before, (limits(), before)
"""
FORK = """
import os
expected = fit(0)
child = os.fork()
if child == 0:
    os._exit(0 if fit(0) == expected else 1)
_, status = os.waitpid(child, 0)
assert status == 0, status
assert fit(0) == expected
"""
FORK_POOL = """
import multiprocessing
expected = [fit(seed) for seed in range(4)]
with multiprocessing.get_context("fork").Pool(2) as pool:
    assert pool.map(fit, range(4)) == expected
assert fit(0) == expected[0]
"""
TORCH = """
import torch
product = torch.ones(500, 500) @ torch.ones(500, 500)  # starts torch's own threads
n_threads = torch.get_num_threads()
{fit}
assert torch.get_num_threads() == n_threads
assert torch.equal(torch.ones(500, 500) @ torch.ones(500, 500), product)
"""


def run_under(layer, program):
    if layer == "omp":  # numba's wheel includes this layer, but not the OpenMP library that it needs
        pytest.importorskip("numba.np.ufunc.omppool", exc_type=ImportError)
    run(LAYER.format(layer=layer) + program, NUMBA_THREADING_LAYER=layer)


def test_without_the_compiler_the_numbers_are_the_same():
    assert run(FIT, NUMBA_DISABLE_JIT="1") == run(FIT)


@pytest.mark.parametrize("layer", ["omp", "workqueue"])
def test_concurrent_fits_and_a_failing_one(layer):
    run_under(layer, CONCURRENT)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.parametrize("layer", ["omp", "workqueue"])
@pytest.mark.parametrize("program", [FORK, FORK_POOL], ids=["os.fork", "Pool"])
def test_a_child_forked_after_a_fit_can_fit(layer, program):
    run_under(layer, program)


def test_with_torch_imported_before():
    pytest.importorskip("torch")
    assert run(TORCH.format(fit=FIT)) == run(FIT)


def test_ctrl_c_during_the_first_compilation(tmp_path):
    """One thread compiles while another waits to start. Neither may run without the other."""
    assert run(INTERRUPTED, NUMBA_CACHE_DIR=str(tmp_path)) == "interrupted\n"


def test_import_without_docstrings():
    result = subprocess.run([sys.executable, "-OO", "-c", "import skreg"], check=False)
    assert result.returncode == 0


def test_public_submodules_are_imported_when_they_are_first_used():
    program = """
import sys
import skreg
assert "skreg.preprocessing" not in sys.modules
assert {"export", "preprocessing", "warmup"} <= set(dir(skreg))
print(skreg.preprocessing.TableEncoder.__name__, skreg.warmup.__name__, hasattr(skreg, "nothing"))
"""
    assert run(program).strip() == "TableEncoder skreg.warmup False"
