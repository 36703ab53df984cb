"""A lock between processes, on a file. The operating system releases it when its process ends."""

import time

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

_PAUSE = 0.02  # seconds between two attempts
_PATIENCE = 60  # seconds, after which the holder is assumed to be suspended


class FileLock:
    """A lock on a file, which is created if necessary and not removed.

    Parameters
    ----------
    path : str
    """

    def __init__(self, path):
        self._path, self._file = path, None

    def acquire(self):
        """Wait until no other process holds the lock, but at most a minute.

        It does not wait if the file system does not support locks.

        Returns
        -------
        bool
            Whether it had to wait.
        """
        if self._file is not None:
            return False
        try:
            self._file = open(self._path, "ab")  # noqa: SIM115  closed by `release`
        except OSError:
            return False
        has_waited, deadline = False, time.monotonic() + _PATIENCE
        while self._is_held_elsewhere() and time.monotonic() < deadline:
            has_waited = True
            time.sleep(_PAUSE)
        return has_waited

    def release(self):
        """Release the lock if it is held."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _is_held_elsewhere(self):
        """Acquire the lock unless another process holds it. Returns whether one does."""
        try:
            if fcntl:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            else:
                msvcrt.locking(self._file.fileno(), msvcrt.LK_NBLCK, 1)
        except (BlockingIOError, PermissionError):
            return True
        except OSError:  # a file system without locks
            return False
        return False
