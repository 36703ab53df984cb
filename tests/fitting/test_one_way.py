"""A fit calls no method of the estimator except those that scikit-learn's callbacks need."""

import re
from pathlib import Path

import numpy as np
import pytest

import skreg.fitting
from skreg import MLPClassifier, MLPRegressor
from skreg.estimators.base import BaseMLP

SOURCES = sorted(Path(skreg.fitting.__file__).parent.glob("*.py"))
X, y = np.random.default_rng(0).normal(size=(40, 3)), np.arange(40) % 3


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_private_method_of_the_estimator_is_named(source):
    assert set(re.findall(r"estimator\.(_\w+)", source.read_text())) <= {"_init_callback_context"}


@pytest.mark.parametrize("parameters", [{}, {"early_stopping": True}, {"solver": "lbfgs"}], ids=str)
@pytest.mark.parametrize("Estimator", [MLPClassifier, MLPRegressor])
def test_a_fit_calls_no_method_of_skregs_own(Estimator, parameters, monkeypatch, unconverged):
    net = Estimator(4, max_iter=2, random_state=0, **parameters)
    expected = Estimator(**net.get_params()).fit(X, y, X_val=X, y_val=y)
    called, targets = [], type(net)._targets

    def forbid(name):
        monkeypatch.setattr(type(net), name, lambda *arguments, **options: called.append(name))

    own = {name for cls in (Estimator, BaseMLP) for name, value in vars(cls).items() if callable(value)}
    for name in own - {"__init__", "fit", "_fit", "__sklearn_tags__", "__getstate__", "__setstate__"}:
        forbid(name)
    monkeypatch.setattr(type(net), "_targets", targets)
    net.fit(X, y, X_val=X, y_val=y)
    assert not called
    np.testing.assert_array_equal(net.coefs_[0], expected.coefs_[0])


def test_partial_fit_takes_the_classes_that_an_estimator_has():
    net = MLPClassifier(4, random_state=0)
    net.classes_ = np.arange(3)
    np.testing.assert_array_equal(net.partial_fit(X[:2], y[:2]).classes_, [0, 1, 2])


class WithAFewAttributes(MLPRegressor):
    """A subclass that does not call the constructor of its parent."""

    def __init__(self, hidden_layer_sizes=(4,), max_iter=2):
        self.hidden_layer_sizes, self.max_iter = hidden_layer_sizes, max_iter
        self.loss, self.solver, self.random_state = "squared_error", "adam", 0


def test_attributes_that_a_subclass_lacks_have_their_defaults(unconverged):
    net = WithAFewAttributes().fit(X, y)
    expected = MLPRegressor((4,), max_iter=2, random_state=0).fit(X, y)
    np.testing.assert_array_equal(net.coefs_[0], expected.coefs_[0])
