"""Updates of θ from its gradient."""
