"""A key for what a function computes, made of its code and all values that the code refers to."""

import dataclasses
import hashlib
import inspect
import types

import numpy as np


def content_key(*values):
    """Text that is equal for functions of equal content, in any place and at any time.

    Parameters
    ----------
    *values : functions, numbers, texts, and tuples of these
        Values to hash. Functions contribute their code, defaults, closures and the globals that they use.

    Returns
    -------
    str
    """
    digest = hashlib.sha256()
    _add(digest, values, seen=set())
    return digest.hexdigest()


def _add(digest, value, seen):
    if id(value) in seen:
        return
    digest.update(type(value).__name__.encode())
    if inspect.isfunction(value):
        seen.add(id(value))
        _add_function(digest, value, seen)
    elif isinstance(value, types.CodeType):
        _add_code(digest, value, seen)
    elif isinstance(value, tuple | list):
        for item in value:
            _add(digest, item, seen)
    elif inspect.ismodule(value) or isinstance(value, np.ufunc):
        digest.update(value.__name__.encode())
    elif hasattr(value, "py_func"):
        _add(digest, value.py_func, seen)
    elif dataclasses.is_dataclass(value):
        _add(digest, tuple(getattr(value, field.name) for field in dataclasses.fields(value)), seen)
    elif isinstance(value, np.ndarray):
        digest.update(repr((value.dtype, value.shape)).encode() + value.tobytes())
    elif callable(value) and hasattr(value, "__qualname__"):  # the repr of library functions holds an address
        digest.update(f"{value.__module__}.{value.__qualname__}".encode())
    else:
        digest.update(repr(value).encode())


def _add_function(digest, function, seen):
    _add_code(digest, function.__code__, seen)
    _add(digest, (function.__defaults__, sorted((function.__kwdefaults__ or {}).items())), seen)
    used = inspect.getclosurevars(function)
    for name, value in sorted({**used.globals, **used.nonlocals}.items()):
        digest.update(name.encode())
        _add(digest, value, seen)
        if inspect.ismodule(value):
            _add_attributes(digest, value, function.__code__.co_names, seen)


def _add_attributes(digest, module, names, seen):
    """Add a module's attributes whose names occur in the code, even as attributes of other objects."""
    for name in names:
        if hasattr(module, name):
            _add(digest, (name, getattr(module, name)), seen)


def _add_code(digest, code, seen):
    digest.update(code.co_code + repr((code.co_names, code.co_varnames[: code.co_argcount])).encode())
    _add(digest, code.co_consts, seen)
