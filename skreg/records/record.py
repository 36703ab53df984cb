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
    """The attributes of an object as an array of one record, of shape (1,); arrays become addresses.

    Whoever passes the record on has to keep the object alive: an address does not.
    """
    return record_of(dtype, {name: getattr(source, name) for name in dtype.names})


def record_of(dtype, values):
    """Values by name as an array of one record, of shape (1,).

    Arrays become addresses; a missing value becomes 0.
    """
    return np.array([tuple([address(values.get(name, 0)) for name in dtype.names])], dtype=dtype)


def address(value):
    """Where an array lies in memory, 0 where it is empty; any other value as it is."""
    if not isinstance(value, np.ndarray):
        return value
    return value.ctypes.data if value.size else 0
