"""A number in a user's module."""

FACTOR = 1.0
