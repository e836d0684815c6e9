import type { Migration } from './migration.ts';

/** Where runs and models came from that other tools recorded, so that the same source can be imported again. */
export const imports: Migration = {
  number: 3,
  name: 'imports',
  sql: `
CREATE TABLE import_sources (
  number INTEGER PRIMARY KEY,
  format TEXT    NOT NULL,
  path   TEXT    NOT NULL,
  UNIQUE (format, path)
) STRICT;

-- What a source brought. A model version is MODEL/VERSION by the number of its model.
CREATE TABLE imported_items (
  type          TEXT    NOT NULL CHECK (type IN ('run', 'logged-model', 'model-version')),
  id            TEXT    NOT NULL,
  source_number INTEGER NOT NULL REFERENCES import_sources (number),
  PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;

-- How far each import has come. What it added counts over all attempts of its job, what it refused only in the current one.
CREATE TABLE imports (
  job_id        TEXT    PRIMARY KEY,
  source_number INTEGER NOT NULL REFERENCES import_sources (number),
  added_json    TEXT    NOT NULL DEFAULT '{}',
  refused_json  TEXT    NOT NULL DEFAULT '{"count":0,"items":[]}'
) STRICT, WITHOUT ROWID;
`,
};
