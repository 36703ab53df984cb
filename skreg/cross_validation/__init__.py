"""Estimators with built-in cross-validation: a table in, an ensemble of regularised networks out.

====================  =======================================================================
``fit``               from what was given, by a search, to fitted attributes
``given``             what a fit is given: checked, and the part of it that is used
``portfolio``         the list of configurations that are tried, and what all of them share
``entries``           those of one search: of this list, or of one of the user's own
``budget``            folds, rows, epochs and minibatches, as a function of the number of rows
``rows``              rows of X as it was given: an array, a frame or a sparse matrix
``tasks``             what y is: classes, labels or numbers; loss and mean of predictions
``folds``             which rows train and which validate
``candidate``         one configuration: fitted on folds, and what it predicts for the others
``members``           the pipeline of a candidate, and its raw outputs
``search``            rounds of candidates, of which the weak ones are stopped early
``progress``          what the user and scikit-learn's callbacks are told of it
``calibration``       a temperature for the probabilities of a candidate
``ensemble``          the weights of the candidates
``scoring``           a scorer of scikit-learn on predictions that are there already
``base``              what the two estimators share
``documentation``     their common docstrings
====================  =======================================================================
"""

from skreg.cross_validation.classifier import MLPClassifierCV
from skreg.cross_validation.regressor import MLPRegressorCV

__all__ = ["MLPClassifierCV", "MLPRegressorCV"]
