import type {
  Entries,
  ForeignChange,
  ForeignDatasetInput,
  ForeignItem,
  ForeignRun,
  LifecycleStage,
  ReadContext,
  SkippedSubject,
} from '../../../ports/foreign-runs.ts';
import { endOfUnit } from '../follow-units.ts';
import { listArtifacts } from '../list-artifacts.ts';
import { isRunId, parseTimeMs, parseWholeNumber } from '../mlflow/identifiers.ts';
import { parseRunStatus } from '../mlflow/run-status.ts';
import { addLegacySource } from '../mlflow/source-tags.ts';
import { skipped } from '../skipped.ts';
import { groupMetricRows, metricRows } from './metric-rows.ts';
import { type DatabaseReading, isWanted } from './reading.ts';
import { createRunCursor, emptyCursor, type RunCursor } from './run-cursor.ts';
import { isIdentifier, numberOf, type Row, textOf } from './tables.ts';

const runColumns = [
  'run_uuid',
  'name',
  'experiment_id',
  'user_id',
  'status',
  'start_time',
  'end_time',
  'deleted_time',
  'lifecycle_stage',
  'artifact_uri',
  'source_name',
  'source_version',
  'entry_point_name',
];

interface Cursors {
  readonly tags: RunCursor;
  readonly parameters: RunCursor;
  readonly metrics: RunCursor;
  readonly datasets: RunCursor;
  readonly models: RunCursor;
}

/** Every run that is wanted, followed by its parts, and by its end where changes are followed. */
export function* readRunRows(
  reading: DatabaseReading,
  experimentStages: ReadonlyMap<string, LifecycleStage>,
  context: ReadContext,
  fingerprints: ReadonlyMap<string, string> | null,
): Generator<ForeignChange> {
  const { tables, file } = reading;
  const total = reading.only?.size ?? tables.countRows('runs');
  let completed = 0;
  const runs = tables.selectText(
    'runs',
    runColumns,
    `WHERE ${isIdentifier('run_uuid')} AND ${isWanted(reading, 'run_uuid')} ORDER BY runs.run_uuid`,
  );
  const cursors = openCursors(reading);
  for (const row of runs.iterate()) {
    const runId = textOf(row, 'run_uuid') ?? '';
    const stage = experimentStages.get(textOf(row, 'experiment_id') ?? '');
    const problem = problemOf(row, stage);
    const items =
      problem === null
        ? readRun(reading, { row, runId, stage: stage ?? 'active' }, cursors)
        : [skipped('run', file, problem, { runId })];
    const end = fingerprints === null ? null : endOfUnit(runId, fingerprints.get(runId) ?? '');
    for (const item of items) if (end === null || end.passes(item)) yield item;
    if (end !== null) yield end.finish();
    completed += 1;
    if (completed % 100 === 0) context.progress?.({ phase: `Reading ${file}`, completed, total });
  }
  if (completed < total)
    yield skipped('run', file, 'Their ids are none of MLflow’s.', { count: total - completed });
  for (const cursor of Object.values(cursors)) yield* cursor.finish();
}

const problemOf = (row: Row, experimentStage: LifecycleStage | undefined): string | null => {
  if (experimentStage === undefined) return 'It is of an experiment that does not exist.';
  if (!isRunId(textOf(row, 'run_uuid') ?? '')) return 'Its id is longer than MLflow’s are.';
  return parseRunStatus(textOf(row, 'status')) === undefined ? 'Its status is none of MLflow’s.' : null;
};

const openCursors = (reading: DatabaseReading): Cursors => {
  const { tables, file } = reading;
  const entries = (table: 'params' | 'tags', subject: SkippedSubject): RunCursor => {
    if (!tables.has(table)) return emptyCursor;
    return createRunCursor(entryRows(reading, table), {
      file,
      subject,
      countOf: (row) => numberOf(row, 'count'),
    });
  };
  return {
    tags: entries('tags', 'tag'),
    parameters: entries('params', 'parameter'),
    metrics: tables.has('metrics')
      ? createRunCursor(metricRows(reading), { file, subject: 'metric-point' })
      : emptyCursor,
    datasets: openDatasets(reading),
    models: openModels(reading),
  };
};

/**
 * The entries of each run in one row, as JSON: many times faster than a row for each, and as much as is in memory of a run anyway. In the order
 * of the index by run where there is one; `run_uuid` alone would be the text of it, and have everything sorted.
 */
const entryRows = (reading: DatabaseReading, table: 'params' | 'tags'): Iterable<Row> =>
  reading.database
    .prepare(
      `SELECT CAST(${table}.run_uuid AS TEXT) AS run_uuid, count(*) AS count,
         json_group_array(json_array(CAST(key AS TEXT), CAST(value AS TEXT))) AS entries
       FROM ${table} WHERE ${isWanted(reading, `${table}.run_uuid`)} GROUP BY ${table}.run_uuid ORDER BY ${table}.run_uuid`,
    )
    .iterate();

const openDatasets = (reading: DatabaseReading): RunCursor => {
  const { database, tables, file } = reading;
  if (!['inputs', 'datasets', 'input_tags'].every((table) => tables.has(table))) return emptyCursor;
  const rows = database
    .prepare(
      `SELECT destination_id AS run_uuid, input_uuid, name, digest, dataset_source_type, dataset_source, dataset_schema, dataset_profile
       FROM inputs LEFT JOIN datasets ON dataset_uuid = source_id
       WHERE source_type = 'DATASET' AND destination_type = 'RUN' AND ${isWanted(reading, 'destination_id')} ORDER BY destination_id, inputs.rowid`,
    )
    .iterate();
  return createRunCursor(rows, { file, subject: 'dataset-input' });
};

const openModels = (reading: DatabaseReading): RunCursor => {
  const { database, tables, file } = reading;
  if (!tables.has('inputs') || !tables.has('logged_models')) return emptyCursor;
  const step = tables.hasColumn('inputs', 'step') ? 'CAST(step AS TEXT)' : `'0'`;
  const rows = database
    .prepare(
      `SELECT source_id AS run_uuid, destination_id, destination_type, ${step} AS step FROM inputs
       WHERE source_type IN ('RUN_INPUT', 'RUN_OUTPUT') AND ${isWanted(reading, 'source_id')} ORDER BY source_id, rowid`,
    )
    .iterate();
  return createRunCursor(rows, { file, subject: 'model-link' });
};

function* readRun(
  reading: DatabaseReading,
  { row, runId, stage }: { row: Row; runId: string; stage: LifecycleStage },
  cursors: Cursors,
): Generator<ForeignItem> {
  const ownTags = takeEntries(cursors.tags, runId);
  const tags = addLegacySource(ownTags, (name) => textOf(row, name));
  const run = toRun(reading, row, { runId, stage, tags });
  yield run;
  if (tags.length > 0) yield { kind: 'tags', runId, entries: tags };
  const parameters = takeEntries(cursors.parameters, runId);
  if (parameters.length > 0) yield { kind: 'parameters', runId, entries: parameters };
  yield* groupMetricRows(cursors.metrics.take(runId), { type: 'run', id: runId }, reading.file);
  for (const input of cursors.datasets.take(runId)) yield toDatasetInput(reading, runId, input);
  for (const link of cursors.models.take(runId)) yield toModelLink(runId, link);
  const owner = { type: 'run', id: runId } as const;
  if (run.artifactFolder !== null) yield* listArtifacts(owner, run.artifactFolder);
  else if (run.artifactUri !== null && !reading.locator.knowsPlaceOf(run.artifactUri, runId)) {
    const reason = `If it has artifacts, they lie at ${run.artifactUri}, outside of what was opened.`;
    yield skipped('artifact', reading.file, reason, { runId });
  }
}

const takeEntries = (cursor: RunCursor, runId: string): Entries =>
  [...cursor.take(runId)]
    .flatMap(
      (row) => JSON.parse(textOf(row, 'entries') ?? '[]') as [key: string | null, value: string | null][],
    )
    .map(([key, value]) => [key ?? '', value ?? '']);

const toRun = (
  { locator }: DatabaseReading,
  row: Row,
  { runId, stage, tags }: { runId: string; stage: LifecycleStage; tags: Entries },
): ForeignRun => {
  const tag = (key: string) => tags.find(([name]) => name === key)?.[1] ?? null;
  const artifactUri = textOf(row, 'artifact_uri') || null;
  return {
    kind: 'run',
    id: runId,
    experimentId: textOf(row, 'experiment_id') ?? '',
    name: textOf(row, 'name') || tag('mlflow.runName') || '',
    status: parseRunStatus(textOf(row, 'status')) ?? 'running',
    stage: textOf(row, 'lifecycle_stage') === 'deleted' ? 'deleted' : stage,
    startedAtMs: parseTimeMs(textOf(row, 'start_time')),
    endedAtMs: parseTimeMs(textOf(row, 'end_time')),
    deletedAtMs: parseTimeMs(textOf(row, 'deleted_time')),
    user: textOf(row, 'user_id') || tag('mlflow.user'),
    parentRunId: tag('mlflow.parentRunId') || null,
    artifactUri,
    artifactFolder: artifactUri === null ? null : locator.find(artifactUri, runId),
  };
};

const toDatasetInput = ({ database }: DatabaseReading, runId: string, row: Row): ForeignDatasetInput => ({
  kind: 'dataset-input',
  runId,
  name: textOf(row, 'name') ?? '',
  digest: textOf(row, 'digest') ?? '',
  sourceType: textOf(row, 'dataset_source_type') ?? '',
  source: textOf(row, 'dataset_source') ?? '',
  schema: textOf(row, 'dataset_schema'),
  profile: textOf(row, 'dataset_profile'),
  tags: database
    .prepare('SELECT name, value FROM input_tags WHERE input_uuid = ? ORDER BY name')
    .all(textOf(row, 'input_uuid'))
    .map((tag) => [textOf(tag, 'name') ?? '', textOf(tag, 'value') ?? ''] as const),
});

const toModelLink = (runId: string, row: Row): ForeignItem => ({
  kind: 'model-link',
  runId,
  modelId: textOf(row, 'destination_id') ?? '',
  direction: textOf(row, 'destination_type') === 'MODEL_OUTPUT' ? 'output' : 'input',
  step: parseWholeNumber(textOf(row, 'step') ?? '0') ?? 0,
});
