"""What was logged of a run, as the client reads it back."""


def answer(record, client, active):
    found = client.get_run(active.info.run_id)
    record.answer("parameters", found.data.params)
    record.answer("metrics", found.data.metrics)
    record.answer("inputs", sorted(entry.dataset.name for entry in found.inputs.dataset_inputs))
    for key in sorted(found.data.metrics):
        record.answer(f"history of {key}", [[m.step, m.value] for m in client.get_metric_history(found.info.run_id, key)])
