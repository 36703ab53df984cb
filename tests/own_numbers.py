"""A number of a user's own module."""

FACTOR = 1.0
