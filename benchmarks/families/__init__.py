"""The families of measurements, in one file each with the same functions.

``run(options)`` measures and returns values that can be written as JSON. ``tables(result)`` formats them as
Markdown. ``plots(result)``, which is optional, yields (name, figure). To add a family, write its file here
and add its name to ``FAMILIES``.
"""

FAMILIES = ("training", "dropout", "prediction", "search", "startup", "deployment", "memory", "growth")
