"""Plots of training and of regularisation paths, in the style of scikit-learn's displays.

matplotlib is imported only when a plot is drawn.
"""

from skreg.plotting.loss_curve import LossCurveDisplay
from skreg.plotting.regularization_path import RegularizationPathDisplay

__all__ = ["LossCurveDisplay", "RegularizationPathDisplay"]
