"""Training: epochs over minibatches, L-BFGS, schedules, stopping, history."""
