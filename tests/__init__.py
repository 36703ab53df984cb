"""The tests are a package, so that worker processes do not import another one of this name."""
