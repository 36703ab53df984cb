"""Masks, and networks without the units that a mask drops."""
