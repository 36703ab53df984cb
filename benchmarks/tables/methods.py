"""The methods, each as a function ``fit(table, seed, n_threads)`` that returns ``predict(X)``.

A prediction is the probability of each class, (n_rows, n_classes), or the numbers, (n_rows,). Methods that
accept a data frame receive it unchanged. All run with their own defaults.
"""

import numpy as np
from sklearn.compose import TransformedTargetRegressor, make_column_selector, make_column_transformer
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def _predict(model, classifies):
    return model.predict_proba if classifies else model.predict


def _constant(table, seed, n_threads):
    model = DummyClassifier(strategy="prior") if table.classifies else DummyRegressor()
    return _predict(model.fit(table.X, table.y), table.classifies)


def _categories(X):
    return X.select_dtypes(exclude="number").columns


def _with_categories(X, levels=None):
    """The table with strings and booleans converted to categories, which the trees accept."""
    X = X.copy()
    for column in _categories(X):
        X[column] = X[column].astype("object").astype("category")
        if levels is not None:
            X[column] = X[column].cat.set_categories(levels[column])
    return X, {column: X[column].cat.categories for column in _categories(X)}


def _scikit_learn_network(table, seed, n_threads):
    columns = make_column_transformer(
        (
            make_pipeline(SimpleImputer(add_indicator=True), StandardScaler()),
            make_column_selector(dtype_include="number"),
        ),
        (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_exclude="number")),
    )
    network = MLPClassifier if table.classifies else MLPRegressor
    model = make_pipeline(columns, network(random_state=seed))
    if not table.classifies:
        model = TransformedTargetRegressor(model, transformer=StandardScaler())
    return _predict(model.fit(table.X, table.y), table.classifies)


def _histogram_boosting(table, seed, n_threads):
    X, levels = _with_categories(table.X)
    boosting = HistGradientBoostingClassifier if table.classifies else HistGradientBoostingRegressor
    model = boosting(categorical_features="from_dtype", random_state=seed).fit(X, table.y)
    predict = _predict(model, table.classifies)
    return lambda X: predict(_with_categories(X, levels)[0])


def _lightgbm(table, seed, n_threads):
    from lightgbm import LGBMClassifier, LGBMRegressor

    X, levels = _with_categories(table.X)
    boosting = LGBMClassifier if table.classifies else LGBMRegressor
    model = boosting(random_state=seed, n_jobs=n_threads, verbose=-1).fit(X, table.y)
    predict = _predict(model, table.classifies)
    return lambda X: predict(_with_categories(X, levels)[0])


def _catboost(table, seed, n_threads):
    from catboost import CatBoostClassifier, CatBoostRegressor

    def prepared(X):
        return X.assign(**{column: X[column].map(str) for column in _categories(X)})

    boosting = CatBoostClassifier if table.classifies else CatBoostRegressor
    model = boosting(
        random_seed=seed,
        thread_count=n_threads,
        verbose=False,
        allow_writing_files=False,
        cat_features=list(_categories(table.X)),
    ).fit(prepared(table.X), table.y)
    predict = _predict(model, table.classifies)
    return lambda X: predict(prepared(X))


def _pytabkit(name):
    def fit(table, seed, n_threads):
        import pytabkit

        numbers = table.X.select_dtypes("number").columns
        medians = table.X[numbers].median()
        gaps = [column for column in numbers if table.X[column].isna().any()]

        def prepared(X):
            """The table with filled gaps and indicator columns, for networks without missing numbers."""
            told = {f"{column} is missing": X[column].isna().astype(float) for column in gaps}
            filled = X.fillna(medians).assign(**told)
            texts = {column: X[column].map(str) for column in _categories(X)}
            return filled.assign(**texts)

        X = prepared(table.X)
        kind = "Classifier" if table.classifies else "Regressor"
        model = getattr(pytabkit, f"{name}_{kind}")(
            device="cpu", random_state=seed, n_threads=n_threads, verbosity=0
        )
        model.fit(X, table.y, cat_col_names=list(_categories(table.X)))
        predict = _predict(model, table.classifies)
        return lambda X: np.asarray(predict(prepared(X)))

    return fit


def skreg_with(n_candidates, portfolio=None, cv=None):
    """A method that fits skreg's estimators, with their own portfolio and split or others."""

    def fit(table, seed, n_threads):
        from skreg import MLPClassifierCV, MLPRegressorCV

        estimator = MLPClassifierCV if table.classifies else MLPRegressorCV
        model = estimator(
            n_candidates=n_candidates, portfolio=portfolio, cv=cv, random_state=seed, n_jobs=n_threads
        ).fit(table.X, table.y)
        return _predict(model, table.classifies)

    return fit


N_CANDIDATES = {"skreg": None, "skreg, 1 candidate": 1}
METHODS = {
    "constant": _constant,
    "scikit-learn MLP": _scikit_learn_network,
    "HistGradientBoosting": _histogram_boosting,
    "LightGBM": _lightgbm,
    "CatBoost": _catboost,
    "RealMLP-TD": _pytabkit("RealMLP_TD"),
    "TabM-D": _pytabkit("TabM_D"),
    **{name: skreg_with(n_candidates) for name, n_candidates in N_CANDIDATES.items()},
}
