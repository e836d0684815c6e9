import type { Migration } from './migration.ts';

/** What programs around models tell of their steps: traces of spans, as OpenTelemetry and MLflow's clients send them. */
export const traces: Migration = {
  number: 4,
  name: 'traces',
  sql: `
CREATE TABLE traces (
  id                TEXT    PRIMARY KEY,
  experiment_id     INTEGER NOT NULL REFERENCES experiments (id),
  requested_at_ms   INTEGER NOT NULL,
  duration_ms       INTEGER,
  state             TEXT    NOT NULL CHECK (state IN ('unspecified', 'ok', 'error', 'in-progress')),
  client_request_id TEXT,
  request_preview   TEXT,
  response_preview  TEXT,
  -- The client has said itself what the columns above say; until then they are read off the spans.
  is_described      INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX traces_by_experiment ON traces (experiment_id, requested_at_ms DESC, id);

CREATE TABLE trace_tags (
  trace_id TEXT NOT NULL REFERENCES traces (id) ON DELETE CASCADE,
  key      TEXT NOT NULL,
  value    TEXT NOT NULL,
  PRIMARY KEY (trace_id, key)
) STRICT, WITHOUT ROWID;

-- What clients say of a trace once and for all, where tags can be changed.
CREATE TABLE trace_metadata (
  trace_id TEXT NOT NULL REFERENCES traces (id) ON DELETE CASCADE,
  key      TEXT NOT NULL,
  value    TEXT NOT NULL,
  PRIMARY KEY (trace_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX trace_metadata_by_run ON trace_metadata (value) WHERE key = 'mlflow.sourceRun';

-- The document is the whole span in OpenTelemetry's JSON, with MLflow's names; the other columns are for searching and drawing.
CREATE TABLE spans (
  trace_id      TEXT    NOT NULL REFERENCES traces (id) ON DELETE CASCADE,
  id            TEXT    NOT NULL,
  parent_id     TEXT,
  name          TEXT    NOT NULL,
  type          TEXT    NOT NULL,
  status        TEXT    NOT NULL CHECK (status IN ('unset', 'ok', 'error')),
  start_ns      INTEGER NOT NULL,
  end_ns        INTEGER,
  document_json TEXT    NOT NULL,
  PRIMARY KEY (trace_id, id)
) STRICT, WITHOUT ROWID;

-- What people or programs think of a trace: feedback, or what would have been right.
CREATE TABLE assessments (
  id            TEXT    PRIMARY KEY,
  trace_id      TEXT    NOT NULL REFERENCES traces (id) ON DELETE CASCADE,
  kind          TEXT    NOT NULL CHECK (kind IN ('feedback', 'expectation', 'issue')),
  name          TEXT    NOT NULL,
  created_at_ms INTEGER NOT NULL,
  document_json TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX assessments_by_trace ON assessments (trace_id, created_at_ms, id);
`,
};
