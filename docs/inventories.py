"""Inventories of other projects' references, made offline from what is installed.

Intersphinx reads them instead of downloading the projects' own, so that every build makes the same links.
They hold the public names of scikit-learn and the names of `OTHERS`, by the projects' rules for addresses.
"""

import zlib
from pathlib import Path

from sklearn.utils.discovery import all_displays, all_estimators, all_functions

SKLEARN = "https://scikit-learn.org/stable"
_PAGE = "{folder}/{name}.html#{name}"
# Address, folder of the project's reference, and the names that are used here.
OTHERS = {
    "numpy": (
        "https://numpy.org/doc/stable",
        "reference/generated",
        "abs allclose arange argsort array concatenate count_nonzero exp hstack isnan linalg.norm linspace "
        "log log1p maximum mean memmap minimum ones quantile sqrt tanh unique vstack where zeros",
    ),
    "scipy": (
        "https://docs.scipy.org/doc/scipy",
        "reference/generated",
        "sparse.csc_array sparse.csr_array sparse.random_array stats.loguniform stats.norm",
    ),
    "pandas": (
        "https://pandas.pydata.org/docs",
        "reference/api",
        "DataFrame Series concat date_range read_csv to_datetime to_numeric",
    ),
    "matplotlib": (
        "https://matplotlib.org/stable",
        "api/_as_gen",
        "pyplot.show pyplot.subplots pyplot.subplot_mosaic",
    ),
}


def mapping(folder):
    """Write the inventories into a folder, and return intersphinx's mapping."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    projects = {"sklearn": (SKLEARN, _sklearn())}
    for project, (address, pages, names) in OTHERS.items():
        projects[project] = (address, _others(project, pages, names))
    return {
        project: (address, _write(folder / f"{project}.inv", project, lines))
        for project, (address, lines) in projects.items()
    }


def _others(project, pages, names):
    for name in names.split():
        yield _line(f"{project}.{name}", pages, "class" if name[0].isupper() else "function")


def _sklearn():
    for _, thing in [*all_estimators(), *all_displays()]:
        name = f"{_public(thing.__module__)}.{thing.__name__}"
        yield _line(name, "modules/generated", "class")
        for method in ("fit", "predict", "predict_proba", "score", "transform"):
            if hasattr(thing, method):
                yield f"{name}.{method} py:method 1 modules/generated/{name}.html#$ -"
    for _, thing in all_functions():
        yield _line(f"{_public(thing.__module__)}.{thing.__name__}", "modules/generated", "function")


def _public(module):
    """The module that a name is imported from: scikit-learn's private modules begin with an underscore."""
    parts = module.split(".")
    return ".".join(parts[: next((i for i, part in enumerate(parts) if part.startswith("_")), len(parts))])


def _line(name, folder, kind):
    return f"{name} py:{kind} 1 {_PAGE.format(folder=folder, name=name)} -"


def _write(path, project, lines):
    head = f"# Sphinx inventory version 2\n# Project: {project}\n# Version: \n"
    head += "# The remainder of this file is compressed using zlib.\n"
    path.write_bytes(head.encode() + zlib.compress("\n".join([*lines, ""]).encode()))
    return str(path)
