import { dirname, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type {
  Entries,
  ForeignChange,
  ForeignExperiment,
  ForeignItem,
  KnownUnits,
  LifecycleStage,
  ReadContext,
} from '../../../ports/foreign-runs.ts';
import { goneUnits, isItem } from '../follow-units.ts';
import { isExperimentId, parseTimeMs } from '../mlflow/identifiers.ts';
import { createArtifactLocator } from '../mlflow/locate-artifacts.ts';
import { leftWhereReadInPlace } from '../mlflow/trace-places.ts';
import { skipped } from '../skipped.ts';
import { fingerprintRuns, runIdsOf } from './fingerprint-runs.ts';
import { markOf } from './mark-rows.ts';
import { openMoments, requireMlflow } from './moments.ts';
import { isBeingWritten, openReadOnly } from './open-read-only.ts';
import { readLoggedModelRows } from './read-logged-model-rows.ts';
import { readRegistryRows } from './read-registry-rows.ts';
import { readRunChanges } from './read-run-changes.ts';
import { readRunRows } from './read-run-rows.ts';
import { readTraceRows, traceTables } from './read-trace-rows.ts';
import type { DatabaseReading } from './reading.ts';
import { inspectTables, textOf } from './tables.ts';
import { defaultWorkspace } from './workspaces.ts';

/** Longest stretch of rows before others get their turn. */
const itemsBetweenTurns = 500;

/**
 * Reads an MLflow tracking database of any revision: experiments, runs in the order of their ids, logged models, traces, the registry.
 * Source of the schema: mlflow/store/tracking/dbmodels and mlflow/store/db_migrations. Errors: see `openReadOnly`; `data-malformed` also
 * when it is another program's database.
 */
export async function* readMlflowDatabase(
  file: string,
  context: ReadContext = {},
  known: KnownUnits = null,
): AsyncGenerator<ForeignChange> {
  if (known === null) yield* readAtOnce(file, context, (reading) => readAll(reading, context, null));
  else yield* readChanges(file, context, known);
}

async function* readChanges(
  file: string,
  context: ReadContext,
  known: NonNullable<KnownUnits>,
): AsyncGenerator<ForeignChange> {
  const moments = openMoments(file, context);
  try {
    // Revisions from before MLflow 1.30 may lack the indexes, and each part would be a pass through everything.
    const isInParts = await moments.of(({ tables }) =>
      ['params', 'metrics', 'tags'].every((table) => tables.hasIndex(table, 'run_uuid')),
    );
    if (isInParts && (known.size > 0 || isBeingWritten(file)))
      yield* readRunChanges({ moments, known, context, readRuns: readWantedRuns, readRest });
    else yield* readAtOnce(file, context, (reading) => readChangedRuns(reading, context, known));
  } finally {
    moments.close();
  }
}

/** In one go, and without another look at anything: the fastest for all of what nobody writes, and the only way to traces. */
async function* readAtOnce(
  file: string,
  context: ReadContext,
  read: (reading: DatabaseReading) => Iterable<ForeignChange>,
): AsyncGenerator<ForeignChange> {
  // What somebody logs to is to be read all the same.
  const opened = await openReadOnly(file, {
    fromCopy: isBeingWritten(file),
    copiesFolder: context.copiesFolder,
  });
  try {
    const { database } = opened;
    const tables = requireMlflow(file, inspectTables(database));
    const locator = createArtifactLocator([...(context.artifactFolders ?? []), dirname(resolve(file))]);
    // From its end on a run is passed over as it was read, so that has to be proven first.
    const held: ForeignChange[] = [];
    let sinceTurn = 0;
    for (const item of read({ database, tables, file, locator, only: null })) {
      if (isItem(item)) yield item;
      else held.push(item);
      sinceTurn += 1;
      if (sinceTurn < itemsBetweenTurns) continue;
      sinceTurn = 0;
      opened.requireUnchanged();
      yield* held.splice(0);
      await setImmediate();
      context.signal?.throwIfAborted();
    }
    opened.requireUnchanged();
    yield* held;
  } finally {
    opened.close();
  }
}

function* readChangedRuns(
  reading: DatabaseReading,
  context: ReadContext,
  known: NonNullable<KnownUnits>,
): Generator<ForeignChange> {
  const mark = markOf(reading);
  const fingerprints = fingerprintRuns(reading, runIdsOf(reading));
  const changed = [...fingerprints].filter(([id, now]) => known.get(id)?.fingerprint !== now);
  const only = changed.length === fingerprints.size ? null : new Set(changed.map(([id]) => id));
  yield* readAll({ ...reading, only }, context, fingerprints);
  yield* goneUnits(known, new Set(fingerprints.keys()));
  yield { kind: 'mark', mark };
}

/** With their experiments, which another part may have told already. */
function* readWantedRuns(
  reading: DatabaseReading,
  fingerprints: ReadonlyMap<string, string>,
): Generator<ForeignChange> {
  const experiments = [...readExperimentRows(reading)].filter((item) => item.kind === 'experiment');
  yield* experiments;
  const stages = new Map(experiments.map(({ id, stage }) => [id, stage]));
  yield* readRunRows(reading, stages, {}, fingerprints);
}

function* readRest(reading: DatabaseReading): Generator<ForeignItem> {
  const experimentStages = yield* readExperiments(reading);
  yield* readLoggedModelRows(reading, experimentStages);
  yield* leaveTraces(reading);
  yield* readRegistryRows(reading);
  yield* nameUnreadTables(reading);
}

function* readExperiments(reading: DatabaseReading): Generator<ForeignItem, Map<string, LifecycleStage>> {
  const stages = new Map<string, LifecycleStage>();
  for (const item of readExperimentRows(reading)) {
    if (item.kind === 'experiment') stages.set(item.id, item.stage);
    yield item;
  }
  return stages;
}

function* readAll(
  reading: DatabaseReading,
  context: ReadContext,
  fingerprints: ReadonlyMap<string, string> | null,
): Generator<ForeignChange> {
  const experimentStages = yield* readExperiments(reading);
  yield* readRunRows(reading, experimentStages, context, fingerprints);
  yield* readLoggedModelRows(reading, experimentStages);
  if (fingerprints === null) yield* readTraceRows(reading, experimentStages);
  else yield* leaveTraces(reading);
  yield* readRegistryRows(reading);
  yield* nameUnreadTables(reading);
}

function* readExperimentRows({ tables, file }: DatabaseReading): Generator<ForeignItem> {
  const tags = new Map<string, [string, string][]>();
  if (tables.has('experiment_tags')) {
    for (const row of tables
      .selectText('experiment_tags', ['experiment_id', 'key', 'value'], 'ORDER BY key')
      .iterate()) {
      const id = textOf(row, 'experiment_id') ?? '';
      tags.set(id, [...(tags.get(id) ?? []), [textOf(row, 'key') ?? '', textOf(row, 'value') ?? '']]);
    }
  }
  const columns = [
    'experiment_id',
    'name',
    'artifact_location',
    'lifecycle_stage',
    'creation_time',
    'last_update_time',
    'workspace',
  ];
  for (const row of tables.selectText('experiments', columns, 'ORDER BY experiment_id').iterate()) {
    const id = textOf(row, 'experiment_id') ?? '';
    if (isExperimentId(id)) yield toExperiment(id, (column) => textOf(row, column), tags.get(id) ?? []);
    else yield skipped('experiment', file, `“${id}” is no experiment id.`);
  }
}

const toExperiment = (
  id: string,
  text: (column: string) => string | null,
  tags: Entries,
): ForeignExperiment => ({
  kind: 'experiment',
  id,
  name: nameIn(text('workspace'), text('name') ?? id),
  stage: text('lifecycle_stage') === 'deleted' ? 'deleted' : 'active',
  artifactLocation: text('artifact_location'),
  createdAtMs: parseTimeMs(text('creation_time')),
  updatedAtMs: parseTimeMs(text('last_update_time')),
  tags,
});

/** Two workspaces may have experiments of the same name. */
const nameIn = (workspace: string | null, name: string): string =>
  workspace === null || workspace === defaultWorkspace ? name : `${workspace}/${name}`;

/** Read above, or derived from what is read (`latest_metrics`), or of no run (`alembic_version`). */
const readTables = new Set([
  'alembic_version',
  'experiments',
  'experiment_tags',
  'runs',
  'tags',
  'params',
  'metrics',
  'latest_metrics',
  'datasets',
  'inputs',
  'input_tags',
  'logged_models',
  'logged_model_params',
  'logged_model_tags',
  'logged_model_metrics',
  'registered_models',
  'registered_model_tags',
  'registered_model_aliases',
  'model_versions',
  'model_version_tags',
  'workspaces',
  ...traceTables,
]);

function* leaveTraces({ tables, file }: DatabaseReading): Generator<ForeignItem> {
  const count = tables.has('trace_info') ? tables.countRows('trace_info') : 0;
  if (count > 0) yield skipped('trace', file, leftWhereReadInPlace, { count });
}

/** Webhooks, scorers and whatever comes next. */
function* nameUnreadTables({ tables, file }: DatabaseReading): Generator<ForeignItem> {
  for (const table of tables.names.filter((name) => !readTables.has(name))) {
    const count = tables.countRows(table);
    if (count > 0) yield skipped('other', file, `Rows of the table ${table} are not read.`, { count });
  }
}
