"""`mlp_path`: its result, its cost and its errors."""

import pickle

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.datasets import load_diabetes, load_digits
from sklearn.linear_model import Lasso
from sklearn.metrics import get_scorer, log_loss
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler, scale

from skreg import MLPClassifier, MLPRegressor, RegularizationPath, mlp_path

X, y = load_digits(return_X_y=True)
X_train, X_val, y_train, y_val = train_test_split(X / 16, y, random_state=0, stratify=y)
STRENGTHS = np.logspace(-5, -2, 6)


def net(**parameters):
    return MLPClassifier(
        (40, 20), learning_rate="cosine", batch_size=50, n_iter_no_change=np.inf,
        **{"random_state": 0, "max_iter": 60, **parameters},
    )  # fmt: skip


@pytest.fixture(scope="module")
def path():
    return mlp_path(net(), X_train, y_train, l1=STRENGTHS, X_val=X_val, y_val=y_val)


@pytest.mark.parametrize("parameter", ["l1", "group_l1"])
@pytest.mark.parametrize("solver", ["adam", "sgd"])
def test_zeros_grow_with_the_strength(parameter, solver):
    strengths = np.array([1e-5, 1e-4, 1e-3, 1e-2])
    rate = 0.02 if solver == "sgd" else 1e-3
    path = mlp_path(net(solver=solver, learning_rate_init=rate), X_train, y_train, **{parameter: strengths})
    assert (np.diff(path.zeros) >= 0).all()
    assert path.zeros[-1] > 0.3 > path.zeros[0]
    assert (np.diff(path.units, axis=0) <= 0).all()
    if parameter == "group_l1":
        assert path.units[-1, 0] < 50  # of 64 pixels
    assert path.validation_scores is None
    assert path.train_scores[0] > 0.95


def test_the_record_is_that_of_the_networks(path):
    assert isinstance(path, RegularizationPath)
    assert len(path) == len(list(path)) == 6
    assert path.parameter == "l1"
    np.testing.assert_array_equal(path.strengths, STRENGTHS)
    np.testing.assert_array_equal(path.n_iter, [60, 6, 6, 6, 6, 6])
    for index in range(len(path)):
        model = path.estimator(index)
        assert path.validation_scores[index] == model.score(X_val, y_val)
        assert path.train_scores[index] == model.score(X_train, y_train)
        weights = np.concatenate([W.ravel() for W in model.coefs_])
        assert path.zeros[index] == np.mean(weights == 0)
        assert model.l1 == STRENGTHS[index]
        assert len(model.loss_curve_) == path.n_iter[index]
        assert (model.max_iter, model.warm_start, model.random_state) == (60, False, 0)
        small = model.compress()
        assert tuple(path.units[index, 1:]) == small.compression_.units_after[1:]
        assert path.units[index, 0] == (small.coefs_[0] != 0).any(axis=1).sum() == path.features(index).sum()


@pytest.mark.parametrize("scoring", ["neg_log_loss", get_scorer("neg_log_loss")])
def test_scores_are_those_of_the_scorer(scoring):
    """The best strength by log-loss may differ from the best strength by accuracy."""
    data = {"X_val": X_val, "y_val": y_val}
    path = mlp_path(net(max_iter=20), X_train, y_train, l1=STRENGTHS, scoring=scoring, **data)
    for index in (0, 5):
        model = path.estimator(index)
        for scores, X, y in ((path.train_scores, X_train, y_train), (path.validation_scores, X_val, y_val)):
            assert scores[index] == pytest.approx(-log_loss(y, model.predict_proba(X)), abs=1e-6)
    assert path.validation_scores[path.strongest()] == path.validation_scores.max()


def test_l2_shrinks_along_the_path():
    path = mlp_path(net(max_iter=20), X_train, y_train, l2=[1e-1, 1e-3, 1e-2])
    norms = [np.linalg.norm(path.estimator(index).coefs_[0]) for index in range(3)]
    assert norms[0] > norms[1] > norms[2]
    assert path.estimator(2).l2 == 1e-1
    assert (path.zeros == 0).all()


def test_the_first_network_is_that_of_a_plain_fit(path, unconverged):
    cold = net(l1=STRENGTHS[0], random_state=np.random.RandomState(0)).fit(X_train, y_train)
    for ours, theirs in zip(path.estimator(0).coefs_, cold.coefs_, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_scores_are_at_least_those_of_cold_fits(path, unconverged):
    cold = [net(l1=strength).fit(X_train, y_train).score(X_val, y_val) for strength in STRENGTHS]
    assert path.validation_scores.mean() >= np.mean(cold) - 0.01  # 0.007 are three samples of 450
    assert path.n_iter.sum() < 0.3 * len(cold) * 60


def test_the_strongest_within_a_tolerance(path):
    best = path.validation_scores.max()
    assert path.validation_scores[path.strongest()] == best
    index = path.strongest(0.02)
    assert path.validation_scores[index] >= best - 0.02
    assert (path.validation_scores[index + 1 :] < best - 0.02).all()
    with pytest.raises(ValueError, match="tolerance must be .*got -1"):
        path.strongest(-1)


def test_a_path_is_pickled_small_and_its_networks_train_on(path, unconverged):
    content = pickle.dumps(path)
    dense = pickle.dumps([path.estimator(index).coefs_ for index in range(len(path))])
    assert len(content) < len(dense)
    loaded = pickle.loads(content).estimator(3)
    before = path.estimator(3)
    np.testing.assert_array_equal(loaded.predict_proba(X_val), before.predict_proba(X_val))
    loaded.set_params(warm_start=True, max_iter=1).fit(X_train, y_train)
    assert not np.array_equal(loaded.coefs_[0], before.coefs_[0])


def test_the_order_of_the_strengths_does_not_matter_and_nothing_else_changes(path):
    estimator = net()
    given = clone(estimator).get_params()
    shuffled = mlp_path(estimator, X_train, y_train, l1=STRENGTHS[[3, 0, 5, 1, 2, 4]])
    np.testing.assert_array_equal(shuffled.train_scores, path.train_scores)
    assert estimator.get_params() == given
    assert not hasattr(estimator, "coefs_")


def test_one_strength_for_each_weight_matrix_and_sparse_samples():
    strengths = np.outer([0, 1e-3, 3e-3], [1, 0, 0])
    path = mlp_path(net(dropout=0.1), sp.csr_array(X_train), y_train, group_l1=strengths, n_epochs=20)
    assert path.units[0, 0] > path.units[1, 0] > path.units[2, 0]
    assert path.estimator(2).group_l1 == [3e-3, 0, 0]
    assert (path.estimator(2).coefs_[1] != 0).all()
    np.testing.assert_array_equal(path.n_iter, [60, 20, 20])


def test_the_convex_case_is_the_lassos_path():
    X, y = load_diabetes(return_X_y=True)
    # These columns hardly correlate. SciPy's solver stops when the cost hardly falls. With correlated
    # columns, its coefficients would then have rounding errors of about 1e-4.
    X, y = scale(X[:, :4]), scale(y)
    strengths = [0.3, 0.1, 0.03]
    net = MLPRegressor((), solver="lbfgs", alpha=0, tol=1e-9, max_iter=2000)
    path = mlp_path(net, X, y, l1=strengths)
    for index, strength in enumerate(sorted(strengths)):
        lasso = Lasso(alpha=strength, tol=1e-10, max_iter=10**5).fit(X, y)
        np.testing.assert_allclose(path.estimator(index).coefs_[0][:, 0], lasso.coef_, atol=1e-4)
        assert path.units[index].tolist() == [np.count_nonzero(lasso.coef_), 1]
        assert path.train_scores[index] == pytest.approx(lasso.score(X, y), abs=1e-4)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({}, TypeError, "exactly one of l1, l2, group_l1 and alpha.*got none"),
        ({"l3": [1e-3]}, TypeError, "strengths of .*'group_l1'.*got l3"),
        ({"l1": [0.1], "alpha": [0.1]}, TypeError, "got l1, alpha"),
        ({"l1": 0.1}, ValueError, "l1 must be a non-empty sequence .*got 0.1"),
        ({"l1": []}, ValueError, "l1 must be a non-empty sequence"),
        ({"l1": [0.1, -1]}, ValueError, "l1 must be .*in \\[0, inf\\), got"),
        ({"group_l1": [np.nan]}, ValueError, "group_l1 must be"),
        ({"alpha": [[0.1, 0.1]]}, ValueError, "alpha must be"),
        ({"l1": ["strong"]}, ValueError, "l1 must hold"),
        ({"l1": [[0.1, 0.1]]}, ValueError, "l1 must be .*one number per weight matrix"),
        ({"l1": [0.1], "X_val": X_val}, ValueError, "X_val and y_val must be given together"),
        ({"l1": [0.1], "scoring": 3}, ValueError, "scoring must be .*got 3"),
        ({"l1": [0.1], "scoring": "loss"}, ValueError, "Got 'loss' instead"),
        ({"l1": [0.1], "scoring": ["accuracy"]}, ValueError, "scoring must be .*got \\['accuracy'\\]"),
        ({"l1": [0.1], "n_epochs": 0}, ValueError, "n_epochs must be .*got 0"),
        ({"l1": [0.1], "n_epochs": 1.5}, ValueError, "n_epochs must be .*got 1.5"),
    ],
)
def test_bad_arguments(arguments, error, words):
    with pytest.raises(error, match=words):
        mlp_path(net(), X_train, y_train, **arguments)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"X_val": X_val[:, :5], "y_val": y_val}, "X_val must have as many features as X, 64, got 5"),
        ({"X_val": X_val * np.nan, "y_val": y_val}, "Input X_val contains NaN"),
        ({"X_val": X_val, "y_val": y_val[:-1]}, "inconsistent numbers of samples"),
        ({"l1": [0, 1e-4], "solver": "sgd", "momentum": 1}, "momentum must be < 1"),
        ({"group_l1": [0, 1e-4], "solver": "lbfgs"}, "group_l1 needs a stochastic solver"),
        ({"n_epochs": True}, "n_epochs must be"),
    ],
)
def test_nothing_is_fitted_before_an_error(bad, words, monkeypatch):
    monkeypatch.setattr(MLPClassifier, "fit", lambda *arguments, **keywords: pytest.fail("fitted"))
    estimator = net(**{name: bad.pop(name) for name in ("solver", "momentum") if name in bad})
    arguments = bad if "group_l1" in bad else {"l1": [1e-5], **bad}
    with pytest.raises(ValueError, match=words):
        mlp_path(estimator, X_train, y_train, **arguments)


def test_networks_of_a_path_are_independent(path):
    first = path.estimator(0)
    for array in (*first.coefs_, *first.intercepts_):
        array[:] = 7
    first.loss_curve_.append(9)
    again = path.estimator(0)
    assert again.score(X_val, y_val) == path.validation_scores[0]
    assert len(again.loss_curve_) == 60


def test_an_interrupted_path_ends_with_the_strengths_that_are_done(monkeypatch):
    from skreg.training.stochastic import StochasticTraining

    finish_epoch, epochs = StochasticTraining._finish_epoch, []

    def finish_or_interrupt(self, loss):
        finish_epoch(self, loss)
        epochs.append(loss)
        if len(epochs) == 70:  # 60 of the first strength, six of the second, four of the third
            raise KeyboardInterrupt

    monkeypatch.setattr(StochasticTraining, "_finish_epoch", finish_or_interrupt)
    with pytest.warns(UserWarning, match="Path interrupted by user after 2 of 6 strengths"):
        path = mlp_path(net(), X_train, y_train, l1=STRENGTHS)
    assert len(path) == len(path.train_scores) == 2
    assert len(epochs) == 70


def test_a_constant_network_uses_no_feature():
    path = mlp_path(net(max_iter=30), X_train, y_train, group_l1=[[0, 1.0, 0]])
    assert len(np.unique(path.estimator(0).predict_proba(X_val), axis=0)) == 1
    assert path.units[0, 0] == path.features(0).sum() == 0


@pytest.mark.parametrize("penalty", ["l1", "group_l1"])
def test_a_warm_start_destroys_no_rare_feature(penalty):
    """At the first update of each strength, nineteen of twenty features have not had a gradient yet."""
    rng = np.random.default_rng(0)
    categories = rng.integers(400, size=2000)
    rare, target = np.eye(400)[categories], rng.normal(size=400)[categories]
    model = MLPRegressor(
        (50,), batch_size=20, learning_rate="cosine", max_iter=30, n_iter_no_change=np.inf, random_state=0
    )
    path = mlp_path(model, rare, target, **{penalty: [1e-7] * 4}, n_epochs=4)
    assert path.train_scores.min() > 0.9999


def test_bad_estimators():
    with pytest.raises(ValueError, match="early_stopping must be False"):
        mlp_path(net(early_stopping=True), X_train, y_train, l1=[0.1])
    with pytest.raises(TypeError, match="For a pipeline, pass its last step"):
        mlp_path(make_pipeline(StandardScaler(), net()), X_train, y_train, l1=[0.1])


def test_repr_is_a_line():
    path = mlp_path(MLPClassifier(5, max_iter=2, random_state=0), X, y, l1=[1e-4, 1e-3])
    assert repr(path) == "<RegularizationPath: 2 networks, l1 from 0.0001 to 0.001>"
