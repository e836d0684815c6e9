import type { Migration } from './migration.ts';

/**
 * Who holds an object is found by the object: without these, forgetting one looked through everything that holds any, and SQLite did so once more
 * to keep its references.
 */
export const objectHolders: Migration = {
  number: 10,
  name: 'object-holders',
  sql: `
CREATE INDEX run_artifacts_by_digest ON run_artifacts (digest);
CREATE INDEX stored_files_by_digest ON stored_files (digest);
CREATE INDEX model_versions_by_digest ON model_versions (digest);
CREATE INDEX evaluations_by_report ON evaluations (report_digest);
CREATE INDEX drift_reports_by_report ON drift_reports (report_digest);
`,
};
