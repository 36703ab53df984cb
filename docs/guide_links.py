"""Below each parameter of the reference, a link to the page of the guide that says more about it."""

import re

PAGES = {
    "guide/tables": ("n_candidates", "portfolio", "categorical_features", "class_weight"),
    "guide/cost": ("activation", "alpha", "loss"),
    "guide/l1": ("l1",),
    "guide/l2": ("l2",),
    "guide/group_l1": ("group_l1",),
    "guide/dropout": ("dropout", "input_dropout", "dropout_scope", "max_norm"),
    "guide/tuning": (
        "hidden_layer_sizes",
        "solver",
        "learning_rate",
        "learning_rate_init",
        "max_iter",
        "label_smoothing",
    ),
    "guide/training": ("early_stopping", "validation_fraction", "scoring", "warm_start", "verbose"),
    "guide/uncertainty": ("quantile",),
    "guide/encoders": ("numeric",),
}
_PAGE_OF = {parameter: page for page, parameters in PAGES.items() for parameter in parameters}
_PARAMETER = re.compile(r"(\w+) : ")


def add_links(app, what, name, documented, options, lines):
    """Change the lines of a class docstring in place, for Sphinx's event ``autodoc-process-docstring``."""
    if what != "class" or "Parameters" not in lines:
        return
    start = lines.index("Parameters") + 2
    end = next((i - 1 for i in range(start, len(lines)) if lines[i].startswith("---")), len(lines))
    for i in reversed([i for i in range(start, end) if _PARAMETER.match(lines[i])]):
        page = _PAGE_OF.get(_PARAMETER.match(lines[i]).group(1))
        if page is not None:
            last = next((j for j in range(i + 1, end) if lines[j][:1].strip()), end)
            while not lines[last - 1].strip():
                last -= 1
            lines[last:last] = ["", f"    Guide: :doc:`/{page}`."]
