"""One record of numbers and addresses: all that kernels are told of an object."""

import numpy as np


def fields(**types):
    """Type of a record. Addresses are integers."""
    return np.dtype(list(types.items()), align=True)


def record(dtype, source):
    """The attributes of an object as an array of one record; arrays become addresses.

    Whoever passes the record on has to keep the object alive: an address does not.
    """
    values = (getattr(source, name) for name in dtype.names)
    return np.array([tuple(address(value) for value in values)], dtype=dtype).view(np.recarray)


def address(value):
    """Where an array lies in memory; any other value as it is."""
    return value.ctypes.data if isinstance(value, np.ndarray) else value
