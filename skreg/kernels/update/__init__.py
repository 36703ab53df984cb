"""Changes of θ once its gradient is known."""
