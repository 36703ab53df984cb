"""Reports of a running search, to scikit-learn's callbacks and as lines of text."""

import io
import sys

import joblib
import numpy as np
import pytest
from cross_validation.tiny import SMALL, TINY
from sklearn.base import clone
from sklearn.datasets import load_diabetes, load_wine
from sklearn.model_selection import GridSearchCV

from skreg import MLPClassifierCV, MLPRegressorCV

X, y = load_wine(return_X_y=True)


def model(**parameters):
    return MLPClassifierCV(portfolio=TINY, random_state=0, **parameters)


def test_a_line_for_each_candidate_and_round(capsys):
    model(verbose=True).fit(X, y)
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [f"MLPClassifierCV {i}/5" for i in range(1, 6)]
    assert "validation score -" in lines[0]
    assert "'mlp__hidden_layer_sizes': [16]" in lines[0]
    assert "mlp__solver" not in lines[0]  # all candidates have this solver
    model().fit(X, y)
    assert capsys.readouterr().out == ""


class Pieces(io.StringIO):
    """Standard output that records what is written at once."""

    def __init__(self):
        super().__init__()
        self.written = []

    def write(self, piece):
        self.written.append(piece)
        return super().write(piece)


@pytest.mark.parametrize("solver", ["adamw", "lbfgs"])
def test_each_line_is_written_at_once_so_that_lines_of_parallel_fits_do_not_merge(monkeypatch, solver):
    noisy = {**SMALL, "mlp__verbose": True, "mlp__solver": solver, "mlp__learning_rate": "constant"}
    early = {"mlp__early_stopping": True, "mlp__n_iter_no_change": 1, "mlp__tol": 1.0}
    monkeypatch.setattr(sys, "stdout", Pieces())
    model(n_jobs=2, verbose=True).set_params(portfolio=[{**noisy, **early}, noisy]).fit(X, y)
    lines = [piece for piece in sys.stdout.written if piece]
    beginnings = ["MLPClassifierCV ", "Iteration "]
    if solver == "adamw":
        beginnings += ["Validation score: ", "Validation score did not improve "]
    for beginning in beginnings:
        assert any(line.startswith(beginning) for line in lines)
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)


class Recorder:
    """Callback that records its calls, and may stop or interrupt the search."""

    def __init__(self, stop_after=np.inf, interrupt_after=np.inf):
        self.stop_after, self.interrupt_after, self.ended, self.is_down = (
            stop_after,
            interrupt_after,
            [],
            False,
        )

    def setup(self, estimator, context):
        self.is_down = False

    def teardown(self, estimator, context):
        self.is_down = True

    def on_fit_task_begin(self, estimator, context):
        pass

    def on_fit_task_end(self, estimator, context, *, X=None, fitted_estimator=None):
        self.ended.append((context.task_name, fitted_estimator, X))
        if len(self.ended) == self.interrupt_after:
            raise KeyboardInterrupt
        return len(self.ended) >= self.stop_after


def callbacks():
    pytest.importorskip("sklearn.callback", reason="from scikit-learn 1.9 on")
    pytest.importorskip("rich")
    from sklearn.callback import ProgressBar, ScoringMonitor

    return ProgressBar, ScoringMonitor


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_each_candidate_is_told_with_the_best_so_far(n_jobs):
    callbacks()
    recorder, plain = Recorder(), model().fit(X, y)
    net = model(n_jobs=n_jobs).set_callbacks(recorder).fit(X, y)
    np.testing.assert_array_equal(net.predict_proba(X), plain.predict_proba(X))
    assert [name for name, _, _ in recorder.ended] == ["candidate"] * 5 + ["fit"]
    assert all(given is X for _, _, given in recorder.ended)
    n_fitted = [np.count_nonzero(fitted.candidates_["n_folds"]) for _, fitted, _ in recorder.ended]
    assert n_fitted == [1, 2, 3, 3, 3, 3]
    np.testing.assert_array_equal(recorder.ended[-2][1].predict_proba(X), net.predict_proba(X))
    assert recorder.is_down


def test_a_callback_may_stop_the_search():
    callbacks()
    stopped = model().set_callbacks(Recorder(stop_after=2)).fit(X, y)
    np.testing.assert_array_equal(stopped.candidates_["n_folds"], [1, 1, 0])
    assert len(stopped.estimators_) <= 2


def test_an_interrupt_after_some_candidates_keeps_the_best_of_them():
    callbacks()
    recorder = Recorder(interrupt_after=2)
    with pytest.warns(UserWarning, match="Search interrupted by user after 2 of 3 candidates"):
        net = model().set_callbacks(recorder).fit(X, y)
    np.testing.assert_array_equal(net.candidates_["n_folds"], [1, 1, 0])
    assert recorder.ended[-1][0] == "fit"
    assert net.score(X, y) > 0.8


def test_a_callback_that_fails_leaves_what_was_fitted():
    callbacks()

    class Failing(Recorder):
        def on_fit_task_end(self, estimator, context):
            raise RuntimeError("of a callback")

    recorder, net = Failing(), model().fit(X, y)
    before = dict(vars(net))
    with pytest.raises(RuntimeError, match="of a callback"):
        net.set_callbacks(recorder).fit(X, y)
    assert recorder.is_down
    assert dict(vars(net.set_callbacks())) == before


@pytest.mark.parametrize("backend", ["sequential", "threading"])
def test_progress_bar_and_scoring_monitor_below_a_search(capsys, backend):
    ProgressBar, ScoringMonitor = callbacks()
    monitor = ScoringMonitor(scoring="accuracy")
    search = GridSearchCV(model().set_callbacks(monitor), {"n_candidates": [2, 3]}, cv=2)
    search.set_callbacks(ProgressBar(max_propagation_depth=None))
    with joblib.parallel_config(backend, n_jobs=2):
        search.fit(X, y)
    shown = capsys.readouterr().out
    assert "MLPClassifierCV - fit" in shown
    assert "100%" in shown
    rows = [row for log in monitor.get_logs(select="all") for row in log.data]
    scores = [row["accuracy"] for row in rows if row["task_name"] == "candidate"]
    n_best = search.best_params_["n_candidates"]
    assert len(scores) == 2 * (4 + 5) + {2: 4, 3: 5}[n_best]
    assert all(0 <= score <= 1 for score in scores)


def test_callbacks_of_a_regressor():
    callbacks()
    X, y = load_diabetes(return_X_y=True)
    net, recorder = MLPRegressorCV(portfolio=TINY, random_state=0), Recorder()
    plain = clone(net).fit(X, y)
    net.set_callbacks(recorder).fit(X, y)
    np.testing.assert_array_equal(recorder.ended[-2][1].predict(X), plain.predict(X))
