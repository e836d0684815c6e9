"""Runs: fluent and client API, nesting, batches, parameters, metrics, history, tags, life cycle, and every refusal."""

import mlflow
from mlflow.entities import Metric, Param, RunTag


def run(record, client):
    experiment = mlflow.set_experiment("golden runs").experiment_id
    fluent(record, client)
    by_client(record, client, experiment)
    batches(record, client, experiment)
    parameters(record, client, experiment)
    metrics(record, client, experiment)
    tags(record, client, experiment)
    life_cycle(record, client, experiment)


def fluent(record, client):
    with record.step("runs: fluent"):
        with mlflow.start_run(run_name="fluent", description="what it is", tags={"own": "tag"}) as active:
            mlflow.log_param("lr", 0.1)
            mlflow.log_params({"depth": 3, "name": "größe", "flag": True, "none": None})
            mlflow.log_metric("loss", 0.5, step=1)
            mlflow.log_metrics({"acc": 0.9, "f1": 0.8}, step=2)
            mlflow.set_tag("phase", "one")
            mlflow.set_tags({"x": 1, "y": "zwei"})
            mlflow.delete_tag("phase")
        record.answer("finished", client.get_run(active.info.run_id))
        record.answer("last active", mlflow.last_active_run().info.run_name)
    with record.step("runs: nested"):
        with mlflow.start_run(run_name="parent") as parent:
            for number in range(2):
                with mlflow.start_run(run_name=f"child {number}", nested=True):
                    mlflow.log_metric("n", number)
                    with mlflow.start_run(run_name=f"grandchild {number}", nested=True):
                        mlflow.log_param("n", number)
        children = client.search_runs(
            [parent.info.experiment_id],
            f"tags.`mlflow.parentRunId` = '{parent.info.run_id}'",
            order_by=["attributes.run_name"],
        )
        record.answer("children", [child.info.run_name for child in children])
        record.answer("parent", client.get_parent_run(children[0].info.run_id).info.run_name)
    with record.step("runs: failed"):
        try:
            with mlflow.start_run(run_name="fails") as failing:
                raise ValueError("on purpose")
        except ValueError:
            pass
        record.answer("status", client.get_run(failing.info.run_id).info.status)
    with record.step("runs: resumed"):
        with mlflow.start_run(run_id=failing.info.run_id):
            mlflow.log_metric("after", 1)
        record.answer("status", client.get_run(failing.info.run_id).info.status)


def by_client(record, client, experiment):
    with record.step("runs: client"):
        made = client.create_run(experiment, start_time=1000, tags={"a": "1", "b": "zwei"}, run_name="by client")
        record.answer("made", made)
        run_id = made.info.run_id
        client.update_run(run_id, status="SCHEDULED", name="renamed")
        record.answer("updated", client.get_run(run_id))
        client.set_terminated(run_id, status="KILLED", end_time=2000)
        record.answer("ended", client.get_run(run_id))
        named = client.create_run(experiment).info
        record.answer("has a name", bool(named.run_name))
        client.set_tag(named.run_id, "mlflow.runName", "by tag")
        record.answer("name by tag", client.get_run(named.run_id).info.run_name)
        record.refused("two names", lambda: client.create_run(experiment, tags={"mlflow.runName": "a"}, run_name="b"))
        record.refused("unknown run", lambda: client.get_run("0" * 32))
        record.refused("strange run id", lambda: client.get_run("not a run/../id"))
        record.refused("unknown experiment", lambda: client.create_run("999999"))
        record.refused("unknown run, update", lambda: client.update_run("0" * 32, status="FINISHED"))
        record.refused("unknown run, metric", lambda: client.log_metric("0" * 32, "m", 1))
        record.refused("unknown run, tag", lambda: client.set_tag("0" * 32, "t", 1))


def batches(record, client, experiment):
    with record.step("runs: batches up to the limits"):
        run_id = client.create_run(experiment, run_name="batches").info.run_id
        client.log_batch(run_id, metrics=[Metric("m", i / 7, 1000 + i, i) for i in range(1000)])
        client.log_batch(run_id, params=[Param(f"p{i}", str(i)) for i in range(100)])
        client.log_batch(run_id, tags=[RunTag(f"t{i}", str(i)) for i in range(100)])
        client.log_batch(
            run_id,
            metrics=[Metric(f"mixed{i}", i, 1000, 0) for i in range(800)],
            params=[Param(f"q{i}", "x") for i in range(100)],
            tags=[RunTag(f"u{i}", "y") for i in range(100)],
        )
        client.log_batch(run_id)
        data = client.get_run(run_id).data
        record.answer("sizes", [len(data.metrics), len(data.params), len(data.tags)])
        record.answer("last", data.metrics["m"])
    with record.step("runs: batches over the limits"):
        over = client.create_run(experiment, run_name="over").info.run_id
        raw = client._tracking_client.store
        record.refused("1001 metrics", lambda: raw.log_batch(over, [Metric("m", 1, 1, i) for i in range(1001)], [], []))
        record.refused("101 params", lambda: raw.log_batch(over, [], [Param(f"p{i}", "1") for i in range(101)], []))
        record.refused("101 tags", lambda: raw.log_batch(over, [], [], [RunTag(f"t{i}", "1") for i in range(101)]))
        record.refused(
            "1001 together",
            lambda: raw.log_batch(
                over, [Metric("m", 1, 1, i) for i in range(950)], [Param(f"p{i}", "1") for i in range(51)], []
            ),
        )
        record.refused("a key twice", lambda: raw.log_batch(over, [], [Param("p", "1"), Param("p", "2")], []))
        record.refused("long keys", lambda: raw.log_batch(over, [Metric("m" * 251, 1, 1, 0)], [], []))
        record.answer("nothing was kept", client.get_run(over).data)


def parameters(record, client, experiment):
    with record.step("runs: parameters"):
        run_id = client.create_run(experiment, run_name="parameters").info.run_id
        for key, value in (("lr", 0.1), ("lr", 0.1), ("empty", ""), ("a/b.c-d e:f", "path"), ("schlüssel", "wert"), ("long", "x" * 6000)):
            record.refused(f"{key} logged", lambda k=key, v=value: client.log_param(run_id, k, v))
        record.refused("overwritten", lambda: client.log_param(run_id, "lr", 0.2))
        record.refused(
            "overwritten in a batch",
            lambda: client.log_batch(run_id, params=[Param("new", "1"), Param("lr", "0.3")], metrics=[Metric("m", 1, 1, 0)]),
        )
        record.refused("too long a value", lambda: client.log_param(run_id, "longer", "x" * 6001))
        for key in ("", "k" * 251, "a?b", "../up", "/root", "a//b", ".", "a/./b", "trailing/", "new\nline", "emoji 🎉"):
            record.refused(f"key {key!r}", lambda k=key: client.log_param(run_id, k, "v"))
        record.answer("kept", client.get_run(run_id).data)


def metrics(record, client, experiment):
    with record.step("runs: metrics"):
        run_id = client.create_run(experiment, run_name="metrics").info.run_id
        points = [
            (1.0, 1000, 0), (2.0, 1001, 1), (1.5, 1002, -3), (float("nan"), 1003, 2), (float("inf"), 1004, 3),
            (float("-inf"), 1005, 4), (0.25, 900, 10), (0.5, 901, 5), (2.0, 1001, 1), (2.5, 1001, 1), (1e-320, 1006, 6),
            (1e308, 1007, 7), (-0.0, 1008, 8), (123456789.123456789, 1009, 9),
        ]
        for value, timestamp, step in points:
            client.log_metric(run_id, "m", value, timestamp=timestamp, step=step)
        client.log_metric(run_id, "only nan", float("nan"), timestamp=1, step=0)
        client.log_metric(run_id, "same step", 1.0, timestamp=5, step=1)
        client.log_metric(run_id, "same step", 2.0, timestamp=5, step=1)
        client.log_metric(run_id, "same step", 9.0, timestamp=4, step=1)
        record.refused("large step", lambda: client.log_metric(run_id, "large step", 1.0, timestamp=5, step=2**53))
        client.log_metric(run_id, "integer", 3, timestamp=5, step=0)
        record.answer("latest", client.get_run(run_id).data.metrics)
        record.answer("history", client.get_metric_history(run_id, "m"))
        record.answer("unknown key", client.get_metric_history(run_id, "nope"))
        record.refused("history of an unknown run", lambda: client.get_metric_history("0" * 32, "m"))
        record.refused("text", lambda: client.log_metric(run_id, "text", "abc"))
        record.refused("bad key", lambda: client.log_metric(run_id, "a?b", 1))
        record.refused("negative time", lambda: client.log_metric(run_id, "time", 1, timestamp=-5))
        record.refused("fractional step", lambda: client.log_metric(run_id, "step", 1, step=1.5))
        record.refused("true", lambda: client.log_metric(run_id, "true", True, timestamp=7, step=0))
    with record.step("runs: a long history in pages"):
        run_id = client.create_run(experiment, run_name="long").info.run_id
        for start in range(0, 3000, 1000):
            client.log_batch(run_id, metrics=[Metric("m", i % 13, 10_000 - i, i) for i in range(start, start + 1000)])
        history = client.get_metric_history(run_id, "m")
        record.answer("length", len(history))
        record.answer("ends", [history[0], history[1], history[-1]])


def tags(record, client, experiment):
    with record.step("runs: tags"):
        run_id = client.create_run(experiment, run_name="tags").info.run_id
        client.set_tag(run_id, "k", "v1")
        client.set_tag(run_id, "k", "v2")
        client.set_tag(run_id, "unicode ключ", "значение")
        client.set_tag(run_id, "mlflow.note.content", "# Title\n\n* a\n* b")
        client.set_tag(run_id, "long", "x" * 8001)
        client.set_tag(run_id, "number", 5)
        record.answer("tags", client.get_run(run_id).data.tags)
        client.delete_tag(run_id, "k")
        record.refused("delete again", lambda: client.delete_tag(run_id, "k"))
        record.refused("bad key", lambda: client.set_tag(run_id, "a?b", "v"))
        record.refused("long key", lambda: client.set_tag(run_id, "k" * 251, "v"))
        record.refused("unknown run", lambda: client.delete_tag("0" * 32, "k"))


def life_cycle(record, client, experiment):
    with record.step("runs: delete and restore"):
        run_id = client.create_run(experiment, run_name="deleted").info.run_id
        client.log_param(run_id, "p", 1)
        client.delete_run(run_id)
        client.delete_run(run_id)
        record.answer("deleted", client.get_run(run_id))
        for name, call in {
            "metric": lambda: client.log_metric(run_id, "m", 1),
            "param": lambda: client.log_param(run_id, "q", 1),
            "tag": lambda: client.set_tag(run_id, "t", 1),
            "delete tag": lambda: client.delete_tag(run_id, "mlflow.runName"),
            "batch": lambda: client.log_batch(run_id, metrics=[Metric("m", 1, 1, 0)]),
            "update": lambda: client.update_run(run_id, name="x"),
            "terminate": lambda: client.set_terminated(run_id),
        }.items():
            record.refused(name, call)
        client.restore_run(run_id)
        client.restore_run(run_id)
        record.answer("restored", client.get_run(run_id).info.lifecycle_stage)
        record.refused("delete an unknown one", lambda: client.delete_run("0" * 32))
        record.refused("restore an unknown one", lambda: client.restore_run("0" * 32))
