"""Configuration of the documentation: ``sphinx-build -W -b html docs docs/_build``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import inventories

import skreg
from skreg.functions.activations import ACTIVATIONS
from skreg.functions.losses import LOSSES, REGRESSION_LOSSES

project = "skreg"
author = "the skreg developers"
release = version = skreg.__version__
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.intersphinx",
    "numpydoc",
    "sphinx_codeautolink",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_gallery.gen_gallery",
]
exclude_patterns = ["_build", "auto_examples/*.ipynb"]
suppress_warnings = ["codeautolink.match_block", "codeautolink.match_name"]  # the gallery has its own links
smartquotes = False  # "sample" is a string, not a quotation
intersphinx_mapping = inventories.mapping(Path(__file__).parent / "_build" / "inventories")
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

_WITH_CONTENTS = ("guide/**", "contributing/**", "benchmarks", "papers", "glossary")
html_theme = "pydata_sphinx_theme"
html_title = "skreg"
html_logo = html_favicon = "_static/logo.svg"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_theme_options = {
    "logo": {"text": "skreg", "alt_text": "skreg, home"},
    "icon_links": [
        {"name": "GitHub", "url": "https://github.com/skreg/skreg", "icon": "fa-brands fa-github"}
    ],
    "header_links_before_dropdown": 5,
    "navigation_with_keys": False,
    "collapse_navigation": True,  # its buttons have no names for screen readers
    # The reference and the examples have the room of this sidebar for their code.
    "secondary_sidebar_items": {page: ["page-toc"] for page in _WITH_CONTENTS},
    "footer_start": ["copyright"],
    "footer_end": [],
}
_NO_SIDEBAR = ("index", "install", "benchmarks", "papers", "glossary", "changelog", "contributing/*")
html_sidebars = {page: [] for page in _NO_SIDEBAR}
copyright = "the skreg developers, BSD-3-Clause"

autosummary_generate = False  # the tables of names, not their pages
numpydoc_show_class_members = False
autodoc_typehints = "none"  # the docstrings tell them
myst_heading_anchors = 3  # what links within a page point at
myst_enable_extensions = ["colon_fence", "substitution"]


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

# The sections of the gallery, in the order of the questions
SECTIONS = ("tables", "overfitting", "sparsity", "uncertainty", "scikit_learn")
sphinx_gallery_conf = {
    "examples_dirs": "../examples",
    "gallery_dirs": "auto_examples",
    "filename_pattern": r"/(plot_|quickstart)",  # those that run
    "ignore_pattern": r"/serving/",
    "subsection_order": [f"../examples/{section}" for section in SECTIONS],
    "remove_config_comments": True,
    "within_subsection_order": "ExampleTitleSortKey",
    "doc_module": "skreg",
    "reference_url": {"skreg": None},  # code links to this site and, by the inventories, to others
    "backreferences_dir": "auto_examples/of",
    "abort_on_example_error": True,
    "capture_repr": (),
    "show_memory": False,
    "write_computation_times": False,  # they would be found by searches
}
