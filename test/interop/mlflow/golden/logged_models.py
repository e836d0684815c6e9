"""Logged models of MLflow 3: made, finished, tagged, measured, linked to runs and datasets, searched, deleted."""

import mlflow
import pandas
from mlflow.entities import LoggedModelInput, LoggedModelOutput, LoggedModelStatus


def run(record, client):
    experiment = mlflow.set_experiment("golden logged models").experiment_id
    with record.step("logged models: created and finished"):
        first = client.create_logged_model(
            experiment, name="first", tags={"color": "red"}, params={"depth": "3"}, model_type="tree"
        )
        record.answer("created", first)
        record.answer("finished", client.finalize_logged_model(first.model_id, LoggedModelStatus.READY))
        second = client.create_logged_model(experiment, name="second", tags={"color": "blue"}, params={"depth": "5"})
        client.finalize_logged_model(second.model_id, LoggedModelStatus.FAILED)
        third = client.create_logged_model(experiment, name="third")
        record.answer("read", client.get_logged_model(second.model_id))
    with record.step("logged models: tags and parameters"):
        client.set_logged_model_tags(first.model_id, {"color": "green", "size": "1"})
        client.delete_logged_model_tag(first.model_id, "size")
        client.log_model_params(third.model_id, {"depth": "7", "late": "yes"})
        record.answer("tagged", client.get_logged_model(first.model_id).tags)
        record.answer("parameters", client.get_logged_model(third.model_id).params)
        record.refused("missing tag", lambda: client.delete_logged_model_tag(first.model_id, "nope"))
    with record.step("logged models: metrics"):
        data = mlflow.data.from_pandas(pandas.DataFrame({"x": [1, 2]}), source="https://example.org/x", name="held out")
        with mlflow.start_run(run_name="measures") as active:
            mlflow.log_metric("acc", 0.9, model_id=first.model_id)
            mlflow.log_metric("acc", 0.7, model_id=second.model_id, dataset=data)
            mlflow.log_metrics({"loss": 0.1, "f1": 0.5}, step=3, model_id=third.model_id)
            mlflow.log_metric("acc", 0.95, step=2, model_id=first.model_id)
            # A step that is measured again.
            client.log_metric(active.info.run_id, "acc", 0.97, timestamp=5, step=2, model_id=first.model_id)
        for model in (first, second, third):
            record.answer(model.name, {"metrics": client.get_logged_model(model.model_id).metrics})
        record.answer("run", client.get_run(active.info.run_id))
    with record.step("logged models: inputs and outputs of runs"):
        run_id = client.create_run(experiment, run_name="links").info.run_id
        client.log_inputs(run_id, models=[LoggedModelInput(model_id=first.model_id)])
        client.log_outputs(run_id, [LoggedModelOutput(model_id=second.model_id, step=4)])
        linked = client.get_run(run_id)
        record.answer("inputs", linked.inputs)
        record.answer("outputs", linked.outputs)
        record.refused("unknown run", lambda: client.log_outputs("0" * 32, [LoggedModelOutput(first.model_id, 0)]))
    with record.step("logged models: search"):
        for filter_string in (
            None,
            "name = 'first'",
            "attributes.name LIKE '%ir%'",
            "attributes.status = 'READY'",
            "params.depth = '5'",
            "tags.color = 'green'",
            "tags.color != 'green'",
            "metrics.acc > 0.8",
            "metrics.acc > 0.5 AND name != 'first'",
            "metrics.loss < 1 AND params.depth = '7'",
            "model_type = 'tree'",
            "creation_timestamp > 0",
            f"source_run_id = '{run_id}'",
        ):
            record.answer(str(filter_string), names(client.search_logged_models([experiment], filter_string)))
        on_data = [{"dataset_name": "held out"}]
        record.answer("on a dataset", names(client.search_logged_models([experiment], "metrics.acc > 0", datasets=on_data)))
        for order in (
            [{"field_name": "name"}],
            [{"field_name": "name", "ascending": False}],
            [{"field_name": "metrics.acc", "ascending": False}],
            [{"field_name": "metrics.acc"}, {"field_name": "name"}],
            [{"field_name": "metrics.acc", "dataset_name": "held out"}],
        ):
            record.answer(str(order), names(client.search_logged_models([experiment], order_by=order)))
        page = client.search_logged_models([experiment], max_results=2)
        record.answer("page", names(page))
        rest = client.search_logged_models([experiment], max_results=2, page_token=page.token)
        record.answer("rest", names(rest))
        record.refused("token of another search", lambda: client.search_logged_models([experiment], "name = 'x'", page_token=page.token))
        for filter_string in ("nope.x = 1", "metrics.acc = 'x'", "name > 'a'", "name = 'a' OR name = 'b'"):
            record.refused(filter_string, lambda f=filter_string: client.search_logged_models([experiment], f))
    with record.step("logged models: refusals"):
        for name in ("", "a/b", "a:b", "a.b", "a%b", "a'b"):
            record.refused(f"name {name!r}", lambda n=name: client.create_logged_model(experiment, name=n).name)
        record.refused("unknown experiment", lambda: client.create_logged_model("999999", name="x"))
        record.refused("unknown model", lambda: client.get_logged_model("m-" + "0" * 32))
        record.refused("tag on an unknown model", lambda: client.set_logged_model_tags("m-" + "0" * 32, {"a": "b"}))
        record.refused("finish an unknown model", lambda: client.finalize_logged_model("m-" + "0" * 32, LoggedModelStatus.READY))
    with record.step("logged models: deleted"):
        client.delete_logged_model(third.model_id)
        record.refused("read", lambda: client.get_logged_model(third.model_id))
        record.answer("left", names(client.search_logged_models([experiment])))
    with record.step("logged models: external and active"):
        record.answer("external", mlflow.create_external_model(name="external", params={"a": "1"}).name)
        with mlflow.set_active_model(name="active") as model:
            record.answer("active", model.name)
        record.answer("fluent search", len(mlflow.search_logged_models(output_format="list")))


def names(models):
    return [model.name for model in models]
