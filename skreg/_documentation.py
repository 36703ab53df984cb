"""Where the documentation is, and its pages; the names in braces are those of scikit-learn's links."""

DOCUMENTATION = "https://skreg.readthedocs.io/en/stable"
ESTIMATOR = f"{DOCUMENTATION}/api/skreg.{{estimator_name}}.html"
ENCODER = f"{DOCUMENTATION}/api/skreg.preprocessing.html#skreg.preprocessing.{{estimator_name}}"
PATH = f"{DOCUMENTATION}/api/paths.html"
