"""Words of docstrings that come from the registries."""


def options(names):
    """The names that may be chosen."""
    return "{" + ", ".join(f'"{name}"' for name in names) + "}"


def formulas(registry, names):
    """The formula of each name."""
    return "; ".join(f'"{name}": ``{registry[name].formula}``' for name in names) + "."
