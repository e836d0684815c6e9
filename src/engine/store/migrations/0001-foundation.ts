import type { Migration } from './migration.ts';

/** The tables of the foundation. Times are epoch milliseconds; digests are lower-case hexadecimal SHA-256; JSON is text. */
export const foundation: Migration = {
  number: 1,
  name: 'foundation',
  sql: `
CREATE TABLE project (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  name          TEXT    NOT NULL,
  created_at_ms INTEGER NOT NULL,
  is_sample     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE objects (
  digest        TEXT    PRIMARY KEY,
  size_bytes    INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE datasets (
  id            INTEGER PRIMARY KEY,
  name          TEXT    NOT NULL UNIQUE,
  created_at_ms INTEGER NOT NULL,
  removed_at_ms INTEGER
) STRICT;

CREATE TABLE dataset_versions (
  dataset_id     INTEGER NOT NULL REFERENCES datasets (id),
  version        INTEGER NOT NULL,
  digest         TEXT    NOT NULL,
  format         TEXT    NOT NULL,
  size_bytes     INTEGER NOT NULL,
  row_count      INTEGER NOT NULL,
  columns_json   TEXT    NOT NULL,
  reader_json    TEXT    NOT NULL,
  warnings_json  TEXT    NOT NULL,
  mode           TEXT    NOT NULL CHECK (mode IN ('reference', 'copy')),
  path           TEXT    NOT NULL,
  modified_at_ms INTEGER NOT NULL,
  added_at_ms    INTEGER NOT NULL,
  PRIMARY KEY (dataset_id, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX dataset_versions_by_digest ON dataset_versions (digest);

CREATE TABLE dataset_profiles (
  digest         TEXT NOT NULL,
  columns_digest TEXT NOT NULL,
  profile_json   TEXT NOT NULL,
  PRIMARY KEY (digest, columns_digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE experiments (
  id              INTEGER PRIMARY KEY,
  name            TEXT    NOT NULL UNIQUE,
  lifecycle_stage TEXT    NOT NULL DEFAULT 'active' CHECK (lifecycle_stage IN ('active', 'deleted')),
  created_at_ms   INTEGER NOT NULL,
  updated_at_ms   INTEGER NOT NULL
) STRICT;

CREATE TABLE runs (
  id               TEXT    PRIMARY KEY,
  experiment_id    INTEGER NOT NULL REFERENCES experiments (id),
  name             TEXT    NOT NULL,
  status           TEXT    NOT NULL CHECK (status IN ('scheduled', 'running', 'finished', 'failed', 'killed')),
  lifecycle_stage  TEXT    NOT NULL DEFAULT 'active' CHECK (lifecycle_stage IN ('active', 'deleted')),
  started_at_ms    INTEGER NOT NULL,
  ended_at_ms      INTEGER,
  deleted_at_ms    INTEGER,
  job_id           TEXT,
  seed             INTEGER,
  note             TEXT    NOT NULL DEFAULT '',
  code_json        TEXT,
  environment_json TEXT    NOT NULL DEFAULT '{}',
  signature_json   TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX runs_by_experiment ON runs (experiment_id, lifecycle_stage, started_at_ms DESC);
CREATE INDEX runs_by_start ON runs (lifecycle_stage, started_at_ms DESC);

CREATE TABLE run_parameters (
  run_id TEXT NOT NULL REFERENCES runs (id),
  key    TEXT NOT NULL,
  value  TEXT NOT NULL,
  PRIMARY KEY (run_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_tags (
  run_id TEXT NOT NULL REFERENCES runs (id),
  key    TEXT NOT NULL,
  value  TEXT NOT NULL,
  PRIMARY KEY (run_id, key)
) STRICT, WITHOUT ROWID;

-- A point is its own identity, so that a repeated batch changes nothing. NaN is 0 with a flag, infinities are the largest doubles.
CREATE TABLE run_metrics (
  run_id       TEXT    NOT NULL REFERENCES runs (id),
  key          TEXT    NOT NULL,
  step         INTEGER NOT NULL,
  timestamp_ms INTEGER NOT NULL,
  value        REAL    NOT NULL,
  is_nan       INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, key, step, timestamp_ms, value, is_nan)
) STRICT, WITHOUT ROWID;

-- The greatest (step, timestamp, value) of each key.
CREATE TABLE run_latest_metrics (
  run_id       TEXT    NOT NULL REFERENCES runs (id),
  key          TEXT    NOT NULL,
  step         INTEGER NOT NULL,
  timestamp_ms INTEGER NOT NULL,
  value        REAL    NOT NULL,
  is_nan       INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_latest_metrics_by_value ON run_latest_metrics (key, value);

CREATE TABLE run_artifacts (
  run_id     TEXT    NOT NULL REFERENCES runs (id),
  path       TEXT    NOT NULL,
  digest     TEXT    NOT NULL REFERENCES objects (digest),
  size_bytes INTEGER NOT NULL,
  PRIMARY KEY (run_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_datasets (
  run_id  TEXT NOT NULL REFERENCES runs (id),
  role    TEXT NOT NULL,
  name    TEXT NOT NULL,
  digest  TEXT NOT NULL,
  version INTEGER,
  PRIMARY KEY (run_id, role, name, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_datasets_by_digest ON run_datasets (digest);

CREATE TABLE registered_models (
  id            INTEGER PRIMARY KEY,
  name          TEXT    NOT NULL UNIQUE,
  description   TEXT    NOT NULL DEFAULT '',
  created_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE model_versions (
  model_id         INTEGER NOT NULL REFERENCES registered_models (id),
  version          INTEGER NOT NULL,
  run_id           TEXT    REFERENCES runs (id),
  digest           TEXT    NOT NULL REFERENCES objects (digest),
  size_bytes       INTEGER NOT NULL,
  signature_json   TEXT,
  description      TEXT    NOT NULL DEFAULT '',
  registered_at_ms INTEGER NOT NULL,
  PRIMARY KEY (model_id, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX model_versions_by_run ON model_versions (run_id);

CREATE TABLE model_aliases (
  model_id INTEGER NOT NULL,
  alias    TEXT    NOT NULL,
  version  INTEGER NOT NULL,
  PRIMARY KEY (model_id, alias),
  FOREIGN KEY (model_id, version) REFERENCES model_versions (model_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE evaluations (
  id             TEXT    PRIMARY KEY,
  run_id         TEXT    NOT NULL REFERENCES runs (id),
  model_name     TEXT,
  model_version  INTEGER,
  model_digest   TEXT    NOT NULL,
  dataset_name   TEXT    NOT NULL,
  dataset_version INTEGER,
  dataset_digest TEXT    NOT NULL,
  created_at_ms  INTEGER NOT NULL,
  job_id         TEXT,
  summary_json   TEXT,
  report_digest  TEXT    REFERENCES objects (digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX evaluations_by_run ON evaluations (run_id, created_at_ms DESC);

CREATE TABLE drift_reports (
  id             TEXT    PRIMARY KEY,
  reference      TEXT    NOT NULL,
  reference_digest TEXT  NOT NULL,
  current        TEXT    NOT NULL,
  current_digest TEXT,
  created_at_ms  INTEGER NOT NULL,
  job_id         TEXT,
  summary_json   TEXT,
  report_digest  TEXT    REFERENCES objects (digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX drift_reports_by_time ON drift_reports (created_at_ms DESC);

CREATE TABLE endpoints (
  id            TEXT    PRIMARY KEY,
  model_id      INTEGER NOT NULL,
  version       INTEGER NOT NULL,
  port          INTEGER NOT NULL,
  -- What the user wants; what is so lives in the engine's memory.
  is_wanted     INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  removed_at_ms INTEGER,
  pid           INTEGER,
  pid_started_at TEXT,
  FOREIGN KEY (model_id, version) REFERENCES model_versions (model_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE exports (
  id            TEXT    PRIMARY KEY,
  model_id      INTEGER NOT NULL,
  version       INTEGER NOT NULL,
  model_digest  TEXT    NOT NULL,
  folder        TEXT    NOT NULL,
  image         TEXT    NOT NULL,
  options_json  TEXT    NOT NULL,
  files_json    TEXT    NOT NULL DEFAULT '[]',
  state         TEXT    NOT NULL CHECK (state IN ('creating', 'ready', 'failed')),
  image_state   TEXT    NOT NULL DEFAULT 'not-built' CHECK (image_state IN ('not-built', 'building', 'built', 'failed')),
  image_id      TEXT,
  image_size_bytes INTEGER,
  created_at_ms INTEGER NOT NULL,
  FOREIGN KEY (model_id, version) REFERENCES model_versions (model_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  id             TEXT    PRIMARY KEY,
  kind           TEXT    NOT NULL,
  title          TEXT    NOT NULL,
  state          TEXT    NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  attempt        INTEGER NOT NULL DEFAULT 0,
  queued_at_ms   INTEGER NOT NULL,
  started_at_ms  INTEGER,
  ended_at_ms    INTEGER,
  input_json     TEXT    NOT NULL,
  output_json    TEXT,
  error_json     TEXT,
  subject_type   TEXT,
  subject_id     TEXT,
  -- The worker of the current attempt, to end it if its engine died.
  pid            INTEGER,
  pid_started_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_by_state ON jobs (state, queued_at_ms);
CREATE INDEX jobs_by_time ON jobs (queued_at_ms DESC);

CREATE TABLE notices (
  id              INTEGER PRIMARY KEY,
  at_ms           INTEGER NOT NULL,
  level           TEXT    NOT NULL,
  message         TEXT    NOT NULL,
  dismissed_at_ms INTEGER
) STRICT;

-- hash = SHA-256(previous hash, at_ms, kind, subject, actor, details_json), each on a line of its own.
CREATE TABLE events (
  id           INTEGER PRIMARY KEY,
  at_ms        INTEGER NOT NULL,
  kind         TEXT    NOT NULL,
  subject      TEXT    NOT NULL,
  actor        TEXT    NOT NULL,
  details_json TEXT    NOT NULL,
  hash         TEXT    NOT NULL UNIQUE
) STRICT;
CREATE INDEX events_by_subject ON events (subject, id DESC);
CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
`,
};
