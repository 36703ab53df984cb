"""The user's own validation data, and the measures that are monitored and recorded."""

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
import sklearn
from sklearn.base import clone
from sklearn.datasets import load_diabetes, load_digits
from sklearn.metrics import (
    accuracy_score,
    d2_log_loss_score,
    f1_score,
    log_loss,
    make_scorer,
    mean_absolute_error,
    r2_score,
)
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler, scale

from skreg import MLPClassifier, MLPRegressor, mlp_path

pytestmark = pytest.mark.usefixtures("unconverged")
digits, digit = load_digits(return_X_y=True)
X, X_val, y, y_val = train_test_split(digits / 16, digit, random_state=0)
diabetes, progression = load_diabetes(return_X_y=True)
R, R_val, r, r_val = train_test_split(scale(diabetes), scale(progression), random_state=0)
weights = np.random.default_rng(0).random(len(X))
val_weights = np.random.default_rng(1).random(len(X_val))


def assert_same_bits(one, other):
    for a, b in zip(one.coefs_ + one.intercepts_, other.coefs_ + other.intercepts_, strict=True):
        np.testing.assert_array_equal(a, b)


def test_recorded_after_each_epoch_and_nothing_else_changes():
    net = MLPClassifier(20, dropout=0.2, max_iter=5, random_state=0)
    plain = clone(net).fit(X, y, weights)
    net.fit(X, y, weights, X_val=X_val, y_val=y_val, sample_weight_val=val_weights)
    assert_same_bits(plain, net)
    assert net.loss_curve_ == plain.loss_curve_
    assert net.best_loss_ == plain.best_loss_
    assert (plain.validation_scores_, plain.validation_loss_curve_, plain.train_scores_) == (None,) * 3
    assert len(net.validation_scores_) == len(net.validation_loss_curve_) == len(net.train_scores_) == 5
    assert net.best_validation_score_ == max(net.validation_scores_)
    # the last epoch's weights are kept, so that its measures can be recomputed here
    assert net.validation_scores_[-1] == pytest.approx(
        accuracy_score(y_val, net.predict(X_val), sample_weight=val_weights)
    )
    assert net.train_scores_[-1] == pytest.approx(accuracy_score(y, net.predict(X), sample_weight=weights))
    expected = log_loss(y_val, net.predict_proba(X_val), sample_weight=val_weights)
    assert net.validation_loss_curve_[-1] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("solver", ["adam", "lbfgs"])
def test_regression(solver):
    net = MLPRegressor(10, solver=solver, max_iter=15, random_state=0)
    net.fit(R, r, X_val=R_val, y_val=r_val)
    assert len(net.validation_scores_) == len(net.loss_curve_) == net.n_iter_
    assert net.validation_scores_[-1] == pytest.approx(r2_score(r_val, net.predict(R_val)))
    assert net.train_scores_[-1] == pytest.approx(r2_score(r, net.predict(R)))
    expected = 0.5 * np.mean((r_val - net.predict(R_val)) ** 2)
    assert net.validation_loss_curve_[-1] == pytest.approx(expected, rel=1e-6)


def test_takes_the_place_of_the_split():
    """All samples are used for training, and the weights of the best epoch are restored."""
    net = MLPClassifier(
        20, early_stopping=True, learning_rate_init=0.05, n_iter_no_change=3, batch_size=50, random_state=0
    )
    net.fit(X, y, X_val=X_val, y_val=y_val)
    assert net.t_ == net.n_iter_ * len(X)
    scores = net.validation_scores_
    best = int(np.argmax(scores))
    assert 0 < best < len(scores) - 1 < 199
    assert net.score(X_val, y_val) == scores[best] == net.best_validation_score_
    assert net.best_loss_ is None
    until_best = clone(net).set_params(early_stopping=False, max_iter=best + 1).fit(X, y)
    assert_same_bits(net, until_best)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(
    ("scoring", "measure"),
    [
        ("loss", lambda net, w: -log_loss(y_val, net.predict_proba(X_val), sample_weight=w)),
        ("neg_log_loss", lambda net, w: -log_loss(y_val, net.predict_proba(X_val), sample_weight=w)),
        (
            make_scorer(f1_score, average="macro"),
            lambda net, w: f1_score(y_val, net.predict(X_val), average="macro", sample_weight=w),
        ),
        (
            lambda net, X, y: float((net.predict(X) == y).mean()),  # this scorer takes no weights
            lambda net, w: (net.predict(X_val) == y_val).mean(),
        ),
    ],
)
def test_early_stopping_on_a_scorer_restores_its_best_epoch(scoring, measure, weighted):
    w = val_weights if weighted else None
    net = MLPClassifier(
        20, early_stopping=True, scoring=scoring, learning_rate_init=0.03, n_iter_no_change=2, random_state=0
    )
    net.fit(X, y, X_val=X_val, y_val=y_val, sample_weight_val=w)
    assert net.n_iter_ < 200
    assert net.best_validation_score_ == max(net.validation_scores_)
    assert measure(net, w) == pytest.approx(net.best_validation_score_, rel=1e-6)
    assert (net.train_scores_ is None) == (scoring == "loss")


def test_scorer_on_the_split():
    net = MLPRegressor(
        20, early_stopping=True, scoring="neg_mean_absolute_error", random_state=0, max_iter=30
    )
    net.fit(R, r)
    assert max(net.validation_scores_) == net.best_validation_score_ < 0
    plain = clone(net).set_params(scoring=None).fit(R, r)
    assert plain.train_scores_ is None  # not measured by default
    assert len(plain.validation_loss_curve_) == plain.n_iter_
    assert net.loss_curve_ == plain.loss_curve_


def test_scoring_without_validation_is_of_the_training_samples():
    net = MLPRegressor(20, scoring="neg_mean_absolute_error", max_iter=3, random_state=0).fit(R, r)
    assert net.validation_scores_ is None
    assert net.train_scores_[-1] == pytest.approx(-mean_absolute_error(r, net.predict(R)))


@pytest.mark.parametrize("quantile", [0.1, 0.9])
def test_a_quantile_is_not_judged_by_the_mean(quantile):
    """The default score is the negative loss, because R² would judge predictions of the mean."""
    net = MLPRegressor(
        20, loss="pinball", quantile=quantile, early_stopping=True, learning_rate_init=0.01, batch_size=32,
        random_state=0,
    )  # fmt: skip
    net.fit(R, r, X_val=R_val, y_val=r_val)
    np.testing.assert_array_equal(net.validation_scores_, -np.array(net.validation_loss_curve_))
    assert net.train_scores_ is None
    assert np.mean(r_val < net.predict(R_val)) == pytest.approx(quantile, abs=0.1)
    for loss in ("absolute_error", "huber"):
        net.set_params(loss=loss, scoring=None, max_iter=2).fit(R, r)
        assert net.validation_scores_[-1] == -net.validation_loss_curve_[-1]
        net.set_params(scoring="r2").fit(R, r, X_val=R_val, y_val=r_val)
        assert net.validation_scores_[-1] > net.train_scores_[-1] - 1


def test_many_training_samples_are_scored_by_some():
    many = np.tile(X, (9, 1))
    net = MLPClassifier(5, scoring="accuracy", max_iter=1, random_state=0)
    net.fit(many, np.tile(y, 9))
    rows = np.arange(10_000) * len(many) // 10_000
    assert net.train_scores_ == [net.score(many[rows], np.tile(y, 9)[rows])]


def test_class_weights_of_the_training_samples_count():
    net = MLPClassifier(5, class_weight="balanced", max_iter=2, random_state=0)
    few = np.flatnonzero((y < 2) & (np.arange(len(y)) % 3 > 0) | (y == 2))
    some = y_val < 3
    net.fit(X[few], y[few], X_val=X_val[some], y_val=y_val[some])
    per_class = len(few) / (3 * np.bincount(y[few]))
    expected = accuracy_score(y_val[some], net.predict(X_val[some]), sample_weight=per_class[y_val[some]])
    assert net.validation_scores_[-1] == pytest.approx(expected)


@pytest.mark.parametrize("labels", ["multilabel", "binary", "strings"])
def test_kinds_of_labels_and_of_samples(labels):
    encode = {
        "multilabel": lambda y: np.stack([y > 4, y % 2, y == 3], axis=1).astype(int),
        "binary": lambda y: y > 4,
        "strings": lambda y: np.array(list("abcdefghij"))[y],
    }[labels]
    net = MLPClassifier(10, max_iter=3, random_state=0)
    dense = clone(net).fit(X, encode(y), X_val=X_val, y_val=encode(y_val))
    assert dense.validation_scores_[-1] == pytest.approx(dense.score(X_val, encode(y_val)))
    sparse = clone(net).fit(X, encode(y), X_val=sp.csr_array(X_val), y_val=encode(y_val))
    np.testing.assert_allclose(sparse.validation_loss_curve_, dense.validation_loss_curve_, rtol=1e-6)


def test_data_frames_keep_their_names():
    names = [f"pixel {i}" for i in range(64)]
    frame, frame_val = pd.DataFrame(X, columns=names), pd.DataFrame(X_val, columns=names)
    net = MLPClassifier(10, max_iter=2, scoring="neg_log_loss", random_state=0)
    net.fit(frame, y, X_val=frame_val, y_val=y_val)
    assert len(net.validation_scores_) == 2
    with pytest.raises(ValueError, match="feature names"):
        net.fit(frame, y, X_val=frame_val[names[::-1]], y_val=y_val)


def test_warm_starts_go_on_with_the_record():
    net = MLPClassifier(10, max_iter=2, warm_start=True, random_state=0)
    net.fit(X, y, X_val=X_val, y_val=y_val).fit(X, y, X_val=X_val, y_val=y_val)
    assert len(net.validation_scores_) == len(net.train_scores_) == len(net.loss_curve_) == 4
    assert net.best_validation_score_ == max(net.validation_scores_)
    net.set_params(scoring="neg_log_loss").fit(X, y, X_val=X_val, y_val=y_val)
    assert len(net.validation_scores_) == 2  # the scoring has changed
    assert len(net.loss_curve_) == 6
    net.fit(X, y)
    assert net.validation_scores_ is None
    assert len(net.train_scores_) == 2


def test_a_warm_start_with_other_validation_data_begins_with_their_score():
    net = MLPClassifier(20, early_stopping=True, warm_start=True, max_iter=30, random_state=0)
    net.fit(X, y, X_val=X_val, y_val=y_val)
    best = net.best_validation_score_
    net.set_params(max_iter=1).fit(X, y, X_val=X_val, y_val=y_val)
    assert net.best_validation_score_ >= best  # kept, because the data are the same
    hard = 1 - X_val
    net.set_params(max_iter=30, n_iter_no_change=30).fit(X, y, X_val=hard, y_val=y_val)
    assert net.best_validation_score_ == net.score(hard, y_val) < best


def test_what_does_not_depend_on_the_measures_goes_on():
    net = MLPClassifier(20, warm_start=True, max_iter=5, random_state=0).fit(X, y)
    best, count = net.best_loss_, net._no_improvement_count
    net.set_params(max_iter=1, learning_rate_init=1e-9).fit(X, y, X_val=X_val, y_val=y_val)
    assert net.best_loss_ <= best
    assert net._no_improvement_count in (0, count + 1)


def test_records_of_a_path_are_of_one_strength_each():
    net = MLPClassifier(5, scoring="accuracy", max_iter=20, random_state=0)
    path = mlp_path(net, X, y, l1=[1e-5, 1e-4, 1e-3])
    for index in range(3):
        model = path.estimator(index)
        assert len(model.train_scores_) == len(model.loss_curve_) == model.n_iter_


def test_a_scorer_whose_name_is_an_address_goes_on_after_a_pickle():
    net = MLPRegressor(5, scoring=Scorer(), warm_start=True, max_iter=2, random_state=0).fit(R, r)
    again = pickle.loads(pickle.dumps(net)).fit(R, r)
    assert len(again.train_scores_) == len(again.loss_curve_) == 4


class Scorer:
    def __call__(self, estimator, X, y):
        return float(estimator.score(X, y))


def test_lbfgs_that_has_nothing_to_do():
    net = MLPRegressor((), solver="lbfgs", alpha=0, tol=1e9, random_state=0)
    net.fit(R, r, X_val=R_val, y_val=r_val)
    assert net.n_iter_ == 0
    assert (net.validation_scores_, net.best_validation_score_) == ([], None)


def test_through_a_pipeline_in_a_search_with_metadata_routing():
    """X_val is transformed like X, so that raw pixels give the scores of scaled pixels."""
    raw, raw_val = 16 * X, 16 * X_val
    with sklearn.config_context(enable_metadata_routing=True):
        net = MLPClassifier(20, early_stopping=True, learning_rate_init=0.01, max_iter=20, random_state=0)
        net.set_fit_request(X_val=True, y_val=True)
        pipeline = Pipeline([("scale", StandardScaler()), ("net", net)], transform_input=["X_val"])
        search = GridSearchCV(pipeline, {"net__dropout": [0.0, 0.3]}, cv=3)
        search.fit(raw, y, X_val=raw_val, y_val=y_val)
    best = search.best_estimator_
    assert best["net"].t_ == best["net"].n_iter_ * len(X)  # nothing was set aside
    assert best["net"].best_validation_score_ == best.score(raw_val, y_val) > 0.9


BAD = [
    ({"X_val": X_val}, "X_val without y_val"),
    ({"y_val": y_val}, "y_val without X_val"),
    ({"sample_weight_val": val_weights}, "sample_weight_val needs X_val and y_val"),
    ({"X_val": X_val[:, :9], "y_val": y_val}, "X_val must have as many features as X, 64, got 9"),
    (
        {"X_val": X_val[:5], "y_val": y_val},
        "the same number of rows, got 5 and 450",
    ),
    ({"X_val": np.where(X_val > 0.9, np.nan, X_val), "y_val": y_val}, "Input X_val contains NaN"),
    ({"X_val": X_val[0], "y_val": y_val}, "Expected 2D array"),
    ({"X_val": X_val, "y_val": y_val.astype(float) * np.nan}, "y_val contains NaN: y_val must hold a value"),
    (
        {"X_val": X_val, "y_val": np.array([np.nan, *"ab" * len(y_val)][: len(y_val)], object)},
        "Input y_val contains NaN",
    ),
    ({"X_val": X_val * 1e39, "y_val": y_val}, "X_val must lie within the range of dtype='float32'"),
    ({"X_val": X_val, "y_val": y_val, "sample_weight_val": -val_weights}, "sample_weight_val: Negative"),
    ({"X_val": X_val, "y_val": y_val, "sample_weight_val": val_weights[1:]}, "sample_weight_val: "),
    ({"X_val": X_val, "y_val": y_val, "sample_weight_val": 0 * val_weights}, "sample_weight_val: .*non-zero"),
]


@pytest.mark.parametrize(("given", "message"), BAD)
@pytest.mark.parametrize("Estimator", [MLPClassifier, MLPRegressor])
def test_bad_validation_data(Estimator, given, message):
    net = Estimator(5, max_iter=1, random_state=0).fit(X, y)
    before = dict(vars(net))
    with pytest.raises(ValueError, match=message):
        net.fit(X, y, **given)
    assert vars(net).keys() == before.keys()
    assert all(vars(net)[name] is value for name, value in before.items())


def test_bad_validation_targets():
    net, labels = MLPClassifier(5, max_iter=1), np.eye(10, dtype=int)[y_val]
    with pytest.raises(ValueError, match=r"`y_val` has classes not in `self.classes_`.*10"):
        net.fit(X, y, X_val=X_val, y_val=y_val + 1)
    with pytest.raises(ValueError, match="`y` holds labels, `y_val` holds a multilabel"):
        net.fit(X, y, X_val=X_val, y_val=labels)
    with pytest.raises(ValueError, match="`y_val` must have one column per class, 10 of them, got 9"):
        net.fit(X, np.eye(10, dtype=int)[y], X_val=X_val, y_val=labels[:, 1:])
    with pytest.raises(ValueError, match="y_val must have as many targets as y"):
        MLPRegressor(5).fit(X, np.eye(10)[y], X_val=X_val, y_val=labels[:, 1:])
    with pytest.raises(ValueError, match="y_val must be > 0 for loss='gamma'"):
        MLPRegressor(5, loss="gamma").fit(X, y + 1.0, X_val=X_val, y_val=y_val)
    with pytest.raises(ValueError, match="y_val: y must lie within the range of dtype='float32'"):
        MLPRegressor(5).fit(X, y, X_val=X_val, y_val=1e39 * (y_val + 1.0))
    with pytest.raises(ValueError, match="y_val: class_weight and sample_weight must together leave"):
        MLPClassifier(5, class_weight={0: 0}).fit(X, y, X_val=X_val, y_val=0 * y_val)
    with pytest.raises(ValueError, match="y_val must hold real numbers"):
        MLPRegressor(5).fit(X, y, X_val=X_val, y_val=y_val.astype(str))


@pytest.mark.parametrize("scoring", ["accurate", 3, ["accuracy"]])
def test_bad_scoring(scoring):
    with pytest.raises(ValueError, match=f"scoring.* {scoring!r}".replace("[", r"\[")):
        MLPClassifier(5, scoring=scoring).fit(X, y)


def test_a_scorer_that_returns_no_number():
    for value in ({"a": 1.0}, "one", None):
        net = MLPClassifier(5, max_iter=1, scoring=lambda net, X, y, value=value: value)
        with pytest.raises(ValueError, match=f"scoring must return one number, got {value!r}"):
            net.fit(X, y)


def test_predictions_that_are_not_finite_score_nan_and_other_errors_are_raised():
    net = MLPRegressor((), loss="poisson", scoring="neg_mean_poisson_deviance", max_iter=2, random_state=0)
    with np.errstate(over="ignore"):
        net.fit(R, np.exp(r), X_val=1e4 * R_val, y_val=np.exp(r_val))
    assert np.isnan(net.validation_scores_).all()
    assert np.isfinite(net.train_scores_).all()
    with pytest.raises(ValueError, match="multi_class must be"):
        MLPClassifier(5, scoring="roc_auc").fit(X, y)


def test_scores_that_are_no_numbers_keep_the_last_weights():
    net = MLPClassifier(10, max_iter=3, random_state=0)
    last = clone(net).fit(X, y)
    net.set_params(early_stopping=True, scoring=lambda net, X, y: np.nan)
    with pytest.warns(UserWarning, match="No validation score was a number.*weights of the last epoch"):
        net.fit(X, y, X_val=X_val, y_val=y_val)
    assert_same_bits(net, last)


def test_training_that_diverges_keeps_its_best_epoch():
    """Training stops at once, with a warning that names the epoch, and without a record of that epoch."""
    net = MLPRegressor(
        20, solver="sgd", learning_rate_init=1e4, early_stopping=True, scoring="r2", warm_start=True,
        random_state=0, max_iter=100,
    )  # fmt: skip
    with pytest.warns(UserWarning, match="weights in epoch 2.*best validation") as caught:
        net.fit(R, r, X_val=R_val, y_val=r_val)
    assert len(caught) == 1
    assert net.n_iter_ == len(net.loss_curve_) == len(net.validation_scores_) == 1
    assert np.isfinite(net.predict(R_val)).all()


@pytest.mark.parametrize(
    ("dtype", "factor"), [("float32", 1e15), ("float64", 1e150)], ids=["float32", "float64"]
)
def test_training_that_diverges_ends_at_once(dtype, factor):
    net = MLPRegressor(20, solver="sgd", learning_rate_init=1.0, dtype=dtype, random_state=0).fit(
        R[:2], r[:2] * 0
    )
    before = net.coefs_[0].copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match="weights in epoch [1-9].*Standardise X.*learning_rate_init"):
            net.fit(R, r * factor)
        with pytest.raises(ValueError, match="weights in epoch [1-9]"):
            net.fit(sp.csr_array(R), r * factor, X_val=R_val, y_val=r_val)
    np.testing.assert_array_equal(net.coefs_[0], before)


def test_lbfgs_that_diverges_says_nothing_else():
    net = MLPRegressor(20, solver="lbfgs", random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match="weights in iteration 0.*Standardise X"):
            net.fit(R, r * 1e160)


def rare_class(labels):
    """Samples whose third class is missing among the validation samples."""
    targets = np.array(labels)[(R[:, 0] > 0).astype(int)]
    targets[-3:] = labels[2]
    return targets


@pytest.mark.parametrize("labels", [[0, 1, 2], ["a", "b", "c"]], ids=["numbers", "strings"])
@pytest.mark.parametrize(
    ("scoring", "metric", "sign"),
    [
        ("neg_log_loss", log_loss, -1),
        (make_scorer(d2_log_loss_score, response_method="predict_proba"), d2_log_loss_score, 1),
    ],
    ids=["name", "scorer"],
)
def test_a_metric_that_can_scores_with_all_classes(scoring, metric, sign, labels):
    targets = rare_class(labels)
    net = MLPClassifier(5, scoring=scoring, early_stopping=True, max_iter=3, random_state=0)
    net.fit(R, targets, X_val=R[:50], y_val=targets[:50])
    best = sign * metric(targets[:50], net.predict_proba(R[:50]), labels=net.classes_)
    assert net.best_validation_score_ == pytest.approx(best)
    net.fit(R, targets)  # sets aside its own validation part


@pytest.mark.parametrize("solver", ["adam", "lbfgs"])
def test_a_metric_that_cannot_is_refused_before_training(solver):
    targets = rare_class(["a", "b", "c"])
    net = MLPClassifier(5, scoring="roc_auc_ovr", solver=solver, max_iter=3, random_state=0).fit(R, targets)
    before = net.coefs_[0].copy()
    with pytest.raises(ValueError, match=r"'roc_auc_ovr' cannot score the validation samples.*\['c'\]"):
        net.fit(R, targets, X_val=R[:50], y_val=targets[:50])
    np.testing.assert_array_equal(net.coefs_[0], before)
    labels = np.stack([targets == label for label in "abc"], axis=1)
    with pytest.raises(ValueError, match=r"'roc_auc' cannot score the validation samples.*\[2\]"):
        net.set_params(scoring="roc_auc").fit(R, labels, X_val=R[:50], y_val=labels[:50])


def test_the_training_score_is_of_rows_that_hold_all_classes(monkeypatch):
    monkeypatch.setattr("skreg.fitting.monitor.MOST_TRAIN_ROWS", 50)
    targets = rare_class([0, 1, 2])
    net = MLPClassifier(5, scoring="roc_auc_ovr", max_iter=3, random_state=0).fit(R, targets)
    assert np.isfinite(net.train_scores_).all()
    labels = np.stack([targets == label for label in range(3)], axis=1)
    assert np.isfinite(net.set_params(scoring="roc_auc").fit(R, labels).train_scores_).all()


def test_what_a_scorer_says_is_not_lost():
    def fails(net, X, y):
        raise ValueError("my own message")

    targets = rare_class([0, 1, 2])
    for scoring, words in ((fails, "my own message"), ("precision", "average='binary'")):
        net = MLPClassifier(5, scoring=scoring, random_state=0)
        with pytest.raises(ValueError, match=words):
            net.fit(R, targets, X_val=R[:50], y_val=targets[:50])
