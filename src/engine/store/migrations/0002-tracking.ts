import type { Migration } from './migration.ts';

/**
 * What the MLflow protocol knows of experiments, runs and models, in tables that stay quick at many runs: runs and keys have numbers,
 * so that a point or a parameter is a few bytes, and each key can be read through all runs without touching their other values.
 */
export const tracking: Migration = {
  number: 2,
  name: 'tracking',
  sql: `
-- Names of parameters, metrics and tags.
CREATE TABLE keys (
  number INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO keys (name) SELECT key FROM run_parameters UNION SELECT key FROM run_tags UNION SELECT key FROM run_metrics;
INSERT OR IGNORE INTO keys (name) VALUES ('mlflow.runName'), ('mlflow.note.content');

ALTER TABLE experiments ADD COLUMN artifact_location TEXT;
-- MLflow's clients take experiment 0, called Default, for granted.
UPDATE runs SET experiment_id = 0 WHERE experiment_id = (SELECT id FROM experiments WHERE name = 'Default');
UPDATE experiments SET id = 0 WHERE name = 'Default';
INSERT OR IGNORE INTO experiments (id, name, created_at_ms, updated_at_ms)
  VALUES (0, 'Default', CAST(unixepoch('subsec') * 1000 AS INTEGER), CAST(unixepoch('subsec') * 1000 AS INTEGER));

CREATE TABLE experiment_tags (
  experiment_id INTEGER NOT NULL REFERENCES experiments (id),
  key           TEXT    NOT NULL,
  value         TEXT    NOT NULL,
  PRIMARY KEY (experiment_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs_rebuilt (
  number           INTEGER PRIMARY KEY,
  id               TEXT    NOT NULL UNIQUE,
  experiment_id    INTEGER NOT NULL REFERENCES experiments (id),
  name             TEXT    NOT NULL,
  status           TEXT    NOT NULL CHECK (status IN ('scheduled', 'running', 'finished', 'failed', 'killed')),
  lifecycle_stage  TEXT    NOT NULL DEFAULT 'active' CHECK (lifecycle_stage IN ('active', 'deleted')),
  started_at_ms    INTEGER NOT NULL,
  ended_at_ms      INTEGER,
  deleted_at_ms    INTEGER,
  job_id           TEXT,
  seed             INTEGER,
  -- As the name, also a tag: mlflow.note.content, mlflow.runName.
  note             TEXT    NOT NULL DEFAULT '',
  code_json        TEXT,
  environment_json TEXT    NOT NULL DEFAULT '{}',
  signature_json   TEXT,
  user_name        TEXT    NOT NULL DEFAULT '',
  -- Null where the experiment's location says it.
  artifact_uri     TEXT,
  -- The tag mlflow.parentRunId; a parent need not exist.
  parent_id        TEXT
) STRICT;
INSERT INTO runs_rebuilt (id, experiment_id, name, status, lifecycle_stage, started_at_ms, ended_at_ms, deleted_at_ms, job_id, seed,
    note, code_json, environment_json, signature_json, parent_id)
  SELECT id, experiment_id, name, status, lifecycle_stage, started_at_ms, ended_at_ms, deleted_at_ms, job_id, seed, note, code_json,
    environment_json, signature_json, (SELECT value FROM run_tags WHERE run_id = runs.id AND key = 'mlflow.parentRunId')
  FROM runs ORDER BY started_at_ms, id;
DROP TABLE runs;
ALTER TABLE runs_rebuilt RENAME TO runs;
CREATE INDEX runs_by_experiment ON runs (experiment_id, lifecycle_stage, started_at_ms DESC, id);
CREATE INDEX runs_by_start ON runs (lifecycle_stage, started_at_ms DESC, id);
CREATE INDEX runs_by_parent ON runs (parent_id) WHERE parent_id IS NOT NULL;

ALTER TABLE run_parameters RENAME TO run_parameters_before;
CREATE TABLE run_parameters (
  run_number INTEGER NOT NULL REFERENCES runs (number),
  key_number INTEGER NOT NULL REFERENCES keys (number),
  value      TEXT    NOT NULL,
  PRIMARY KEY (run_number, key_number)
) STRICT, WITHOUT ROWID;
INSERT INTO run_parameters SELECT runs.number, keys.number, value FROM run_parameters_before
  JOIN runs ON runs.id = run_id JOIN keys ON keys.name = key;
DROP TABLE run_parameters_before;
CREATE INDEX run_parameters_by_key ON run_parameters (key_number, run_number, value);

ALTER TABLE run_tags RENAME TO run_tags_before;
CREATE TABLE run_tags (
  run_number INTEGER NOT NULL REFERENCES runs (number),
  key_number INTEGER NOT NULL REFERENCES keys (number),
  value      TEXT    NOT NULL,
  PRIMARY KEY (run_number, key_number)
) STRICT, WITHOUT ROWID;
INSERT INTO run_tags SELECT runs.number, keys.number, value FROM run_tags_before
  JOIN runs ON runs.id = run_id JOIN keys ON keys.name = key;
INSERT OR REPLACE INTO run_tags SELECT runs.number, keys.number, runs.name FROM runs JOIN keys ON keys.name = 'mlflow.runName';
INSERT OR REPLACE INTO run_tags SELECT runs.number, keys.number, note FROM runs JOIN keys ON keys.name = 'mlflow.note.content' WHERE note <> '';
DROP TABLE run_tags_before;
-- Without the value: tags can be long.
CREATE INDEX run_tags_by_key ON run_tags (key_number, run_number);

-- A point is its own identity, so that a repeated batch changes nothing. NaN is 0 with a flag, infinities are the largest doubles.
ALTER TABLE run_metrics RENAME TO run_metrics_before;
CREATE TABLE run_metrics (
  run_number   INTEGER NOT NULL REFERENCES runs (number),
  key_number   INTEGER NOT NULL REFERENCES keys (number),
  step         INTEGER NOT NULL,
  timestamp_ms INTEGER NOT NULL,
  value        REAL    NOT NULL,
  is_nan       INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_number, key_number, step, timestamp_ms, value, is_nan)
) STRICT, WITHOUT ROWID;
INSERT INTO run_metrics SELECT runs.number, keys.number, step, timestamp_ms, value, is_nan FROM run_metrics_before
  JOIN runs ON runs.id = run_id JOIN keys ON keys.name = key;
DROP TABLE run_metrics_before;

-- What a table of runs shows of a history: the latest point, which is the greatest (step, timestamp, value), and its extremes.
-- The extremes are null while every value is NaN; of equal ones the lowest step counts.
CREATE TABLE run_metric_summaries (
  run_number   INTEGER NOT NULL REFERENCES runs (number),
  key_number   INTEGER NOT NULL REFERENCES keys (number),
  step         INTEGER NOT NULL,
  timestamp_ms INTEGER NOT NULL,
  value        REAL    NOT NULL,
  is_nan       INTEGER NOT NULL DEFAULT 0,
  min_value    REAL,
  min_step     INTEGER,
  max_value    REAL,
  max_step     INTEGER,
  point_count  INTEGER NOT NULL,
  nan_count    INTEGER NOT NULL,
  PRIMARY KEY (run_number, key_number)
) STRICT, WITHOUT ROWID;
INSERT INTO run_metric_summaries
  SELECT l.number, l.key_number, l.step, l.timestamp_ms, l.value, l.is_nan,
    (SELECT min(value) FROM run_metrics m WHERE m.run_number = l.number AND m.key_number = l.key_number AND NOT m.is_nan),
    (SELECT step FROM run_metrics m WHERE m.run_number = l.number AND m.key_number = l.key_number AND NOT m.is_nan ORDER BY value, step LIMIT 1),
    (SELECT max(value) FROM run_metrics m WHERE m.run_number = l.number AND m.key_number = l.key_number AND NOT m.is_nan),
    (SELECT step FROM run_metrics m WHERE m.run_number = l.number AND m.key_number = l.key_number AND NOT m.is_nan ORDER BY value DESC, step LIMIT 1),
    (SELECT count(*) FROM run_metrics m WHERE m.run_number = l.number AND m.key_number = l.key_number),
    (SELECT count(*) FROM run_metrics m WHERE m.run_number = l.number AND m.key_number = l.key_number AND m.is_nan)
  FROM (SELECT runs.number, keys.number AS key_number, step, timestamp_ms, value, is_nan FROM run_latest_metrics
    JOIN runs ON runs.id = run_id JOIN keys ON keys.name = key) AS l;
DROP TABLE run_latest_metrics;
CREATE INDEX run_metric_summaries_by_value ON run_metric_summaries (key_number, is_nan, value, run_number);

ALTER TABLE run_artifacts RENAME TO run_artifacts_before;
CREATE TABLE run_artifacts (
  run_number INTEGER NOT NULL REFERENCES runs (number),
  path       TEXT    NOT NULL,
  digest     TEXT    NOT NULL REFERENCES objects (digest),
  size_bytes INTEGER NOT NULL,
  PRIMARY KEY (run_number, path)
) STRICT, WITHOUT ROWID;
INSERT INTO run_artifacts SELECT runs.number, path, digest, size_bytes FROM run_artifacts_before JOIN runs ON runs.id = run_id;
DROP TABLE run_artifacts_before;

-- Files that clients put below mlflow-artifacts:/ and that belong to no run: logged models, traces, places of their own choice.
CREATE TABLE stored_files (
  path       TEXT    PRIMARY KEY,
  digest     TEXT    NOT NULL REFERENCES objects (digest),
  size_bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Datasets as MLflow's clients describe them; names and digests are theirs.
CREATE TABLE logged_datasets (
  id            INTEGER PRIMARY KEY,
  experiment_id INTEGER NOT NULL REFERENCES experiments (id),
  name          TEXT    NOT NULL,
  digest        TEXT    NOT NULL,
  source_type   TEXT    NOT NULL,
  source        TEXT    NOT NULL,
  schema        TEXT,
  profile       TEXT,
  UNIQUE (experiment_id, name, digest)
) STRICT;

ALTER TABLE run_datasets RENAME TO run_datasets_before;
CREATE TABLE run_datasets (
  run_number        INTEGER NOT NULL REFERENCES runs (number),
  role              TEXT    NOT NULL,
  name              TEXT    NOT NULL,
  digest            TEXT    NOT NULL,
  version           INTEGER,
  logged_dataset_id INTEGER REFERENCES logged_datasets (id),
  tags_json         TEXT    NOT NULL DEFAULT '{}',
  PRIMARY KEY (run_number, role, name, digest)
) STRICT, WITHOUT ROWID;
INSERT INTO run_datasets (run_number, role, name, digest, version)
  SELECT runs.number, role, run_datasets_before.name, digest, version FROM run_datasets_before JOIN runs ON runs.id = run_id;
DROP TABLE run_datasets_before;
CREATE INDEX run_datasets_by_digest ON run_datasets (digest);

-- Models as MLflow 3 logs them, before and whether or not they are registered.
CREATE TABLE logged_models (
  id                TEXT    PRIMARY KEY,
  experiment_id     INTEGER NOT NULL REFERENCES experiments (id),
  name              TEXT    NOT NULL,
  model_type        TEXT,
  source_run_id     TEXT,
  status            TEXT    NOT NULL CHECK (status IN ('pending', 'ready', 'upload-failed')),
  status_message    TEXT,
  artifact_location TEXT    NOT NULL,
  created_at_ms     INTEGER NOT NULL,
  updated_at_ms     INTEGER NOT NULL,
  deleted_at_ms     INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX logged_models_by_experiment ON logged_models (experiment_id, created_at_ms DESC);
CREATE INDEX logged_models_by_run ON logged_models (source_run_id);
CREATE TABLE logged_model_parameters (
  model_id TEXT NOT NULL REFERENCES logged_models (id),
  key      TEXT NOT NULL,
  value    TEXT NOT NULL,
  PRIMARY KEY (model_id, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE logged_model_tags (
  model_id TEXT NOT NULL REFERENCES logged_models (id),
  key      TEXT NOT NULL,
  value    TEXT NOT NULL,
  PRIMARY KEY (model_id, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE logged_model_metrics (
  model_id       TEXT    NOT NULL REFERENCES logged_models (id),
  key            TEXT    NOT NULL,
  step           INTEGER NOT NULL,
  timestamp_ms   INTEGER NOT NULL,
  value          REAL    NOT NULL,
  is_nan         INTEGER NOT NULL DEFAULT 0,
  run_id         TEXT    NOT NULL,
  dataset_name   TEXT,
  dataset_digest TEXT,
  PRIMARY KEY (model_id, key, step, timestamp_ms, value, is_nan, run_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE run_models (
  run_number INTEGER NOT NULL REFERENCES runs (number),
  direction  TEXT    NOT NULL CHECK (direction IN ('input', 'output')),
  model_id   TEXT    NOT NULL,
  step       INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_number, direction, model_id)
) STRICT, WITHOUT ROWID;

-- A model that was removed keeps its rows for what refers to them; its name is free again.
CREATE TABLE registered_models_rebuilt (
  id            INTEGER PRIMARY KEY,
  name          TEXT    NOT NULL,
  description   TEXT    NOT NULL DEFAULT '',
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  removed_at_ms INTEGER
) STRICT;
INSERT INTO registered_models_rebuilt (id, name, description, created_at_ms, updated_at_ms)
  SELECT id, name, description, created_at_ms, created_at_ms FROM registered_models;
DROP TABLE registered_models;
ALTER TABLE registered_models_rebuilt RENAME TO registered_models;
CREATE UNIQUE INDEX registered_models_by_name ON registered_models (name) WHERE removed_at_ms IS NULL;

CREATE TABLE registered_model_tags (
  model_id INTEGER NOT NULL REFERENCES registered_models (id),
  key      TEXT    NOT NULL,
  value    TEXT    NOT NULL,
  PRIMARY KEY (model_id, key)
) STRICT, WITHOUT ROWID;

-- The digest is of the ONNX file; a version that holds none has only a source. Numbers of removed versions are not used again.
CREATE TABLE model_versions_rebuilt (
  model_id         INTEGER NOT NULL REFERENCES registered_models (id),
  version          INTEGER NOT NULL,
  run_id           TEXT,
  digest           TEXT    REFERENCES objects (digest),
  size_bytes       INTEGER,
  signature_json   TEXT,
  description      TEXT    NOT NULL DEFAULT '',
  registered_at_ms INTEGER NOT NULL,
  updated_at_ms    INTEGER NOT NULL,
  removed_at_ms    INTEGER,
  source           TEXT,
  storage_location TEXT,
  run_link         TEXT    NOT NULL DEFAULT '',
  user_name        TEXT    NOT NULL DEFAULT '',
  stage            TEXT    NOT NULL DEFAULT 'None' CHECK (stage IN ('None', 'Staging', 'Production', 'Archived')),
  logged_model_id  TEXT,
  PRIMARY KEY (model_id, version)
) STRICT, WITHOUT ROWID;
INSERT INTO model_versions_rebuilt (model_id, version, run_id, digest, size_bytes, signature_json, description, registered_at_ms, updated_at_ms)
  SELECT model_id, version, run_id, digest, size_bytes, signature_json, description, registered_at_ms, registered_at_ms FROM model_versions;
DROP TABLE model_versions;
ALTER TABLE model_versions_rebuilt RENAME TO model_versions;
CREATE INDEX model_versions_by_run ON model_versions (run_id);

CREATE TABLE model_version_tags (
  model_id INTEGER NOT NULL,
  version  INTEGER NOT NULL,
  key      TEXT    NOT NULL,
  value    TEXT    NOT NULL,
  PRIMARY KEY (model_id, version, key),
  FOREIGN KEY (model_id, version) REFERENCES model_versions (model_id, version)
) STRICT, WITHOUT ROWID;

-- The tracking server of this project, once it has been switched on.
CREATE TABLE tracking_server (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  port           INTEGER NOT NULL,
  is_wanted      INTEGER NOT NULL,
  pid            INTEGER,
  pid_started_at TEXT
) STRICT;
`,
};
