import { lstat, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import type { ImportCounts, ImportedArtifacts, SkippedItem } from '../../../shared/model/foreign-runs.ts';
import { readModelSignature } from '../../core/onnx/derive-signature.ts';
import { OnnxFormatError } from '../../core/onnx/onnx-format-error.ts';
import type * as foreign from '../../ports/foreign-runs.ts';
import {
  type ImportEntry,
  type ModelVersionEntry,
  type StagedFile,
  sliceOfPoints,
} from './import-entries.ts';
import { isFileToKeep, spanEntries, spanFile, toTraceEntry, traceProblem } from './read-trace.ts';
import { createStaging, type FilePart } from './stage-file.ts';

/** What becomes of artifacts: files of the project, nothing, or references to where they are. */
export type ArtifactsTo = ImportedArtifacts | 'link';

/** What is known while a source is read. */
export interface Reading {
  readonly artifacts: ArtifactsTo;
  /** Of the source: references are named from here. */
  readonly folder: string;
  readonly stagingFolder: string;
  readonly add: (entry: ImportEntry) => Promise<void>;
  readonly count: (what: keyof ImportCounts, count?: number) => void;
  readonly skip: (item: SkippedItem) => void;
  readonly stage: ReturnType<typeof createStaging>;
  readonly experiments: Map<string, string>;
  /** Whose artifacts lie in a folder. */
  readonly owners: Map<string, foreign.ForeignOwner>;
  /** Tags that runs have here and that their source has not said yet. */
  readonly missingTags: Map<string, Map<string, string>>;
  readonly aliases: { name: string; aliases: foreign.Entries }[];
}

/** Nothing is known of the source yet. */
export const beginReading = (
  parts: Pick<Reading, 'artifacts' | 'folder' | 'stagingFolder' | 'add' | 'count' | 'skip'> & {
    signal: AbortSignal;
  },
): Reading => ({
  ...parts,
  stage: createStaging(parts.stagingFolder, parts.signal),
  experiments: new Map(),
  owners: new Map(),
  missingTags: new Map(),
  aliases: [],
});

/** What can only be sent when everything has come. */
export const finishReading = async ({ add, missingTags, aliases }: Reading): Promise<void> => {
  for (const [runId, tags] of missingTags)
    await add({ kind: 'tags', runId, entries: [...tags], isFromSource: false });
  for (const named of aliases) await add({ kind: 'aliases', ...named });
};

/** The items of a source, one after another, as entries for the engine. */
export const readItem = async (reading: Reading, item: foreign.ForeignItem): Promise<void> => {
  switch (item.kind) {
    case 'experiment':
      return readExperiment(reading, item);
    case 'run':
      return readRun(reading, item);
    case 'parameters':
      reading.count('parameters', item.entries.length);
      return reading.add(item);
    case 'tags':
      return readTags(reading, item);
    case 'metric':
      return readMetric(reading, item);
    case 'dataset-input':
      reading.count('datasets');
      return reading.add(item);
    case 'logged-model':
      return readLoggedModel(reading, item);
    case 'model-link':
      reading.count('modelLinks');
      return reading.add(item);
    case 'artifact':
      return readArtifact(reading, item);
    case 'text':
      return readText(reading, item);
    case 'registered-model':
      return readRegisteredModel(reading, item);
    case 'model-version':
      return readModelVersion(reading, item);
    case 'trace':
      return readTrace(reading, item);
    case 'skipped':
      return skipItem(reading, item);
  }
};

const skipItem = ({ skip }: Reading, { kind: _, ...skipped }: foreign.SkippedItem): void => skip(skipped);

const readExperiment = (reading: Reading, item: foreign.ForeignExperiment): Promise<void> => {
  const { id, name, stage, tags } = item;
  reading.experiments.set(id, name);
  reading.count('experiments');
  const createdAtMs = item.createdAtMs ?? item.updatedAtMs ?? 0;
  return reading.add({
    ...{ kind: 'experiment', name, stage, tags },
    createdAtMs,
    updatedAtMs: item.updatedAtMs ?? createdAtMs,
  });
};

const nameTag = 'mlflow.runName';
const parentTag = 'mlflow.parentRunId';

const readRun = (reading: Reading, item: foreign.ForeignRun): Promise<void> => {
  reading.count('runs');
  const { id, name, parentRunId, artifactFolder } = item;
  const missing = new Map([[nameTag, name]]);
  if (parentRunId !== null) missing.set(parentTag, parentRunId);
  reading.missingTags.set(id, missing);
  if (artifactFolder !== null) reading.owners.set(artifactFolder, { type: 'run', id });
  return reading.add({
    ...{ kind: 'run', id, name, status: item.status, stage: item.stage },
    experiment: experimentOf(reading, item.experimentId),
    startedAtMs: item.startedAtMs ?? item.endedAtMs ?? 0,
    endedAtMs: item.endedAtMs,
    deletedAtMs: item.deletedAtMs,
    user: item.user ?? '',
    artifactUri: uriToKeep(reading, item),
  });
};

const experimentOf = ({ experiments }: Reading, id: string): string => experiments.get(id) ?? id;

/** Where files are that do not come into the project. Places of a server that is not asked here mean nothing. */
const uriToKeep = (
  { artifacts }: Reading,
  { artifactUri, artifactFolder }: Pick<foreign.ForeignRun, 'artifactUri' | 'artifactFolder'>,
): string | null =>
  (artifacts !== 'none' && artifactFolder !== null) || artifactUri?.startsWith('mlflow-artifacts:')
    ? null
    : artifactUri;

const readTags = ({ missingTags, count, add }: Reading, item: foreign.ForeignTags): Promise<void> => {
  const missing = missingTags.get(item.runId);
  for (const [key] of item.entries) missing?.delete(key);
  if (missing?.size === 0) missingTags.delete(item.runId);
  count('tags', item.entries.length);
  return add({ ...item, isFromSource: true });
};

const pointsInEntry = 2000;

const readMetric = async (reading: Reading, item: foreign.ForeignMetric): Promise<void> => {
  const { owner, key, dataset, runId, points } = item;
  const { length } = points.steps;
  if (owner.type === 'run') reading.count('metricPoints', length);
  for (let from = 0; from < length; from += pointsInEntry) {
    const part = sliceOfPoints(points, from, from + pointsInEntry);
    await reading.add({ kind: 'points', owner, key, dataset, runId, points: part });
  }
};

const loggedModelStatuses = {
  unspecified: 'pending',
  pending: 'pending',
  ready: 'ready',
  failed: 'upload-failed',
} as const;

const readLoggedModel = (reading: Reading, item: foreign.ForeignLoggedModel): Promise<void> => {
  reading.count('loggedModels');
  const { id, name, artifactFolder } = item;
  if (artifactFolder !== null) reading.owners.set(artifactFolder, { type: 'logged-model', id });
  const createdAtMs = item.createdAtMs ?? item.updatedAtMs ?? 0;
  return reading.add({
    ...{ kind: 'logged-model', id, name, type: item.modelType, sourceRunId: item.sourceRunId },
    experiment: experimentOf(reading, item.experimentId),
    status: loggedModelStatuses[item.status],
    statusMessage: item.statusMessage,
    artifactUri: uriToKeep(reading, item),
    stage: item.stage,
    createdAtMs,
    updatedAtMs: item.updatedAtMs ?? createdAtMs,
    parameters: item.parameters,
    tags: item.tags,
  });
};

const readArtifact = async (reading: Reading, item: foreign.ForeignArtifact): Promise<void> => {
  const { owner, path, file } = item;
  reading.count('artifacts');
  if (reading.artifacts === 'none') return;
  if (reading.artifacts === 'link') return readReference(reading, item);
  const staged = await stageOrSkip(reading, item, {
    ...{ subject: 'artifact', count: 1, file, line: null },
    runId: owner.type === 'run' ? owner.id : null,
  });
  if (staged !== null) await reading.add({ kind: 'artifact', owner, path, staged });
};

/** A file of the project also where the source is linked: there is none of the source that holds it. */
const readText = async (reading: Reading, { runId, path, content }: foreign.ForeignText): Promise<void> => {
  reading.count('artifacts');
  if (reading.artifacts === 'none') return;
  const staged = await reading.stage(Readable.from(content));
  await reading.add({ kind: 'artifact', owner: { type: 'run', id: runId }, path, staged });
};

const readReference = async (reading: Reading, item: foreign.ForeignArtifact): Promise<void> => {
  const { owner, path, sizeBytes, offset: start } = item;
  const file = relative(reading.folder, item.file).split(sep).join('/');
  const runId = owner.type === 'run' ? owner.id : null;
  if (file.startsWith('../') || isAbsolute(file))
    reading.skip({
      ...{ subject: 'artifact', count: 1, file: item.file, line: null, runId },
      reason: 'It lies outside of what was linked.',
    });
  else await reading.add({ kind: 'reference', owner, path, file, start, sizeBytes });
};

/** A file that is gone, or may not be read, is one file less and not the end of the import. */
const stageOrSkip = async (
  { stage, skip }: Reading,
  part: FilePart,
  where: Omit<SkippedItem, 'reason'>,
): Promise<StagedFile | null> => {
  try {
    return await stage(part);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (!['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'EIO'].includes(code ?? '')) throw thrown;
    skip({ ...where, reason: `It cannot be read (${code}).` });
    return null;
  }
};

const readRegisteredModel = (reading: Reading, item: foreign.ForeignRegisteredModel): Promise<void> => {
  const { name, tags, aliases } = item;
  reading.count('registeredModels');
  if (aliases.length > 0) reading.aliases.push({ name, aliases });
  const createdAtMs = item.createdAtMs ?? item.updatedAtMs ?? 0;
  return reading.add({
    ...{ kind: 'registered-model', name, tags, description: item.description ?? '' },
    createdAtMs,
    updatedAtMs: item.updatedAtMs ?? createdAtMs,
  });
};

const readModelVersion = async (reading: Reading, item: foreign.ForeignModelVersion): Promise<void> => {
  reading.count('modelVersions');
  const createdAtMs = item.createdAtMs ?? item.updatedAtMs ?? 0;
  const { artifacts } = reading;
  const folder = artifacts === 'none' ? null : item.folder;
  await reading.add({
    ...{ kind: 'model-version', name: item.name, version: item.version, stage: item.stage, tags: item.tags },
    description: item.description ?? '',
    user: item.user ?? '',
    createdAtMs,
    updatedAtMs: item.updatedAtMs ?? createdAtMs,
    runId: item.runId,
    runLink: item.runLink ?? '',
    modelId: item.modelId,
    source: item.source ?? '',
    place: folder === null ? null : placeAmongOwners(reading, folder),
    onnx: folder === null || artifacts === 'link' ? null : await readOnnx(reading, item, folder),
  });
};

/** The run or logged model whose artifacts a folder is or lies among. */
const placeAmongOwners = ({ owners }: Reading, folder: string): ModelVersionEntry['place'] => {
  for (let parent = folder; parent !== dirname(parent); parent = dirname(parent)) {
    const owner = owners.get(parent);
    if (owner !== undefined) return { owner, path: relative(parent, folder).split(sep).join('/') };
  }
  return null;
};

const readTrace = async (reading: Reading, item: foreign.ForeignTrace): Promise<void> => {
  const { id } = item;
  const problem = traceProblem(item);
  if (problem !== null) {
    reading.skip({ subject: 'trace', reason: problem, count: 1, file: id, line: null, runId: null });
    return;
  }
  reading.count('traces');
  const experiment = experimentOf(reading, item.experimentId);
  let hasSpans = false;
  for (const entry of spanEntries(item, (skipped) => skipItem(reading, skipped))) {
    if (!hasSpans) await reading.add(toTraceEntry(item, experiment, true));
    hasSpans = true;
    await reading.add(entry);
  }
  if (!hasSpans) await reading.add(toTraceEntry(item, experiment, false));
  for (const file of item.files) {
    if (file.kind === 'skipped') skipItem(reading, file);
    else if (isFileToKeep(file, id, hasSpans)) await readTraceFile(reading, id, file);
  }
};

/** The spans of a trace come in any case, also as the file that its client asks for. */
const readTraceFile = async (
  reading: Reading,
  traceId: string,
  { path, file, sizeBytes }: foreign.ForeignTraceFile,
): Promise<void> => {
  const isArtifact = path !== spanFile;
  if (isArtifact) reading.count('artifacts');
  if (isArtifact && reading.artifacts === 'none') return;
  const where = { subject: 'artifact', count: 1, file, line: null, runId: null };
  const staged = await stageOrSkip(reading, { file, offset: 0, sizeBytes }, where);
  if (staged !== null) await reading.add({ kind: 'trace-file', traceId, path, staged, isArtifact });
};

/** Larger ones are not read whole to find out what they ask for. */
const maxModelBytes = 2 * 1024 ** 3;

const readOnnx = async (
  reading: Reading,
  { name, version, runId }: foreign.ForeignModelVersion,
  folder: string,
): Promise<ModelVersionEntry['onnx']> => {
  const file = join(folder, 'model.onnx');
  const status = await lstat(file).catch(() => null);
  if (status?.isFile() !== true || status.size > maxModelBytes) return null;
  const where = { subject: 'model-version', count: 1, file, line: null, runId };
  const staged = await stageOrSkip(reading, { file, offset: 0, sizeBytes: status.size }, where);
  if (staged === null) return null;
  try {
    const bytes = await readFile(join(reading.stagingFolder, staged.name));
    return { staged, signature: readModelSignature(bytes) };
  } catch (thrown) {
    if (!(thrown instanceof OnnxFormatError)) throw thrown;
    reading.skip({ ...where, reason: `${name}/${version} cannot be served here. ${thrown.message}` });
    return null;
  }
};
