"""skreg: the neural network scikit-learn never had, with l1, l2 and dropout."""

from skreg.estimators.classifier import MLPClassifier
from skreg.estimators.regressor import MLPRegressor
from skreg.path import RegularizationPath, mlp_path

__version__ = "0.1.0"
__all__ = ["MLPClassifier", "MLPRegressor", "RegularizationPath", "mlp_path"]
