"""Models of four libraries: logged, listed, loaded as themselves and as Python functions, registered on the way."""

import mlflow
import models
import numpy
from mlflow.models import infer_signature

# Given, so that the client does not start a second interpreter to find out.
REQUIREMENTS = ["mlflow"]


def run(record, client):
    mlflow.set_experiment("golden flavors")
    frame, array = models.ASKED, models.ASKED.to_numpy(numpy.float32)
    one_flavor(record, client, "sklearn", models.scikit_learn(), frame)
    one_flavor(record, client, "lightgbm", models.light_gbm(), frame)
    one_flavor(record, client, "xgboost", models.xg_boost(), frame)
    one_flavor(record, client, "onnx", models.onnx(), array)
    with record.step("flavors: a Python function"):
        with mlflow.start_run(run_name="pyfunc") as active:
            log("pyfunc", None, name="double", python_model=lambda model_input: [value * 2 for value in model_input])
        loaded = mlflow.pyfunc.load_model(f"runs:/{active.info.run_id}/double")
        record.answer("predicted", loaded.predict([1, 2, 3]))


def one_flavor(record, client, flavor, model, asked):
    import importlib

    module = importlib.import_module(f"mlflow.{flavor}")
    name = f"golden-{flavor}"
    with record.step(f"flavors: {flavor} is logged"):
        with mlflow.start_run(run_name=flavor) as active:
            info = log(flavor, model, name="model", signature=infer_signature(asked), registered_model_name=name)
            record.answer("flavors", sorted(info.flavors))
        run_id = active.info.run_id
        record.answer("tags", sorted(client.get_run(run_id).data.tags))
        record.answer("files", [file.path for file in client.list_artifacts(run_id)])
    for uri in (f"runs:/{run_id}/model", f"models:/{name}/1", f"models:/{name}/latest"):
        with record.step(f"flavors: {flavor} is loaded from {uri.split('/')[0]}{uri.split('/')[-1]}"):
            loaded = module.load_model(uri)
            record.answer("type", type(loaded).__name__)
            function = mlflow.pyfunc.load_model(uri)
            record.answer("predicted", function.predict(asked))
            record.answer("run id", function.metadata.run_id == run_id)
    with record.step(f"flavors: {flavor}, loaded by alias"):
        client.set_registered_model_alias(name, "champion", "1")
        function = mlflow.pyfunc.load_model(f"models:/{name}@champion")
        record.answer("predicted", function.predict(asked))


def log(flavor, model, name, **options):
    """MLflow 3 names a model; before, it had a path."""
    import importlib

    module = importlib.import_module(f"mlflow.{flavor}")
    named = {"name": name} if int(mlflow.__version__.split(".")[0]) >= 3 else {"artifact_path": name}
    if flavor == "pyfunc":
        return module.log_model(**named, pip_requirements=REQUIREMENTS, **options)
    return module.log_model(model, **named, pip_requirements=REQUIREMENTS, **options)
