"""Studies of what the techniques do to error and size, each a script: ``python -m benchmarks.studies.NAME``.

A result is kept as soon as it is there, in the file of its table, so that an interrupted study goes on.
"""
