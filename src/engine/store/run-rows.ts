import type { MetricPoint } from '../../shared/events.ts';
import type { RunRow, RunStatus } from '../../shared/model/run.ts';
import type { Reader } from '../ports/store-handles.ts';
import type { SqlCondition } from './query-condition.ts';
import { orderTermOf, pageOfRuns } from './run-order.ts';

interface BareRow {
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
  readonly status: RunStatus;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly dataset: string | null;
  readonly parentId: string | null;
}

export interface RunRowsRequest {
  readonly experiment?: string | undefined;
  readonly condition: SqlCondition | null;
  readonly orderBy: { key: string; descending: boolean };
  readonly offset: number;
  readonly limit: number;
  readonly deleted: boolean;
}

/** Rows of the runs table with everything shown in them: one query for the page, one for each kind of value. */
export const listRunRows = (reader: Reader, request: RunRowsRequest): { runs: RunRow[]; total: number } => {
  const where = whereOf(request);
  const total =
    reader.get<{ count: number }>(`SELECT count(*) AS count FROM runs WHERE ${where.sql}`, where.parameters)
      ?.count ?? 0;
  const { offset, limit } = request;
  const order = [orderTermOf(request.orderBy)];
  return { runs: rowsOfNumbers(reader, pageOfRuns(reader, { where, order, offset, limit })), total };
};

/** The same for given runs, in the order they are named; ids that do not exist are left out. */
export const runRowsOf = (reader: Reader, ids: readonly string[]): RunRow[] => {
  const numbers = reader.all<{ number: number }>(
    `SELECT runs.number FROM json_each(?) AS wanted JOIN runs ON runs.id = wanted.value ORDER BY wanted.key`,
    [JSON.stringify(ids)],
  );
  return rowsOfNumbers(
    reader,
    numbers.map(({ number }) => number),
  );
};

const bareSelect = `
SELECT runs.number, runs.id, runs.name, runs.status, runs.started_at_ms AS startedAtMs, runs.ended_at_ms AS endedAtMs,
  runs.parent_id AS parentId, (SELECT name FROM experiments WHERE experiments.id = runs.experiment_id) AS experiment,
  (SELECT name || coalesce('@' || version, '') FROM run_datasets WHERE run_number = runs.number ORDER BY role DESC LIMIT 1) AS dataset
FROM json_each(?) AS wanted JOIN runs ON runs.number = wanted.value ORDER BY wanted.key`;

const whereOf = ({ experiment, condition, deleted }: RunRowsRequest): SqlCondition => {
  const parts: SqlCondition[] = [
    { sql: 'runs.lifecycle_stage = ?', parameters: [deleted ? 'deleted' : 'active'] },
  ];
  if (experiment !== undefined) {
    parts.push({
      sql: 'runs.experiment_id = (SELECT id FROM experiments WHERE name = ?)',
      parameters: [experiment],
    });
  }
  if (condition !== null) parts.push(condition);
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(' AND '),
    parameters: parts.flatMap(({ parameters }) => parameters),
  };
};

const rowsOfNumbers = (reader: Reader, runNumbers: readonly number[]): RunRow[] => {
  const wanted = JSON.stringify(runNumbers);
  const parameters = gather<string>(reader, wanted, { table: 'run_parameters', value: 'value' });
  const tags = gather<string>(reader, wanted, { table: 'run_tags', value: 'value' });
  const metrics = gather<MetricPoint['value']>(reader, wanted, {
    table: 'run_metric_summaries',
    value: "CASE WHEN is_nan THEN 'NaN' ELSE value END",
  });
  const models = modelsOf(reader, wanted);
  return reader.all<BareRow>(bareSelect, [wanted]).map(({ number, ...row }) => ({
    ...row,
    durationMs: row.endedAtMs === null ? null : row.endedAtMs - row.startedAtMs,
    parameters: parameters.get(number) ?? {},
    metrics: metrics.get(number) ?? {},
    tags: ownTags(tags.get(number) ?? {}),
    models: models.get(number) ?? [],
  }));
};

/** The name is shown as such. */
const ownTags = ({ 'mlflow.runName': _, ...tags }: Record<string, string>): Record<string, string> => tags;

/** Keys and values by run. One row a run, as JSON with all digits, costs a fraction of one row a value. */
const gather = <Value>(
  reader: Reader,
  wanted: string,
  { table, value }: { table: string; value: string },
): Map<number, Record<string, Value>> => {
  const rows = reader.all<{ number: number; valuesJson: string }>(
    `SELECT run_number AS number, json_group_object(keys.name, ${value}) AS valuesJson FROM ${table} JOIN keys ON keys.number = key_number
     WHERE run_number IN (SELECT value FROM json_each(?)) GROUP BY run_number`,
    [wanted],
  );
  return new Map(
    rows.map(({ number, valuesJson }) => [number, JSON.parse(valuesJson) as Record<string, Value>]),
  );
};

const modelsOf = (reader: Reader, wanted: string): Map<number, string[]> => {
  const versions = reader.all<{ number: number; title: string }>(
    `SELECT runs.number, registered_models.name || '/' || version AS title
     FROM json_each(?) AS wanted JOIN runs ON runs.number = wanted.value JOIN model_versions ON model_versions.run_id = runs.id
     JOIN registered_models ON registered_models.id = model_id
     WHERE model_versions.removed_at_ms IS NULL AND registered_models.removed_at_ms IS NULL ORDER BY registered_at_ms`,
    [wanted],
  );
  const titles = new Map<number, string[]>();
  for (const { number, title } of versions) titles.set(number, [...(titles.get(number) ?? []), title]);
  return titles;
};

/** Keys of active runs, for choosing columns: of one experiment by way of its runs, of all by way of the keys. */
export const keysInUse = (reader: Reader, experiment: string | undefined) => {
  const keysOf = (table: string): string[] =>
    (experiment === undefined
      ? reader.all<{ name: string }>(
          `SELECT name FROM keys WHERE EXISTS (SELECT 1 FROM ${table} JOIN runs ON runs.number = run_number
             WHERE key_number = keys.number AND lifecycle_stage = 'active') ORDER BY name`,
        )
      : reader.all<{ name: string }>(
          `SELECT name FROM keys WHERE number IN (SELECT key_number FROM runs JOIN ${table} ON run_number = runs.number
             WHERE lifecycle_stage = 'active' AND experiment_id = (SELECT id FROM experiments WHERE name = ?)) ORDER BY name`,
          [experiment],
        )
    ).map(({ name }) => name);
  return {
    parameters: keysOf('run_parameters'),
    metrics: keysOf('run_metric_summaries'),
    tags: keysOf('run_tags').filter((key) => key !== 'mlflow.runName'),
  };
};
