"""Calls of the unmodified client's log_metric in a second, printed: log_metric.py URL SECONDS."""

import sys
import time

from mlflow import MlflowClient

url, seconds = sys.argv[1], float(sys.argv[2])
client = MlflowClient(tracking_uri=url)
run = client.create_run(client.create_experiment(f"python {time.time_ns()}")).info.run_id
client.log_metric(run, "loss", 1.0, step=-1)

count = 0
started = time.perf_counter()
while (elapsed := time.perf_counter() - started) < seconds:
    client.log_metric(run, "loss", 1 / (count + 1), step=count)
    count += 1
print(count / elapsed)
