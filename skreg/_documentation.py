"""Addresses of the documentation's pages. scikit-learn fills in the names in braces."""

DOCUMENTATION = "https://skreg.readthedocs.io/en/stable"
ESTIMATOR = f"{DOCUMENTATION}/api/skreg.{{estimator_name}}.html"
ENCODER = f"{DOCUMENTATION}/api/skreg.preprocessing.html#skreg.preprocessing.{{estimator_name}}"
PATH = f"{DOCUMENTATION}/api/paths.html"
