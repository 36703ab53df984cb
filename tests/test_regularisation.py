"""Each technique has its intended effect on real data."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split

from skreg import MLPClassifier

pytestmark = pytest.mark.usefixtures("unconverged")
X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X / 16, y, test_size=0.25, random_state=0, stratify=y)


def share_of_zeros(model):
    return sum((W == 0).sum() for W in model.coefs_) / sum(W.size for W in model.coefs_)


def digits_net(**parameters):
    return MLPClassifier(
        (300, 100), learning_rate_init=2e-3, max_iter=150, tol=0, n_iter_no_change=np.inf, random_state=0,
        **parameters,
    )  # fmt: skip


@pytest.fixture(scope="module")
def plain():
    with pytest.warns(match="Maximum iterations"):
        return digits_net().fit(X_train, y_train)


def test_l1_makes_most_weights_exactly_zero_and_keeps_the_accuracy(plain):
    accuracy = plain.score(X_test, y_test)
    assert share_of_zeros(plain) < 0.001
    zeros = []
    # the difference is within the noise of 450 test samples
    for l1, least_zeros, allowed_loss in ((1e-5, 0.1, 0.01), (1e-4, 0.6, 0.01), (5e-4, 0.9, 0.012)):
        model = digits_net(l1=l1).fit(X_train, y_train)
        zeros.append(share_of_zeros(model))
        assert zeros[-1] >= least_zeros
        assert model.score(X_test, y_test) >= accuracy - allowed_loss
    assert zeros == sorted(zeros)


def test_label_smoothing_makes_the_network_less_sure_of_itself(plain):
    model = digits_net(label_smoothing=0.2).fit(X_train, y_train)
    sure = [net.predict_proba(X_train).max(axis=1).mean() for net in (plain, model)]
    assert sure[0] > 0.999
    assert sure[1] == pytest.approx(0.8 + 0.2 / 10, abs=0.02)
    assert model.score(X_test, y_test) >= plain.score(X_test, y_test) - 0.01


@pytest.mark.parametrize("solver", ["adam", "adamw"])
@pytest.mark.parametrize("penalty", ["l1", "group_l1"])
def test_a_weak_penalty_kills_no_unit_that_has_had_no_gradient_yet(solver, penalty):
    """At the first update, half of the units are dropped for all samples."""
    model = MLPClassifier(
        (100,), solver=solver, dropout=0.5, dropout_scope="batch", max_iter=1, batch_size=len(X_train),
        random_state=0, **{penalty: 1e-5},
    )  # fmt: skip
    model.fit(X_train, y_train)
    assert (model.coefs_[1] != 0).any(axis=1).all()
    assert (model.coefs_[0] != 0).any(axis=0).all()


def test_group_l1_removes_whole_units_and_keeps_the_accuracy(plain):
    accuracy = plain.score(X_test, y_test)
    n_units = []
    # 195, 101 and 26 of the 300 units in the first hidden layer
    for group_l1, most_units, allowed_loss in ((1e-4, 220, 0.01), (3e-4, 120, 0.012), (1e-3, 40, 0.05)):
        model = digits_net(group_l1=group_l1, learning_rate="cosine").fit(X_train, y_train)
        small = model.compress()
        n_units.append(small.hidden_layer_sizes[0])
        assert n_units[-1] <= most_units
        assert model.score(X_test, y_test) >= accuracy - allowed_loss
        np.testing.assert_array_equal(small.predict(X_test), model.predict(X_test))
        rows = [(W != 0).any(axis=1) for W in model.coefs_]
        assert all((W[used] != 0).mean() > 0.75 for W, used in zip(model.coefs_, rows, strict=True))
    assert n_units == sorted(n_units, reverse=True)


def test_l2_makes_weights_small_but_never_zero(plain):
    norms = [np.sqrt(sum((W**2).sum() for W in plain.coefs_))]
    for l2 in (1e-4, 1e-3, 1e-2):
        model = digits_net(l2=l2).fit(X_train, y_train)
        assert share_of_zeros(model) < 0.001
        norms.append(np.sqrt(sum((W**2).sum() for W in model.coefs_)))
    assert norms == sorted(norms, reverse=True)
    assert norms[-1] < norms[0] / 2


def test_l2_does_not_depend_on_the_batch_size_while_alpha_does():
    norms = {}
    for name, strength in (("l2", 0.02), ("alpha", 2.0)):
        for batch_size in (20, 200):
            model = MLPClassifier(
                (30,), batch_size=batch_size, max_iter=60, random_state=0, tol=0, n_iter_no_change=np.inf,
                **{"alpha": 0.0, name: strength},
            )  # fmt: skip
            model.fit(X_train, y_train)
            norms[name, batch_size] = np.linalg.norm(model.coefs_[0])
    assert norms["l2", 20] == pytest.approx(norms["l2", 200], rel=0.15)
    assert norms["alpha", 20] < 0.5 * norms["alpha", 200]


def test_dropout_lowers_the_test_loss_where_the_plain_net_overfits():
    A, B, a, b = train_test_split(X / 16, y, train_size=400, random_state=0, stratify=y)

    def losses(**parameters):
        model = MLPClassifier(
            (256, 256), max_iter=400, random_state=0, tol=0, n_iter_no_change=np.inf, **parameters
        ).fit(A, a)
        return [log_loss(t, model.predict_proba(S)) for S, t in ((A, a), (B, b))]

    train, test = losses()
    assert train < 0.001 < 0.15 < test  # the network overfits
    assert losses(dropout=0.5)[1] < 0.85 * test  # 0.120 instead of 0.176
    assert losses(input_dropout=0.2)[1] < 0.9 * test  # 0.142
    assert losses(dropout=0.5, dropout_scope="batch")[1] < 0.85 * test  # 0.117


def test_dropout_keeps_the_mean_of_the_hidden_units():
    """The mean of a layer's masked outputs over many masks equals its unmasked outputs."""
    import naive

    hidden = np.maximum(X_test[:50] @ np.random.default_rng(0).normal(size=(64, 80)), 0)
    sums = sum(naive.masks((64, 80, 1), (0.0, 0.5), (1, 2), 50 * t, 50)[1] * hidden for t in range(2000))
    np.testing.assert_allclose((sums / 2000).sum(axis=1), hidden.sum(axis=1), rtol=0.02)


@pytest.mark.parametrize("solver", ["sgd", "adam", "adamw"])
def test_dropout_moves_neither_initial_weights_nor_shuffles(solver):
    """With a rate so small that nothing is dropped, training is the same as without dropout."""
    common = {
        "hidden_layer_sizes": (20,),
        "max_iter": 3,
        "random_state": 0,
        "solver": solver,
        "dtype": "float64",
    }
    plain = MLPClassifier(**common).fit(X_train, y_train)
    rarely = MLPClassifier(dropout=1e-15, input_dropout=1e-15, **common).fit(X_train, y_train)
    np.testing.assert_allclose(rarely.loss_curve_, plain.loss_curve_, rtol=1e-10)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("solver", ["sgd", "adam", "adamw"])
def test_max_norm_holds_for_every_hidden_unit_after_every_epoch(solver, dtype):
    limit = 0.7
    model = MLPClassifier((80, 40), solver=solver, learning_rate_init=0.01, max_norm=limit, dtype=dtype)
    free = MLPClassifier((80, 40), solver=solver, learning_rate_init=0.01, dtype=dtype)
    for _ in range(10):
        model.partial_fit(X_train, y_train, classes=range(10))
        free.partial_fit(X_train, y_train, classes=range(10))
        for W in model.coefs_[:-1]:
            assert np.linalg.norm(W.astype(float), axis=0).max() <= limit * (1 + 1e-5)
    assert all((np.linalg.norm(W, axis=0) > limit).any() for W in free.coefs_[:-1])
    assert np.linalg.norm(model.coefs_[-1], axis=0).max() > limit  # the outputs have no limit


def test_the_cost_that_is_reported_is_that_of_the_limited_weights():
    model = MLPClassifier(
        (30,), max_norm=0.5, l2=0.1, alpha=0, batch_size=len(X_train), max_iter=2, random_state=0
    )
    model.fit(X_train, y_train)
    before = clone(model).set_params(max_iter=1).fit(X_train, y_train)  # the start of the second epoch
    penalty = 0.05 * sum((W**2).sum() for W in before.coefs_)
    loss = log_loss(y_train, before.predict_proba(X_train))
    assert model.loss_ == pytest.approx(loss + penalty, rel=1e-4)


def test_cosine_ends_without_noise():
    """With a constant rate, the costs of the last epochs scatter."""
    spreads = {}
    for schedule in ("constant", "cosine"):
        model = digits_net(l1=1e-4, learning_rate=schedule).fit(X_train, y_train)
        late = np.diff(model.loss_curve_[-15:])
        spreads[schedule] = np.abs(late).max()
        assert model.score(X_test, y_test) > 0.95
    assert spreads["cosine"] < spreads["constant"] / 5
