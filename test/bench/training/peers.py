"""The two programs that we are measured against, driven by lines of JSON: one request a line on stdin, one answer a line on stdout."""

import json
import sys
import time

import lightgbm
import numpy
import pandas
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from threadpoolctl import threadpool_limits

tables = {}


def read(path):
    if path not in tables:
        table = pandas.read_csv(path)
        for name in table.columns:
            if not pandas.api.types.is_numeric_dtype(table[name]):
                table[name] = table[name].astype("category")
        tables[path] = table
    return tables[path]


def make(peer, task, rounds, leaves):
    if peer == "lightgbm":
        kind = lightgbm.LGBMRegressor if task == "regression" else lightgbm.LGBMClassifier
        return kind(n_estimators=rounds, num_leaves=leaves, n_jobs=1, verbose=-1)
    kind = HistGradientBoostingRegressor if task == "regression" else HistGradientBoostingClassifier
    return kind(
        max_iter=rounds, max_leaf_nodes=leaves, early_stopping=False, categorical_features="from_dtype"
    )


def answer(request):
    table = read(request["path"])
    task = request["task"]
    inputs = table.drop(columns=request["target"])
    target = table[request["target"]]
    if task != "regression":
        target = target.cat.codes  # ascending labels, as ours: the second of two is the positive one
    train, test = request["train"], request["test"]
    model = make(request["peer"], task, request["rounds"], request["leaves"])
    train_inputs, train_target = inputs.iloc[train], target.iloc[train]
    with threadpool_limits(1):
        started = time.perf_counter()
        model.fit(train_inputs, train_target)
        seconds = time.perf_counter() - started
    held_out = inputs.iloc[test]
    if task == "binary":
        predicted = model.predict_proba(held_out)[:, 1]
    else:
        predicted = model.predict(held_out)
    return {"milliseconds": seconds * 1000, "predicted": numpy.asarray(predicted, dtype=float).tolist()}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
