"""Configuration of the documentation: ``sphinx-build -W -b html docs docs/_build``."""

import skreg
from skreg.functions.activations import ACTIVATIONS
from skreg.functions.losses import LOSSES, REGRESSION_LOSSES

project = "skreg"
author = "the skreg developers"
release = version = skreg.__version__
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "numpydoc",
    "sphinx_gallery.gen_gallery",
]
exclude_patterns = ["_build", "auto_examples/*.ipynb"]
html_theme = "pydata_sphinx_theme"
html_title = "skreg"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_theme_options = {"navigation_with_keys": False, "footer_start": ["copyright"], "footer_end": []}
html_sidebars = {"index": [], "benchmarks": [], "papers": []}
copyright = "the skreg developers, BSD-3-Clause"

numpydoc_show_class_members = False
autodoc_typehints = "none"  # the docstrings tell them
myst_heading_anchors = 3  # what links within a page point at
myst_enable_extensions = ["substitution"]


def _formulas(name, registry, entries):
    """A table of the entries of a registry."""
    formulas = {entry: registry[entry].formula.replace("|", "\\|") for entry in entries}
    rows = [f"| `{entry}` | `{formula}` |" for entry, formula in formulas.items()]
    return "\n".join([f"| {name} | formula |", "|---|---|", *rows])


def _names(entries):
    return ", ".join(f"`{entry}`" for entry in entries)


myst_substitutions = {
    "activation_names": _names(ACTIVATIONS),
    "loss_names": _names(REGRESSION_LOSSES),
    "activations": _formulas("`activation`", ACTIVATIONS, ACTIVATIONS),
    "losses": _formulas("`loss`", LOSSES, REGRESSION_LOSSES),
}

sphinx_gallery_conf = {
    "examples_dirs": "../examples",
    "gallery_dirs": "auto_examples",
    "filename_pattern": r"/(plot_|quickstart)",  # those that run
    "ignore_pattern": r"/serving/",
    "within_subsection_order": "ExampleTitleSortKey",
    "doc_module": "skreg",
    "backreferences_dir": "auto_examples/of",
    "abort_on_example_error": True,
    "capture_repr": (),
    "show_memory": False,
    "min_reported_time": 0,
}
