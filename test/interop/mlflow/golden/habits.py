"""What teams do all day: sweeps read page by page in every order, files over steps, tables that grow, names nobody chose well, runs taken up again."""

import os
import pathlib
import subprocess
import sys
import tempfile

import mlflow
import numpy
import pandas
from mlflow.entities import Metric, Param, RunTag, ViewType

ODD_KEYS = (
    "val/loss", "val.loss", "val loss", "val-loss", "val:loss", "größe", "漢字", "emoji 🎉", "with (brackets)",
    "a@b", "a'b", 'a"b', "a`b", "a,b", "a=b", "a\\b", " leading", "trailing ", "UPPER", "upper",
)
FILTERS = (
    "metrics.`val/loss` = 1.5", 'metrics."val/loss" = 1.5', "metrics.val.loss = 1.5", "metrics.'val loss' > 1",
    "metrics.größe > 1", "metrics.漢字 > 1", "metrics.`val-loss` > 1", "metrics.val:loss > 1", "metrics.` leading` > 1",
    "metrics.`trailing ` > 1", "params.`val/loss` = 'value of val/loss'", "params.val.loss LIKE 'value%'",
    "params.`val loss` ILIKE '%VAL LOSS'", "tags.upper = 'value of UPPER'", "tags.UPPER = 'value of UPPER'",
    "params.prompt LIKE '%本%'", "params.prompt LIKE '%\\%%'", "params.größe LIKE 'VALUE%'", "params.größe ILIKE 'VALUE%SSE'",
    "run_name LIKE 'it%'", "attributes.run_name = 'it''s'", "run_name = \"it's \\\"a\\\" run`x\"",
    "metrics.`val/loss`=1.5 and params.UPPER='value of UPPER'", "  metrics.UPPER   >=   1.5  ", "metrics.UPPER >= 1.5 AND",
    "metrics.UPPER >= 15e-1", "metrics.UPPER >= -1", "metrics.UPPER >= +1", "metrics.UPPER > .5", "Metrics.UPPER > 1",
    "metric.UPPER > 1", "parameter.UPPER LIKE '%'", "tag.UPPER LIKE '%'", "run.run_name LIKE 'it%'", "attr.run_name LIKE 'it%'",
    "val_loss > 1", "metrics.UPPER > 1;", " ", "params.UPPER not like 'x%'", "params.UPPER != 'x' and params.none != 'x'",
    "attributes.start_time > 5.5", "status = 'running'", "attributes.run_id LIKE '%'", "attributes.lifecycle_stage = 'active'",
    "end_time IS NULL", "metrics.UPPER IS NULL", "tags.none IS NULL", "tags.UPPER IS NOT NULL", "params.UPPER IS NULL",
)
ORDERS = (
    "metrics.`a/b.c d`", 'metrics."a/b.c d"', "params.p", "tags.T", "start_time", "end_time", "status", "run_name", "Run Name",
    "attributes.Created", "params.none", "metrics.none",
)
# A process of its own, as whatever starts trainings makes them.
CHILD = """
import mlflow
with mlflow.start_run(**{}) as active:
    mlflow.log_metric("from the child", 1, step=0)
print(active.info.run_name, mlflow.get_experiment(active.info.experiment_id).name)
"""


def run(record, client):
    sweep(record, client)
    every_order(record, client)
    files_over_steps(record, client)
    many_files(record, client)
    environment(record, client)
    odd_names(record, client)
    an_experiment_again(record, client)
    frames(record, client)
    resumed(record, client)


def sweep(record, client):
    with record.step("habits: a sweep"):
        experiment = mlflow.set_experiment("habits sweep").experiment_id
        with mlflow.start_run(run_name="sweep") as parent:
            for number in range(20):
                with mlflow.start_run(nested=True, run_name=f"trial {number:02}"):
                    mlflow.log_params({"lr": 10 ** -(number % 5), "depth": number % 7})
                    mlflow.log_metric("score", (number * 37) % 11, step=0)
        of_it = f"tags.mlflow.parentRunId = '{parent.info.run_id}'"
        order = ["metrics.score DESC", "attributes.run_name ASC"]
        record.answer("pages", in_pages(client, experiment, 7, filter_string=of_it, order_by=order))
        best = mlflow.search_runs([experiment], of_it, order_by=["metrics.score DESC", "params.depth ASC"], max_results=3)
        record.answer("best", best[["metrics.score", "params.depth", "params.lr"]].values.tolist())
        record.answer("without a parent", len(client.search_runs([experiment], "tags.mlflow.parentRunId IS NULL")))
        client.delete_run(parent.info.run_id)
        record.answer("of a deleted parent", len(client.search_runs([experiment], of_it)))


def in_pages(client, experiment, size, **search):
    pages, token = [], None
    while True:
        page = client.search_runs([experiment], max_results=size, page_token=token, **search)
        pages.append([run.data.tags.get("n", run.info.run_name) for run in page])
        token = page.token
        if not token:
            return pages


def every_order(record, client):
    experiment = client.create_experiment("habits orders")
    with record.step("habits: runs to be ordered"):
        for number in range(17):
            name = f"r{number:02}" if number % 3 else "same"
            run_id = client.create_run(experiment, start_time=1000 + number % 4, run_name=name).info.run_id
            odd = {0: float("nan"), 1: float("inf")}.get(number % 5, number % 3)
            metrics = [Metric("a/b.c d", odd, 10, 0)] if number % 4 else []
            params = [Param("p", str(number % 6))] if number % 5 else []
            tags = [RunTag("n", f"{number:02}"), RunTag("T", "x" if number % 2 else "X")]
            client.log_batch(run_id, metrics=metrics, params=params, tags=tags)
            if number % 3 == 0:
                client.set_terminated(run_id, "FAILED" if number % 2 else "FINISHED", end_time=3000 - number % 5)
    for key in ORDERS:
        for order in (key, f"{key} desc"):
            with record.step(f"habits: ordered by {order}"):
                record.refused("pages", lambda o=order: in_pages(client, experiment, 6, order_by=[o, "tags.n"]))


def files_over_steps(record, client):
    mlflow.set_experiment("habits files")
    with mlflow.start_run(run_name="files") as active:
        run_id = active.info.run_id
        with record.step("habits: figures"):
            import matplotlib

            matplotlib.use("Agg")
            import matplotlib.pyplot as pyplot

            figure, axes = pyplot.subplots()
            axes.plot([1, 2, 3])
            mlflow.log_figure(figure, "plots/curve.png")
            mlflow.log_figure(figure, "plots/küre & more.pdf")
            record.answer("listed", sorted(pathlib.Path(file.path).name for file in client.list_artifacts(run_id, "plots")))
        with record.unsettled():
            for step in range(3):
                image = numpy.full((8, 8, 3), step * 40, dtype=numpy.uint8)
                mlflow.log_image(image, key="sample/of dog", step=step, timestamp=1000 + step)
            mlflow.log_image(numpy.zeros((8, 8), dtype=numpy.float32), key="gray", step=0, timestamp=5, synchronous=True)
            mlflow.flush_artifact_async_logging()
            count = len(client.list_artifacts(run_id, "images"))
        with record.step("habits: images over steps"):
            record.answer("files", count)
            record.answer("tags", client.get_run(run_id).data.tags)
        with record.step("habits: a table that grows"):
            for row in range(3):
                mlflow.log_table({"q": [f"question {row}"], "n": [row]}, "tables/eval.json")
            mlflow.log_table(pandas.DataFrame({"q": ["last"], "n": [9]}), "tables/eval.json")
            record.answer("table", mlflow.load_table("tables/eval.json", run_ids=[run_id]).to_dict("list"))
            record.answer("with its runs", mlflow.load_table("tables/eval.json", extra_columns=["run_id"]).shape)
        with record.step("habits: a file written again"):
            mlflow.log_text("one", "log.txt")
            mlflow.log_text("two", "log.txt")
            record.answer("the last", mlflow.artifacts.load_text(f"runs:/{run_id}/log.txt"))


def many_files(record, client):
    mlflow.set_experiment("habits many files")
    place = "checkpoints/epoch=3-val_loss=0.25"
    with record.unsettled(), tempfile.TemporaryDirectory() as folder, mlflow.start_run(run_name="many") as active:
        for number in range(60):
            path = pathlib.Path(folder, f"part {number % 4}", f"{number:04}.txt")
            path.parent.mkdir(exist_ok=True)
            path.write_text(str(number))
        mlflow.log_artifacts(folder, place)
        fetched = pathlib.Path(mlflow.artifacts.download_artifacts(run_id=active.info.run_id, artifact_path="checkpoints"))
        same = sum(path.read_text() == str(int(path.stem)) for path in fetched.rglob("*.txt"))
    with record.step("habits: many files"):
        record.answer("come back as they went", same)
        record.answer("folders", client.list_artifacts(active.info.run_id, place))
        record.answer("in one", client.list_artifacts(active.info.run_id, f"{place}/part 3"))


def environment(record, client):
    with record.step("habits: variables of the environment"):
        record.answer("experiment by name", child('{"run_name": "named"}', MLFLOW_EXPERIMENT_NAME="habits ü by name"))
        run_id = client.create_run("0", run_name="prepared").info.run_id
        record.answer("run by id", child("{}", MLFLOW_RUN_ID=run_id, MLFLOW_EXPERIMENT_ID="0"))
        record.answer("its run", [client.get_run(run_id).info.status, client.get_run(run_id).data.metrics])


def child(options, **variables):
    code = CHILD.replace("{}", options)
    ended = subprocess.run([sys.executable, "-c", code], env={**os.environ, **variables}, capture_output=True, text=True)
    return [ended.returncode, ended.stdout.splitlines()[-1:]]


def odd_names(record, client):
    name = "habits: 'quoted' \"both\" / slash % _ ü 漢字"
    with record.step("habits: odd names are logged"):
        experiment = client.create_experiment(name)
        record.answer("by name", client.get_experiment_by_name(name).experiment_id == experiment)
        run_id = client.create_run(experiment, run_name="it's \"a\" run`x").info.run_id
        for key in ODD_KEYS:
            record.refused(f"metric {key}", lambda k=key: client.log_metric(run_id, k, 1.5, timestamp=1, step=0))
            record.refused(f"param {key}", lambda k=key: client.log_param(run_id, k, f"value of {k}"))
            record.refused(f"tag {key}", lambda k=key: client.set_tag(run_id, k, f"value of {k}"))
        client.log_param(run_id, "prompt", "日本語 % _ ' \" \\ \n" * 300)
        record.answer("run", client.get_run(run_id).data)
    with record.step("habits: odd names are searched"):
        for filter_string in FILTERS:
            record.refused(filter_string, lambda f=filter_string: len(client.search_runs([experiment], f)))


def an_experiment_again(record, client):
    with record.step("habits: an experiment of the same name again"):
        first = client.create_experiment("habits again")
        run_id = client.create_run(first, run_name="old").info.run_id
        client.delete_experiment(first)
        record.refused("taken up by name", lambda: mlflow.set_experiment("habits again"))
        record.refused("logged into", lambda: client.log_metric(run_id, "m", 1))
        for view in (ViewType.ACTIVE_ONLY, ViewType.ALL):
            record.answer(f"found, view {view}", len(client.search_runs([first], run_view_type=view)))
        client.restore_experiment(first)
        client.rename_experiment(first, "habits again, old")
        client.delete_experiment(first)
        record.answer("another", mlflow.set_experiment("habits again").experiment_id != first)
        client.restore_experiment(first)
        record.answer("back", client.get_run(run_id).info.lifecycle_stage)


def frames(record, client):
    experiment = mlflow.set_experiment("habits frames").experiment_id
    with record.step("habits: frames"):
        for number in range(3):
            with mlflow.start_run(run_name=f"run {number}"):
                mlflow.log_metrics({f"m{number}": number, "all": float("nan") if number == 1 else number})
                mlflow.log_param("p", None if number == 2 else number)
        found = mlflow.search_runs([experiment], order_by=["run_name ASC"])
        record.answer("kinds", {key: str(kind) for key, kind in found.dtypes.items() if "time" in key or "." in key})
        record.answer("values", found[["metrics.m0", "metrics.all", "params.p", "status"]].astype(str).values.tolist())
        record.answer("nothing", mlflow.search_runs([experiment], filter_string="metrics.nope > 1").shape)
        record.answer("no experiments", mlflow.search_runs([]).shape)
        record.refused("unknown name", lambda: mlflow.search_runs(experiment_names=["nope"]).shape)


def resumed(record, client):
    mlflow.set_experiment("habits resumed")
    with record.step("habits: taken up again"):
        with mlflow.start_run(run_name="first name", tags={"a": "1"}) as active:
            mlflow.log_metric("loss", 3, step=0, timestamp=1)
        run_id = active.info.run_id
        with mlflow.start_run(run_id=run_id, run_name="second name", tags={"b": "2"}, description="said later"):
            mlflow.log_metric("loss", 2, step=1, timestamp=2)
            mlflow.log_metric("loss", 2.5, step=0, timestamp=3)
            mlflow.log_param("p", 1)
            record.refused("a parameter otherwise", lambda: mlflow.log_param("p", 2))
            record.refused("among others", lambda: mlflow.log_params({"q": 1, "p": 3}))
        record.answer("run", client.get_run(run_id))
        client.delete_run(run_id)
        record.refused("a deleted one", lambda: mlflow.start_run(run_id=run_id))
        mlflow.end_run()
        client.restore_run(run_id)
        client.update_run(run_id, status="RUNNING")
        record.answer("running", [client.get_run(run_id).info.status, client.get_run(run_id).info.end_time])
        mlflow.set_experiment("habits elsewhere")
        record.refused("from another experiment", lambda: mlflow.start_run(run_id=run_id))
        mlflow.end_run()
        record.answer("history", client.get_metric_history(run_id, "loss"))
