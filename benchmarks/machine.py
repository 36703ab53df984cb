"""The machine, its load and the versions, without which a figure means nothing."""

import datetime
import os
import platform
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import scipy.linalg  # noqa: F401  loads the BLAS libraries, NumPy's and its own
from threadpoolctl import threadpool_info

HERE = Path(__file__).parent
PACKAGES = (
    "skreg", "numpy", "scipy", "scikit-learn", "numba", "llvmlite", "joblib", "torch", "skorch", "keras",
    "jax", "jaxlib",
)  # fmt: skip


def facts():
    """Machine and versions."""
    return {
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "command": " ".join(["python -m benchmarks", *sys.argv[1:]]),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_GiB": _memory(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "blas": _blas(),
        "versions": _versions(),
    }


def load():
    """Load average of the last minute, or None if the system does not provide it."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def _commit():
    """Commit of the running code, with "-dirty" if it has been edited. None without a repository."""
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    try:
        outcome = subprocess.run(command, cwd=HERE, capture_output=True, text=True)
    except FileNotFoundError:
        return None
    return outcome.stdout.strip() or None


def _processor():
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory():
    if not hasattr(os, "sysconf"):
        return None
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)


def _blas():
    pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    names = ("internal_api", "version", "architecture")
    return sorted({" ".join(str(pool.get(name)) for name in names) for pool in pools})


def _versions():
    versions = {}
    for name in PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return versions
