import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { EngineError } from '../../../../shared/errors.ts';
import type {
  Entries,
  ExportOutcome,
  ForeignExperiment,
  ForeignItem,
  ForeignLoggedModel,
  ForeignMetric,
  ForeignModelVersion,
  ForeignOwner,
  ForeignRegisteredModel,
  ForeignRun,
  SkippedSubject,
} from '../../../ports/foreign-runs.ts';
import { createExportTally, type ExportTally } from '../export-tally.ts';
import { systemCode } from '../guarded-files.ts';
import { isExperimentId, isRunId } from '../mlflow/identifiers.ts';
import { keyProblem } from '../mlflow/key-problem.ts';
import { formatPythonFloat } from '../mlflow/parse-metric-lines.ts';
import { loggedModelStatusNumber, runStatusNumber } from '../mlflow/run-status.ts';
import { copyArtifact } from './copy-artifact.ts';
import { metaFile } from './read-meta.ts';
import { formatMetaYaml, type MetaValue } from './write-meta-yaml.ts';

const itemsBetweenTurns = 500;

/**
 * Writes an `mlruns` folder that MLflow's file store reads. Times, ids and texts are kept as they are; artifact URIs point into the new
 * folder. Errors: `already-exists` when the folder has something in it, and what the system says about writing.
 */
export const writeMlflowFolder = async (
  folder: string,
  items: AsyncIterable<ForeignItem>,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<ExportOutcome> => {
  const root = resolve(folder);
  if (existsSync(root) && readdirSync(root).length > 0) {
    throw new EngineError('already-exists', `${root} is not empty. Choose a new folder.`, {
      details: { path: root },
    });
  }
  mkdirSync(join(root, '.trash'), { recursive: true });
  const target: Target = {
    root,
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

interface Target {
  readonly root: string;
  readonly tally: ExportTally;
  readonly experimentFolders: Map<string, string>;
  /** Of runs and logged models, which have different ids. */
  readonly ownerFolders: Map<string, string>;
  readonly runExperiments: Map<string, string>;
}

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
    case 'registered-model':
      return writeRegisteredModel(target, item);
    case 'model-version':
      return writeModelVersion(target, item);
    case 'skipped':
      // Named by whoever reads; it is no loss of this export.
      return;
  }
};

const writeMeta = (folder: string, values: Readonly<Record<string, MetaValue>>): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, metaFile), formatMetaYaml(values));
};

const uriOf = (path: string): string => pathToFileURL(path).href;

const writeExperiment = (target: Target, experiment: ForeignExperiment): void => {
  const { id, name, stage, tags } = experiment;
  if (!isExperimentId(id)) {
    target.tally.skip('experiment', name, `“${id}” is no experiment id.`);
    return;
  }
  const folder = stage === 'deleted' ? join(target.root, '.trash', id) : join(target.root, id);
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

const folderOf = (
  target: Target,
  owner: ForeignOwner,
  subject: SkippedSubject,
  what: string,
): string | undefined => {
  const folder = target.ownerFolders.get(owner.id);
  if (folder === undefined)
    target.tally.skip(subject, what, `${owner.id}, which it belongs to, was not written.`, owner.id);
  return folder;
};

const writeRunEntries = (target: Target, runId: string, part: 'params' | 'tags', entries: Entries): void => {
  const subject = part === 'params' ? 'parameter' : 'tag';
  const folder = folderOf(target, { type: 'run', id: runId }, subject, part);
  if (folder !== undefined) writeEntries(target, join(folder, part), entries, subject, runId);
};

const writeEntries = (
  target: Target,
  folder: string,
  entries: Entries,
  subject: SkippedSubject,
  runId: string | null = null,
): void => {
  for (const [key, value] of entries) {
    writeKey(target, { folder, key, subject, runId }, (path) => writeFileSync(path, value));
  }
};

interface KeyFile {
  readonly folder: string;
  readonly key: string;
  readonly subject: SkippedSubject;
  readonly runId: string | null;
  readonly count?: number;
}

/** A key is a path. The system refuses some that MLflow allows: `a` beside `a/b`, or very long ones. */
const writeKey = (
  target: Target,
  { folder, key, subject, runId, count }: KeyFile,
  write: (path: string) => void,
): void => {
  const problem = keyProblem(key) ?? attemptWrite(join(folder, key), write);
  if (problem !== null) target.tally.skip(subject, key, problem, runId, count);
};

const attemptWrite = (path: string, write: (path: string) => void): string | null => {
  try {
    if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
    write(path);
    return null;
  } catch (thrown) {
    const code = systemCode(thrown);
    if (!['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EINVAL', 'ENOENT'].includes(code)) throw thrown;
    return `The name cannot be a file beside the others (${code}).`;
  }
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

const md5 = (...texts: readonly string[]): string => createHash('md5').update(texts.join('')).digest('hex');

const writeDatasetInput = (target: Target, input: Extract<ForeignItem, { kind: 'dataset-input' }>): void => {
  const { runId, name, digest } = input;
  const run = folderOf(target, { type: 'run', id: runId }, 'dataset-input', name);
  const experiment = target.runExperiments.get(runId);
  if (run === undefined || experiment === undefined) return;
  // MLflow's own names for these folders, so that it finds what it logs again.
  const datasetId = md5(name, digest);
  writeMeta(join(experiment, 'datasets', datasetId), {
    digest,
    name,
    profile: input.profile,
    schema: input.schema,
    source: input.source,
    source_type: input.sourceType,
  });
  writeMeta(join(run, 'inputs', md5(datasetId, runId)), {
    destination_id: datasetId,
    destination_type: 'RUN',
    source_id: datasetId,
    source_type: 'DATASET',
    tags: input.tags,
  });
};

const writeModelLink = (target: Target, link: Extract<ForeignItem, { kind: 'model-link' }>): void => {
  const { runId, modelId, direction, step } = link;
  const run = folderOf(target, { type: 'run', id: runId }, 'model-link', modelId);
  if (run === undefined) return;
  if (!isRunId(modelId)) target.tally.skip('model-link', modelId, 'It is no model id.', runId);
  else if (direction === 'output') {
    writeMeta(join(run, 'outputs', modelId), {
      destination_id: modelId,
      destination_type: 'MODEL_OUTPUT',
      source_id: modelId,
      source_type: 'RUN_OUTPUT',
      step,
      tags: [],
    });
  } else {
    writeMeta(join(run, 'inputs', md5(modelId, runId)), {
      destination_id: modelId,
      destination_type: 'RUN',
      source_id: modelId,
      source_type: 'MODEL',
      tags: [],
    });
  }
};

const writeLoggedModel = (target: Target, model: ForeignLoggedModel): void => {
  const experiment = target.experimentFolders.get(model.experimentId);
  if (experiment === undefined || !isRunId(model.id)) {
    target.tally.skip('logged-model', model.id, 'It has no valid id, or its experiment was not written.');
    return;
  }
  const folder = join(experiment, 'models', model.id);
  target.ownerFolders.set(model.id, folder);
  for (const part of ['metrics', 'params', 'tags']) mkdirSync(join(folder, part), { recursive: true });
  writeMeta(folder, {
    artifact_location: uriOf(join(target.root, model.experimentId, 'models', model.id, 'artifacts')),
    creation_timestamp: model.createdAtMs,
    experiment_id: model.experimentId,
    last_updated_timestamp: model.updatedAtMs,
    lifecycle_stage: model.stage,
    model_id: model.id,
    model_type: model.modelType,
    name: model.name,
    source_run_id: model.sourceRunId,
    status: loggedModelStatusNumber(model.status),
    status_message: model.statusMessage,
  });
  writeEntries(target, join(folder, 'params'), model.parameters, 'parameter');
  writeEntries(target, join(folder, 'tags'), model.tags, 'tag');
};

const writeRegisteredModel = (target: Target, model: ForeignRegisteredModel): void => {
  const { name } = model;
  if (!isModelName(name)) {
    target.tally.skip('registered-model', name, 'A folder cannot hold a model with / : % in its name.');
    return;
  }
  const folder = join(target.root, 'models', name);
  writeMeta(folder, {
    creation_timestamp: model.createdAtMs,
    description: model.description,
    last_updated_timestamp: model.updatedAtMs,
    name,
  });
  writeEntries(target, join(folder, 'tags'), model.tags, 'tag');
  writeEntries(target, join(folder, 'aliases'), model.aliases, 'alias');
};

const isModelName = (name: string): boolean =>
  !/[/\\:%\0]/.test(name) && !['', '.', '..'].includes(name.trim());

const writeModelVersion = (target: Target, version: ForeignModelVersion): void => {
  const { name } = version;
  if (!isModelName(name)) {
    target.tally.skip('model-version', name, 'A folder cannot hold a model with / : % in its name.');
    return;
  }
  const folder = join(target.root, 'models', name, `version-${version.version}`);
  writeMeta(folder, {
    creation_timestamp: version.createdAtMs,
    current_stage: version.stage ?? 'None',
    description: version.description,
    last_updated_timestamp: version.updatedAtMs,
    model_id: version.modelId,
    name,
    run_id: version.runId,
    run_link: version.runLink,
    source: newPlace(target, version.source),
    status: version.status ?? 'READY',
    status_message: version.statusMessage,
    storage_location: newPlace(target, version.storageLocation),
    user_id: version.user,
    version: version.version,
  });
  writeEntries(target, join(folder, 'tags'), version.tags, 'tag');
};

/** Points into the new folder where the files behind the old address were written with their run or logged model. */
const newPlace = ({ root, ownerFolders }: Target, place: string | null): string | null => {
  if (place === null || /^(?:models|runs):/.test(place)) return place;
  const parts = place.split('/');
  const position = parts.findLastIndex((part) => ownerFolders.has(part));
  const folder = position < 0 ? undefined : ownerFolders.get(parts[position]!);
  if (folder === undefined) return place;
  return uriOf(
    join(folder.replace(join(root, '.trash'), root), ...parts.slice(position + 1).map(decodePart)),
  );
};

const decodePart = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};
