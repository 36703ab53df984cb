"""Real processes: without the compiler, after a fork, with the kernels of an earlier process."""

import os
import subprocess
import sys

import pytest

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
FORK = """
import os, warnings
from sklearn.datasets import load_digits
from skreg import MLPClassifier
warnings.simplefilter("ignore")
X, y = load_digits(return_X_y=True)
def fit():
    return MLPClassifier((400, 300), max_iter=2, random_state=0).fit(X, y).loss_
loss = fit()
child = os.fork()
if child == 0:
    os._exit(0 if fit() == loss else 1)
_, status = os.waitpid(child, 0)
assert status == 0, status
assert fit() == loss
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


def run(program, **environment):
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_without_the_compiler_the_numbers_are_the_same():
    assert run(FIT, NUMBA_DISABLE_JIT="1") == run(FIT)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_child_forked_after_a_fit_can_fit():
    run(FORK)


def test_ctrl_c_during_the_first_compilation(tmp_path):
    """One thread compiles while another waits to begin: neither may run without the other."""
    assert run(INTERRUPTED, NUMBA_CACHE_DIR=str(tmp_path)) == "interrupted\n"


def test_import_without_docstrings():
    result = subprocess.run([sys.executable, "-OO", "-c", "import skreg"], check=False)
    assert result.returncode == 0


def test_a_second_process_finds_the_compiled_kernels(tmp_path):
    cache = {"NUMBA_CACHE_DIR": str(tmp_path)}
    timed = "import time; start = time.perf_counter()\n" + FIT + "\nprint(time.perf_counter() - start)"
    first = float(run(timed, **cache).split()[-1])
    files = sorted(tmp_path.rglob("*.nbc"))
    assert files
    second = float(run(timed, **cache).split()[-1])
    assert sorted(tmp_path.rglob("*.nbc")) == files
    assert second < first / 2
