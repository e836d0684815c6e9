import { appendFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type {
  Entries,
  ExportOutcome,
  ForeignExperiment,
  ForeignItem,
  ForeignMetric,
  ForeignRun,
} from '../../../ports/foreign-runs.ts';
import type { UnfinishedFiles } from '../../../ports/project-services.ts';
import { createExportTally } from '../export-tally.ts';
import { isExperimentId, isRunId } from '../mlflow/identifiers.ts';
import { formatPythonFloat } from '../mlflow/parse-metric-lines.ts';
import { runStatusNumber } from '../mlflow/run-status.ts';
import { copyArtifact } from './copy-artifact.ts';
import { folderOf, type Target, uriOf, writeEntries, writeKey, writeMeta } from './folder-target.ts';
import { writeWholeFolder } from './unfinished-folder.ts';
import { writeModelVersion, writeRegisteredModel } from './write-registered-models.ts';
import { writeDatasetInput, writeLoggedModel, writeModelLink } from './write-run-links.ts';
import { writeTrace } from './write-traces.ts';

const itemsBetweenTurns = 500;

/**
 * Writes an `mlruns` folder that MLflow's file store reads. Times, ids and texts are kept as they are; artifact URIs point into the new
 * folder. Errors: those of a folder that appears whole or not at all.
 */
export const writeMlflowFolder = (
  folder: string,
  items: AsyncIterable<ForeignItem>,
  { signal, unfinished: files }: { signal?: AbortSignal | undefined; unfinished?: UnfinishedFiles } = {},
): Promise<ExportOutcome> => {
  const root = resolve(folder);
  return writeWholeFolder(
    root,
    (unfinished) => writeItems({ root, folder: unfinished }, items, signal),
    files,
  );
};

const writeItems = async (
  place: Pick<Target, 'root' | 'folder'>,
  items: AsyncIterable<ForeignItem>,
  signal: AbortSignal | undefined,
): Promise<ExportOutcome> => {
  mkdirSync(join(place.folder, '.trash'));
  const target: Target = {
    ...place,
    tally: createExportTally(),
    experimentFolders: new Map(),
    ownerFolders: new Map(),
    runExperiments: new Map(),
  };
  let sinceTurn = 0;
  for await (const item of items) {
    await writeItem(target, item);
    sinceTurn += 1;
    if (sinceTurn % itemsBetweenTurns === 0) await setImmediate();
    signal?.throwIfAborted();
  }
  return target.tally.outcome();
};

const writeItem = async (target: Target, item: ForeignItem): Promise<void> => {
  switch (item.kind) {
    case 'experiment':
      return writeExperiment(target, item);
    case 'run':
      return writeRun(target, item);
    case 'parameters':
      return writeRunEntries(target, item.runId, 'params', item.entries);
    case 'tags':
      return writeRunEntries(target, item.runId, 'tags', item.entries);
    case 'metric':
      return writeMetric(target, item);
    case 'dataset-input':
      return writeDatasetInput(target, item);
    case 'logged-model':
      return writeLoggedModel(target, item);
    case 'model-link':
      return writeModelLink(target, item);
    case 'artifact': {
      const owner = folderOf(target, item.owner, 'artifact', item.path);
      if (owner !== undefined) await copyArtifact(join(owner, 'artifacts'), item, target.tally);
      return;
    }
    case 'trace':
      return writeTrace(target, item);
    case 'registered-model':
      return writeRegisteredModel(target, item);
    case 'model-version':
      return writeModelVersion(target, item);
    case 'skipped':
      // Named by whoever reads; it is no loss of this export.
      return;
  }
};

const writeExperiment = (target: Target, experiment: ForeignExperiment): void => {
  const { id, name, stage, tags } = experiment;
  if (!isExperimentId(id)) {
    target.tally.skip('experiment', name, `“${id}” is no experiment id.`);
    return;
  }
  const folder = stage === 'deleted' ? join(target.folder, '.trash', id) : join(target.folder, id);
  target.experimentFolders.set(id, folder);
  writeMeta(folder, {
    artifact_location: uriOf(join(target.root, id)),
    creation_time: experiment.createdAtMs,
    experiment_id: id,
    last_update_time: experiment.updatedAtMs,
    lifecycle_stage: stage,
    name,
  });
  writeEntries(target, join(folder, 'tags'), tags, 'tag');
  target.tally.count('experiments');
};

const writeRun = (target: Target, run: ForeignRun): void => {
  const experiment = target.experimentFolders.get(run.experimentId);
  if (experiment === undefined || !isRunId(run.id)) {
    target.tally.skip('run', run.id, 'It has no valid id, or its experiment was not written.', run.id);
    return;
  }
  const folder = join(experiment, run.id);
  target.ownerFolders.set(run.id, folder);
  target.runExperiments.set(run.id, experiment);
  for (const part of ['metrics', 'params', 'tags', 'artifacts'])
    mkdirSync(join(folder, part), { recursive: true });
  writeMeta(folder, {
    // Where MLflow will find it once a deleted experiment is restored, too.
    artifact_uri: uriOf(join(target.root, run.experimentId, run.id, 'artifacts')),
    deleted_time: run.deletedAtMs,
    end_time: run.endedAtMs,
    entry_point_name: '',
    experiment_id: run.experimentId,
    lifecycle_stage: run.stage,
    run_id: run.id,
    run_name: run.name,
    run_uuid: run.id,
    source_name: '',
    source_type: localSource,
    source_version: '',
    start_time: run.startedAtMs,
    status: runStatusNumber(run.status),
    user_id: run.user ?? '',
  });
  if (run.parentRunId !== null)
    writeEntries(target, join(folder, 'tags'), [['mlflow.parentRunId', run.parentRunId]], 'tag');
  target.tally.count('runs');
};

/** SourceType.LOCAL */
const localSource = 4;

const writeRunEntries = (target: Target, runId: string, part: 'params' | 'tags', entries: Entries): void => {
  const subject = part === 'params' ? 'parameter' : 'tag';
  const folder = folderOf(target, { type: 'run', id: runId }, subject, part);
  if (folder !== undefined) writeEntries(target, join(folder, part), entries, subject, runId);
};

const writeMetric = (target: Target, metric: ForeignMetric): void => {
  const { key, owner, points } = metric;
  const folder = folderOf(target, owner, 'metric-point', key);
  if (folder === undefined) return;
  const ending = lineEnding(target, metric);
  const lines = Array.from(
    points.steps,
    (step, index) =>
      `${points.timestampsMs[index]} ${formatPythonFloat(points.values[index]!)} ${step}${ending}\n`,
  );
  const file = {
    folder: join(folder, 'metrics'),
    key,
    subject: 'metric-point' as const,
    runId: owner.type === 'run' ? owner.id : metric.runId,
    count: lines.length,
  };
  writeKey(target, file, (path) => appendFileSync(path, lines.join('')));
};

/** What follows the step: the run of a logged model's metric, and the data set. MLflow splits lines at spaces. */
const lineEnding = (target: Target, { key, owner, dataset, runId }: ForeignMetric): string => {
  const run = owner.type === 'logged-model' ? ` ${runId ?? 'unknown'}` : '';
  if (dataset === null) return run;
  if (!/\s/.test(`${dataset.name}${dataset.digest}`)) return `${run} ${dataset.name} ${dataset.digest}`;
  const reason = `A metric line cannot name the data set “${dataset.name}”, whose name has a space.`;
  target.tally.skip('other', key, reason, owner.id);
  return run;
};
