"""Content of the plots, which need matplotlib only when they are drawn."""

import subprocess
import sys

import matplotlib
import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import make_pipeline

matplotlib.use("agg")
import matplotlib.pyplot as plt

from skreg import LossCurveDisplay, MLPClassifier, MLPRegressor, RegularizationPathDisplay, mlp_path

pytestmark = pytest.mark.usefixtures("unconverged")
X, y = load_digits(return_X_y=True)
X, X_val, y, y_val = X[:1200] / 16, X[1200:] / 16, y[:1200], y[1200:]


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def test_loss_curves_and_best_epoch():
    net = MLPClassifier(20, early_stopping=True, scoring="loss", learning_rate_init=0.03, random_state=0)
    net.fit(X, y, X_val=X_val, y_val=y_val)
    display = LossCurveDisplay.from_estimator(net, log_scale=True, linewidth=3)
    train, validation = display.lines_
    np.testing.assert_array_equal(train.get_xdata(), np.arange(1, net.n_iter_ + 1))
    np.testing.assert_array_equal(train.get_ydata(), net.loss_curve_)
    np.testing.assert_array_equal(validation.get_ydata(), net.validation_loss_curve_)
    assert display.best_epoch == 1 + np.argmin(net.validation_loss_curve_) < net.n_iter_
    assert display.best_epoch_line_.get_xdata()[0] == display.best_epoch
    assert (display.ax_.get_yscale(), display.ax_.get_ylabel()) == ("log", "log_loss")
    assert train.get_linewidth() == 3
    assert display.figure_ is display.ax_.figure


def test_loss_curve_without_validation_and_on_given_axes():
    _, ax = plt.subplots()
    display = LossCurveDisplay.from_estimator(MLPRegressor(5, max_iter=3).fit(X, y), ax=ax)
    assert display.ax_ is ax
    assert len(display.lines_) == 1
    assert display.best_epoch is display.best_epoch_line_ is None
    with pytest.raises(NotFittedError):
        LossCurveDisplay.from_estimator(MLPRegressor())
    with pytest.raises(TypeError, match="For a search, pass its best_estimator_"):
        LossCurveDisplay.from_estimator(make_pipeline(MLPRegressor()))


def test_validation_of_the_last_epochs_only():
    net = MLPClassifier(20, max_iter=3, warm_start=True, random_state=0).fit(X, y)
    display = LossCurveDisplay.from_estimator(net.fit(X, y, X_val=X_val, y_val=y_val))
    assert [len(line.get_xdata()) for line in display.lines_] == [6, 3]
    np.testing.assert_array_equal(display.lines_[1].get_xdata(), [4, 5, 6])
    assert 4 <= display.best_epoch <= 6


@pytest.mark.parametrize("hidden", [(20, 10), ()])
def test_path(hidden):
    net = MLPClassifier(hidden, learning_rate="cosine", max_iter=10, random_state=0)
    path = mlp_path(net, X, y, l1=np.logspace(-4, -1.5, 4), X_val=X_val, y_val=y_val)
    display = RegularizationPathDisplay.from_path(path)
    train, validation = display.score_lines_
    np.testing.assert_array_equal(train.get_xdata(), path.strengths)
    np.testing.assert_array_equal(train.get_ydata(), path.train_scores)
    np.testing.assert_array_equal(validation.get_ydata(), path.validation_scores)
    weights, features, *units = display.share_lines_
    np.testing.assert_allclose(weights.get_ydata(), 1 - path.zeros)
    np.testing.assert_allclose(features.get_ydata(), path.units[:, 0] / 64)
    assert len(units) == (1 if hidden else 0)
    if hidden:
        np.testing.assert_allclose(units[0].get_ydata(), path.units[:, 1:-1].sum(axis=1) / 30)
    assert (display.ax_.get_xscale(), display.ax_.get_xlabel()) == ("log", "l1")


def test_path_from_an_estimator_with_a_strength_of_zero_and_one_for_each_matrix():
    net = MLPRegressor(5, max_iter=3, random_state=0)
    display = RegularizationPathDisplay.from_estimator(net, X, y, alpha=[0, 1e-3], n_epochs=1)
    assert display.ax_.get_xscale() == "symlog"
    assert len(display.score_lines_) == 1
    display = RegularizationPathDisplay.from_estimator(net, X, y, group_l1=[[1e-4, 0], [1e-3, 0]])
    assert display.ax_.get_xlabel() == "mean group_l1"
    np.testing.assert_allclose(display.score_lines_[0].get_xdata(), [5e-5, 5e-4])


def test_matplotlib_is_needed_only_to_draw():
    code = """
import sys
sys.modules["matplotlib"] = None
from skreg import LossCurveDisplay
try:
    LossCurveDisplay([1.0, 0.5]).plot()
except ImportError as error:
    assert "pip install matplotlib" in str(error)
else:
    raise AssertionError
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_html_links_to_the_documentation():
    html = MLPClassifier()._repr_html_()
    assert 'href="https://skreg.readthedocs.io/en/stable/api/skreg.MLPClassifier.html"' in html
