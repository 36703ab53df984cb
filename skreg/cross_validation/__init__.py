"""Estimators with built-in cross-validation: a table in, an ensemble of regularised networks out.

====================  =======================================================================
``portfolio``         the list of configurations that are tried, and what all of them share
``budget``            folds, rows, epochs and minibatches, as a function of the number of rows
``tasks``             what y is: classes, labels or numbers; loss and mean of predictions
``folds``             which rows train and which validate
``candidate``         one configuration: fitted on folds, and what it predicts for the others
``search``            rounds of candidates, of which the weak ones are stopped early
``calibration``       a temperature for the probabilities of a candidate
``ensemble``          the weights of the candidates
``scoring``           a scorer of scikit-learn on predictions that are there already
``base``              what the two estimators share
====================  =======================================================================
"""

from skreg.cross_validation.classifier import MLPClassifierCV
from skreg.cross_validation.regressor import MLPRegressorCV

__all__ = ["MLPClassifierCV", "MLPRegressorCV"]
