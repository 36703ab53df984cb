"""scikit-learn's contract around the network: validation, targets, attributes."""
