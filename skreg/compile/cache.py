"""A cache of compiled kernels on disk, which reads several folders and writes to the first writable one.

Numba's own cache uses the first writable folder and trusts its content. It would not read a folder that was
filled when a container was built and is now read-only. It would not notice an edit in another file, and it
would crash on a damaged file.
"""

import contextlib
import functools
import hashlib
import pickle
import pkgutil
import sys
from importlib.util import find_spec
from pathlib import Path

from numba import config
from numba.core import caching, sigutils
from numba.core.serialize import dumps

from skreg._warn import warn
from skreg.compile.lock import FileLock


def _compiled_modules():
    """Specifications of all modules whose code a compiled kernel may contain."""
    for room in ("compile", "functions", "kernels", "records"):
        package = find_spec(f"skreg.{room}")
        yield package
        for module in pkgutil.walk_packages(package.submodule_search_locations, f"{package.name}."):
            yield find_spec(module.name)


def _program_stamp():
    """Hash of the program into which all modules are frozen, or None if they are not frozen."""
    if not getattr(sys, "frozen", False):
        return None
    return hashlib.sha256(Path(sys.executable).read_bytes()).hexdigest()


@functools.cache
def source_stamp():
    """Hash of all code that a compiled kernel may contain: sources, bytecode, or a whole frozen program.

    None if nothing distinguishes one version from another.
    """
    digest, names = hashlib.sha256(), set()
    for module in sorted(_compiled_modules(), key=lambda module: module.name):
        try:
            digest.update(module.name.encode() + module.loader.get_data(module.origin))
        except (AttributeError, OSError):  # a loader without files
            return _program_stamp()
        names.add(module.name)
    return digest.hexdigest() if __name__ in names else _program_stamp()  # some loaders cannot list modules


@functools.cache
def _warn_uncached():
    warn(
        "skreg could write its compiled kernels to no folder, so every process compiles them anew."
        " Set the environment variable NUMBA_CACHE_DIR to a writable folder."
        if source_stamp()
        else "skreg keeps no compiled kernels, so every process compiles them anew. Its modules can be read"
        " neither as files nor from a zip archive, so it could not recognise kernels of another version.",
        RuntimeWarning,
    )


def _place_of(path):
    """The file that decides the folder of compiled code. It is the same for all kernels, which share one."""
    kernels = Path(__file__).parents[1] / "kernels"
    return str(kernels / "steps.py") if kernels in Path(path).parents else path


class _AnyFolder:
    """Mixin for numba's locators, which also accepts folders that can be read but not written."""

    @classmethod
    def from_function(cls, function, path):
        locator = cls(function, _place_of(path))
        # without a home folder, numba would create a folder named "~" in the current one
        return None if locator.get_cache_path().startswith("~") else locator

    def get_source_stamp(self):
        return source_stamp()


def _locators():
    """Numba's locators of cache folders. Their names began with _ in earlier releases."""
    names = ["InTreeCacheLocator", "UserWideCacheLocator"]
    if config.CACHE_DIR:
        names.insert(0, "UserProvidedCacheLocator")
    for name in names:
        locator = getattr(caching, name, None) or getattr(caching, f"_{name}")
        yield type(name, (_AnyFolder, locator), {})


def _seal(content, key):
    return hashlib.sha256(f"{source_stamp()}{key}".encode() + content).digest()


class _Sealed(caching.CompileResultCacheImpl):
    """Numba's stored form of a compiled function, with a seal.

    LLVM would crash the process on damaged code. After a save that failed half-way, the new index can refer
    to a file of the previous sources.
    """

    def __init__(self, function, locator, key):
        self._locator_classes, self._key = [locator], key
        super().__init__(function)

    def get_filename_base(self, *arguments):
        """A separate index for each key, so that processes with different code write different files."""
        digest = hashlib.sha256(self._key.encode()).hexdigest()[:16] if self._key else ""
        return super().get_filename_base(*arguments) + digest

    def reduce(self, compiled):
        content = dumps(super().reduce(compiled))
        return _seal(content, self._key), content

    def rebuild(self, target_context, sealed):
        seal, content = sealed
        if seal != _seal(content, self._key):
            raise ValueError("The file is damaged, or was compiled from other sources.")
        return super().rebuild(target_context, pickle.loads(content))


class _Folder(caching.FunctionCache):
    """Compiled variants of one function in one folder."""

    def __init__(self, function, locator, key):
        self._impl_class, self._key = functools.partial(_Sealed, locator=locator, key=key), key
        super().__init__(function)

    def load_overload(self, signature, target_context):
        try:
            compiled = self._load_overload(signature, target_context)
        except Exception:  # unpickling a damaged file may raise anything
            return None
        arguments, _ = sigutils.normalize_signature(signature)
        if compiled is None or tuple(compiled.signature.args) != tuple(arguments):
            return None  # two processes that start an index at the same time use the same file names
        return compiled

    def save_overload(self, signature, compiled):
        try:
            super().save_overload(signature, compiled)
        except OSError:
            raise
        except Exception:  # the index is damaged, so begin a new one
            self.flush()
            super().save_overload(signature, compiled)

    def _index_key(self, signature, codegen):
        """Omit numba's hash of the bytecode, which ``python -OO`` changes. The stamp and the key suffice."""
        return signature, codegen.magic_tuple(), self._key

    @property
    def name(self):
        """Base name of the files, without their endings."""
        return self._impl.filename_base

    def is_writable(self):
        """Whether the folder exists or can be created, and is writable."""
        try:
            self._impl.locator.ensure_cache_path()
        except OSError:
            return False
        return True


class Cache(caching.NullCache):
    """Compiled variants of one function, read from each folder up to the first writable one.

    If several processes miss a variant at the same time, one compiles it. The others wait and then read it.

    Attributes
    ----------
    cache_path : str or None
        Folder of the last read or write. None if no folder could keep the last compiled variant.
    """

    cache_path = None

    def __init__(self, function, key=""):
        self._folders, self._writable, self._lock = [], None, None
        for locator in _locators() if source_stamp() else ():
            with contextlib.suppress(RuntimeError):  # numba's word for "no locator"
                folder = _Folder(function, locator, key)
                self._folders.append(folder)
                if folder.is_writable():
                    self._writable = folder
                    self._lock = FileLock(str(Path(folder.cache_path, f"{folder.name}.lock")))
                    break

    def load_overload(self, signature, target_context):
        """Compiled variant for a signature, or None if this process has to compile it."""
        compiled = self._find(signature, target_context)
        if compiled is None and self._lock is not None and self._lock.acquire():
            compiled = self._find(signature, target_context)
        return compiled

    def end_compilation(self):
        """Let other processes compile. This is called after `load_overload`, whatever the outcome."""
        if self._lock is not None:
            self._lock.release()

    def _find(self, signature, target_context):
        for folder in self._folders:
            compiled = folder.load_overload(signature, target_context)
            if compiled is not None:
                self.cache_path = folder.cache_path
                return compiled
        return None

    def save_overload(self, signature, compiled):
        """Keep a compiled variant. If that fails, give a warning and let the fit continue."""
        if self._writable is not None:
            with contextlib.suppress(OSError):  # the disk may be full
                self._writable.save_overload(signature, compiled)
                self.cache_path = self._writable.cache_path
                return
        self.cache_path = None
        _warn_uncached()
