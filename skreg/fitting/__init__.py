"""One fit, from what was given to fitted attributes."""
