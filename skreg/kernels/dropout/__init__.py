"""Dropout masks, and thinned networks without the dropped units."""
