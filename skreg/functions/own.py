"""Base class of the user's own entries, and the check that value and derivative agree."""

import inspect
import pickle
import sys
from dataclasses import fields

import numpy as np

_POINTS = np.linspace(-3.0, 3.0, 61) + 0.0137  # shifted away from the usual kinks
_STEP = 1e-5
_TOLERANCE = 1e-4  # relative to 1 + |slope|


class Entry:
    """An entry of a registry, or of the user's own, which is pickled by the names of its functions."""

    def __repr__(self):
        return f"{type(self).__name__}({_name_of(self.value)}, {_name_of(self.derivative)})"

    def __deepcopy__(self, memory):
        return self  # entries are immutable

    def __getstate__(self):
        if not _is_pickled_by_value():
            self._check_importable()
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __setstate__(self, state):
        vars(self).update(state)

    def _check_importable(self):
        for name in ("value", "derivative"):
            function = getattr(self, name)
            if "<" in function.__qualname__:  # <lambda>, or <locals> for a nested function
                raise pickle.PicklingError(
                    f"{self!r} cannot be pickled, because its {name} is {function.__qualname__}. Pickles"
                    " store the module and name from which a function is imported. Define it with `def` at"
                    " the top level of a module."
                )


def _is_pickled_by_value():
    """Whether the running pickler stores functions by value, such as joblib's for its processes."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__", "").endswith("cloudpickle"):
            return True
        frame = frame.f_back
    return False


def _name_of(function):
    return getattr(function, "__qualname__", repr(function))


def n_arguments_of(function):
    """Number of arguments without a default. Arguments with a default are constants of the function."""
    if isinstance(function, np.ufunc):
        return function.nin
    parameters = inspect.signature(function).parameters.values()
    return sum(parameter.default is parameter.empty for parameter in parameters)


def check_functions(entry, *n_arguments):
    """Raise an error unless value and derivative are functions with allowed numbers of arguments.

    Parameters
    ----------
    entry : Entry
    *n_arguments : tuple of int
        Allowed numbers of arguments, for the value and for the derivative.
    """
    for name, allowed in zip(("value", "derivative"), n_arguments, strict=True):
        function = getattr(entry, name)
        if not callable(function):
            raise ValueError(f"{type(entry).__name__}: {name} must be a function, got {function!r}.")
        n = n_arguments_of(function)
        if n not in allowed:
            wanted = " or ".join(map(str, allowed))
            raise ValueError(
                f"{type(entry).__name__}: {name} must be a function of {wanted} arguments, got {function!r},"
                f" which has {n}."
            )


def check_slope(entry, value, derivative):
    """Raise an error if the derivative differs from central differences of the value.

    Kinks, where the slopes on the two sides differ, are not compared.

    Parameters
    ----------
    entry : object
        Name or entry for the error message.
    value, derivative : callable
        Functions of an array z.

    Raises
    ------
    ValueError
        If they disagree. The message gives the point of the largest difference.
    """
    z = _POINTS
    with np.errstate(all="ignore"):
        at, left, right = (_numbers(entry, "value", value, z + step) for step in (0, -_STEP, _STEP))
        given = _numbers(entry, "derivative", derivative, z)
    backward, forward = (at - left) / _STEP, (right - at) / _STEP
    numeric = (backward + forward) / 2
    scale = 1 + np.abs(numeric)
    is_smooth = np.abs(forward - backward) <= 100 * _STEP * scale
    error = np.where(is_smooth & np.isfinite(numeric), np.abs(given - numeric) / scale, 0)
    worst = int(np.argmax(error))
    if not error[worst] <= _TOLERANCE:
        raise ValueError(
            f"{entry}: value and derivative must agree. At z = {z[worst]:.4g} central differences give the"
            f" slope {numeric[worst]:.6g}, but the derivative returns {given[worst]:.6g}."
        )


def _numbers(entry, name, function, z):
    """Result of an expression for an array, which must be an array of numbers of the same shape."""
    advice = "Use NumPy functions such as np.where instead of `if`."
    try:
        numbers = np.asarray(function(z))
    except Exception as error:
        raise ValueError(f"{entry}: {name} cannot take an array: {error} {advice}") from error
    if numbers.shape != z.shape or numbers.dtype.kind not in "fiub":
        raise ValueError(
            f"{entry}: {name} must return one number for each element of an array of shape {z.shape}, got"
            f" shape {numbers.shape} of {numbers.dtype}. {advice}"
        )
    return numbers.astype(float)
