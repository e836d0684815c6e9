"""Autologging of scikit-learn, LightGBM and XGBoost."""

import lightgbm
import mlflow
import models
import xgboost
from logged_run import answer


def run(record, client):
    mlflow.set_experiment("golden autologging")
    with record.step("autologging: scikit-learn"):
        mlflow.sklearn.autolog(log_models=False)
        with record.unsettled(), mlflow.start_run(run_name="sklearn") as active:
            models.scikit_learn()
        answer(record, client, active)
        mlflow.sklearn.autolog(disable=True)
    with record.step("autologging: LightGBM"):
        mlflow.lightgbm.autolog(log_models=False)
        with record.unsettled(), mlflow.start_run(run_name="lightgbm") as active:
            data = lightgbm.Dataset(models.INPUTS, label=models.TARGET)
            parameters = {"objective": "binary", "verbose": -1, "num_threads": 1}
            lightgbm.train(parameters, data, num_boost_round=5, valid_sets=[data])
        answer(record, client, active)
        mlflow.lightgbm.autolog(disable=True)
    with record.step("autologging: XGBoost"):
        mlflow.xgboost.autolog(log_models=False)
        with record.unsettled(), mlflow.start_run(run_name="xgboost") as active:
            data = xgboost.DMatrix(models.INPUTS, label=models.TARGET)
            parameters = {"objective": "binary:logistic", "nthread": 1}
            xgboost.train(parameters, data, num_boost_round=5, evals=[(data, "train")], verbose_eval=False)
        answer(record, client, active)
        mlflow.xgboost.autolog(disable=True)
    with record.step("autologging: scikit-learn with its model"):
        mlflow.sklearn.autolog()
        with record.unsettled(), mlflow.start_run(run_name="with its model") as active:
            fitted = models.scikit_learn()
        answer(record, client, active)
        loaded = mlflow.sklearn.load_model(f"runs:/{active.info.run_id}/model")
        record.answer("predicts the same", bool((loaded.predict(models.ASKED) == fitted.predict(models.ASKED)).all()))
        mlflow.sklearn.autolog(disable=True)
