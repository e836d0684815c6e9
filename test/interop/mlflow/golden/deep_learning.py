"""Autologging of PyTorch Lightning and of Keras on JAX: metrics of each epoch, the model's summary, the model itself."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import keras
import lightning
import mlflow
import numpy
import torch
from logged_run import answer
from mlflow.utils.autologging_utils import BatchMetricsLogger

# How much the client puts into one call goes by how long calls take, and would differ with every run: here all of it comes at the end.
BatchMetricsLogger._should_flush = lambda _logger: False

INPUTS = numpy.random.default_rng(7).normal(size=(64, 3)).astype(numpy.float32)
TARGET = INPUTS @ numpy.float32([[1.0], [0.5], [-1.0]])
ASKED = INPUTS[:5]


class Regression(lightning.LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(3, 1)

    def forward(self, inputs):
        return self.layer(inputs)

    def training_step(self, batch, _index):
        return self._loss("train_loss", batch)

    def validation_step(self, batch, _index):
        return self._loss("validation_loss", batch)

    def _loss(self, name, batch):
        inputs, target = batch
        loss = torch.nn.functional.mse_loss(self(inputs), target)
        self.log(name, loss, on_step=False, on_epoch=True)
        return loss

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.1)


def run(record, client):
    mlflow.set_experiment("golden deep learning")
    with record.step("autologging: PyTorch Lightning"):
        mlflow.pytorch.autolog()
        with record.unsettled(), mlflow.start_run(run_name="lightning") as active:
            fitted = fit_lightning()
        answer(record, client, active)
        record.answer("files", files(client, active))
        loaded = mlflow.pytorch.load_model(f"runs:/{active.info.run_id}/model")
        with torch.no_grad():
            asked = torch.from_numpy(ASKED)
            record.answer("predicts the same", bool(torch.equal(loaded(asked), fitted(asked))))
        mlflow.pytorch.autolog(disable=True)
    with record.step("autologging: Keras"):
        mlflow.keras.autolog()
        with record.unsettled(), mlflow.start_run(run_name="keras") as active:
            fitted = fit_keras()
        answer(record, client, active)
        record.answer("files", files(client, active))
        loaded = mlflow.keras.load_model(f"runs:/{active.info.run_id}/model")
        asked = (loaded.predict(ASKED, verbose=0), fitted.predict(ASKED, verbose=0))
        record.answer("predicts the same", bool((asked[0] == asked[1]).all()))
        mlflow.keras.autolog(disable=True)


def fit_lightning():
    lightning.seed_everything(7, verbose=False)
    model = Regression()
    data = torch.utils.data.TensorDataset(torch.from_numpy(INPUTS), torch.from_numpy(TARGET))
    batches = torch.utils.data.DataLoader(data, batch_size=16)
    trainer = lightning.Trainer(
        max_epochs=4, accelerator="cpu", logger=False, enable_checkpointing=False, enable_progress_bar=False,
        enable_model_summary=False,
    )  # fmt: skip
    trainer.fit(model, batches, batches)
    return model.eval()


def fit_keras():
    keras.utils.set_random_seed(7)
    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(4, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(0.05), loss="mse", metrics=["mae"])
    model.fit(INPUTS, TARGET, batch_size=16, epochs=4, validation_split=0.25, verbose=0)
    return model


def files(client, active, folder=None):
    listed = client.list_artifacts(active.info.run_id, folder)
    below = [path for entry in listed if entry.is_dir for path in files(client, active, entry.path)]
    return sorted([entry.path for entry in listed if not entry.is_dir] + below)
