"""One record of numbers and addresses: all that kernels are told of an object."""

import numpy as np


def fields(**types):
    """Type of a record. Addresses are integers.

    Raises
    ------
    ValueError
        If a name is that of an attribute of NumPy's records, which would hide the field.
    """
    hidden = [name for name in types if hasattr(np.record, name)]
    if hidden:
        raise ValueError(f"no field of a record may be called {hidden}: NumPy's records have such attributes")
    return np.dtype(list(types.items()), align=True)


def record(dtype, source):
    """The attributes of an object, or values by name, as an array of one record, of shape (1,).

    Arrays become addresses; a missing value by name becomes 0. Whoever passes the record on has to keep the
    source alive: an address does not.
    """
    is_named = isinstance(source, dict)
    values = [source.get(name, 0) if is_named else getattr(source, name) for name in dtype.names]
    return np.array([tuple([address(value) for value in values])], dtype=dtype)


def address(value):
    """Where an array lies in memory, 0 where it is empty; any other value as it is."""
    if not isinstance(value, np.ndarray):
        return value
    return value.ctypes.data if value.size else 0
