"""Trains the pipeline of the service, and writes a request for it.

python examples/serving/train.py model.joblib rows.json
"""

import argparse
import json
from pathlib import Path

import joblib
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skreg import MLPClassifier


def main(model, rows):
    """Fit a pipeline on a data frame, whose columns it remembers, and store it."""
    data = load_breast_cancer(as_frame=True)
    y = data.target_names[data.target]
    X_train, X_test, y_train, y_test = train_test_split(data.data, y, stratify=y, random_state=0)
    net = MLPClassifier((50,), l1=1e-3, dropout=0.2, batch_size=32, random_state=0)
    pipeline = make_pipeline(StandardScaler(), net).fit(X_train, y_train)
    joblib.dump(pipeline, model)
    rows.write_text(json.dumps({"rows": X_test[:2].to_dict(orient="records")}))
    print(f"{model}: accuracy {pipeline.score(X_test, y_test):.3f} on {len(X_test)} held-out rows")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("model", type=Path, help="file of the pipeline to write")
    parser.add_argument("rows", type=Path, help="file of a request to write")
    arguments = parser.parse_args()
    main(arguments.model, arguments.rows)
