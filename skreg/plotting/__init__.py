"""Pictures of training and of regularisation paths, in scikit-learn's manner; matplotlib only when drawn."""

from skreg.plotting.loss_curve import LossCurveDisplay
from skreg.plotting.regularization_path import RegularizationPathDisplay

__all__ = ["LossCurveDisplay", "RegularizationPathDisplay"]
