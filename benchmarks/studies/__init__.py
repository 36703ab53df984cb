"""Studies of what the techniques do to error and size, each a script: ``python -m benchmarks.studies.NAME``.

A result is kept in a file of its own as soon as it is there, so that an interrupted study goes on.
"""
