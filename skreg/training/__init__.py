"""Training: epochs over minibatches, L-BFGS, stopping rules and the record of training."""
