"""Searches on a cluster of worker processes, and training on data larger than memory."""

import contextlib
import functools
import itertools
import os
import signal
from pathlib import Path
from uuid import uuid4

import dask.array as da
import joblib
import numpy as np
import pytest
from cross_validation.tiny import TINY
from dask.distributed import Client, LocalCluster
from dask_ml.wrappers import Incremental
from processes import run
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.model_selection import GridSearchCV, StratifiedKFold

from skreg import MLPClassifier, MLPClassifierCV

pytestmark = [
    pytest.mark.usefixtures("unconverged"),
    # of dask's own, at its import and when a worker ends
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning"),
]
X, y = load_digits(return_X_y=True)
X = X / 16
GRID = {"dropout": [0.0, 0.2], "l1": [0.0, 1e-4, 1e-3]}


@pytest.fixture
def client():
    """Client of a cluster with two worker processes on this machine."""
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        yield client


def search():
    return GridSearchCV(MLPClassifier(30, max_iter=20, random_state=0), GRID, cv=4)


def compilations():
    """In a worker: numbers of kernels that it has compiled and that it has loaded from disk."""
    from skreg.compile.jit import entry_points

    statistics = [code.stats for code in entry_points]
    return sum(s.cache_misses.total() for s in statistics), sum(s.cache_hits.total() for s in statistics)


def test_a_search_on_a_cluster_gives_the_scores_of_a_local_one_and_compiles_nothing(client):
    local = search().fit(X, y)
    with joblib.parallel_config("dask"):
        distributed = search().fit(X, y)
    np.testing.assert_array_equal(
        distributed.cv_results_["mean_test_score"], local.cv_results_["mean_test_score"]
    )
    assert distributed.best_params_ == local.best_params_
    for n_compiled, n_found in client.run(compilations).values():
        assert n_compiled == 0 < n_found


def test_candidates_on_a_cluster_give_the_bits_of_local_ones(client):
    local = MLPClassifierCV(portfolio=TINY, random_state=0).fit(X[:400], y[:400])
    with joblib.parallel_config("dask"):
        model = MLPClassifierCV(portfolio=TINY, n_jobs=-1, random_state=0).fit(X[:400], y[:400])
    assert all(n_found > 0 for _, n_found in client.run(compilations).values())
    np.testing.assert_array_equal(model.predict_proba(X[400:]), local.predict_proba(X[400:]))


def score_or_die(folder, estimator, X, y):
    """Score of a classifier. The process that computes the sixth score is killed, once."""
    Path(folder, str(uuid4())).touch()
    if len(os.listdir(folder)) >= 6:
        with contextlib.suppress(FileExistsError):
            Path(folder, "killed").mkdir()
            os.kill(os.getpid(), signal.SIGKILL)
    return estimator.score(X, y)


def test_a_worker_that_is_killed_loses_nothing(client, tmp_path):
    workers = set(client.run(os.getpid).values())
    # What all fits need is copied to all workers, and stays there: joblib would leave it to one of them.
    client.amm.stop()
    folds = list(StratifiedKFold(4).split(X, y))
    arrays = [X, y, *itertools.chain.from_iterable(folds)]
    scoring = functools.partial(score_or_die, tmp_path)
    with joblib.parallel_config("dask", scatter=arrays):
        distributed = search().set_params(cv=folds, scoring=scoring).fit(X, y)
    assert (tmp_path / "killed").exists()
    assert set(client.run(os.getpid).values()) != workers
    np.testing.assert_array_equal(
        distributed.cv_results_["mean_test_score"], search().fit(X, y).cv_results_["mean_test_score"]
    )


def test_dask_mls_wrapper_trains_block_by_block():
    blocks, labels = da.from_array(X, chunks=(300, -1)), da.from_array(y, chunks=300)
    net = MLPClassifier(30, random_state=0)
    wrapped = Incremental(clone(net), shuffle_blocks=False).fit(blocks, labels, classes=np.arange(10))
    for start in range(0, len(X), 300):
        net.partial_fit(X[start : start + 300], y[start : start + 300], classes=np.arange(10))
    for W, expected in zip(wrapped.estimator_.coefs_, net.coefs_, strict=True):
        np.testing.assert_array_equal(W, expected)


LARGER_THAN_MEMORY = """
import resource
LIMIT = 512 * 2**20
resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))
import dask, numpy as np
import dask.array as da
from skreg import MLPClassifier
dask.config.set(scheduler="synchronous")
n_samples, n_features = 4 * LIMIT // (4 * 50), 50
random = da.random.default_rng(0)
X = random.standard_normal((n_samples, n_features), chunks=(50_000, n_features), dtype="float32")
y = (X[:, 0] * X[:, 1] > 0).astype("int8")
assert X.nbytes > 0.999 * 4 * LIMIT
net = MLPClassifier((50,), learning_rate_init=0.003, random_state=0)
for index in range(X.numblocks[0]):
    block, labels = dask.compute(X.blocks[index], y.blocks[index])
    net.partial_fit(block, labels, classes=[0, 1])
assert net.t_ == n_samples
print(net.score(*dask.compute(X.blocks[0], y.blocks[0])))
try:
    np.ones(LIMIT, dtype="int8")
except MemoryError:
    print("within the limit")
"""


def test_data_of_four_times_the_memory_limit_trains():
    score, words = run(LARGER_THAN_MEMORY).splitlines()
    assert float(score) > 0.98
    assert words == "within the limit"
