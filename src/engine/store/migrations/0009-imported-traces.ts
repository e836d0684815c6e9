import type { Migration } from './migration.ts';

/** Where imported traces came from, as `imported_items` says it of runs; it goes with its trace. */
export const importedTraces: Migration = {
  number: 9,
  name: 'imported-traces',
  sql: `
CREATE TABLE imported_traces (
  trace_id      TEXT    PRIMARY KEY REFERENCES traces (id) ON DELETE CASCADE,
  source_number INTEGER NOT NULL REFERENCES import_sources (number)
) STRICT, WITHOUT ROWID;
`,
};
