"""Parts of docstrings that come from the registries."""


def options(names):
    """The names to choose from, as numpydoc writes them."""
    return "{" + ", ".join(f'"{name}"' for name in names) + "}"


def formulas(registry, names):
    """The formula that belongs to each name."""
    return "; ".join(f'"{name}": ``{registry[name].formula}``' for name in names) + "."
