"""Runs the golden scenarios against one tracking server: golden.py URL RECORD-FILE SCENARIO…"""

import importlib
import logging
import os
import sys
import warnings

url, path, *scenarios = sys.argv[1:]
os.environ.update(
    MLFLOW_TRACKING_URI=url,
    # A refusal must be seen as it is, not after minutes of repetitions.
    MLFLOW_HTTP_REQUEST_MAX_RETRIES="0",
    MLFLOW_ENABLE_ASYNC_TRACE_LOGGING="false",
    MLFLOW_DISABLE_TELEMETRY="true",
    MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR="false",
    GIT_PYTHON_REFRESH="quiet",
)
warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

from mlflow import MlflowClient  # noqa: E402
from recorder import Recorder  # noqa: E402

record = Recorder(path)
for scenario in scenarios:
    module = importlib.import_module(scenario)
    try:
        module.run(record, MlflowClient())
    except Exception as error:
        with record.step(f"{scenario}: everything after"):
            raise error
