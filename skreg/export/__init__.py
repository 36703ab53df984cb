"""ONNX export: importing this package registers converters for skreg's estimators and encoders.

``skl2onnx.to_onnx`` then accepts them, alone or inside a pipeline or a search. Classifiers have the same
options as those of scikit-learn (``zipmap``, ``nocl``, ``output_class_labels``, ``raw_scores``). Like the
estimator, the ONNX model computes in the type of its input: in double for a double tensor, and otherwise in
float. Encoders compute in double and return float, so that a network behind an encoder computes in float.

This package needs the extra ``onnx``. See :doc:`the guide to production </guide/production>`.

References
----------
Open Neural Network Exchange, https://onnx.ai/onnx/operators/.

Examples
--------
>>> import numpy as np
>>> import skreg.export
>>> from onnxruntime import InferenceSession
>>> from skl2onnx import to_onnx
>>> from sklearn.datasets import load_iris
>>> from sklearn.pipeline import make_pipeline
>>> from skreg import MLPClassifier
>>> from skreg.preprocessing import SmoothClipScaler
>>> X, y = load_iris(return_X_y=True)
>>> X = X.astype(np.float32)
>>> net = MLPClassifier((20,), solver="lbfgs", l1=1e-3, random_state=0)
>>> pipeline = make_pipeline(SmoothClipScaler(), net).fit(X, y)
>>> model = to_onnx(pipeline, X[:1], options={"zipmap": False})
>>> label, probability = InferenceSession(model.SerializeToString()).run(None, {"X": X})
>>> bool((label == pipeline.predict(X)).all())
True
>>> np.testing.assert_allclose(probability, pipeline.predict_proba(X), atol=1e-5)
"""

try:
    import skl2onnx
except ImportError as error:
    raise ImportError("skreg.export needs skl2onnx: pip install 'skreg[onnx]'") from error

from skreg.cross_validation import MLPClassifierCV, MLPRegressorCV
from skreg.estimators.classifier import MLPClassifier
from skreg.estimators.regressor import MLPRegressor
from skreg.export import classifier, encoder, ensemble, regressor, table
from skreg.preprocessing import PeriodicEncoder, PiecewiseLinearEncoder, SmoothClipScaler, TableEncoder

__all__ = []

skl2onnx.update_registered_converter(
    MLPClassifier,
    "SkregMLPClassifier",
    classifier.declare_outputs,
    classifier.convert,
    options={
        "zipmap": [True, False, "columns"],
        "nocl": [True, False],
        "output_class_labels": [False, True],
        "raw_scores": [True, False],
    },
)
skl2onnx.update_registered_converter(
    MLPRegressor, "SkregMLPRegressor", regressor.declare_outputs, regressor.convert
)
for _encoder in (PeriodicEncoder, PiecewiseLinearEncoder, SmoothClipScaler):
    skl2onnx.update_registered_converter(
        _encoder, f"Skreg{_encoder.__name__}", encoder.declare_outputs, encoder.convert
    )
skl2onnx.update_registered_converter(TableEncoder, "SkregTableEncoder", table.declare_outputs, table.convert)
skl2onnx.update_registered_converter(
    MLPClassifierCV,
    "SkregMLPClassifierCV",
    ensemble.declare_outputs_of_classifier,
    ensemble.convert_classifier,
    options={
        "zipmap": [True, False, "columns"],
        "nocl": [True, False],
        "output_class_labels": [False, True],
    },
)
skl2onnx.update_registered_converter(
    MLPRegressorCV,
    "SkregMLPRegressorCV",
    ensemble.declare_outputs_of_regressor,
    ensemble.convert_regressor,
)
