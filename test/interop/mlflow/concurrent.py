"""One of several clients that log at once: concurrent.py URL SHARED-RUN EXPERIMENT INDEX. Prints its own run's id."""

import sys

from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag

url, shared, experiment, index = sys.argv[1:]
client = MlflowClient(tracking_uri=url)
own = client.create_run(experiment, run_name=f"client {index}").info.run_id
for step in range(50):
    client.log_metric(own, "own", step * int(index), timestamp=1000 + step, step=step)
    # Every client says the same: it must count once.
    client.log_metric(shared, "same", step, timestamp=1000 + step, step=step)
    client.log_metric(shared, f"of {index}", step, timestamp=1000 + step, step=step)
client.log_param(shared, "agreed", "yes")
client.set_tag(shared, f"from {index}", "was here")
batch = {
    "metrics": [Metric("batch", value, 2000 + value, value) for value in range(500)],
    "params": [Param(f"p{number}", index) for number in range(50)],
    "tags": [RunTag(f"t{number}", index) for number in range(50)],
}
for _ in range(2):
    client.log_batch(own, **batch)
print(own)
