"""Experiments: life cycle, tags, search, and every refusal."""

import mlflow
from mlflow.entities import ViewType


def run(record, client):
    with record.step("experiments: create and read"):
        record.answer("default", client.get_experiment("0"))
        plain_id = client.create_experiment("golden plain")
        tagged_id = client.create_experiment("golden tagged", tags={"team": "ü", "stage": "dev"})
        record.answer("by id", client.get_experiment(tagged_id))
        record.answer("by name", client.get_experiment_by_name("golden plain"))
        record.answer("unknown name", client.get_experiment_by_name("no such experiment"))
        placed_id = client.create_experiment("golden placed", artifact_location="mlflow-artifacts:/elsewhere")
        record.answer("placed", client.get_experiment(placed_id))

    with record.step("experiments: fluent"):
        record.answer("made", mlflow.set_experiment("golden fluent"))
        record.answer("found", mlflow.set_experiment("golden fluent"))
        mlflow.set_experiment_tag("fluent", "yes")
        mlflow.set_experiment_tags({"a": "1", "b": "2"})

    with record.step("experiments: tags"):
        client.set_experiment_tag(plain_id, "k", "v1")
        client.set_experiment_tag(plain_id, "k", "v2")
        client.set_experiment_tag(plain_id, "mlflow.note.content", "# Note\nline")
        record.answer("tags", client.get_experiment(plain_id).tags)

    with record.step("experiments: rename, delete, restore"):
        client.rename_experiment(plain_id, "golden renamed")
        client.delete_experiment(plain_id)
        record.answer("deleted", client.get_experiment(plain_id))
        record.refused("name of a deleted one", lambda: client.create_experiment("golden renamed"))
        record.refused("tag on a deleted one", lambda: client.set_experiment_tag(plain_id, "k", "v"))
        record.refused("run in a deleted one", lambda: client.create_run(plain_id))
        record.refused("delete twice", lambda: client.delete_experiment(plain_id))
        record.refused("rename a deleted one", lambda: client.rename_experiment(plain_id, "x"))
        client.restore_experiment(plain_id)
        record.refused("restore an active one", lambda: client.restore_experiment(plain_id))
        record.answer("restored", client.get_experiment(plain_id))

    with record.step("experiments: delete takes its runs along"):
        owner = client.create_experiment("golden owner")
        kept = client.create_run(owner, run_name="kept").info.run_id
        gone = client.create_run(owner, run_name="gone").info.run_id
        client.delete_run(gone)
        client.delete_experiment(owner)
        record.answer("kept", client.get_run(kept).info.lifecycle_stage)
        client.restore_experiment(owner)
        record.answer("kept, restored", client.get_run(kept).info.lifecycle_stage)
        record.answer("gone, restored", client.get_run(gone).info.lifecycle_stage)

    with record.step("experiments: refusals"):
        record.refused("unknown id", lambda: client.get_experiment("999999"))
        record.refused("id that is no number", lambda: client.get_experiment("abc"))
        record.refused("empty name", lambda: client.create_experiment(""))
        record.refused("name taken", lambda: client.create_experiment("golden tagged"))
        record.refused("name too long", lambda: client.create_experiment("x" * 501))
        record.refused("rename to a taken name", lambda: client.rename_experiment(tagged_id, "golden renamed"))
        record.refused("tag key too long", lambda: client.set_experiment_tag(tagged_id, "k" * 251, "v"))
        record.refused("tag value too long", lambda: client.set_experiment_tag(tagged_id, "k", "v" * 5001))
        record.refused("delete an unknown one", lambda: client.delete_experiment("999999"))

    with record.step("experiments: search"):
        for number in range(5):
            client.create_experiment(f"search {number}", tags={"n": str(number)})
        doomed = client.get_experiment_by_name("search 4").experiment_id
        client.delete_experiment(doomed)
        for filter_string in (
            "name = 'search 1'",
            "name != 'search 1'",
            "name LIKE 'search%'",
            "name ILIKE 'SEARCH%'",
            "attribute.name = 'search 2'",
            "tags.n = '2'",
            "tags.n != '2'",
            "tags.`n` LIKE '%'",
            "creation_time > 0",
            "last_update_time >= 1000 AND name LIKE 'search%'",
            "name = 'search 1' AND tags.n = '1'",
        ):
            record.answer(filter_string, names(client.search_experiments(filter_string=filter_string)))
        for view in (ViewType.ACTIVE_ONLY, ViewType.DELETED_ONLY, ViewType.ALL):
            record.answer(f"view {view}", names(client.search_experiments(view_type=view)))
        for order in (["name"], ["name DESC"], ["experiment_id ASC"], ["creation_time", "name DESC"], ["last_update_time DESC"]):
            found = client.search_experiments(order_by=order, filter_string="name LIKE 'search%'")
            record.answer(str(order), names(found))
        page = client.search_experiments(max_results=2, order_by=["name"])
        while True:
            record.answer("page", {"names": names(page), "more": bool(page.token)})
            if not page.token:
                break
            page = client.search_experiments(max_results=2, order_by=["name"], page_token=page.token)
        record.answer("fluent", [e.name for e in mlflow.search_experiments(filter_string="name LIKE 'search%'")])
        for filter_string in ("nope = 'x'", "name > 'x'", "name = 1", "creation_time = 'x'", "name = 'a' OR name = 'b'", "name ="):
            record.refused(filter_string, lambda f=filter_string: client.search_experiments(filter_string=f))
        record.refused("unknown order", lambda: client.search_experiments(order_by=["nope"]))
        record.refused("bad direction", lambda: client.search_experiments(order_by=["name SIDEWAYS"]))
        record.refused("bad token", lambda: client.search_experiments(page_token="%%%"))
        record.refused("no results", lambda: client.search_experiments(max_results=0))
        record.refused("too many results", lambda: client.search_experiments(max_results=50001))


def names(experiments):
    return [experiment.name for experiment in experiments]
