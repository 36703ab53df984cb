"""Replication of tables from papers: ``python -m benchmarks.papers.NAME`` prints our results and theirs.

Each row and seed has a kept result, so that an interrupted run can continue. Hyperparameters are chosen on a
part of the training data, never on the test set.
"""
