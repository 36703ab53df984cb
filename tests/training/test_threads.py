"""Any number of threads gives the same bits, and limits are restored."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import scipy.sparse as sp
from joblib import Parallel, delayed
from processes import run
from sklearn.base import clone
from sklearn.datasets import load_digits
from threadpoolctl import threadpool_info

from skreg import MLPClassifier
from skreg.records.layout import Layout
from skreg.training import blas, threads

pytestmark = pytest.mark.usefixtures("unconverged")
X, y = load_digits(return_X_y=True)
X = X / 16

NETS = {
    "small": MLPClassifier((30,), max_iter=3, random_state=0, dropout=0.2),
    "large": MLPClassifier(
        (500, 400), max_iter=2, random_state=0, dropout=[0.5, 0.2], input_dropout=0.1, l1=1e-4
    ),
    "wide batch": MLPClassifier((64,), batch_size=1797, max_iter=3, random_state=0, activation="tanh"),
    "in tiles": MLPClassifier((700, 600), max_iter=2, random_state=0, dropout=0.5, input_dropout=0.1),
    "thinned": MLPClassifier(
        (500, 400), max_iter=2, random_state=0, dropout=0.5, input_dropout=0.1, dropout_scope="batch"
    ),
    "thinned shards": MLPClassifier(
        (30,), batch_size=1797, max_iter=3, random_state=0, dropout=0.5, dropout_scope="batch"
    ),
    "groups": MLPClassifier((500, 400), max_iter=2, random_state=0, group_l1=1e-3, l1=1e-4),
    "max norm": MLPClassifier((500, 70), max_iter=2, random_state=0, dropout=0.5, max_norm=1.0),
    "sgd": MLPClassifier((600, 300), solver="sgd", max_iter=2, random_state=0),
    "lbfgs": MLPClassifier((300, 200), solver="lbfgs", max_iter=5, random_state=0, l1=1e-4),
    "float64": MLPClassifier((300, 200), dtype="float64", max_iter=2, random_state=0),
}


def bits(model, X=X):
    return b"".join(part.tobytes() for part in (*model.coefs_, *model.intercepts_))


def fit_bits(model, X=X):
    return bits(clone(model).fit(X, y))


@pytest.fixture
def team_of(monkeypatch):
    def set_size(size):
        monkeypatch.setattr(threads, "available_threads", lambda: size)

    return set_size


@pytest.mark.parametrize("net", NETS)
def test_same_bits_for_any_number_of_threads(net, team_of):
    team_of(1)
    expected = fit_bits(NETS[net])
    for size in (2, 3, 4):
        team_of(size)
        assert fit_bits(NETS[net]) == expected


@pytest.mark.parametrize(
    ("hidden_units", "n_rows", "size"),
    [((32,), 32, 1), ((256, 256), 256, 2), ((32,), 1000, 8), ((1024, 1024), 128, 16)],
)
def test_a_team_has_no_more_members_than_shards(hidden_units, n_rows, size, team_of):
    """On 16 cores a step of (256, 256) took 1.7 times as long with 16 members as with 2."""
    team_of(16)
    assert threads.useful_threads(Layout((54, *hidden_units, 10)), n_rows) == size


@pytest.mark.parametrize(
    ("n_fits", "largest", "size"), [(1, 16, 16), (2, 16, 8), (2, 2, 2), (8, 2, 2), (9, 2, 1), (17, 2, 1)]
)
def test_fits_side_by_side_share_all_cores(n_fits, largest, size, team_of):
    """On 16 cores, two concurrent fits with two shards each once had one thread each."""
    team_of(16)
    ensemble = blas.one_blas_thread()  # an ensemble that predicts, and uses no threads of a fit
    with ensemble, contextlib.ExitStack() as fits:
        teams = [fits.enter_context(threads.Threads(largest)) for _ in range(n_fits)]
        assert [team.run(lambda member: member.n_members) for team in teams] == [size] * n_fits


@pytest.mark.parametrize("net", ["small", "large"])
def test_same_bits_in_workers_and_threads(net):
    expected = fit_bits(NETS[net])
    for backend in ("loky", "threading"):
        assert Parallel(2, backend)(delayed(fit_bits)(NETS[net]) for _ in range(4)) == [expected] * 4


@pytest.mark.parametrize("net", ["small", "large", "lbfgs"])
def test_same_bits_for_any_layout(net):
    expected = fit_bits(NETS[net])
    read_only = X.copy()
    read_only.flags.writeable = False
    for layout in (
        np.asfortranarray(X),
        np.hstack([X, X])[:, :64],
        np.repeat(X, 2, axis=0)[::2],
        read_only,
        X.tolist(),
    ):
        assert fit_bits(NETS[net], layout) == expected
    csr = fit_bits(NETS[net], sp.csr_matrix(X))
    unsorted = sp.csr_array(X)
    unsorted.indices, unsorted.indptr = unsorted.indices.astype(np.int64), unsorted.indptr.astype(np.int64)
    assert fit_bits(NETS[net], unsorted) == fit_bits(NETS[net], sp.csc_array(X)) == csr


def test_weights_of_one_give_the_bits_of_no_weights():
    for net in NETS.values():
        assert fit_bits(net) == bits(clone(net).fit(X, y, sample_weight=np.ones(len(X))))


def blas_threads():
    return sorted(
        (info["filepath"], info["num_threads"]) for info in threadpool_info() if info["user_api"] == "blas"
    )


def test_limits_are_restored_after_concurrent_fits_and_errors():
    before = blas_threads()
    expected = {name: fit_bits(net) for name, net in NETS.items()}
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda name: (name, fit_bits(NETS[name])), [*NETS] * 2))
    assert all(expected[name] == result for name, result in results)
    assert blas_threads() == before
    with pytest.raises(ValueError, match="non-finite"):
        MLPClassifier(5, solver="sgd", learning_rate_init=1e30, max_iter=2).fit(X * 1e20, y)
    assert blas_threads() == before
    assert not threads._running


def test_blas_runs_on_one_thread_meanwhile():
    with threads.Threads(largest=1):
        assert {n for _, n in blas_threads()} == {1}
        with threads.Threads(largest=1):
            pass
        assert {n for _, n in blas_threads()} == {1}


def test_ctrl_c_on_the_way_in_leaves_no_limit(monkeypatch):
    before, limit = blas_threads(), blas._limit

    def interrupted_limit():
        limit()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(blas, "_limit", interrupted_limit)
        with pytest.raises(KeyboardInterrupt), threads.Threads(largest=1):
            pass
    assert blas_threads() == before
    assert not threads._running


@pytest.mark.parametrize("failing", [0, 1])
def test_an_error_on_one_member_stops_the_others(failing, team_of, monkeypatch):
    """The others must neither wait nor work, because the first member has not gathered its samples."""
    from skreg.training import stochastic

    team_of(2)
    run = threads.Threads.run

    def run_with_a_failure(self, kernel, *arguments):
        def failing_kernel(*arguments):
            if arguments[-1].rank == failing:
                raise MemoryError("no more")
            return kernel(*arguments)

        return run(self, failing_kernel, *arguments)

    sparse = sp.csr_array(X)
    model = MLPClassifier((500, 400), max_iter=2, random_state=0)
    expected = bits(clone(model).fit(sparse, y))
    with monkeypatch.context() as patch:
        patch.setattr(stochastic.Threads, "run", run_with_a_failure)
        with pytest.raises(MemoryError, match="no more"):
            model.fit(sparse, y)
    assert not hasattr(model, "coefs_")
    assert bits(model.fit(sparse, y)) == expected


def test_without_more_threads_the_calling_one_works_alone(team_of, monkeypatch):
    team_of(1)
    expected = fit_bits(NETS["in tiles"])
    team_of(4)
    start, n_started = threads.threading.Thread.start, 0

    def start_two(self):
        nonlocal n_started
        n_started += 1
        if n_started > 2:
            raise RuntimeError("can't start new thread")
        start(self)

    monkeypatch.setattr(threads.threading.Thread, "start", start_two)
    assert fit_bits(NETS["in tiles"]) == expected
    assert n_started > 2


PATCHED = """
import {module}
{patch}
import warnings
import numpy as np
from skreg import MLPRegressor
warnings.simplefilter("ignore")
X = np.random.default_rng(0).normal(size=(2000, 30))
net = MLPRegressor((100, 100), dropout=0.2, max_iter=3, batch_size=500, random_state=0).fit(X, X[:, 0])
print(net.loss_, net.predict_samples(X[:3], n_samples=3, random_state=0).shape)
"""
SHUTDOWN = """
import threading, time
import numpy as np
from skreg import MLPRegressor
X = np.random.default_rng(0).normal(size=(2000, 30))
net = MLPRegressor((100, 100), dropout=0.2, tol=0, n_iter_no_change=np.inf, batch_size=500, random_state=0)
net.set_params(learning_rate="cosine", max_iter=1).fit(X, X[:, 0])

def fit_twice():
    begun = net.set_params(max_iter=300).fit(X, X[:, 0]).loss_
    after = net.fit(X, X[:, 0]).loss_
    print(begun == after, net.predict_samples(X[:3], n_samples=3, random_state=0).shape)

threading.Thread(target=fit_twice).start()
time.sleep(0.1)
"""


@pytest.mark.parametrize(
    "patch",
    [
        "import gevent.monkey; gevent.monkey.patch_all()",
        "import skreg, gevent.monkey; gevent.monkey.patch_all()",
    ],
    ids=["first", "after skreg"],
)
def test_a_fit_returns_where_threads_are_greenlets(patch):
    pytest.importorskip("gevent")
    unpatched = run(PATCHED.format(module="skreg", patch=""))
    assert run(PATCHED.format(module="gevent", patch=patch)) == unpatched


def test_a_fit_goes_on_while_the_interpreter_shuts_down():
    assert run(SHUTDOWN) == "True (3, 3, 1)\n"


def test_a_fit_goes_on_alone_where_no_thread_can_be_started(monkeypatch, team_of):
    def refuse(*arguments, **options):
        raise RuntimeError("can't start new thread")

    team_of(4)
    expected = {name: fit_bits(NETS[name]) for name in ("wide batch", "in tiles")}
    samples = clone(NETS["small"]).fit(X, y).predict_samples(X[:3], n_samples=5, random_state=0)
    monkeypatch.setattr("threading.Thread.start", refuse)
    assert {name: fit_bits(NETS[name]) for name in expected} == expected
    again = clone(NETS["small"]).fit(X, y).predict_samples(X[:3], n_samples=5, random_state=0)
    np.testing.assert_array_equal(again, samples)
