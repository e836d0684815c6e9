import type { MetricPoint } from '../../shared/events.ts';
import type { RunRow, RunStatus } from '../../shared/model/run.ts';
import type { Reader } from '../ports/store-handles.ts';
import { datasetTitle, ofMainDataset } from './main-dataset.ts';

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

/** Rows of given runs with every value, in the order they are named; ids that do not exist are left out. One query for the rows, one for each kind of value. */
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
  ${ofMainDataset(datasetTitle)} AS dataset
FROM json_each(?) AS wanted JOIN runs ON runs.number = wanted.value ORDER BY wanted.key`;

const rowsOfNumbers = (reader: Reader, runNumbers: readonly number[]): RunRow[] => {
  const wanted = JSON.stringify(runNumbers);
  const parameters = gather<string>(reader, wanted, { table: 'run_parameters', value: 'value' });
  const tags = gather<string>(reader, wanted, { table: 'run_tags', value: 'value' });
  const metrics = gather<MetricPoint['value']>(reader, wanted, {
    table: 'run_metric_summaries',
    // Infinities are kept as the largest doubles, as MLflow has them.
    value: `CASE WHEN is_nan THEN 'NaN' WHEN value >= ${Number.MAX_VALUE} THEN 'Infinity' WHEN value <= ${-Number.MAX_VALUE} THEN '-Infinity' ELSE value END`,
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

/** Name and note are shown as such. */
const ownTags = ({
  'mlflow.runName': _,
  'mlflow.note.content': __,
  ...tags
}: Record<string, string>): Record<string, string> => tags;

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
