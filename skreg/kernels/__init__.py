"""Compiled loops over runs of numbers at addresses: gradients of minibatches, and updates of θ."""
