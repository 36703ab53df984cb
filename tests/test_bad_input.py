"""Bad input of every kind gives an error of the right type, and keeps an earlier fit.

The message names the parameter, the given value and the allowed values."""

import copy

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.utils._param_validation import InvalidParameterError

from skreg import MLPClassifier, MLPRegressor, MLPRegressorCV

rng = np.random.default_rng(0)
X = rng.normal(size=(40, 3))
y = np.arange(40) % 3
Y = np.eye(3, dtype=int)[y]


def with_value(array, value):
    array = np.array(array, dtype=float)
    array.flat[4] = value
    return array


def sparse_with(value):
    return sp.csr_array(with_value(X, value))


# parameter: (values, words of the message)
BAD_PARAMETERS = [
    ("dropout", 1.0, "[0.0, 1.0)", "Got 1.0"),
    ("dropout", -0.1, "[0.0, 1.0)", "Got -0.1"),
    ("dropout", "0.5", "[0.0, 1.0)", "Got '0.5'"),
    ("dropout", np.nan, "[0.0, 1.0)", "nan"),
    ("dropout", [0.5, 0.5], "per hidden layer", "[0.5, 0.5]"),
    ("dropout", [1.0], "[0, 1)", "[1.0]"),
    ("dropout", ["a"], "[0, 1)", "['a']"),
    ("max_norm", 0.0, "(0.0, inf)", "Got 0.0"),
    ("dropout_scope", "epoch", "'batch'", "'sample'", "'epoch'"),
    ("group_l1", -1e-3, "[0.0, inf)", "Got -0.001"),
    ("group_l1", [1e-3], "per weight matrix", "[0.001]"),
    ("group_l1", [1e-3, -1.0], "[0, inf)", "[0.001, -1.0]"),
    ("max_norm", "2", "(0.0, inf)", "Got '2'"),
    ("input_dropout", 1.0, "[0.0, 1.0)", "Got 1.0"),
    ("input_dropout", [0.5], "[0.0, 1.0)", "[0.5]"),
    *[
        (name, value, *words)
        for name in ("l1", "l2")
        for value, *words in (
            (-1e-3, "[0.0, inf)", "-0.001"),
            ("0.5", "[0.0, inf)", "'0.5'"),
            ([0.1], "per weight matrix", "[0.1]"),
            ([0.1, 0.2, 0.3], "per weight matrix", "[0.1, 0.2, 0.3]"),
            ([0.1, -0.2], "[0, inf)", "[0.1, -0.2]"),
            ([0.1, np.nan], "[0, inf)", "nan"),
            ([[0.1, 0.2]], "per weight matrix", "[[0.1, 0.2]]"),
            (np.inf, "[0.0, inf)", "Got inf"),
            (None, "[0.0, inf)", "None"),
        )
    ],
    ("l1", [[0.1], [0.1, 0.2]], "per weight matrix", "[[0.1], [0.1, 0.2]]"),
    ("hidden_layer_sizes", [[5], [5, 5]], "integers", "[[5], [5, 5]]"),
    ("hidden_layer_sizes", [True], "integers", "[True]"),
    ("hidden_layer_sizes", np.array([True, 5], dtype=object), "integers", "[True, 5]"),
    ("hidden_layer_sizes", np.array([5.5], dtype=object), "integers", "[5.5]"),
    ("epsilon", 1e-50, "float32", "1e-50"),
    ("hidden_layer_sizes", -1, "[1, inf)", "-1"),
    ("hidden_layer_sizes", [5, 0], "> 0", "[5, 0]"),
    ("hidden_layer_sizes", [5, -2], "> 0", "[5, -2]"),
    ("hidden_layer_sizes", [5.5], "integers", "[5.5]"),
    ("hidden_layer_sizes", 5.5, "[1, inf)", "5.5"),
    ("hidden_layer_sizes", "ten", "[1, inf)", "'ten'"),
    ("hidden_layer_sizes", ["ten"], "integers", "['ten']"),
    ("hidden_layer_sizes", [[5, 5]], "integers", "[[5, 5]]"),
    ("activation", "swish", "relu", "'swish'"),
    ("activation", ["relu", "tanh"], "per hidden layer", "needs 1 of them, got 2", "['relu', 'tanh']"),
    ("activation", ["swish"], "one of", "'gelu'", "['swish']"),
    ("activation", [1], "one of", "[1]"),
    ("activation", 1, "relu", "Got 1"),
    ("activation", {"relu"}, "in a sequence", "{'relu'}"),
    ("activation", {"relu": 1}, "in a sequence", "{'relu': 1}"),
    ("solver", "rmsprop", "adamw", "'rmsprop'"),
    ("alpha", -1, "[0.0, inf)", "-1"),
    ("alpha", np.inf, "[0.0, inf)", "Got inf"),
    ("batch_size", 0, "[1, inf)", "0"),
    ("batch_size", "all", "auto", "'all'"),
    ("batch_size", 3.5, "[1, inf)", "3.5"),
    ("learning_rate", "cyclic", "adaptive", "'cyclic'"),
    ("learning_rate_init", 0.0, "(0.0, inf)", "0.0"),
    ("learning_rate_init", np.inf, "(0.0, inf)", "Got inf"),
    ("power_t", -1, "[0.0, inf)", "-1"),
    ("max_iter", 0, "[1, inf)", "0"),
    ("shuffle", "yes", "bool", "'yes'"),
    ("random_state", "zero", "RandomState", "'zero'"),
    ("tol", -1, "[0.0, inf)", "-1"),
    ("verbose", -1, "verbose", "-1"),
    ("warm_start", "no", "bool", "'no'"),
    ("momentum", 1.5, "[0.0, 1.0]", "1.5"),
    ("nesterovs_momentum", "no", "bool", "'no'"),
    ("early_stopping", "no", "bool", "'no'"),
    ("validation_fraction", 1.0, "[0.0, 1.0)", "1.0"),
    ("beta_1", 1.0, "[0.0, 1.0)", "1.0"),
    ("beta_2", -0.1, "[0.0, 1.0)", "-0.1"),
    ("epsilon", 0.0, "(0.0, inf)", "0.0"),
    ("n_iter_no_change", 0, "[1, inf)", "0"),
    ("max_fun", 0, "[1, inf)", "0"),
    ("dtype", "float16", "float32", "'float16'"),
    ("dtype", 64, "float32", "64"),
    ("dtype", np.float16, "float32", "float16"),
]
BAD_COMBINATIONS = [
    ({"solver": "lbfgs", "dropout": 0.5}, "dropout", "'lbfgs'", "'sgd'"),
    ({"solver": "lbfgs", "group_l1": 1e-3}, "group_l1", "'lbfgs'", "'sgd'"),
    ({"solver": "sgd", "momentum": 1, "group_l1": 1e-3}, "momentum", "group_l1", "< 1"),
    ({"solver": "lbfgs", "max_norm": 2.0}, "max_norm", "'lbfgs'", "'sgd'"),
    ({"solver": "lbfgs", "input_dropout": 0.5}, "input_dropout", "'lbfgs'", "'sgd'"),
    ({"solver": "sgd", "momentum": 1, "l1": 0.1}, "momentum", "< 1", "l1=0.1"),
    ({"early_stopping": True, "validation_fraction": 0.01}, "validation_fraction", "0.01", "40"),
    ({"early_stopping": True, "validation_fraction": 0.0}, "validation_fraction", "0.0", "at least 2"),
    ({"early_stopping": True, "validation_fraction": 0.999}, "validation_fraction", "0.999", "at least 1"),
]
BAD_DATA = [
    ("NaN", with_value(X, np.nan), y, "Input X contains NaN"),
    ("infinity", with_value(X, np.inf), y, "Input X contains infinity"),
    ("sparse NaN", sparse_with(np.nan), y, "Input X contains NaN"),
    ("sparse infinity", sparse_with(np.inf), y, "Input X contains infinity"),
    ("no samples", X[:0], y[:0], "0 sample(s)"),
    ("no features", X[:, :0], y, "0 feature(s)"),
    ("1-D", X[:, 0], y, "Expected 2D array, got 1D"),
    ("3-D", X[:, :, None], y, "dim 3"),
    ("strings", np.full((40, 3), "a"), y, "could not convert string"),
    ("complex", X + 1j, y, "Complex data not supported"),
    ("lengths", X, y[:-1], "inconsistent numbers of samples: [40, 39]"),
    ("no target", X, None, "requires y to be passed"),
    ("NaN in y", X, with_value(y, np.nan), "contains NaN"),
    ("3-D y", X, np.zeros((40, 2, 2)), "dim 3"),
    ("beyond float32", with_value(X, 1e39), y, "dtype='float32'"),
]
BAD_WEIGHTS = [
    (with_value(np.ones(40), np.nan), "sample_weight contains NaN"),
    (with_value(np.ones(40), np.inf), "sample_weight contains infinity"),
    (with_value(np.ones(40), -1.0), "Negative values in data passed to `sample_weight`"),
    (np.zeros(40), "at least one non-zero number"),
    (np.full(40, 1e308), "finite sum"),
    (np.ones(39), "(39,), expected (40,)"),
    (np.ones((40, 2)), "1D array or scalar"),
]


def state(estimator):
    return copy.deepcopy({name: value for name, value in vars(estimator).items() if name.endswith("_")})


def assert_raises_and_keeps(estimator, call, kind, *words):
    """Check that `call` raises `kind` with all `words`, whether or not the estimator was fitted before."""
    parameters = estimator.get_params()
    fitted = clone(estimator).set_params(**type(estimator)(max_iter=2).get_params())
    with pytest.warns(match="Maximum iterations"):
        fitted.fit(X, y)
    fitted.set_params(**parameters)
    before = state(fitted)
    for model in (estimator, fitted):
        with pytest.raises(kind) as error:
            call(model)
        for word in words:
            assert word in str(error.value), (word, str(error.value))
    assert not hasattr(estimator, "coefs_")
    assert not hasattr(estimator, "n_features_in_")
    after = state(fitted)
    assert before.keys() == after.keys()
    for name, value in before.items():
        np.testing.assert_equal(after[name], value)


both = pytest.mark.parametrize("Estimator", [MLPClassifier, MLPRegressor])


@both
@pytest.mark.parametrize(("name", "value", "words"), [(n, v, w) for n, v, *w in BAD_PARAMETERS])
def test_parameters(Estimator, name, value, words):
    estimator = Estimator(5).set_params(**{name: value})
    assert_raises_and_keeps(estimator, lambda model: model.fit(X, y), ValueError, name, *words)


@both
@pytest.mark.parametrize(("parameters", "words"), [(p, w) for p, *w in BAD_COMBINATIONS])
def test_combinations(Estimator, parameters, words):
    estimator = Estimator(5, **parameters)
    assert_raises_and_keeps(estimator, lambda model: model.fit(X, y), ValueError, *words)


@both
@pytest.mark.parametrize(("case", "samples", "targets", "word"), BAD_DATA)
def test_data(Estimator, case, samples, targets, word):
    assert_raises_and_keeps(Estimator(5), lambda model: model.fit(samples, targets), ValueError, word)


@both
@pytest.mark.parametrize(("weights", "word"), BAD_WEIGHTS)
def test_weights(Estimator, weights, word):
    assert_raises_and_keeps(
        Estimator(5), lambda model: model.fit(X, y, sample_weight=weights), ValueError, word
    )


@both
def test_beyond_float32_is_allowed_in_float64(Estimator, unconverged):
    Estimator(5, dtype="float64", activation="tanh", max_iter=1).fit(with_value(X, 1e39), y)
    Estimator(5, solver="lbfgs", activation="tanh", max_iter=1).fit(with_value(X, 1e39), y)


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        (X[:, 0], ["continuous"]),
        (np.stack([y, y + 1], axis=1), ["Multioutput target data is not supported", "(40, 2)"]),
        (np.array([None, "a"] * 20, dtype=object), ["y contains None", "every sample"]),
        (np.array([np.nan, "a"] * 20, dtype=object), ["y contains NaN", "every sample", "Drop"]),
    ],
)
def test_classes(targets, words):
    estimator = MLPClassifier(5)
    assert_raises_and_keeps(estimator, lambda m: m.fit(X, targets), (ValueError, TypeError), *words)


@pytest.mark.parametrize(
    ("class_weight", "words"),
    [
        ("heavy", ["class_weight", "balanced", "'heavy'"]),
        ({0: -1}, ["class_weight", ">= 0", "{0: -1}"]),
        ({0: 0, 1: 0, 2: 0}, ["class_weight", "at least one of them > 0"]),
        ({0: np.nan}, ["class_weight", "finite", "nan"]),
        ({0: "a"}, ["class_weight", ">= 0", "'a'"]),
        ({7: 2.0, 0: 1.0}, ["class_weight"]),
        ([1, 2, 3], ["class_weight", "balanced", "[1, 2, 3]"]),
    ],
)
def test_class_weight(class_weight, words):
    estimator = MLPClassifier(5, class_weight=class_weight)
    assert_raises_and_keeps(estimator, lambda model: model.fit(X, y), ValueError, *words)


def test_class_weight_with_multilabel_or_partial_fit():
    estimator = MLPClassifier(5, class_weight="balanced")
    with pytest.raises(ValueError, match="class_weight is not supported for multilabel.*'balanced'"):
        estimator.fit(X, Y)
    with pytest.raises(ValueError, match="class_weight 'balanced' is not supported for partial_fit"):
        estimator.partial_fit(X, y, classes=[0, 1, 2])


def test_early_stopping_of_a_class_with_one_sample():
    """scikit-learn's error about the split comes before the error about its size."""
    with pytest.raises(ValueError, match=r"least populated class.*too few members are: \['True'\]"):
        MLPClassifier(early_stopping=True).fit([[1, 2], [2, 3], [3, 4], [4, 5]], [0, 0, 0, 1])


def test_poisson_wants_counts():
    with pytest.raises(ValueError, match=r"y must be >= 0 for loss='poisson', got values down to -1"):
        MLPRegressor(loss="poisson").fit(X, y - 1)
    with pytest.raises(ValueError, match=r"y must be > 0 for loss='gamma', got values down to 0"):
        MLPRegressor(loss="gamma").fit(X, y)
    with pytest.raises(ValueError, match=r"y must be > 0 for loss='gamma', also .* dtype='float32'.*1e-50"):
        MLPRegressor(loss="gamma").fit(X, y + 1e-50)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("loss", "hinge", "'pinball'"),
        ("quantile", 0.0, r"\(0.0, 1.0\)"),
        ("quantile", 1.0, r"\(0.0, 1.0\)"),
        ("quantile", [0.1, 0.9], r"\(0.0, 1.0\)"),
        ("delta", 0.0, r"\(0.0, inf\)"),
        ("delta", "1", r"\(0.0, inf\)"),
    ],
)
def test_parameters_of_losses(name, value, allowed):
    with pytest.raises(InvalidParameterError, match=f"'{name}' parameter.*{allowed}.*Got"):
        MLPRegressor(**{name: value}).fit(X, y)


@pytest.mark.parametrize("value", [-0.1, 1.0, "0.1", None])
def test_label_smoothing(value):
    with pytest.raises(InvalidParameterError, match=r"'label_smoothing' parameter.*\[0.0, 1.0\)"):
        MLPClassifier(label_smoothing=value).fit(X, y)


@pytest.mark.parametrize("loss", ["squared_error", "poisson"])
@pytest.mark.parametrize(
    "targets", [y.astype(str), np.array(["a", "b"] * 20), np.arange(40).astype("datetime64[D]"), y + 1j]
)
def test_regression_target_of_something_else(targets, loss):
    with pytest.raises(ValueError, match=r"y must hold real numbers|Complex data not supported"):
        MLPRegressor(loss=loss).fit(X, targets)


@pytest.mark.parametrize("regressor", [MLPRegressor(), MLPRegressorCV(n_candidates=1)])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "Input y contains NaN: y must hold a value for every sample"),
        (np.nan, "Input y contains NaN: y must hold a value for every sample"),
        (np.inf, "Input y contains infinity"),
        ("a", "y must hold real numbers, got strings .*'a'"),
    ],
)
def test_one_bad_value_among_the_regression_targets(regressor, value, message):
    with pytest.raises(ValueError, match=message):
        regressor.fit(X, np.array([value, *y[1:]], dtype=object))


@pytest.mark.parametrize("value", [None, np.nan])
def test_one_missing_value_in_y_val(value):
    y_val = np.array([value, *y[1:]], dtype=object)
    with pytest.raises(ValueError, match="Input y_val contains NaN: y_val must hold a value"):
        MLPRegressor(early_stopping=True).fit(X, y, X_val=X, y_val=y_val)


def test_regression_target_of_objects_or_sparse(unconverged):
    common = {"hidden_layer_sizes": 5, "max_iter": 2, "random_state": 0}
    expected = MLPRegressor(**common).fit(X, y).loss_curve_
    assert MLPRegressor(**common).fit(X, y.astype(object)).loss_curve_ == expected
    expected = MLPRegressor(**common).fit(X, Y).loss_curve_
    assert MLPRegressor(**common).fit(X, sp.csr_matrix(Y)).loss_curve_ == expected


def test_regression_target_beyond_float32():
    with pytest.raises(ValueError, match=r"y must lie within the range of dtype='float32'.*1e\+39"):
        MLPRegressor().fit(X, with_value(y, 1e39))


@both
@pytest.mark.parametrize("method", ["predict", "predict_proba", "predict_log_proba", "decision_function"])
def test_prediction(Estimator, method, unconverged):
    model = Estimator(5, max_iter=1)
    if not hasattr(model, method):
        pytest.skip("classifier only")
    with pytest.raises(Exception, match="not fitted yet"):
        getattr(model, method)(X)
    model.fit(X, y)
    with pytest.raises(ValueError, match="X has 2 features, but .* is expecting 3 features"):
        getattr(model, method)(X[:, :2])
    with pytest.raises(ValueError, match="Input X contains NaN"):
        getattr(model, method)(with_value(X, np.nan))


def test_partial_fit():
    model = MLPClassifier(5)
    with pytest.raises(ValueError, match="classes must be passed on the first call to partial_fit"):
        model.partial_fit(X, y)
    model.partial_fit(X, y % 2, classes=[0, 1])
    before = state(model)
    with pytest.raises(ValueError, match=r"`y` has classes not in `self.classes_`.*\[0 1\].*\[0 1 2\]"):
        model.partial_fit(X, y)
    with pytest.raises(ValueError, match="is not the same as on last call to partial_fit"):
        model.partial_fit(X, y, classes=[0, 1, 2])
    with pytest.raises(ValueError, match="X has 2 features"):
        model.partial_fit(X[:, :2], y % 2)
    with pytest.raises(ValueError, match="same kind"):
        model.partial_fit(X, Y)
    with pytest.raises(ValueError, match="early_stopping=True"):
        model.set_params(early_stopping=True).partial_fit(X, y % 2)
    np.testing.assert_equal(state(model), before)
    for Estimator in (MLPClassifier, MLPRegressor):
        assert not hasattr(Estimator(solver="lbfgs"), "partial_fit")


@both
def test_continuing_with_something_else(Estimator, unconverged):
    model = Estimator(5, warm_start=True, max_iter=2).fit(X, y)
    before = state(model)
    for parameters, words in (
        ({"hidden_layer_sizes": 6}, "hidden_layer_sizes.*\\[3, 5, . *\\]?"),
        ({"hidden_layer_sizes": (5, 5)}, "hidden_layer_sizes.*\\[3, 5, 5"),
        ({"dtype": "float64"}, "dtype.*'float32'.*'float64'"),
        ({"activation": "tanh"}, r"activation.*\['relu'\].*\['tanh'\]"),
    ):
        continued = copy.deepcopy(model).set_params(**parameters)
        with pytest.raises(ValueError, match=words):
            continued.fit(X, y)
        np.testing.assert_equal(state(continued), before)
    with pytest.raises(ValueError, match="X has 2 features"):
        model.fit(X[:, :2], y)
    if Estimator is MLPClassifier:
        with pytest.raises(ValueError, match="warm_start can only be used where `y` has the same classes"):
            model.fit(X, y % 2)
        with pytest.raises(ValueError, match="previously got labels, `y` holds a multilabel indicator"):
            model.fit(X, Y)
    else:
        with pytest.raises(ValueError, match="number of outputs"):
            model.fit(X, Y)
        with pytest.raises(ValueError, match="trained with 'squared_error', got loss='poisson'"):
            copy.deepcopy(model).set_params(loss="poisson").fit(X, y)
    np.testing.assert_equal(state(model), before)


@both
def test_diverging_fit_keeps_the_last_finite_weights(Estimator, unconverged):
    model = Estimator(5, max_iter=2, warm_start=True).fit(X, y)
    before = state(model)
    model.set_params(solver="sgd", learning_rate_init=1e30)
    with pytest.raises(ValueError, match="Solver produced non-finite parameter weights"):
        model.fit(X * 1e10, y)
    np.testing.assert_equal(state(model), before)
