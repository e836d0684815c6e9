import { fingerprintOf } from '../stamps.ts';
import type { DatabaseReading } from './reading.ts';
import { isIdentifier, type Row } from './tables.ts';

/**
 * What is seen of each run in a few passes through the database that answer one short row a run: its own row and its experiment's, its
 * tags, how many points and parameters it has, and its latest points. By run.
 */
export const fingerprintRuns = (reading: DatabaseReading): ReadonlyMap<string, string> => {
  const parts = new Map<string, string[]>();
  for (const { run, facts } of rowsOf(reading)) parts.set(run, [facts]);
  for (const query of summariesOf(reading)) {
    for (const { run, facts } of readSummary(reading, query)) parts.get(run)?.push(`${query.name} ${facts}`);
  }
  return new Map([...parts].map(([run, texts]) => [run, fingerprintOf(texts)]));
};

interface Summary {
  readonly name: string;
  /** SQL that answers `run` and `facts`. */
  readonly sql: string;
}

const rowsOf = ({ database, tables }: DatabaseReading): { run: string; facts: string }[] => {
  const columns = ['name', 'experiment_id', 'user_id', 'status', 'start_time', 'end_time', 'deleted_time'];
  const more = ['lifecycle_stage', 'artifact_uri'];
  const known = [...columns, ...more].filter((column) => tables.hasColumn('runs', column));
  const facts = joined([
    ...known.map((column) => `runs.${column}`),
    ...['experiments.name', 'experiments.lifecycle_stage'],
  ]);
  return database
    .prepare(
      `SELECT run_uuid AS run, ${facts} AS facts FROM runs LEFT JOIN experiments ON experiments.experiment_id = runs.experiment_id
       WHERE ${isIdentifier('run_uuid')} ORDER BY run_uuid`,
    )
    .all()
    .map(toFacts);
};

const summariesOf = ({ tables }: DatabaseReading): Summary[] =>
  [
    { table: 'tags', run: 'run_uuid', facts: `group_concat(key || char(31) || value, char(30))` },
    { table: 'params', run: 'run_uuid', facts: 'count(*)' },
    { table: 'metrics', run: 'run_uuid', facts: 'count(*)' },
    {
      table: 'latest_metrics',
      run: 'run_uuid',
      facts: joined(['count(*)', 'total(value)', 'total(step)', 'total(timestamp)']),
    },
    { table: 'inputs', run: 'destination_id', facts: 'count(*)' },
    { table: 'inputs', run: 'source_id', facts: 'count(*)' },
  ]
    .filter(({ table }) => tables.has(table))
    .map(({ table, run, facts }) => ({
      name: `${table}.${run}`,
      sql: `SELECT ${run} AS run, ${facts} AS facts FROM ${table} GROUP BY ${table}.${run}`,
    }));

const readSummary = ({ database }: DatabaseReading, { sql }: Summary) =>
  database.prepare(sql).all().map(toFacts);

const joined = (columns: readonly string[]): string =>
  columns.map((column) => `coalesce(CAST(${column} AS TEXT), '')`).join(` || char(31) || `);

const toFacts = (row: Row): { run: string; facts: string } => ({
  run: String(row.run),
  facts: String(row.facts),
});
