"""What a type checker makes of a user's program; ``mypy`` checks this file, and nothing runs it.

Where a line ends with ``type: ignore``, ``mypy`` must find that error, or it says that the comment is unused.
"""

from pathlib import Path
from typing import Any, assert_type

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import make_pipeline

from skreg import (
    Activation,
    LossCurveDisplay,
    MLPClassifier,
    MLPClassifierCV,
    MLPRegressor,
    MLPRegressorCV,
    RegularizationPath,
    RegularizationPathDisplay,
    mlp_path,
)
from skreg import Loss as OwnLoss
from skreg.preprocessing import PeriodicEncoder, PiecewiseLinearEncoder, SmoothClipScaler, TableEncoder
from skreg.warmup import Outcome, run_all


def a_classifier(X: NDArray[np.float64], y: NDArray[np.int64]) -> None:
    net = MLPClassifier(
        (100, 50),
        activation=["relu", "tanh"],
        solver="adamw",
        l1=1e-4,
        l2=[1e-3, 1e-3, 0.0],
        dropout=np.array([0.5, 0.2]),
        batch_size="auto",
        max_norm=3,
        n_iter_no_change=np.inf,
        random_state=np.random.RandomState(0),
        dtype=np.float32,
        class_weight={0: 1, 1: 2},
        scoring="neg_log_loss",
    )
    assert_type(net.fit(X, y), MLPClassifier)
    assert_type(net.fit(X, y, X_val=X, y_val=y, sample_weight_val=np.ones(len(X))), MLPClassifier)
    assert_type(net.partial_fit(X, y, classes=[0, 1]), MLPClassifier)
    assert_type(net.predict(X), NDArray[Any])
    assert_type(net.predict_proba(X), NDArray[np.floating])
    assert_type(net.predict_log_proba(X), NDArray[np.floating])
    assert_type(net.decision_function(X), NDArray[np.floating])
    assert_type(net.predict_samples(X, n_samples=10, random_state=0), NDArray[np.floating])
    assert_type(net.score(X, y), float)
    assert_type(net.compress().compression_.units_after, tuple[int, ...])
    assert_type(net.coefs_[0], NDArray[np.floating])
    assert_type(net.loss_curve_, list[float])
    assert_type(net.validation_scores_, list[float] | None)
    assert_type(net.classes_, NDArray[Any])
    assert_type(net.feature_importances_, NDArray[np.floating])
    assert_type(net.set_params(l1=0.0), MLPClassifier)
    assert_type(net.get_params(), dict[str, Any])
    cross_val_score(make_pipeline(SmoothClipScaler(), net), X, y, cv=KFold())


def a_regressor(X: NDArray[np.float64], y: NDArray[np.float64]) -> None:
    net = MLPRegressor(20, loss="pinball", quantile=0.9, learning_rate="cosine").fit(X, y)
    assert_type(net, MLPRegressor)
    assert_type(net.predict(X), NDArray[np.floating])
    assert_type(net.predict(X, return_std=True), tuple[NDArray[np.floating], NDArray[np.floating]])
    assert_type(net.partial_fit(X, y), MLPRegressor)
    assert_type(net.score(X, y), float)


def functions_of_ones_own() -> None:
    def cost(z: Any, y: Any) -> Any:
        return (z - y) ** 4

    def slope(z: Any, y: Any) -> Any:
        return 4 * (z - y) ** 3

    MLPRegressor(loss=OwnLoss(cost, slope, predicts_mean=False))
    MLPRegressor(activation=Activation(np.sin, lambda z, a: np.cos(z)))
    OwnLoss(cost)  # type: ignore[call-arg]
    Activation("sin", "cos")  # type: ignore[arg-type]


def tables(frame: pd.DataFrame, y: "pd.Series[float]", X: "csr_array[np.float64]") -> None:
    model = MLPClassifierCV(n_candidates=4, cv=KFold(), n_jobs=2, random_state=0).fit(frame, y, groups=y)
    assert_type(model, MLPClassifierCV)
    assert_type(model.predict_proba(frame), NDArray[np.floating])
    assert_type(model.validation_score_, float)
    assert_type(model.best_params_, dict[str, Any])
    pd.DataFrame(model.candidates_)
    regressor = MLPRegressorCV(portfolio=[{"mlp__l2": 0.1}], categorical_features=["colour"]).fit(frame, y)
    assert_type(regressor.predict(frame), NDArray[np.floating])
    assert_type(regressor.fit(X, y).score(X, y), float)
    MLPClassifier().fit(X, y).predict(X)
    encoder = TableEncoder(numeric="periodic", max_categories=None).fit(frame, y)
    assert_type(encoder, TableEncoder)
    assert_type(encoder.transform(frame), NDArray[np.float32])


def encoders(X: NDArray[np.float64], y: NDArray[np.float64]) -> None:
    assert_type(SmoothClipScaler(limit=4).fit(X).center_, NDArray[np.float64])
    assert_type(PiecewiseLinearEncoder(strategy="tree").fit(X, y).transform(X), NDArray[np.float32])
    assert_type(PeriodicEncoder(keep_input=True).fit(X).get_feature_names_out(), NDArray[np.object_])


def paths(X: NDArray[np.float64], y: NDArray[np.float64]) -> None:
    path = mlp_path(MLPRegressor(), X, y, l1=np.logspace(-4, 0, 5), scoring="r2")
    assert_type(path, RegularizationPath[MLPRegressor])
    assert_type(path.estimator(path.strongest(tolerance=0.01)), MLPRegressor)
    assert_type(path.features(0), NDArray[np.bool_])
    assert_type([net.n_iter_ for net in path], list[int])
    LossCurveDisplay.from_estimator(path.estimator(0), log_scale=True, color="black")
    RegularizationPathDisplay.from_path(path).figure_.savefig(Path("path.png"))
    mlp_path("a network", X, y, l1=[0.1])  # type: ignore[type-var]


def warm_up() -> None:
    assert_type(run_all(), Outcome)


def wrong_parameters() -> None:
    MLPClassifier(dropout="a lot")  # type: ignore[arg-type]
    MLPClassifier(hidden_layer_sizes=(10, "20"))  # type: ignore[arg-type]
    MLPClassifier(activation="rellu")  # type: ignore[arg-type]
    MLPClassifier(activation=["relu", "rellu"])  # type: ignore[list-item]
    MLPClassifier(solver="lion")  # type: ignore[arg-type]
    MLPClassifier(learning_rate=0.1)  # type: ignore[arg-type]
    MLPClassifier(dropout_scope="batches")  # type: ignore[arg-type]
    MLPClassifier(l1=None)  # type: ignore[arg-type]
    MLPClassifier(max_iter=10.5)  # type: ignore[arg-type]
    MLPClassifier((10,), "relu")  # type: ignore[call-arg]
    MLPClassifier(loss="squared_error")  # type: ignore[call-arg]
    MLPRegressor(loss="log_loss")  # type: ignore[arg-type]
    MLPClassifierCV(portfolio={"mlp__l2": 0.1})  # type: ignore[arg-type]
    MLPClassifierCV(cv="five")  # type: ignore[arg-type]
    TableEncoder(numeric="linear")  # type: ignore[arg-type]
    PiecewiseLinearEncoder(strategy="trees")  # type: ignore[arg-type]


def wrong_data(X: NDArray[np.float64], y: NDArray[np.float64]) -> None:
    MLPClassifier().fit(X)  # type: ignore[call-arg]
    MLPClassifier().fit(X, y, X, y)  # type: ignore[call-arg]
    MLPRegressor().predict(None)  # type: ignore[call-overload]
    MLPRegressor().fit({"a": 1}, y)  # type: ignore[arg-type]
    SmoothClipScaler().transform(csr_array(X))  # type: ignore[arg-type]
