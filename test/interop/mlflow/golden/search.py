"""search_runs: filters, orders, pages, views, several experiments, and refusals."""

import mlflow
from mlflow.entities import ViewType

FILTERS = (
    "metrics.m > 2",
    "metrics.m >= 2 and metrics.m < 5",
    "metrics.m != 3",
    "metrics.rare = 1",
    "metrics.`with space` > 0",
    "params.kind = 'odd'",
    "params.kind != 'odd'",
    "params.kind LIKE 'o%'",
    "params.kind ILIKE 'O%'",
    "params.rare IS NULL",
    "params.rare IS NOT NULL",
    "tags.group = \"a\"",
    "tags.`mlflow.runName` = 'run 3'",
    "tags.missing != 'x'",
    "attributes.status = 'FINISHED'",
    "attributes.status != 'FINISHED'",
    "status = 'RUNNING'",
    "attributes.run_name = 'run 3'",
    "run_name LIKE 'run%'",
    "attributes.run_name ILIKE 'RUN 4'",
    "attributes.user_id LIKE '%'",
    "attributes.artifact_uri LIKE 'mlflow-artifacts:%'",
    "attributes.start_time >= 1003",
    "start_time < 1003",
    "attributes.end_time > 0",
    "params.quote = \"it's\"",
    "params.number = '5'",
    "params.kind = 'odd' AND metrics.m > 4 AND tags.group = 'b'",
)
REFUSED = (
    "metrics.m > 'a'",
    "metrics.m LIKE '1'",
    "params.kind > 'a'",
    "params.number = 5",
    "bogus.x = 1",
    "attributes.nope = 'x'",
    "attributes.status > 'x'",
    "a = 1 OR b = 2",
    "(metrics.m > 1)",
    "metrics.m >",
    "metrics.m",
    "params.kind = 'odd'; params.kind = 'even'",
    "params.kind = odd",
    "attributes.start_time = 'yesterday'",
    "dataset.nope = 'x'",
    "attributes.run_id IN ()",
    "params.kind IN ('odd')",
    "tags.group IN ('a', 'b')",
    "metrics.m BETWEEN 1 AND 2",
    "metrics.m == 1",
)
ORDERS = (
    ["metrics.m"],
    ["metrics.m DESC"],
    ["metrics.rare ASC"],
    ["metrics.rare DESC"],
    ["params.kind DESC", "metrics.m ASC"],
    ["tags.group", "attributes.run_name DESC"],
    ["attributes.start_time ASC"],
    ["start_time DESC"],
    ["attributes.end_time"],
    ["attribute.status", "attribute.run_name"],
    ["params.rare"],
)


def run(record, client):
    first = client.create_experiment("golden search one")
    second = client.create_experiment("golden search two")
    with record.step("search: runs are written"):
        for number in range(8):
            write(client, first if number < 6 else second, number)
        deleted = client.search_runs([first], "attributes.run_name = 'run 5'")[0].info.run_id
        client.delete_run(deleted)
    both = [first, second]
    for filter_string in FILTERS:
        with record.step(f"search: {filter_string}"):
            record.answer("names", names(client.search_runs(both, filter_string)))
    with record.step("search: refusals"):
        for filter_string in REFUSED:
            record.refused(filter_string, lambda f=filter_string: client.search_runs(both, f))
        for order in (["nope"], ["metrics.m SIDEWAYS"], ["dataset.name"], ["metrics"], ["metrics.m,params.kind"]):
            record.refused(str(order), lambda o=order: client.search_runs(both, order_by=o))
        record.refused("bad token", lambda: client.search_runs(both, page_token="???"))
        record.refused("too many", lambda: client.search_runs(both, max_results=50001))
        record.refused("unknown experiment", lambda: names(client.search_runs(["999999"])))
    with record.step("search: orders"):
        for order in ORDERS:
            record.answer(str(order), names(client.search_runs(both, order_by=order)))
    with record.step("search: views"):
        for view in (ViewType.ACTIVE_ONLY, ViewType.DELETED_ONLY, ViewType.ALL):
            record.answer(str(view), names(client.search_runs(both, run_view_type=view)))
    with record.step("search: by run ids"):
        ids = [run.info.run_id for run in client.search_runs([first], max_results=2)]
        quoted = ", ".join(f"'{run_id}'" for run_id in ids)
        record.answer("in", names(client.search_runs(both, f"attributes.run_id IN ({quoted})")))
        record.answer("not in", names(client.search_runs(both, f"attributes.run_id NOT IN ({quoted})")))
        record.answer("one", names(client.search_runs(both, f"run_id = '{ids[0]}'")))
    with record.step("search: pages"):
        token = None
        for _ in range(5):
            page = client.search_runs(both, max_results=3, order_by=["metrics.m DESC"], page_token=token)
            record.answer("page", {"names": names(page), "more": bool(page.token)})
            token = page.token
            if not token:
                break
    with record.step("search: fluent"):
        frame = mlflow.search_runs(experiment_names=["golden search one"], order_by=["attributes.start_time"])
        record.answer("columns", sorted(frame.columns))
        record.answer("names", list(frame["tags.mlflow.runName"]))
        listed = mlflow.search_runs(search_all_experiments=True, filter_string="metrics.m > 5", output_format="list")
        record.answer("all experiments", names(listed))


def write(client, experiment, number):
    run_id = client.create_run(experiment, start_time=1000 + number, run_name=f"run {number}").info.run_id
    client.log_metric(run_id, "m", number if number != 2 else float("nan"), timestamp=10, step=0)
    client.log_metric(run_id, "with space", number, timestamp=10, step=0)
    client.log_param(run_id, "kind", "odd" if number % 2 else "even")
    client.log_param(run_id, "number", number)
    client.set_tag(run_id, "group", "abc"[number % 3])
    if number == 4:
        client.log_metric(run_id, "rare", 1, timestamp=10, step=0)
        client.log_param(run_id, "rare", "yes")
        client.log_param(run_id, "quote", "it's")
    if number % 2 == 0:
        client.set_terminated(run_id, end_time=5000 - number)


def names(runs):
    return [run.info.run_name for run in runs]
