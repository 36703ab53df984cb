"""scikit-learn's callbacks on skreg's estimators, alone and inside a search."""

import pickle

import joblib
import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skreg import MLPClassifier, MLPRegressor, mlp_path

pytest.importorskip("sklearn.callback", reason="from scikit-learn 1.9 on")
pytest.importorskip("rich")
from sklearn.callback import ProgressBar, ScoringMonitor

pytestmark = pytest.mark.usefixtures("unconverged")
X, y = load_digits(return_X_y=True)
X = X / 16
both_solvers = pytest.mark.parametrize("solver", ["adam", "lbfgs"])


class Recorder:
    """Callback that records its calls, and may stop the training."""

    def __init__(self, stop_after=np.inf):
        self.stop_after, self.ended, self.begun, self.is_down = stop_after, [], [], False

    def setup(self, estimator, context):
        self.is_down = False

    def teardown(self, estimator, context):
        self.is_down = True

    def on_fit_task_begin(self, estimator, context, *, fitted_estimator=None):
        self.begun.append((context.task_name, context.task_id, fitted_estimator))

    def on_fit_task_end(self, estimator, context, *, X=None, y=None, metadata=None, fitted_estimator=None):
        self.ended.append((context.task_name, context.task_id, fitted_estimator, X, y, metadata))
        return len(self.ended) >= self.stop_after


class Counter(Recorder):
    """Callback that asks for no data."""

    def on_fit_task_begin(self, estimator, context):
        self.begun.append(context.task_id)

    def on_fit_task_end(self, estimator, context):
        self.ended.append(context.task_id)
        self.n_tasks = context.parent.max_subtasks if context.parent else None


@both_solvers
def test_each_epoch_is_told_with_its_own_weights(solver):
    net, recorder = MLPClassifier(10, solver=solver, max_iter=4, random_state=0), Recorder()
    plain = clone(net).fit(X, y)
    net.set_callbacks(recorder).fit(X, y)
    for W, W_plain in zip(net.coefs_, plain.coefs_, strict=True):
        np.testing.assert_array_equal(W, W_plain)
    name = {"adam": "epoch", "lbfgs": "iteration"}[solver]
    assert [task[:2] for task in recorder.ended] == [*((name, i) for i in range(net.n_iter_)), ("fit", 0)]
    for epoch, (_, _, fitted, *data) in enumerate(recorder.ended[:-1]):
        until_then = clone(plain).set_params(max_iter=epoch + 1).fit(X, y)
        np.testing.assert_allclose(fitted.predict_proba(X), until_then.predict_proba(X), atol=1e-12)
        assert fitted.loss_ == net.loss_curve_[epoch]
        assert data[0] is X
        assert data[1] is y
    for after, (_, _, before) in zip(recorder.ended, recorder.begun[2:], strict=False):
        np.testing.assert_array_equal(after[2].coefs_[0], before.coefs_[0])
    assert recorder.is_down


@both_solvers
def test_a_callback_may_stop_the_training(solver):
    net = MLPClassifier(10, solver=solver, max_iter=50, random_state=0)
    stopped = clone(net).set_callbacks(Recorder(stop_after=3)).fit(X, y)
    assert stopped.n_iter_ == len(stopped.loss_curve_) == 3
    np.testing.assert_allclose(stopped.coefs_[0], net.set_params(max_iter=3).fit(X, y).coefs_[0], atol=1e-12)


def test_the_training_part_is_handed_over_as_it_was_given():
    frame = pd.DataFrame(X, columns=[f"pixel {i}" for i in range(64)])
    labels = pd.Series(np.array(list("abcdefghij"))[y])
    weights = np.random.default_rng(0).random(len(X))
    net, recorder = MLPClassifier(5, early_stopping=True, max_iter=2, random_state=0), Recorder()
    net.set_callbacks(recorder, ScoringMonitor(scoring="accuracy")).fit(frame, labels, weights)
    _, _, fitted, X_train, y_train, metadata = recorder.ended[0]
    assert len(X_train) == len(X) - 180
    assert isinstance(X_train, pd.DataFrame)
    assert list(y_train.index) == list(X_train.index)
    np.testing.assert_array_equal(metadata["sample_weight"], weights[X_train.index])
    assert net.t_ == 2 * len(X_train)
    fitted.predict(X_train)  # must not warn about feature names


def test_short_epochs_are_told_together_to_who_only_counts():
    net, counter = MLPClassifier(5, max_iter=30_000, random_state=0), Counter()
    net.set_callbacks(counter).fit(X[:100], y[:100])
    tasks = counter.ended[:-1]  # the last task is the fit itself
    assert tasks == list(range(len(tasks)))
    assert counter.begun == [0, *tasks]
    assert 2 < len(tasks) < net.n_iter_ / 10 < 3_000  # training converges within a task
    net, counter = MLPClassifier((500, 500), max_iter=2, random_state=0), Counter()
    net.set_callbacks(counter).fit(np.tile(X, (3, 1)), np.tile(y, 3))
    assert counter.ended == [0, 1, 0]


@pytest.mark.parametrize("backend", ["sequential", "threading", "loky"])
def test_progress_bar_and_scoring_monitor_below_a_search(capsys, backend):
    monitor = ScoringMonitor(scoring="accuracy")
    net = MLPClassifier(10, max_iter=3, random_state=0).set_callbacks(monitor)
    search = GridSearchCV(make_pipeline(StandardScaler(), net), {"mlpclassifier__dropout": [0.0, 0.2]}, cv=2)
    search.set_callbacks(ProgressBar(max_propagation_depth=None))
    with joblib.parallel_config(backend, n_jobs=2):
        search.fit(X, y)
    shown = capsys.readouterr().out
    assert "GridSearchCV - fit" in shown
    assert "MLPClassifier - fit" in shown
    assert "100%" in shown
    scores = [
        row for log in monitor.get_logs(select="all") for row in log.data if row["task_name"] == "epoch"
    ]
    assert len(scores) == 3 * 5  # two candidates on two splits, and the refit
    assert all(0 <= row["accuracy"] <= 1 for row in scores)


def test_a_fit_that_fails_takes_callbacks_down_and_keeps_what_was_fitted():
    net, recorder = MLPClassifier(5, max_iter=2, random_state=0), Recorder()
    net.fit(X, y)
    coefs = net.coefs_
    with pytest.raises(ValueError, match="Input X contains NaN"):
        net.set_callbacks(recorder).fit(X * np.nan, y)
    assert recorder.is_down
    assert net.coefs_ is coefs
    assert not hasattr(net, "_callback_fit_ctx")

    class Failing(Recorder):
        def on_fit_task_end(self, estimator, context):
            raise RuntimeError("of a callback")

    with pytest.raises(RuntimeError, match="of a callback"):
        net.set_callbacks(Failing()).fit(X, y)
    assert net.coefs_ is coefs


def test_weights_that_are_one_number_and_rows_of_any_sparse_format():
    monitor = ScoringMonitor(scoring="accuracy")
    net = MLPClassifier(5, early_stopping=True, max_iter=2, random_state=0).set_callbacks(monitor)
    net.fit(sp.coo_array(X), y, sample_weight=2.0)
    assert len(monitor.get_logs().data) == 3


@both_solvers
def test_an_interrupt_ends_the_open_task(solver):
    class Interrupting(Recorder):
        def on_fit_task_end(self, estimator, context):
            self.ended.append(context.task_name)
            if len(self.ended) == 3:
                raise KeyboardInterrupt

    net, recorder = MLPClassifier(20, solver=solver, max_iter=20, random_state=0), Interrupting()
    with pytest.warns(UserWarning, match="interrupted by user"):
        net.set_callbacks(recorder).fit(X, y)
    assert recorder.ended[-1] == "fit"
    assert net.n_iter_ == 2


def test_partial_fit_and_paths_are_not_reported():
    net, recorder = MLPRegressor(5, max_iter=2, random_state=0), Recorder()
    net.set_callbacks(recorder)
    net.partial_fit(X, y)
    assert not recorder.ended
    mlp_path(net, X, y, l1=[1e-4, 1e-3])
    assert not recorder.ended
    pickle.loads(pickle.dumps(net.set_callbacks())).predict(X)
