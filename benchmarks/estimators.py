"""The classifiers of the comparisons that have scikit-learn as their only peer."""

from sklearn import neural_network

import skreg

ESTIMATORS = {"skreg": skreg.MLPClassifier, "sklearn": neural_network.MLPClassifier}
