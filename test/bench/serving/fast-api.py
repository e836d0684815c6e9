"""The usual way to serve an ONNX model from Python: FastAPI and ONNX Runtime, one worker, one thread, no log."""

import json
import os
import sys

import numpy
import onnxruntime
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

folder, port = sys.argv[1], int(sys.argv[2])
with open(os.path.join(folder, "model.json"), encoding="utf-8") as file:
    signature = json.load(file)["signature"]

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(os.path.join(folder, "model.onnx"), options, providers=["CPUExecutionProvider"])

app = FastAPI()


class Request(BaseModel):
    records: list[dict[str, float | str | None]]


def column(records, name, kind):
    values = [record[name] for record in records]
    if kind == "string":
        return numpy.array(["" if value is None else value for value in values], dtype=object).reshape(-1, 1)
    return numpy.array([numpy.nan if value is None else value for value in values], dtype=numpy.float32).reshape(-1, 1)


@app.post("/predict")
async def predict(request: Request):
    feeds = {one["name"]: column(request.records, one["name"], one["type"]) for one in signature["inputs"]}
    labels, probabilities = session.run(["label", "probabilities"], feeds)
    return {
        "predictions": [
            {"prediction": label, "probabilities": dict(zip(signature["classes"], row.tolist()))}
            for label, row in zip(labels, probabilities)
        ]
    }


uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
