"""The estimators work in scikit-learn's searches, ensembles, selection, inspection, pipelines and routing."""

import numpy as np
import pandas as pd
import pytest
import sklearn
from joblib import parallel_backend
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine
from sklearn.ensemble import (
    AdaBoostClassifier,
    AdaBoostRegressor,
    BaggingClassifier,
    StackingClassifier,
    StackingRegressor,
    VotingClassifier,
)
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.feature_selection import RFE, SelectFromModel, SequentialFeatureSelector
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, make_scorer
from sklearn.model_selection import (
    GridSearchCV,
    HalvingGridSearchCV,
    RandomizedSearchCV,
    cross_val_predict,
    cross_validate,
    learning_curve,
)
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.multioutput import ClassifierChain, MultiOutputClassifier, MultiOutputRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.semi_supervised import SelfTrainingClassifier
from sklearn.utils.fixes import parse_version

from skreg import MLPClassifier, MLPRegressor

OLD = parse_version(sklearn.__version__) < parse_version("1.8")
pytestmark = pytest.mark.usefixtures("unconverged")
X, y = load_wine(return_X_y=True)
X = StandardScaler().fit_transform(X)
names = load_wine().target_names[y]
X_diabetes, y_diabetes = load_diabetes(return_X_y=True)
X_diabetes, y_diabetes = StandardScaler().fit_transform(X_diabetes), (y_diabetes - 152) / 77


def classifier(**parameters):
    return MLPClassifier(
        **{
            "hidden_layer_sizes": 10,
            "max_iter": 60,
            "learning_rate_init": 0.02,
            "random_state": 0,
            **parameters,
        }
    )


def regressor(**parameters):
    return MLPRegressor(
        **{
            "hidden_layer_sizes": 10,
            "max_iter": 60,
            "learning_rate_init": 0.01,
            "l2": 1e-2,
            "random_state": 0,
            **parameters,
        }
    )


@pytest.mark.parametrize("backend", ["loky", "threading"])
def test_grid_search(backend):
    grid = {
        "mlpclassifier__alpha": [1e-4, 1],
        "mlpclassifier__dropout": [0.0, 0.3],
        "mlpclassifier__l1": [0, 1e-3],
    }
    serial = GridSearchCV(make_pipeline(StandardScaler(), classifier()), grid, cv=3).fit(X, names)
    with parallel_backend(backend, n_jobs=2):
        search = GridSearchCV(make_pipeline(StandardScaler(), classifier()), grid, cv=3).fit(X, names)
    assert search.best_score_ > 0.95
    for key in ("mean_test_score", "std_test_score"):
        np.testing.assert_array_equal(search.cv_results_[key], serial.cv_results_[key])


@pytest.mark.parametrize("search", [RandomizedSearchCV, HalvingGridSearchCV])
def test_other_searches(search):
    space = {"l1": [0, 1e-4, 1e-3], "dropout": [0.0, 0.2], "hidden_layer_sizes": [(5,), (10, 5)]}
    extra = {"n_iter": 4} if search is RandomizedSearchCV else {}
    assert search(classifier(), space, cv=3, random_state=0, **extra).fit(X, y).best_score_ > 0.85


def test_searching_over_per_layer_values():
    space = {"dropout": [[0.0, 0.5], [0.5, 0.0]], "l1": [[0, 0, 1e-3], 1e-4]}
    search = GridSearchCV(classifier(hidden_layer_sizes=(10, 10)), space, cv=3).fit(X, y)
    assert search.best_score_ > 0.9


CLASSIFIERS = {
    "calibrated sigmoid": lambda: CalibratedClassifierCV(classifier(), method="sigmoid", cv=3),
    "calibrated temperature": lambda: CalibratedClassifierCV(classifier(), method="temperature", cv=3),
    "bagging": lambda: BaggingClassifier(classifier(), n_estimators=3, random_state=0),
    "adaboost": lambda: AdaBoostClassifier(classifier(max_iter=20), n_estimators=3, random_state=0),
    "stacking": lambda: StackingClassifier([("net", classifier()), ("line", LogisticRegression())]),
    "voting": lambda: VotingClassifier(
        [("a", classifier()), ("b", classifier(random_state=1))], voting="soft"
    ),
    "one vs rest": lambda: OneVsRestClassifier(classifier()),
    "one vs one": lambda: OneVsOneClassifier(classifier()),
    "rfe": lambda: RFE(classifier(l1=1e-3), n_features_to_select=6),
    "select from model": lambda: make_pipeline(SelectFromModel(classifier(l1=5e-3)), classifier()),
    "sequential": lambda: make_pipeline(
        SequentialFeatureSelector(classifier(max_iter=20), n_features_to_select=2, cv=2), classifier()
    ),
}


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_classifiers_around_ours(name):
    if name == "calibrated temperature" and OLD:
        pytest.skip("new in scikit-learn 1.8")
    model = CLASSIFIERS[name]().fit(X, names)
    assert model.score(X, names) > 0.9
    assert set(model.predict(X)) <= set(names)


REGRESSORS = {
    "adaboost": lambda: AdaBoostRegressor(regressor(), n_estimators=3, random_state=0),
    "stacking": lambda: StackingRegressor([("net", regressor())]),
    "transformed target": lambda: TransformedTargetRegressor(regressor(), transformer=StandardScaler()),
}


@pytest.mark.parametrize("name", REGRESSORS)
def test_regressors_around_ours(name):
    model = REGRESSORS[name]().fit(X_diabetes, y_diabetes)
    assert model.score(X_diabetes, y_diabetes) > 0.4


def test_multioutput():
    Y = np.stack([y, y == 1], axis=1)
    assert MultiOutputClassifier(classifier()).fit(X, Y).score(X, Y) > 0.9
    assert ClassifierChain(classifier()).fit(X, Y == 1).score(X, Y == 1) > 0.9
    Y = np.stack([y_diabetes, -y_diabetes], axis=1)
    assert MultiOutputRegressor(regressor()).fit(X_diabetes, Y).score(X_diabetes, Y) > 0.4
    assert regressor().fit(X_diabetes, Y).score(X_diabetes, Y) > 0.4


def test_self_training():
    X, y = load_breast_cancer(return_X_y=True)
    X = StandardScaler().fit_transform(X)
    partly = np.where(np.arange(len(y)) % 4 == 0, y, -1)
    assert SelfTrainingClassifier(classifier()).fit(X, partly).score(X, y) > 0.95


def test_selection_by_importances():
    X_noise = np.hstack([X, np.random.default_rng(0).normal(size=(len(X), 20))])
    model = classifier(l1=1e-2, max_iter=300, tol=0, n_iter_no_change=300).fit(X_noise, y)
    importances = model.feature_importances_
    assert importances.shape == (33,)
    assert importances[:13].mean() > 5 * importances[13:].mean()
    assert (importances[13:] == 0).sum() > 10
    selected = SelectFromModel(model, prefit=True, threshold=1e-12).get_support()
    np.testing.assert_array_equal(selected, importances > 0)


def test_model_selection_and_inspection():
    assert (cross_val_predict(classifier(), X, names, cv=3) == names).mean() > 0.9
    assert cross_val_predict(classifier(), X, names, cv=3, method="predict_proba").shape == (len(X), 3)
    sizes, train, test = learning_curve(classifier(), X, y, cv=3, shuffle=True, random_state=0)
    assert train.shape == test.shape == (len(sizes), 3)
    model = regressor().fit(X_diabetes, y_diabetes)
    importance = permutation_importance(model, X_diabetes, y_diabetes, n_repeats=3, random_state=0)
    assert set(np.argsort(importance.importances_mean)[-2:]) & {2, 8}
    grid = partial_dependence(model, X_diabetes, [2])
    assert grid["average"].shape[0] == 1
    assert partial_dependence(classifier().fit(X, y), X, [0])["average"].shape[0] == 3


def test_pandas_with_strings_in_a_column_transformer():
    frame = pd.DataFrame(X, columns=load_wine().feature_names)
    frame["colour"] = np.where(frame["hue"] > 0, "dark", "light")
    frame.loc[::7, "colour"] = "unknown"
    numbers = list(load_wine().feature_names)
    columns = ColumnTransformer(
        [("numbers", StandardScaler(), numbers), ("words", OneHotEncoder(), ["colour"])]
    )
    labels = pd.Series(names, dtype="category")
    model = make_pipeline(columns, classifier()).fit(frame, labels)
    assert model.score(frame, labels) > 0.95
    assert set(model.classes_) == set(names)
    columns.set_output(transform="pandas")
    columns.set_params(words=OneHotEncoder(sparse_output=False))
    net = make_pipeline(columns, classifier()).fit(frame, labels)[-1]
    assert net.feature_names_in_[-1] == "words__colour_unknown"
    with pytest.raises(ValueError, match="feature names should match"):
        net.predict(columns.transform(frame).rename(columns={"numbers__hue": "hue"}))


@pytest.mark.skipif(OLD, reason="Pipeline.score routes weights from scikit-learn 1.8 on")
def test_sample_weight_is_routed():
    weights = np.where(y == 0, 0.0, 1.0)
    with sklearn.config_context(enable_metadata_routing=True):
        net = classifier().set_fit_request(sample_weight=True).set_score_request(sample_weight=True)
        scaler = StandardScaler().set_fit_request(sample_weight=False)
        search = GridSearchCV(make_pipeline(scaler, net), {"mlpclassifier__alpha": [1e-4]}, cv=3)
        search.fit(X, y, sample_weight=weights)
        assert (search.predict(X) == 0).mean() < 0.02  # the class of weight 0 was never learnt
        assert search.best_score_ > 0.95  # this class does not count in the score either
        scores = cross_validate(
            classifier().set_fit_request(sample_weight=True),
            X,
            y,
            cv=3,
            scoring=make_scorer(accuracy_score).set_score_request(sample_weight=True),
            params={"sample_weight": weights},
        )
        assert scores["test_score"].min() > 0.9
        net.set_partial_fit_request(sample_weight=True, classes=True)


def test_html_and_text_representations():
    model = classifier(l1=0.5)
    assert repr(model).startswith("MLPClassifier(hidden_layer_sizes=10, l1=0.5")
    html = model._repr_html_()
    assert "MLPClassifier" in html
    assert "l1" in html
    assert "fitted" in classifier(max_iter=1).fit(X, y)._repr_html_()
