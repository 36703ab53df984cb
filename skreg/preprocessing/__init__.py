"""Encoders of columns for a network: scikit-learn transformers that know nothing of networks."""

from skreg.preprocessing.periodic import PeriodicEncoder
from skreg.preprocessing.piecewise_linear import PiecewiseLinearEncoder
from skreg.preprocessing.smooth_clip import SmoothClipScaler
from skreg.preprocessing.table import TableEncoder

__all__ = ["PeriodicEncoder", "PiecewiseLinearEncoder", "SmoothClipScaler", "TableEncoder"]
