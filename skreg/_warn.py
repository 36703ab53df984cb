"""Warnings that point at the user's line of code instead of ours."""

import sys
import warnings


class TrainingInterrupted(UserWarning):
    """Warning that Ctrl-C ended a fit, which keeps the weights of the last finished epoch."""


_INTERNAL = ("skreg", "sklearn", "scipy", "numba", "contextlib", "joblib", "pickle")


def warn(message, category=UserWarning):
    """Warn as if from the first caller outside this package and the libraries that it uses."""
    frame, level = sys._getframe(1), 2
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in _INTERNAL:
        frame, level = frame.f_back, level + 1
    warnings.warn(message, category, stacklevel=level)
