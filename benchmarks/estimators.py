"""The classifiers that are compared where scikit-learn is the only peer."""

from sklearn import neural_network

import skreg

ESTIMATORS = {"skreg": skreg.MLPClassifier, "sklearn": neural_network.MLPClassifier}
