"""Trains the pipeline that the service answers with: ``python examples/serving/train.py model.joblib``."""

import sys

import joblib
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skreg import MLPClassifier


def main(file):
    """Fit on a data frame, whose columns the pipeline remembers, and store it."""
    data = load_breast_cancer(as_frame=True)
    y = data.target_names[data.target]
    X_train, X_test, y_train, y_test = train_test_split(data.data, y, stratify=y, random_state=0)
    net = MLPClassifier((50,), l1=1e-3, dropout=0.2, batch_size=32, random_state=0)
    pipeline = make_pipeline(StandardScaler(), net).fit(X_train, y_train)
    joblib.dump(pipeline, file)
    print(f"{file}: accuracy {pipeline.score(X_test, y_test):.3f} on {len(X_test)} held-out rows")


if __name__ == "__main__":
    main(sys.argv[1])
