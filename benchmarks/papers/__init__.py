"""Tables of papers, computed anew: ``python -m benchmarks.papers.NAME`` prints ours beside theirs.

Each row and seed has a result file, so that an interrupted run goes on. Hyperparameters are chosen on a part
of the training data, never on the test set.
"""
