"""Loss and gradient of a minibatch."""
