"""Encoders of a network's input columns: scikit-learn transformers that do not depend on networks."""

from skreg.preprocessing.periodic import PeriodicEncoder
from skreg.preprocessing.piecewise_linear import PiecewiseLinearEncoder
from skreg.preprocessing.smooth_clip import SmoothClipScaler
from skreg.preprocessing.table import TableEncoder

__all__ = ["PeriodicEncoder", "PiecewiseLinearEncoder", "SmoothClipScaler", "TableEncoder"]
