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
MOST_WORKERS = 4  # each worker runs fits with several threads


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """Run the whole suite in parallel if pytest-xdist is installed. -n 0 runs the tests one by one.

    A few tests alone would end before the workers have started. Watched runs stay in this process.
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
        options.dist = "worksteal"  # tests of a file stay together, and share its fixtures


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_is_not_ignored():
    """Handle Ctrl-C even in a shell's background job, which ignores it, so that interrupted fits end."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def unconverged():
    """Ignore the ConvergenceWarning of fits that are meant to stop early."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory, request):
    """A folder that all workers of this run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if hasattr(request.config, "workerinput") else folder


@pytest.fixture(scope="session")
def warmup(shared_folder):
    """A folder that ``python -m skreg.warmup`` has filled once for all workers, and the finished process."""
    folder, outcome = shared_folder / "warm", shared_folder / "warmup.pickle"
    try:
        folder.mkdir()
    except FileExistsError:  # another worker fills it
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
    """A folder that holds all compiled kernels, to which tests must not write."""
    return warmup[0]
