"""Estimators with built-in cross-validation, which turn a table into an ensemble of regularised networks.

====================  =======================================================================
``fit``               one fit: from the arguments, through the search, to fitted attributes
``given``             validation of the arguments, and the choice of the rows to use
``portfolio``         the default list of configurations, and the parameters they share
``entries``           the configurations of one search, from that list or from the user's
``budget``            folds, rows, epochs and minibatches, as a function of the number of rows
``rows``              rows of X, which is an array, a data frame or a sparse matrix
``tasks``             the kind of y (classes, labels or numbers), with loss and predictions
``folds``             rows for training and rows for validation
``candidate``         one configuration, fitted on folds, and its predictions for other rows
``members``           the pipeline of a candidate, and its raw outputs
``search``            rounds of candidates, which stop weak candidates early
``progress``          messages to the user and to scikit-learn's callbacks
``calibration``       temperature scaling of a candidate's probabilities
``ensemble``          weights of the candidates
``scoring``           a scorer of scikit-learn, applied to existing predictions
``base``              base class of the two estimators
``documentation``     common docstrings of the two estimators
====================  =======================================================================
"""

from skreg.cross_validation.classifier import MLPClassifierCV
from skreg.cross_validation.regressor import MLPRegressorCV

__all__ = ["MLPClassifierCV", "MLPRegressorCV"]
