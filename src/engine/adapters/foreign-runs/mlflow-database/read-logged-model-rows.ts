import type {
  Entries,
  ForeignItem,
  ForeignLoggedModel,
  ForeignMetric,
  LifecycleStage,
} from '../../../ports/foreign-runs.ts';
import { listArtifacts } from '../list-artifacts.ts';
import { isRunId, parseTimeMs } from '../mlflow/identifiers.ts';
import { parseLoggedModelStatus } from '../mlflow/run-status.ts';
import { skipped } from '../skipped.ts';
import type { DatabaseReading } from './reading.ts';
import { numberOf, type Row, textOf } from './tables.ts';

const columns = [
  'model_id',
  'experiment_id',
  'name',
  'artifact_location',
  'creation_timestamp_ms',
  'last_updated_timestamp_ms',
  'status',
  'lifecycle_stage',
  'model_type',
  'source_run_id',
  'status_message',
];

/** The logged models of MLflow 3, each followed by its metrics and artifacts. */
export function* readLoggedModelRows(
  reading: DatabaseReading,
  experimentStages: ReadonlyMap<string, LifecycleStage>,
): Generator<ForeignItem> {
  const { tables, file } = reading;
  if (!tables.has('logged_models')) return;
  for (const row of tables.selectText('logged_models', columns, 'ORDER BY model_id').iterate()) {
    const id = textOf(row, 'model_id') ?? '';
    const stage = experimentStages.get(textOf(row, 'experiment_id') ?? '');
    if (!isRunId(id) || stage === undefined)
      yield skipped('logged-model', file, `“${id}” has no valid id or no experiment.`);
    else yield* readModel(reading, row, { id, stage });
  }
}

function* readModel(
  reading: DatabaseReading,
  row: Row,
  { id, stage }: { id: string; stage: LifecycleStage },
): Generator<ForeignItem> {
  const artifactUri = textOf(row, 'artifact_location');
  const model: ForeignLoggedModel = {
    kind: 'logged-model',
    id,
    experimentId: textOf(row, 'experiment_id') ?? '',
    name: textOf(row, 'name') ?? '',
    status: parseLoggedModelStatus(textOf(row, 'status')),
    statusMessage: textOf(row, 'status_message'),
    stage: textOf(row, 'lifecycle_stage') === 'deleted' ? 'deleted' : stage,
    modelType: textOf(row, 'model_type'),
    sourceRunId: textOf(row, 'source_run_id'),
    createdAtMs: parseTimeMs(textOf(row, 'creation_timestamp_ms')),
    updatedAtMs: parseTimeMs(textOf(row, 'last_updated_timestamp_ms')),
    artifactUri,
    artifactFolder: artifactUri === null ? null : reading.locator.find(artifactUri, id),
    parameters: entriesOf(reading, 'logged_model_params', ['param_key', 'param_value'], id),
    tags: entriesOf(reading, 'logged_model_tags', ['tag_key', 'tag_value'], id),
  };
  yield model;
  yield* readModelMetrics(reading, id);
  const owner = { type: 'logged-model', id } as const;
  if (model.artifactFolder !== null) yield* listArtifacts(owner, model.artifactFolder);
  else if (artifactUri !== null && !reading.locator.knowsPlaceOf(artifactUri, id))
    yield skipped(
      'artifact',
      reading.file,
      `If ${id} has artifacts, they lie at ${artifactUri}, outside of what was opened.`,
    );
}

const entriesOf = (
  { database, tables }: DatabaseReading,
  table: string,
  [key, value]: readonly [string, string],
  modelId: string,
): Entries =>
  tables.has(table)
    ? database
        .prepare(`SELECT ${key}, ${value} FROM ${table} WHERE model_id = ? ORDER BY ${key}`)
        .all(modelId)
        .map((row) => [textOf(row, key) ?? '', textOf(row, value) ?? ''] as const)
    : [];

/** NULL is how NaN is kept here. Each row is an item: models have a handful of metrics, each perhaps of another run and data set. */
function* readModelMetrics({ database, tables, file }: DatabaseReading, id: string): Generator<ForeignItem> {
  if (!tables.has('logged_model_metrics')) return;
  const rows = database
    .prepare(
      `SELECT metric_name, CAST(metric_timestamp_ms AS REAL) AS time, CAST(metric_step AS REAL) AS step, CAST(metric_value AS REAL) AS value,
              run_id, dataset_name, dataset_digest
       FROM logged_model_metrics WHERE model_id = ? ORDER BY metric_name, rowid`,
    )
    .iterate(id);
  for (const row of rows) {
    if (Number.isSafeInteger(numberOf(row, 'step')) && Number.isSafeInteger(numberOf(row, 'time')))
      yield toMetric(id, row);
    else yield skipped('metric-point', file, `A point of ${id} has no time, or a step beyond ±2^53.`);
  }
}

const toMetric = (id: string, row: Row): ForeignMetric => {
  const name = textOf(row, 'dataset_name');
  const digest = textOf(row, 'dataset_digest');
  return {
    kind: 'metric',
    owner: { type: 'logged-model', id },
    key: textOf(row, 'metric_name') ?? '',
    points: {
      steps: Float64Array.of(numberOf(row, 'step')),
      timestampsMs: Float64Array.of(numberOf(row, 'time')),
      values: Float64Array.of(numberOf(row, 'value')),
    },
    dataset: name === null || digest === null ? null : { name, digest },
    runId: textOf(row, 'run_id'),
  };
};
