"""skreg: the neural network scikit-learn never had, with l1, l2 and dropout."""

import importlib
from typing import TYPE_CHECKING

from skreg._version import __version__
from skreg.cross_validation.classifier import MLPClassifierCV
from skreg.cross_validation.regressor import MLPRegressorCV
from skreg.estimators.classifier import MLPClassifier
from skreg.estimators.regressor import MLPRegressor
from skreg.functions.activations import Activation
from skreg.functions.losses import Loss
from skreg.path import RegularizationPath, mlp_path
from skreg.plotting import LossCurveDisplay, RegularizationPathDisplay

__all__ = [
    "Activation",
    "Loss",
    "LossCurveDisplay",
    "MLPClassifier",
    "MLPClassifierCV",
    "MLPRegressor",
    "MLPRegressorCV",
    "RegularizationPath",
    "RegularizationPathDisplay",
    "__version__",
    "mlp_path",
]

_SUBMODULES = ("export", "preprocessing", "warmup")  # public, and imported when they are first used

if not TYPE_CHECKING:  # a type checker would accept any name

    def __getattr__(name):
        if name in _SUBMODULES:
            return importlib.import_module(f"skreg.{name}")
        raise AttributeError(f"module 'skreg' has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *_SUBMODULES})
