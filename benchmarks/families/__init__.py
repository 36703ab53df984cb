"""The families of measurements: one file each, all with the same functions.

``run(options)`` measures and returns what can be written as JSON; ``tables(result)`` tells it in
Markdown; ``plots(result)``, where there is one, yields (name, figure). To add a family, write its
file here and name it in ``FAMILIES``.
"""

FAMILIES = ("training", "dropout", "prediction", "search", "startup", "deployment", "memory", "growth")
