import type { Reader, SqlParameters } from '../../src/engine/ports/store-handles.ts';

/**
 * How SQLite would answer a query, one step a line ("SEARCH jobs USING INDEX jobs_by_state (state=?)"). With it a promise about speed
 * is a unit test: a hot query searches an index, scans no table and sorts nothing.
 */
export const queryPlan = (reader: Reader, sql: string, parameters?: SqlParameters): string =>
  reader
    .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, parameters)
    .map((step) => step.detail)
    .join('\n');
