"""A fitted network keeps the functions of its training, even if its hyperparameters change later."""

import pickle

import numpy as np
import pytest
from sklearn.datasets import load_diabetes, load_digits
from sklearn.preprocessing import StandardScaler

from skreg import MLPClassifier, MLPRegressor

pytestmark = pytest.mark.usefixtures("unconverged")
X, y = load_diabetes(return_X_y=True)
X = StandardScaler().fit_transform(X)
y = y / 100
X_digits, y_digits = load_digits(return_X_y=True)
X_digits = X_digits / 16
OTHERS = {
    MLPRegressor: [
        {"loss": "poisson"},
        {"loss": "gamma", "activation": "tanh"},
        {"activation": ["tanh", "relu"]},
        {"dtype": "float64", "hidden_layer_sizes": (3,)},
    ],
    MLPClassifier: [{"activation": "logistic"}, {"activation": ["gelu", "relu"]}, {"hidden_layer_sizes": ()}],
}


def fitted(Estimator, **parameters):
    net = Estimator((20, 10), max_iter=5, random_state=0, dropout=0.2, l1=1e-3, **parameters)
    return net.fit(X, y) if Estimator is MLPRegressor else net.fit(X_digits, y_digits)


def samples_of(Estimator):
    return X if Estimator is MLPRegressor else X_digits


def outputs(net):
    """All results that a fitted network computes."""
    samples = samples_of(type(net))
    computed = [net.predict(samples), net.predict_samples(samples[:5], n_samples=3, random_state=0)]
    if isinstance(net, MLPClassifier):
        computed += [net.predict_proba(samples), net.decision_function(samples)]
    return computed


@pytest.mark.parametrize("through", ["itself", "pickle", "compress", "compress after"])
@pytest.mark.parametrize(
    ("Estimator", "others"), [(Estimator, others) for Estimator in OTHERS for others in OTHERS[Estimator]]
)
def test_set_params_changes_the_next_fit_only(Estimator, others, through):
    if through.startswith("compress") and "hidden_layer_sizes" in others:
        pytest.skip("a compressed network has sizes of its own")
    net = fitted(Estimator)
    if through == "compress":
        net = net.compress()
    before = outputs(net)
    net.set_params(**others)
    if through == "pickle":
        net = pickle.loads(pickle.dumps(net))
    if through == "compress after":
        net = net.compress()
    if "hidden_layer_sizes" in others:  # the number of dropout rates must match
        net.set_params(hidden_layer_sizes=(20, 10))
    for now, then in zip(outputs(net), before, strict=True):
        np.testing.assert_allclose(now, then, rtol=1e-6)


@pytest.mark.parametrize("Estimator", OTHERS)
def test_onnx_is_of_the_network_as_it_was_trained(Estimator):
    pytest.importorskip("skl2onnx")
    runtime = pytest.importorskip("onnxruntime")
    from skl2onnx import to_onnx

    import skreg.export  # noqa: F401

    net = fitted(Estimator)
    samples = samples_of(Estimator).astype(np.float32)
    expected = net.predict(samples)
    net.set_params(**OTHERS[Estimator][0])
    options = {"zipmap": False} if Estimator is MLPClassifier else None
    model = to_onnx(net, samples[:1], options=options)
    prediction = runtime.InferenceSession(model.SerializeToString()).run(None, {"X": samples})[0]
    np.testing.assert_allclose(prediction.ravel(), expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("others", [{"activation": "tanh"}, {"loss": "huber"}, {"loss": "poisson"}])
def test_training_goes_on_with_the_same_functions_only(others):
    net = fitted(MLPRegressor)
    net.set_params(warm_start=True, **others)
    before = outputs(net)
    (name,) = others
    for go_on in (net.fit, net.partial_fit):
        with pytest.raises(ValueError, match=f"{name} must stay as it was.*{others[name]}"):
            go_on(X, y)
    for now, then in zip(outputs(net), before, strict=True):
        np.testing.assert_array_equal(now, then)
    net.set_params(warm_start=False).fit(X, y)  # starts anew


def test_the_same_activation_for_all_layers_or_for_each():
    net = fitted(MLPRegressor, warm_start=True)
    net.set_params(activation=("relu", "relu")).fit(X, y)
    assert len(net.loss_curve_) == 10


def test_a_pickle_of_an_earlier_version_takes_its_functions_from_the_hyperparameters():
    net = fitted(MLPRegressor, loss="poisson", activation="tanh")
    state = net.__getstate__()
    del state["_trained_with"]
    earlier = MLPRegressor.__new__(MLPRegressor)
    earlier.__setstate__(state)
    earlier.set_params(loss="squared_error", activation="relu")
    np.testing.assert_array_equal(earlier.predict(X), net.predict(X))
