"""Records of numbers and addresses, through which kernels read objects."""

import numpy as np


def fields(**types):
    """Type of a record. Addresses are integers.

    Raises
    ------
    ValueError
        If NumPy's records have an attribute of the same name, which would hide the field.
    """
    hidden = [name for name in types if hasattr(np.record, name)]
    if hidden:
        raise ValueError(f"No field may be called {hidden}: NumPy's records have such attributes.")
    return np.dtype(list(types.items()), align=True)


def record(dtype, source):
    """The attributes of an object, or the values of a dict, as an array of one record, of shape (1,).

    Arrays become addresses. A value that a dict lacks becomes 0. The caller has to keep the source alive,
    because an address does not.
    """
    is_named = isinstance(source, dict)
    values = [source.get(name, 0) if is_named else getattr(source, name) for name in dtype.names]
    return np.array([tuple([address(value) for value in values])], dtype=dtype)


def address(value):
    """Address of an array, or 0 if it is empty. Other values are returned unchanged."""
    if not isinstance(value, np.ndarray):
        return value
    return value.ctypes.data if value.size else 0
