import type { Migration } from './migration.ts';

/**
 * Sources of other tools that are read where they lie. What they brought is in `imported_items`, as for an import; here is how it is kept
 * up to date, and where the files are that were not copied.
 */
export const linkedSources: Migration = {
  number: 5,
  name: 'linked-sources',
  sql: `
CREATE INDEX imported_items_by_source ON imported_items (source_number, type, id);

CREATE TABLE linked_sources (
  source_number INTEGER PRIMARY KEY REFERENCES import_sources (number),
  -- What runs say that they are from.
  title         TEXT    NOT NULL UNIQUE,
  linked_at_ms  INTEGER NOT NULL,
  -- The last time that it was read to its end; null before the first.
  read_at_ms    INTEGER,
  -- Why it could not be read since.
  problem_json  TEXT,
  -- What was passed over that belongs to no run.
  skipped_json  TEXT    NOT NULL DEFAULT '{"count":0,"items":[]}'
) STRICT;

-- A part of a source that is read anew as a whole when it changes: one run. The fingerprint is null until it was read to its end.
CREATE TABLE linked_units (
  source_number INTEGER NOT NULL REFERENCES linked_sources (source_number),
  unit          TEXT    NOT NULL,
  -- Null for one that holds no run that could be read.
  run_id        TEXT,
  fingerprint   TEXT,
  -- Null where nothing was passed over.
  skipped_json  TEXT,
  PRIMARY KEY (source_number, unit)
) STRICT, WITHOUT ROWID;

-- Experiments and registered models (by their numbers) that a source made, which go with it when nothing else is in them.
CREATE TABLE linked_groups (
  source_number INTEGER NOT NULL REFERENCES linked_sources (source_number),
  type          TEXT    NOT NULL CHECK (type IN ('experiment', 'registered-model')),
  id            INTEGER NOT NULL,
  PRIMARY KEY (source_number, type, id)
) STRICT, WITHOUT ROWID;

-- Files of runs and logged models that stay in their source. The file is named from the source's folder; the artifact may be a part of it.
CREATE TABLE linked_artifacts (
  owner_type    TEXT    NOT NULL CHECK (owner_type IN ('run', 'logged-model')),
  owner_id      TEXT    NOT NULL,
  path          TEXT    NOT NULL,
  source_number INTEGER NOT NULL REFERENCES import_sources (number),
  file          TEXT    NOT NULL,
  start_byte    INTEGER NOT NULL,
  size_bytes    INTEGER NOT NULL,
  PRIMARY KEY (owner_type, owner_id, path)
) STRICT, WITHOUT ROWID;
`,
};
