"""Estimators that keep scikit-learn's contract: validation, targets and attributes."""
