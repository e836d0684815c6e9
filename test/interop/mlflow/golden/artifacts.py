"""Artifacts through the server: texts, trees, names in Unicode, 100 MB, listing, download, delete."""

import hashlib
import pathlib
import tempfile

import mlflow
import numpy

MEGABYTES = 100


def run(record, client):
    mlflow.set_experiment("golden artifacts")
    with mlflow.start_run(run_name="artifacts") as active:
        run_id = active.info.run_id
        with record.step("artifacts: written"):
            mlflow.log_text("hello\nwörld", "texts/hello.txt")
            mlflow.log_dict({"a": [1, 2], "ü": None}, "dict.json")
            mlflow.log_dict({"a": 1}, "dict.yaml")
            mlflow.log_text("", "empty.txt")
            mlflow.log_text("<b>bold</b>", "page.html")
            mlflow.log_text("unicode", "größe/датa 漢字.txt")
            mlflow.log_text("odd", "odd names/a b+c&d=e%20f.txt")
            mlflow.log_table({"x": [1, 2], "y": ["a", "b"]}, "table.json")
            black = numpy.zeros((4, 4, 3), dtype=numpy.uint8)
            # Small environments have no Pillow.
            record.refused("image", lambda: mlflow.log_image(black, "image.png"))
        with record.step("artifacts: a tree"):
            with tempfile.TemporaryDirectory() as folder:
                root = pathlib.Path(folder, "tree")
                for name in ("one.txt", "deep/er/two.txt", "deep/three.bin"):
                    path = root / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(name.encode())
                mlflow.log_artifacts(str(root), artifact_path="tree")
                mlflow.log_artifact(str(root / "one.txt"))
                mlflow.log_artifact(str(root), artifact_path="again")
    with record.step("artifacts: listed"):
        for path in (None, "tree", "tree/deep", "tree/one.txt", "größe", "odd names", "nowhere", "again"):
            record.answer(str(path), client.list_artifacts(run_id, path))
    with record.step("artifacts: read"):
        for path in ("texts/hello.txt", "empty.txt", "odd names/a b+c&d=e%20f.txt"):
            record.answer(path, mlflow.artifacts.load_text(f"runs:/{run_id}/{path}"))
        record.answer("dict.json", mlflow.artifacts.load_dict(f"runs:/{run_id}/dict.json"))
        with tempfile.TemporaryDirectory() as folder:
            fetched = pathlib.Path(client.download_artifacts(run_id, "tree", folder))
            record.answer("tree", sorted(str(path.relative_to(folder)) for path in fetched.rglob("*")))
    with record.step("artifacts: a name that is not Latin is read"):
        path = "größe/датa 漢字.txt"
        record.refused(path, lambda: mlflow.artifacts.load_text(f"runs:/{run_id}/{path}"))
    with record.step("artifacts: refusals"):
        record.refused("missing", lambda: missing(client, run_id))
        record.refused("upwards", lambda: client.list_artifacts(run_id, "../.."))
        record.refused("unknown run", lambda: client.list_artifacts("0" * 32))
    with record.step("artifacts: deleted"):
        repository = mlflow.store.artifact.artifact_repository_registry.get_artifact_repository(
            active.info.artifact_uri
        )
        repository.delete_artifacts("dict.yaml")
        repository.delete_artifacts("tree/deep")
        record.answer("root", client.list_artifacts(run_id))
        record.answer("tree", client.list_artifacts(run_id, "tree"))
        record.refused("missing", lambda: repository.delete_artifacts("nowhere"))
    with record.step("artifacts: 100 MB"):
        record.answer("comes back as it went", large_file(client, run_id))


def missing(client, run_id):
    with tempfile.TemporaryDirectory() as folder:
        return client.download_artifacts(run_id, "nowhere.txt", folder)


def large_file(client, run_id):
    block = numpy.random.default_rng(5).bytes(1 << 20)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "large.bin")
        with path.open("wb") as file:
            for _ in range(MEGABYTES):
                file.write(block)
        client.log_artifact(run_id, str(path))
        listed = [entry for entry in client.list_artifacts(run_id) if entry.path == "large.bin"]
        expected = digest(path)
        path.unlink()
        fetched = client.download_artifacts(run_id, "large.bin", folder)
        return [digest(fetched) == expected, listed]


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
