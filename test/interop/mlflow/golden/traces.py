"""Simple traces: made by a decorator, read, searched, tagged, judged, deleted."""

import mlflow
from mlflow.entities import AssessmentSource, SpanType


@mlflow.trace(name="outer", span_type=SpanType.CHAIN, attributes={"kind": "test"})
def outer(number):
    return inner(number) + 1


@mlflow.trace
def inner(number):
    if number < 0:
        raise ValueError("negative")
    return number * 2


def run(record, client):
    experiment = mlflow.set_experiment("golden traces").experiment_id
    with record.step("traces: written"):
        record.answer("returned", outer(3))
        first = mlflow.get_last_active_trace_id()
        record.refused("raised", lambda: outer(-1))
        with mlflow.start_run(run_name="traced"):
            outer(5)
        with mlflow.start_span(name="manual") as span:
            span.set_inputs({"q": "größe"})
            span.set_outputs(["a", 1, None])
    with record.step("traces: read"):
        trace = mlflow.get_trace(first)
        record.answer("state", str(trace.info.state))
        record.answer("spans", [[span.name, span.span_type, span.inputs, span.outputs] for span in trace.data.spans])
        record.answer("previews", [trace.info.request_preview, trace.info.response_preview])
        record.refused("unknown", lambda: mlflow.get_trace("tr-" + "0" * 32))
    with record.step("traces: tags"):
        mlflow.set_trace_tag(first, "color", "red")
        mlflow.set_trace_tag(first, "gone", "x")
        mlflow.delete_trace_tag(first, "gone")
        record.refused("missing tag", lambda: mlflow.delete_trace_tag(first, "nope"))
        record.refused("unknown trace", lambda: client.set_trace_tag("tr-" + "0" * 32, "a", "b"))
    with record.step("traces: search"):
        for filter_string in (
            None,
            "attributes.status = 'OK'",
            "attributes.status = 'ERROR'",
            "attributes.name = 'manual'",
            "tags.color = 'red'",
            "attributes.timestamp_ms > 0",
            "attributes.execution_time_ms >= 0",
        ):
            record.answer(str(filter_string), found(client.search_traces(locations=[experiment], filter_string=filter_string)))
        ordered = client.search_traces(locations=[experiment], order_by=["timestamp_ms ASC"])
        record.answer("ordered", found(ordered))
        page = client.search_traces(locations=[experiment], max_results=2)
        record.answer("page", [found(page), bool(page.token)])
        record.answer("rest", found(client.search_traces(locations=[experiment], max_results=2, page_token=page.token)))
        record.answer("fluent", len(mlflow.search_traces(locations=[experiment])))
        for filter_string in ("nope.x = 1", "attributes.status > 'x'", "tags.a = 'b' OR tags.a = 'c'"):
            record.refused(filter_string, lambda f=filter_string: client.search_traces(locations=[experiment], filter_string=f))
    with record.step("traces: assessments"):
        source = AssessmentSource(source_type="HUMAN", source_id="me")
        feedback = mlflow.log_feedback(trace_id=first, name="good", value=True, rationale="so it is", source=source)
        record.answer("feedback", [feedback.name, feedback.value])
        mlflow.log_expectation(trace_id=first, name="expected", value={"a": 1}, source=source)
        changed = mlflow.update_assessment(first, feedback.assessment_id, mlflow.entities.Feedback(name="good", value=False))
        record.answer("changed", [changed.name, changed.value])
        read = mlflow.get_assessment(first, feedback.assessment_id)
        record.answer("read", [read.name, read.value, read.rationale])
        record.answer("on the trace", sorted(entry.name for entry in mlflow.get_trace(first).info.assessments))
        mlflow.delete_assessment(first, feedback.assessment_id)
        record.refused("deleted", lambda: mlflow.get_assessment(first, feedback.assessment_id))
    with record.step("traces: assessed while it goes on"):
        mlflow.set_experiment(experiment_id=experiment)

        @mlflow.trace
        def assessed(kind: str) -> str:
            going = mlflow.get_active_trace_id()
            if kind == "feedback":
                mlflow.log_feedback(trace_id=going, name="early", value=0.5, rationale="seen", source=source)
            else:
                mlflow.log_expectation(trace_id=going, name="meant", value={"a": [1]}, source=source)
            return going

        for kind in ("feedback", "expectation"):
            early = assessed(kind)
            mlflow.flush_trace_async_logging()
            kept = client.get_trace(early).info.assessments
            record.answer(kind, [[entry.name, str(entry.value), str(entry.rationale)] for entry in kept])
            client.delete_traces(experiment, trace_ids=[early])
    with record.step("traces: deleted"):
        record.answer("by id", client.delete_traces(experiment, trace_ids=[first]))
        record.refused("read", lambda: client.get_trace(first))
        record.answer("older than", client.delete_traces(experiment, max_timestamp_millis=4_000_000_000_000, max_traces=1))
        record.answer("left", len(client.search_traces(locations=[experiment])))


def found(traces):
    return [[trace.info.tags.get("mlflow.traceName"), str(trace.info.state)] for trace in traces]
