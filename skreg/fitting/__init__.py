"""One fit, from the arguments to the fitted attributes."""
