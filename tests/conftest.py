import pickle
import signal
import time
import warnings
from pathlib import Path

import joblib
import pytest
from processes import execute
from sklearn.exceptions import ConvergenceWarning

TESTS = Path(__file__).parent
MOST_WORKERS = 4  # each fits with threads of its own


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """Run all tests side by side, where pytest-xdist is installed; -n 0 runs them one by one.

    Some of them would end before the workers have started. What is watched runs in this process.
    """
    options = config.option
    if not config.pluginmanager.hasplugin("xdist") or hasattr(config, "workerinput"):
        return
    asked_for = {Path(config.invocation_params.dir, argument).resolve() for argument in config.args}
    are_all = not asked_for.isdisjoint({TESTS, *TESTS.parents})
    is_watched = options.keyword or options.usepdb or options.capture == "no"
    if options.numprocesses is None and not options.tx and are_all and not is_watched:
        options.numprocesses = min(joblib.cpu_count(), MOST_WORKERS)
    if options.numprocesses and options.dist == "no":
        options.dist = "worksteal"  # neighbours stay together, and share the fixtures of their file


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_is_not_ignored():
    """Jobs in the background of a shell ignore Ctrl-C: fits that are interrupted would never end."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def unconverged():
    """Fits that are meant to stop early may say so."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory, request):
    """A folder for all workers of this run."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if hasattr(request.config, "workerinput") else folder


@pytest.fixture(scope="session")
def warmup(shared_folder):
    """A folder filled by ``python -m skreg.warmup``, and the finished process; once for all workers."""
    folder, outcome = shared_folder / "warm", shared_folder / "warmup.pickle"
    try:
        folder.mkdir()
    except FileExistsError:  # another worker's process fills it
        deadline = time.monotonic() + 300
        while not outcome.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
    else:
        finished = execute("-m", "skreg.warmup", NUMBA_CACHE_DIR=str(folder))
        (shared_folder / "unfinished").write_bytes(pickle.dumps(finished))
        (shared_folder / "unfinished").rename(outcome)
    return folder, pickle.loads(outcome.read_bytes())


@pytest.fixture(scope="session")
def warm_cache(warmup):
    """A folder that holds all compiled kernels; do not write there."""
    return warmup[0]
