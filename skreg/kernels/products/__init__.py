"""Matrix products, on one thread each."""
