import { dirname, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { EngineError } from '../../../../shared/errors.ts';
import type {
  Entries,
  ForeignChange,
  ForeignExperiment,
  ForeignItem,
  KnownUnits,
  LifecycleStage,
  ReadContext,
} from '../../../ports/foreign-runs.ts';
import { goneUnits } from '../follow-units.ts';
import { isExperimentId, parseTimeMs } from '../mlflow/identifiers.ts';
import { createArtifactLocator } from '../mlflow/locate-artifacts.ts';
import { leftWhereReadInPlace } from '../mlflow/trace-places.ts';
import { skipped } from '../skipped.ts';
import { fingerprintRuns } from './fingerprint-runs.ts';
import { isBeingWritten, openReadOnly } from './open-read-only.ts';
import { readLoggedModelRows } from './read-logged-model-rows.ts';
import { readRegistryRows } from './read-registry-rows.ts';
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
  // What somebody logs to is to be read all the same.
  const opened = await openReadOnly(file, {
    fromCopy: isBeingWritten(file),
    copiesFolder: context.copiesFolder,
  });
  try {
    const tables = inspectTables(opened.database);
    if (!tables.has('experiments') || !tables.has('runs')) {
      throw new EngineError('data-malformed', `${file} has no tables of experiments and runs.`, {
        details: { path: file },
      });
    }
    const locator = createArtifactLocator([...(context.artifactFolders ?? []), dirname(resolve(file))]);
    const reading: DatabaseReading = { database: opened.database, tables, file, locator, only: null };
    let sinceTurn = 0;
    for (const item of known === null
      ? readAll(reading, context, null)
      : readChangedRuns(reading, context, known)) {
      yield item;
      sinceTurn += 1;
      if (sinceTurn < itemsBetweenTurns) continue;
      sinceTurn = 0;
      await setImmediate();
      context.signal?.throwIfAborted();
    }
    opened.requireUnchanged();
  } finally {
    opened.close();
  }
}

function* readChangedRuns(
  reading: DatabaseReading,
  context: ReadContext,
  known: NonNullable<KnownUnits>,
): Generator<ForeignChange> {
  const fingerprints = fingerprintRuns(reading);
  const changed = [...fingerprints].filter(([id, now]) => known.get(id)?.fingerprint !== now);
  const only = changed.length === fingerprints.size ? null : new Set(changed.map(([id]) => id));
  yield* readAll({ ...reading, only }, context, fingerprints);
  yield* goneUnits(known, new Set(fingerprints.keys()));
}

function* readAll(
  reading: DatabaseReading,
  context: ReadContext,
  fingerprints: ReadonlyMap<string, string> | null,
): Generator<ForeignChange> {
  const experimentStages = new Map<string, LifecycleStage>();
  for (const item of readExperimentRows(reading)) {
    if (item.kind === 'experiment') experimentStages.set(item.id, item.stage);
    yield item;
  }
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
