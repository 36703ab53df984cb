"""Makes ``tests`` a package: else worker processes import one of the same name from site-packages."""
