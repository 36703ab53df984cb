"""Storage of a fitted ensemble, and its use in other processes."""

import pickle

import numpy as np
import pytest
import skops.io
from cross_validation.tiny import TINY
from processes import execute
from sklearn.datasets import load_diabetes, load_wine

from skreg import MLPClassifierCV, MLPRegressorCV

DATA = {MLPClassifierCV: load_wine(return_X_y=True), MLPRegressorCV: load_diabetes(return_X_y=True)}
both = pytest.mark.parametrize("estimator", DATA, ids=lambda estimator: estimator.__name__)
PREDICT = """
import pickle, sys
for missing in ("numba", "llvmlite"):
    sys.modules[missing] = None
import numpy as np
with open(sys.argv[1], "rb") as file:
    model, X, prediction = pickle.load(file)
assert (model.predict(X) == prediction).all()
for unused in ("skreg.cross_validation.search", "skreg.training.stochastic", "matplotlib"):
    assert unused not in sys.modules, unused
"""


def fitted(estimator, **parameters):
    return estimator(portfolio=TINY, random_state=0, **parameters).fit(*DATA[estimator])


@both
def test_a_pickle_is_little_more_than_the_weights(estimator):
    portfolio = [{**entry, "mlp__hidden_layer_sizes": [200, 100]} for entry in TINY]
    model = estimator(portfolio=portfolio, random_state=0).fit(*DATA[estimator])
    networks = [member["mlp"] for member in model.estimators_]
    weights = sum(4 * W.size for net in networks for W in net.coefs_ + net.intercepts_)
    assert len(pickle.dumps(model)) <= 1.02 * weights + 6_000 * len(networks)


@both
def test_predictions_are_the_same_after_a_pickle_and_in_skops(estimator):
    model, (X, _) = fitted(estimator), DATA[estimator]
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(model)).predict(X), model.predict(X))
    data = skops.io.dumps(model)
    types = skops.io.get_untrusted_types(data=data)
    assert all(name.startswith("skreg.") for name in types)
    np.testing.assert_array_equal(skops.io.loads(data, trusted=types).predict(X), model.predict(X))


@both
def test_a_fresh_process_predicts_where_numba_is_not_installed(estimator, tmp_path):
    model, (X, _) = fitted(estimator), DATA[estimator]
    file = tmp_path / "model.pickle"
    file.write_bytes(pickle.dumps((model, X, model.predict(X))))
    result = execute("-c", PREDICT, str(file))
    assert result.returncode == 0, result.stderr


def test_importing_skreg_loads_no_searches_and_no_trees():
    program = "import skreg, sys; print(*sys.modules)"
    loaded = execute("-c", program).stdout.split()
    assert "skreg.cross_validation.classifier" in loaded
    for unused in (
        "numba",
        "sklearn.model_selection",
        "sklearn.tree",
        "sklearn.pipeline",
        "skreg.preprocessing",
    ):
        assert unused not in loaded


def test_set_params_changes_the_next_fit_only():
    model, (X, _) = fitted(MLPClassifierCV), DATA[MLPClassifierCV]
    before = model.predict_proba(X)
    model.set_params(portfolio=TINY[:1], scoring="accuracy", categorical_features=None, n_candidates=1)
    np.testing.assert_array_equal(model.predict_proba(X), before)
