import signal
import warnings

import pytest
from processes import execute
from sklearn.exceptions import ConvergenceWarning


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
def warmup(tmp_path_factory):
    """A folder filled by ``python -m skreg.warmup``, and the finished process."""
    folder = tmp_path_factory.mktemp("warm")
    return folder, execute("-m", "skreg.warmup", NUMBA_CACHE_DIR=str(folder))


@pytest.fixture(scope="session")
def warm_cache(warmup):
    """A folder that holds all compiled kernels; do not write there."""
    return warmup[0]
