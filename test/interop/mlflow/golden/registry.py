"""The registry: models, versions, aliases, stages, tags, rename, delete, search, and every refusal."""

import warnings

import mlflow
import models
from flavors import log

warnings.filterwarnings("ignore", category=FutureWarning)


def run(record, client):
    mlflow.set_experiment("golden registry")
    with record.step("registry: a model to register"), mlflow.start_run(run_name="source") as active:
        model_uri = log("sklearn", models.scikit_learn(), name="model").model_uri
    source = f"{active.info.artifact_uri}/model"
    run_id = active.info.run_id
    registered_models(record, client)
    versions(record, client, source, run_id)
    aliases(record, client)
    stages(record, client, model_uri, run_id)
    searches(record, client, source, run_id)
    from_a_run(record, client, run_id)
    renamed_and_deleted(record, client)


def registered_models(record, client):
    with record.step("registry: models"):
        record.answer("made", client.create_registered_model("shop", tags={"team": "a"}, description="sells"))
        record.answer("read", client.get_registered_model("shop"))
        record.answer("changed", client.update_registered_model("shop", "sells more"))
        client.create_registered_model("ünïcode model")
        client.set_registered_model_tag("shop", "k", "v1")
        client.set_registered_model_tag("shop", "k", "v2")
        client.set_registered_model_tag("shop", "gone", "x")
        client.delete_registered_model_tag("shop", "gone")
        record.answer("tags", client.get_registered_model("shop").tags)
    with record.step("registry: refused models"):
        record.refused("name taken", lambda: client.create_registered_model("shop"))
        for name in ("", " ", "a/b", "a:b", ".."):
            record.refused(f"name {name[:9]!r}", lambda n=name: client.create_registered_model(n))
        record.refused("unknown", lambda: client.get_registered_model("nope"))
        record.refused("unknown, changed", lambda: client.update_registered_model("nope", "x"))
        record.refused("unknown, deleted", lambda: client.delete_registered_model("nope"))
        record.refused("unknown, tagged", lambda: client.set_registered_model_tag("nope", "k", "v"))
        record.refused("missing tag", lambda: client.delete_registered_model_tag("shop", "nope"))
        record.refused("long tag key", lambda: client.set_registered_model_tag("shop", "k" * 251, "v"))


def versions(record, client, source, run_id):
    with record.step("registry: versions"):
        made = client.create_model_version("shop", source, run_id, tags={"t": "1"}, description="first")
        record.answer("made", made)
        client.create_model_version("shop", source, run_id, run_link="https://example.org/run")
        client.create_model_version("shop", "s3://bucket/model")
        record.answer("changed", client.update_model_version("shop", "2", "second"))
        client.set_model_version_tag("shop", "1", "k", "v")
        client.set_model_version_tag("shop", "1", "gone", "v")
        client.delete_model_version_tag("shop", "1", "gone")
        for version in ("1", "2", "3"):
            record.answer(version, client.get_model_version("shop", version))
        record.answer("location", client.get_model_version_download_uri("shop", "3"))
        record.answer("model", client.get_registered_model("shop"))
    with record.step("registry: refused versions"):
        record.refused("unknown model", lambda: client.create_model_version("nope", source, run_id))
        record.refused("local source", lambda: client.create_model_version("shop", "/etc"))
        record.refused("file source", lambda: client.create_model_version("shop", "file:///etc"))
        record.refused("upwards", lambda: client.create_model_version("shop", "mlflow-artifacts:/0/../../x"))
        record.refused("empty source", lambda: client.create_model_version("shop", ""))
        record.refused("unknown version", lambda: client.get_model_version("shop", "99"))
        record.refused("version that is no number", lambda: client.get_model_version("shop", "abc"))
        record.refused("unknown, changed", lambda: client.update_model_version("shop", "99", "x"))
        record.refused("unknown, tagged", lambda: client.set_model_version_tag("shop", "99", "k", "v"))
        record.refused("unknown, location", lambda: client.get_model_version_download_uri("shop", "99"))
        record.refused("unknown, deleted", lambda: client.delete_model_version("shop", "99"))
        record.refused("missing tag", lambda: client.delete_model_version_tag("shop", "1", "nope"))


def aliases(record, client):
    with record.step("registry: aliases"):
        client.set_registered_model_alias("shop", "champion", "1")
        client.set_registered_model_alias("shop", "challenger", "2")
        client.set_registered_model_alias("shop", "champion", "2")
        record.answer("by alias", client.get_model_version_by_alias("shop", "champion"))
        record.answer("on the model", client.get_registered_model("shop").aliases)
        record.answer("on the version", client.get_model_version("shop", "2").aliases)
        client.delete_registered_model_alias("shop", "challenger")
        client.delete_registered_model_alias("shop", "challenger")
        record.refused("missing", lambda: client.get_model_version_by_alias("shop", "challenger"))
        record.refused("unknown model", lambda: client.get_model_version_by_alias("nope", "champion"))
        record.refused("unknown version", lambda: client.set_registered_model_alias("shop", "x", "99"))
        record.refused("latest", lambda: client.get_model_version_by_alias("shop", "latest").version)
        for alias in ("latest", "LATEST", "v1", "V22", "a b", "", "a" * 256, "a.b"):
            record.refused(f"alias {alias[:9]!r}", lambda a=alias: client.set_registered_model_alias("shop", a, "1"))


def stages(record, client, model_uri, run_id):
    with record.step("registry: stages"):
        for _ in range(4):
            mlflow.register_model(model_uri, "staged")
        record.answer("staging", client.transition_model_version_stage("staged", "1", "Staging"))
        client.transition_model_version_stage("staged", "2", "production")
        client.transition_model_version_stage("staged", "3", "Production")
        record.answer("stages", stages_of(client))
        record.answer("latest", [[v.version, v.current_stage] for v in client.get_latest_versions("staged")])
        record.answer("latest in production", [v.version for v in client.get_latest_versions("staged", ["Production"])])
        client.transition_model_version_stage("staged", "4", "Production", archive_existing_versions=True)
        record.answer("archived", stages_of(client))
        record.answer("loaded by stage", mlflow.pyfunc.load_model("models:/staged/Production").metadata.run_id == run_id)
        record.refused("unknown stage", lambda: client.transition_model_version_stage("staged", "1", "Nowhere"))
        record.refused("archive into archived", lambda: client.transition_model_version_stage("staged", "1", "Archived", True))
        record.refused("unknown version", lambda: client.transition_model_version_stage("staged", "9", "Staging"))
        record.refused("latest of an unknown stage", lambda: client.get_latest_versions("staged", ["Nowhere"]))
        record.refused("latest of an unknown model", lambda: client.get_latest_versions("nope"))


def stages_of(client):
    found = client.search_model_versions("name = 'staged'")
    return sorted([version.version, version.current_stage] for version in found)


def searches(record, client, source, run_id):
    with record.step("registry: search models"):
        for number in range(5):
            client.create_registered_model(f"search-{number}", tags={"n": str(number), "parity": "even" if number % 2 == 0 else "odd"})
        for filter_string in (
            None,
            "name = 'shop'",
            "name != 'shop'",
            "name LIKE 'search-%'",
            "name ILIKE 'SEARCH-%'",
            "tags.parity = 'odd'",
            "tags.parity != 'odd'",
            "tag.n = '3' AND name LIKE 'search%'",
        ):
            record.answer(str(filter_string), [m.name for m in client.search_registered_models(filter_string)])
        for order in (["name DESC"], ["name ASC"], ["timestamp ASC"], ["last_updated_timestamp DESC"]):
            found = client.search_registered_models("name LIKE 'search-%'", order_by=order)
            record.answer(str(order), [m.name for m in found])
        page = client.search_registered_models("name LIKE 'search-%'", max_results=2)
        record.answer("page", page_names(page))
        record.answer("next", page_names(client.search_registered_models("name LIKE 'search-%'", max_results=2, page_token=page.token)))
        record.answer("fluent", [m.name for m in mlflow.search_registered_models(filter_string="name LIKE 'search%'")])
        for filter_string in ("nope = 'x'", "name > 'x'", "name = 1", "name = 'a' OR name = 'b'", "run_id = 'x'"):
            record.refused(str(filter_string), lambda f=filter_string: client.search_registered_models(f))
        record.refused("bad order", lambda: client.search_registered_models(order_by=["nope"]))
        record.refused("too many", lambda: client.search_registered_models(max_results=1001))
        record.refused("bad token", lambda: client.search_registered_models(page_token="???"))
    with record.step("registry: search versions"):
        for filter_string in (
            "name = 'shop'",
            "name LIKE 's%'",
            "name ILIKE 'S%'",
            f"run_id = '{run_id}'",
            f"run_id IN ('{run_id}', 'other')",
            f"source_path = '{source}'",
            "version_number > 2",
            "version_number = 1 AND name = 'shop'",
            "tags.t = '1'",
            "tags.t != '1'",
        ):
            found = client.search_model_versions(filter_string, order_by=["name ASC", "version_number ASC"])
            record.answer(filter_string, [[v.name, v.version] for v in found])
        for order in (["version_number DESC"], ["name DESC"], ["creation_timestamp ASC"]):
            found = client.search_model_versions("name = 'staged'", order_by=order)
            record.answer(str(order), [v.version for v in found])
        page = client.search_model_versions("name = 'staged'", max_results=3, order_by=["version_number ASC"])
        record.answer("page", [[v.version for v in page], bool(page.token)])
        for filter_string in ("nope = 'x'", "version_number = 'x'", "name > 'x'", "run_id LIKE 'x'"):
            record.refused(filter_string, lambda f=filter_string: client.search_model_versions(f))


def page_names(page):
    return {"names": [model.name for model in page], "more": bool(page.token)}


def from_a_run(record, client, run_id):
    with record.step("registry: a model of a run"):
        made = mlflow.register_model(f"runs:/{run_id}/model", "registered", tags={"how": "fluent"})
        record.answer("made", made)
        again = mlflow.register_model(f"runs:/{run_id}/model", "registered")
        record.answer("again", again.version)
        client.set_registered_model_alias("registered", "best", "1")
        loaded = mlflow.sklearn.load_model("models:/registered@best")
        record.answer("loaded", loaded.predict(models.ASKED))
        copied = client.copy_model_version("models:/registered/1", "copied")
        record.answer("copied", copied)
        record.refused("unknown alias", lambda: mlflow.pyfunc.load_model("models:/registered@nope"))
        record.refused("unknown version", lambda: mlflow.pyfunc.load_model("models:/registered/99"))


def renamed_and_deleted(record, client):
    with record.step("registry: renamed"):
        record.answer("renamed", client.rename_registered_model("shop", "store"))
        record.answer("alias went along", client.get_model_version_by_alias("store", "champion").version)
        record.refused("old name", lambda: client.get_registered_model("shop"))
        record.refused("to a taken name", lambda: client.rename_registered_model("store", "staged"))
        record.refused("unknown", lambda: client.rename_registered_model("nope", "x"))
    with record.step("registry: versions deleted"):
        client.delete_model_version("store", "2")
        record.refused("read", lambda: client.get_model_version("store", "2"))
        record.refused("by alias", lambda: client.get_model_version_by_alias("store", "champion"))
        client.delete_model_version("store", "3")
        record.answer("next number", client.create_model_version("store", "s3://bucket/other").version)
        record.answer("model", client.get_registered_model("store"))
    with record.step("registry: models deleted"):
        client.delete_registered_model("store")
        record.refused("read", lambda: client.get_registered_model("store"))
        record.refused("version", lambda: client.get_model_version("store", "1"))
        client.create_registered_model("store")
        record.answer("number of the first", client.create_model_version("store", "s3://bucket/new").version)
