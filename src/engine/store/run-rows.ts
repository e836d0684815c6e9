import { EngineError } from '../../shared/errors.ts';
import type { MetricPoint } from '../../shared/events.ts';
import type { RunRow, RunStatus } from '../../shared/model/run.ts';
import type { Reader, SqlValue } from '../ports/store-handles.ts';
import type { SqlCondition } from './run-query.ts';

interface BareRow {
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
  readonly status: RunStatus;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly dataset: string | null;
}

export interface RunRowsRequest {
  readonly experiment?: string | undefined;
  readonly condition: SqlCondition | null;
  readonly orderBy: { key: string; descending: boolean };
  readonly offset: number;
  readonly limit: number;
  readonly deleted: boolean;
}

/** Rows of the runs table with everything shown in them: one query for the rows, one for each kind of value. */
export const listRunRows = (reader: Reader, request: RunRowsRequest): { runs: RunRow[]; total: number } => {
  const { sql, parameters } = whereOf(request);
  const total =
    reader.get<{ count: number }>(`SELECT count(*) AS count FROM runs WHERE ${sql}`, parameters)?.count ?? 0;
  const order = orderOf(request.orderBy);
  const bare = reader.all<BareRow>(`${bareSelect} WHERE ${sql} ORDER BY ${order.sql} LIMIT ? OFFSET ?`, [
    ...parameters,
    ...order.parameters,
    request.limit,
    request.offset,
  ]);
  return { runs: withValues(reader, bare), total };
};

/** The same for given runs, in the order they are named; ids that do not exist are left out. */
export const runRowsOf = (reader: Reader, ids: readonly string[]): RunRow[] => {
  const bare = reader.all<BareRow>(`${bareSelect} WHERE runs.id IN (SELECT value FROM json_each(?))`, [
    JSON.stringify(ids),
  ]);
  const byId = new Map(withValues(reader, bare).map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
};

const bareSelect = `
SELECT runs.id, runs.name, runs.status, runs.started_at_ms AS startedAtMs, runs.ended_at_ms AS endedAtMs,
  (SELECT name FROM experiments WHERE experiments.id = runs.experiment_id) AS experiment,
  (SELECT name || coalesce('@' || version, '') FROM run_datasets WHERE run_id = runs.id ORDER BY role DESC LIMIT 1) AS dataset
FROM runs`;

const whereOf = ({
  experiment,
  condition,
  deleted,
}: RunRowsRequest): { sql: string; parameters: SqlValue[] } => {
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

const orderColumns: Readonly<Record<string, string>> = {
  name: 'runs.name COLLATE NOCASE',
  status: 'runs.status',
  started: 'runs.started_at_ms',
  start_time: 'runs.started_at_ms',
  duration: 'runs.ended_at_ms - runs.started_at_ms',
  experiment: 'experiment',
  dataset: 'dataset',
};

/** Runs without the value come last whichever way it goes; of equal ones the one that started last comes first. */
const orderOf = ({ key, descending }: { key: string; descending: boolean }): SqlCondition => {
  const direction = descending ? 'DESC' : 'ASC';
  const [entity, ...rest] = key.split('.');
  const name = rest.join('.');
  const tail = 'runs.started_at_ms DESC, runs.id';
  if (entity === 'metrics' && name !== '') {
    const value =
      '(SELECT CASE WHEN is_nan THEN NULL ELSE value END FROM run_latest_metrics WHERE run_id = runs.id AND key = ?)';
    return { sql: `${value} ${direction} NULLS LAST, ${tail}`, parameters: [name] };
  }
  if ((entity === 'params' || entity === 'tags') && name !== '') {
    const value = `(SELECT value FROM run_${entity === 'params' ? 'parameters' : 'tags'} WHERE run_id = runs.id AND key = ?)`;
    // Numbers in order of size, then texts, then runs without the value.
    return {
      sql: `number_of(${value}) ${direction} NULLS LAST, ${value} ${direction} NULLS LAST, ${tail}`,
      parameters: [name, name],
    };
  }
  if (!Object.hasOwn(orderColumns, key)) {
    throw new EngineError(
      'invalid-input',
      `Runs cannot be ordered by “${key}”. Use metrics.KEY, params.KEY, tags.KEY or one of ${Object.keys(orderColumns).join(', ')}.`,
      { details: { key } },
    );
  }
  return { sql: `${orderColumns[key]} ${direction} NULLS LAST, ${tail}`, parameters: [] };
};

const withValues = (reader: Reader, bare: readonly BareRow[]): RunRow[] => {
  const ids = JSON.stringify(bare.map(({ id }) => id));
  const parameters = gather<string>(reader, ids, { table: 'run_parameters', value: 'value' });
  const tags = gather<string>(reader, ids, { table: 'run_tags', value: 'value' });
  const metrics = gather<MetricPoint['value']>(reader, ids, {
    table: 'run_latest_metrics',
    value: "CASE WHEN is_nan THEN 'NaN' ELSE value END",
  });
  const models = modelsOf(reader, ids);
  return bare.map((row) => ({
    ...row,
    durationMs: row.endedAtMs === null ? null : row.endedAtMs - row.startedAtMs,
    parameters: parameters.get(row.id) ?? {},
    metrics: metrics.get(row.id) ?? {},
    tags: tags.get(row.id) ?? {},
    models: models.get(row.id) ?? [],
  }));
};

/** Keys and values by run. One row a run, as JSON with all digits, costs a fraction of one row a value. */
const gather = <Value>(
  reader: Reader,
  ids: string,
  { table, value }: { table: string; value: string },
): Map<string, Record<string, Value>> => {
  const rows = reader.all<{ runId: string; valuesJson: string }>(
    `SELECT run_id AS runId, json_group_object(key, ${value}) AS valuesJson FROM ${table}
     WHERE run_id IN (SELECT value FROM json_each(?)) GROUP BY run_id`,
    [ids],
  );
  return new Map(
    rows.map(({ runId, valuesJson }) => [runId, JSON.parse(valuesJson) as Record<string, Value>]),
  );
};

const modelsOf = (reader: Reader, ids: string): Map<string, string[]> => {
  const versions = reader.all<{ runId: string; title: string }>(
    `SELECT run_id AS runId, registered_models.name || '/' || version AS title
     FROM model_versions JOIN registered_models ON registered_models.id = model_id
     WHERE run_id IN (SELECT value FROM json_each(?)) ORDER BY registered_at_ms`,
    [ids],
  );
  const titles = new Map<string, string[]>();
  for (const { runId, title } of versions) titles.set(runId, [...(titles.get(runId) ?? []), title]);
  return titles;
};

/** Keys in use over all active runs, for choosing columns. */
export const keysInUse = (reader: Reader, experiment: string | undefined) => {
  const among = `run_id IN (SELECT id FROM runs WHERE lifecycle_stage = 'active' AND (? IS NULL OR experiment_id = (SELECT id FROM experiments WHERE name = ?)))`;
  const keys = (table: string): string[] =>
    reader
      .all<{ key: string }>(`SELECT DISTINCT key FROM ${table} WHERE ${among} ORDER BY key`, [
        experiment ?? null,
        experiment ?? null,
      ])
      .map(({ key }) => key);
  return { parameters: keys('run_parameters'), metrics: keys('run_latest_metrics'), tags: keys('run_tags') };
};
