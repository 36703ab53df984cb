"""Configuration of the documentation: ``sphinx-build -W -b html docs docs/_build``."""

import skreg

project = "skreg"
author = "the skreg developers"
release = version = skreg.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
exclude_patterns = ["_build"]
html_theme = "pydata_sphinx_theme"
numpydoc_show_class_members = False

myst_heading_anchors = 3  # what links within the README point at
nitpicky = False
