"""Trains a churn model with scikit-learn on the sample's training data and prints its metrics.

    python train.py [--data data/customers-train.csv] [--trees 200] [--seed 7]

Needs pandas and scikit-learn; no network. When MLFLOW_TRACKING_URI is set and the mlflow package is installed, the run is
logged there too. Each metric is printed as `name=value`, so that any tool can read them.
"""

import argparse
import os

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OrdinalEncoder

TARGET = "churn"


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default="data/customers-train.csv")
    parser.add_argument("--trees", type=int, default=100)
    parser.add_argument("--learning-rate", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def build_model(frame: pd.DataFrame, arguments: argparse.Namespace) -> Pipeline:
    texts = [name for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
    encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    return Pipeline(
        [
            ("encode", ColumnTransformer([("texts", encoder, texts)], remainder="passthrough")),
            (
                "trees",
                HistGradientBoostingClassifier(
                    max_iter=arguments.trees,
                    learning_rate=arguments.learning_rate,
                    random_state=arguments.seed,
                ),
            ),
        ]
    )


def measure(model: Pipeline, features: pd.DataFrame, labels: pd.Series) -> dict[str, float]:
    probabilities = model.predict_proba(features)[:, 1]
    return {
        "auc": roc_auc_score(labels, probabilities),
        "accuracy": accuracy_score(labels, probabilities >= 0.5),
        "log_loss": log_loss(labels, probabilities),
    }


def log_to_mlflow(arguments: argparse.Namespace, metrics: dict[str, float]) -> None:
    if "MLFLOW_TRACKING_URI" not in os.environ:
        return
    import mlflow

    with mlflow.start_run():
        mlflow.log_params(vars(arguments))
        mlflow.log_metrics(metrics)


def main() -> None:
    arguments = read_arguments()
    frame = pd.read_csv(arguments.data)
    labels = (frame.pop(TARGET) == "Yes").astype(int)
    parts = train_test_split(frame, labels, test_size=0.25, random_state=arguments.seed, stratify=labels)
    train_features, test_features, train_labels, test_labels = parts
    model = build_model(frame, arguments).fit(train_features, train_labels)
    metrics = measure(model, test_features, test_labels)
    for name, value in metrics.items():
        print(f"{name}={value:.4f}")
    log_to_mlflow(arguments, metrics)


if __name__ == "__main__":
    main()
