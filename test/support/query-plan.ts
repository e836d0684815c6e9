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

/** Plans of every query that `work` makes, one entry each. */
export const plansOf = (reader: Reader, work: (reader: Reader) => unknown): string[] => {
  const plans: string[] = [];
  const note = (sql: string, parameters: SqlParameters | undefined): void => {
    plans.push(queryPlan(reader, sql, parameters));
  };
  work({
    ...reader,
    get: (sql, parameters) => {
      note(sql, parameters);
      return reader.get(sql, parameters);
    },
    all: (sql, parameters) => {
      note(sql, parameters);
      return reader.all(sql, parameters);
    },
    values: (sql, parameters) => {
      note(sql, parameters);
      return reader.values(sql, parameters);
    },
    tuples: (sql, parameters) => {
      note(sql, parameters);
      return reader.tuples(sql, parameters);
    },
  });
  return plans;
};
