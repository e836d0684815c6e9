"""Simple traces as clients before MLflow 3 send them: begun, ended, with their spans as a file beside them."""

import mlflow
from mlflow.entities import SpanType


@mlflow.trace(name="outer", span_type=SpanType.CHAIN, attributes={"kind": "test"})
def outer(number):
    return inner(number) + 1


@mlflow.trace
def inner(number):
    if number < 0:
        raise ValueError("negative")
    return number * 2


def run(record, client):
    experiment = mlflow.set_experiment("golden earlier traces").experiment_id
    with record.step("earlier traces: written"):
        record.answer("returned", outer(3))
        first = mlflow.get_last_active_trace_id()
        record.refused("raised", lambda: outer(-1))
        with mlflow.start_run(run_name="traced"):
            outer(5)
        root = client.start_trace("by client", inputs={"q": "größe"}, tags={"own": "tag"}, experiment_id=experiment)
        client.end_trace(root.request_id, outputs=["a", 1], attributes={"x": 1})
    with record.step("earlier traces: read"):
        trace = client.get_trace(first)
        record.answer("status", str(trace.info.status))
        record.answer("spans", [[span.name, span.span_type, span.inputs, span.outputs] for span in trace.data.spans])
        record.answer("data", [trace.data.request, trace.data.response])
        record.refused("unknown", lambda: client.get_trace("tr-" + "0" * 32))
    with record.step("earlier traces: tags"):
        client.set_trace_tag(first, "color", "red")
        client.set_trace_tag(first, "gone", "x")
        client.delete_trace_tag(first, "gone")
        record.answer("tags", sorted(client.get_trace(first).info.tags))
        record.refused("missing tag", lambda: client.delete_trace_tag(first, "nope"))
        record.refused("unknown trace", lambda: client.set_trace_tag("tr-" + "0" * 32, "a", "b"))
    with record.step("earlier traces: search"):
        for filter_string in (
            None,
            "attributes.status = 'OK'",
            "attributes.status = 'ERROR'",
            "attributes.name = 'by client'",
            "tags.color = 'red'",
            "tags.own = 'tag'",
            "attributes.timestamp_ms > 0",
        ):
            record.answer(str(filter_string), found(client.search_traces([experiment], filter_string=filter_string)))
        record.answer("ordered", found(client.search_traces([experiment], order_by=["timestamp_ms ASC"])))
        page = client.search_traces([experiment], max_results=3)
        record.answer("page", [found(page), bool(page.token)])
        record.answer("rest", found(client.search_traces([experiment], max_results=3, page_token=page.token)))
        for filter_string in ("nope.x = 1", "tags.a = 'b' OR tags.a = 'c'"):
            record.refused(filter_string, lambda f=filter_string: client.search_traces([experiment], filter_string=f))
    with record.step("earlier traces: deleted"):
        record.answer("by id", client.delete_traces(experiment, request_ids=[first]))
        record.refused("read", lambda: client.get_trace(first))
        record.answer("older than", client.delete_traces(experiment, max_timestamp_millis=4_000_000_000_000, max_traces=1))
        record.answer("left", len(client.search_traces([experiment])))


def found(traces):
    return [[trace.info.tags.get("mlflow.traceName"), str(trace.info.status)] for trace in traces]
