"""Datasets as inputs of runs, and the search by them."""

import importlib.util

import mlflow
import pandas


def run(record, client):
    experiment = mlflow.set_experiment("golden datasets").experiment_id
    frame = pandas.DataFrame({"x": [1, 2, 3], "y": [0.5, 1.5, 2.5], "s": ["a", "b", "c"]})
    train = mlflow.data.from_pandas(frame, source="https://example.org/train.csv", name="train", targets="y")
    test = mlflow.data.from_pandas(frame.head(2), source="https://example.org/test.csv", name="test")
    with record.step("datasets: logged"):
        with mlflow.start_run(run_name="both") as both:
            mlflow.log_input(train, context="training", tags={"part": "1"})
            mlflow.log_input(test, context="evaluation")
            mlflow.log_input(train, context="training", tags={"part": "1"})
        with mlflow.start_run(run_name="one") as one:
            mlflow.log_input(train, context="validation")
        with mlflow.start_run(run_name="none"):
            pass
        record.answer("both", client.get_run(both.info.run_id).inputs)
        record.answer("one", client.get_run(one.info.run_id).inputs)
    # Since MLflow 2.10.
    if importlib.util.find_spec("mlflow.data.meta_dataset"):
        only_described(record, client)
    with record.step("datasets: search"):
        for filter_string in (
            "dataset.name = 'train'",
            "datasets.name LIKE 'te%'",
            "dataset.name ILIKE 'TRAIN'",
            "dataset.digest = 'd1'",
            "dataset.context = 'training'",
            "dataset.context != 'training'",
            "dataset.name = 'train' AND dataset.context = 'validation'",
            "dataset.name IN ('test', 'metä')",
            "dataset.name != 'train'",
        ):
            found = client.search_runs([experiment], filter_string, order_by=["attributes.run_name"])
            record.answer(filter_string, [run.info.run_name for run in found])
    with record.step("datasets: refusals"):
        record.refused("unknown run", lambda: client.log_inputs("0" * 32, both.inputs.dataset_inputs or []))
        client.delete_run(one.info.run_id)
        inputs = client.get_run(both.info.run_id).inputs.dataset_inputs
        record.refused("deleted run", lambda: client.log_inputs(one.info.run_id, inputs))


def only_described(record, client):
    from mlflow.data.http_dataset_source import HTTPDatasetSource
    from mlflow.data.meta_dataset import MetaDataset

    with record.step("datasets: only described"):
        with mlflow.start_run(run_name="meta") as meta:
            source = HTTPDatasetSource("https://example.org/all.parquet")
            mlflow.log_input(MetaDataset(source=source, name="metä", digest="d1"), context="training")
        record.answer("meta", client.get_run(meta.info.run_id).inputs)
