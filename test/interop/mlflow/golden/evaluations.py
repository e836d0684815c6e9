"""Models on their way: evaluated, registered, loaded by alias, deleted; custom ones with files; prompts beside them."""

import pathlib
import tempfile
import threading

import mlflow
import models
import pandas
from flavors import REQUIREMENTS, log
from mlflow.models import infer_signature
from sklearn.linear_model import LogisticRegression


def run(record, client):
    evaluated(record, client)
    by_alias(record, client)
    custom(record, client)
    prompts(record, client)


def fitted(strength=1.0):
    return LogisticRegression(C=strength, max_iter=50).fit(models.INPUTS, models.TARGET)


def evaluated(record, client):
    experiment = mlflow.set_experiment("evaluations").experiment_id
    with record.unsettled(), mlflow.start_run(run_name="evaluated") as active:
        info = log("sklearn", fitted(), name="classifier", signature=infer_signature(models.INPUTS, models.TARGET))
        data = mlflow.data.from_pandas(models.INPUTS.assign(label=models.TARGET), targets="label", name="held out")
        result = mlflow.models.evaluate(info.model_uri, data, model_type="classifier", evaluator_config={"log_explainer": False})
    with record.step("evaluations: a classifier"):
        read = client.get_run(active.info.run_id)
        record.answer("metrics", sorted(read.data.metrics))
        record.answer("result", [sorted(result.metrics), sorted(result.artifacts)])
        record.answer("inputs", read.inputs)
        measured = client.get_logged_model(info.model_id).metrics
        record.answer("on the model", sorted([metric.key, metric.dataset_name] for metric in measured))
        found = client.search_logged_models([experiment], "metrics.accuracy_score > 0.5")
        record.answer("by its metric", [model.name for model in found])
    with record.unsettled(), mlflow.start_run(run_name="predictions") as active:
        frame = pandas.DataFrame({"p": [1.0, 2.0, 3.0], "t": [1.5, 2.0, 2.5]})
        mlflow.models.evaluate(data=frame, predictions="p", targets="t", model_type="regressor")
    with record.step("evaluations: of predictions"):
        record.answer("metrics", sorted(client.get_run(active.info.run_id).data.metrics))


def by_alias(record, client):
    mlflow.set_experiment("evaluations by alias")
    with record.unsettled(), mlflow.start_run(run_name="registers") as active:
        first = log("sklearn", fitted(), name="m", registered_model_name="churn model")
        log("sklearn", fitted(5), name="m", registered_model_name="churn model")
    run_id = active.info.run_id
    with record.step("evaluations: by alias"):
        client.set_registered_model_alias("churn model", "champion", 1)
        client.set_registered_model_alias("churn model", "challenger", "2")
        record.answer("of the run", mlflow.pyfunc.load_model("models:/churn model@champion").metadata.run_id == run_id)
        for uri in ("models:/churn model/latest", f"models:/{first.model_id}", f"runs:/{run_id}/m"):
            record.answer(uri.replace(first.model_id, "id").replace(run_id, "run"), mlflow.sklearn.load_model(uri).C)
        flavors = mlflow.models.get_model_info("models:/churn model@challenger").flavors
        record.answer("flavors", sorted(flavors))
        client.delete_model_version("churn model", "1")
        record.refused("alias of a deleted version", lambda: mlflow.pyfunc.load_model("models:/churn model@champion"))
        record.answer("aliases left", client.get_registered_model("churn model").aliases)
        client.delete_run(run_id)
        record.answer("version of a deleted run", mlflow.sklearn.load_model("models:/churn model/2").C)
        record.refused("what is not there", lambda: mlflow.register_model(f"runs:/{run_id}/nope", "churn model"))
        record.answer("a logged model", mlflow.register_model(first.model_uri, "other", await_registration_for=0).version)
        record.answer("copied", client.copy_model_version("models:/churn model/2", "staging copy").version)


class Adds(mlflow.pyfunc.PythonModel):
    def load_context(self, context):
        self.number = int(pathlib.Path(context.artifacts["number"]).read_text())

    def predict(self, context, model_input, params=None):
        return [value + self.number for value in model_input["x"]]


def custom(record, client):
    mlflow.set_experiment("evaluations custom")
    with record.unsettled(), tempfile.TemporaryDirectory() as folder, mlflow.start_run(run_name="custom") as active:
        path = pathlib.Path(folder, "number ü.txt")
        path.write_text("7")
        described = {"metadata": {"owner": "jo"}, "params": {"k": "v"}, "tags": {"t": "u"}, "pip_requirements": REQUIREMENTS}
        info = mlflow.pyfunc.log_model(name="adds", python_model=Adds(), artifacts={"number": str(path)}, **described)
    with record.step("evaluations: a custom model"):
        record.answer("predicts", mlflow.pyfunc.load_model(info.model_uri).predict(pandas.DataFrame({"x": [1, 2]})))
        model = client.get_logged_model(info.model_id)
        record.answer("model", [model.name, model.params, sorted(model.tags), model.model_type, str(model.status)])
        record.answer("files", sorted(file.path for file in client.list_logged_model_artifacts(info.model_id)))
        record.answer("of the run", [file.path for file in client.list_artifacts(active.info.run_id)])


class Waiting:
    """`mlflow.genai`, whose calls are over here when the threads are in which the client links prompts to experiments and runs."""

    def __getattr__(self, name):
        call = getattr(mlflow.genai, name)

        def wait(*given, **named):
            try:
                return call(*given, **named)
            finally:
                for thread in threading.enumerate():
                    if thread.name.startswith("link_prompt"):
                        thread.join()

        return wait


def prompts(record, client):
    genai = Waiting()
    with record.step("evaluations: prompts"):
        text = "Say {{ it }} in {{ n }} words"
        chat = [{"role": "user", "content": "Say {{ it }}"}]
        made = genai.register_prompt(name="summary", template=text, commit_message="first", tags={"a": "b"})
        record.answer("registered", made.version)
        record.answer("again", genai.register_prompt(name="summary", template=chat).version)
        genai.set_prompt_alias("summary", "production", 1)
        record.answer("by alias", genai.load_prompt("prompts:/summary@production").format(it="hi", n=3))
        record.answer("by version", genai.load_prompt("prompts:/summary/2").template)
        record.answer("searched", [prompt.name for prompt in genai.search_prompts()])
        record.refused("unknown", lambda: genai.load_prompt("prompts:/nope/1"))
        record.answer("not among models", sorted(model.name for model in client.search_registered_models()))
        genai.set_prompt_tag("summary", "k", "v")
        client.set_prompt_version_tag("summary", 1, "k", "v")
        record.answer("tags", client.get_prompt("summary").tags)
        record.answer("versions", [version.version for version in client.search_prompt_versions("summary")])
        with mlflow.start_run(run_name="uses a prompt") as active:
            genai.load_prompt("prompts:/summary/2")
        record.answer("tags of its run", sorted(client.get_run(active.info.run_id).data.tags))
        record.refused("a model of its name", lambda: client.create_registered_model("summary"))
        client.create_registered_model("taken")
        record.refused("of the name of a model", lambda: genai.register_prompt(name="taken", template=text))
        genai.delete_prompt_alias("summary", "production")
        client.delete_prompt_version("summary", "1")
        record.refused("removed as a whole", lambda: client.delete_prompt("summary"))
        record.refused("deleted", lambda: genai.load_prompt("prompts:/summary/1"))
