import type { ForeignDatasetInput, ForeignModelLink } from '../../ports/foreign-runs.ts';
import { experimentIdOf, findExperiment, findExperimentByName } from '../../store/experiments.ts';
import { addModelLink } from '../../store/foreign-models.ts';
import {
  findImportedRun,
  type ImportedRunKey,
  importExperiment,
  importedFrom,
  insertImportedRun,
  isImportedFrom,
  recordImported,
  setArtifactUri,
  updateImportedRun,
} from '../../store/foreign-runs.ts';
import { forgetLinkedFile, rewriteLinkedRun } from '../../store/linked-runs.ts';
import { joinGroup, recordGroup } from '../../store/linked-sources.ts';
import { hasLoggedDataset, linkLoggedDataset } from '../../store/logged-datasets.ts';
import { addModelPoint, findLoggedModel } from '../../store/logged-models.ts';
import { addPoints } from '../../store/run-metrics.ts';
import { addParameters, addTags } from '../../store/run-values.ts';
import { findRunById, insertArtifact } from '../../store/runs.ts';
import { findFile, putFile } from '../../store/stored-files.ts';
import type { EntryWriting } from './entry-writing.ts';
import {
  type ArtifactEntry,
  type ExperimentEntry,
  type ParametersEntry,
  type PointsEntry,
  type Refused,
  type RunEntry,
  type TagsEntry,
  toMetricPoints,
} from './import-entries.ts';

export const writeExperiment = (
  { writer, source, isLinked, added }: EntryWriting,
  entry: ExperimentEntry,
): void => {
  const isNew = importExperiment(writer, entry);
  if (isNew) added('experiments');
  const made = isLinked ? findExperimentByName(writer, entry.name) : undefined;
  if (made !== undefined) (isNew ? recordGroup : joinGroup)(writer, source, 'experiment', made.id);
};

export const writeRun = (writing: EntryWriting, entry: RunEntry): void => {
  const { writer, source, nowMs, added, refuse } = writing;
  const { kind: _, experiment, ...run } = entry;
  const known = findRunById(writer, run.id);
  if (known !== undefined && !isImportedFrom(writer, 'run', run.id, source)) {
    // In a linked source the end of its unit tells it, and tells it for as long as it is so.
    if (!writing.isLinked) refuse(refusalOf(writer, run));
    return;
  }
  if (known === undefined) {
    const experimentId = experimentIdOf(writer, experiment, nowMs);
    insertImportedRun(writer, {
      ...run,
      experimentId,
      artifactUri: run.artifactUri ?? ownPlace(writer, experimentId, run.id),
    });
    recordImported(writer, 'run', run.id, source);
    added('runs');
    return;
  }
  if (writing.isLinked) {
    const experimentId = experimentIdOf(writer, experiment, nowMs);
    const artifactUri = run.artifactUri ?? ownPlace(writer, experimentId, run.id);
    writing.release(rewriteLinkedRun(writer, known.number, { ...run, experimentId, artifactUri }));
    return;
  }
  updateImportedRun(writer, { ...run, experimentId: known.experiment_id });
  if (run.artifactUri === null) setArtifactUri(writer, run.id, ownPlace(writer, known.experiment_id, run.id));
};

/** Why a run that is here from elsewhere is not taken from this source. */
export const refusalOf = (
  writer: EntryWriting['writer'],
  { id, name }: { id: string; name: string },
): Refused => {
  const origin = importedFrom(writer, 'run', id);
  return {
    subject: 'run',
    reason:
      origin === undefined
        ? 'This project has a run with this id that was recorded here.'
        : `This project has a run with this id from ${origin}.`,
    file: name,
    runId: id,
  };
};

/** Null where that is what the experiment says anyway; one that sends its files elsewhere does not send these there. */
const ownPlace = (writer: EntryWriting['writer'], experimentId: number, runId: string): string | null =>
  findExperiment(writer, experimentId)?.artifact_location === null
    ? null
    : `mlflow-artifacts:/${experimentId}/${runId}/artifacts`;

/** Undefined for a run that was refused. */
const runOf = ({ writer, source }: EntryWriting, id: string): ImportedRunKey | undefined =>
  findImportedRun(writer, id, source);

export const writeParameters = (writing: EntryWriting, { runId, entries }: ParametersEntry): void => {
  const run = runOf(writing, runId);
  if (run === undefined) return;
  const { added, others } = addParameters(writing.writer, {
    run: run.number,
    entries,
    keys: writing.keys,
  });
  writing.added('parameters', added);
  for (const [key, known] of others)
    writing.refuse({ subject: 'parameter', reason: `It is “${known}” here.`, file: key, runId });
};

export const writeTags = (writing: EntryWriting, { runId, entries, isFromSource }: TagsEntry): void => {
  const run = runOf(writing, runId);
  if (run === undefined) return;
  const added = addTags(writing.writer, { run: run.number, entries, keys: writing.keys });
  if (isFromSource) writing.added('tags', added);
};

export const writePoints = (writing: EntryWriting, entry: PointsEntry): void => {
  const { owner, key, dataset } = entry;
  const points = toMetricPoints(key, entry.points);
  if (owner.type === 'run') {
    const run = runOf(writing, owner.id);
    if (run !== undefined) writing.added('metricPoints', addPoints(writing.writer, run.number, points));
    return;
  }
  if (!isImportedFrom(writing.writer, 'logged-model', owner.id, writing.source)) return;
  const datasetName = dataset?.name ?? null;
  const datasetDigest = dataset?.digest ?? null;
  for (const point of points)
    addModelPoint(writing.writer, owner.id, {
      ...{ ...point, datasetName, datasetDigest },
      runId: entry.runId ?? '',
    });
};

export const writeDataset = (writing: EntryWriting, entry: ForeignDatasetInput): void => {
  const run = runOf(writing, entry.runId);
  if (run === undefined) return;
  const tags = Object.fromEntries(entry.tags);
  if (hasLoggedDataset(writing.writer, run.number, entry, tags)) return;
  linkLoggedDataset(writing.writer, run, entry, tags);
  writing.added('datasets');
};

export const writeModelLink = (writing: EntryWriting, entry: ForeignModelLink): void => {
  const run = runOf(writing, entry.runId);
  if (run === undefined) return;
  if (addModelLink(writing.writer, { ...entry, run: run.number })) writing.added('modelLinks');
};

export const writeArtifact = (writing: EntryWriting, { owner, path, staged }: ArtifactEntry): void => {
  const { writer, objects, fileOf } = writing;
  if (!isImportedFrom(writer, owner.type, owner.id, writing.source)) return;
  objects.place(writer, fileOf(staged), staged);
  const isNew =
    owner.type === 'run'
      ? insertArtifact(writer, owner.id, { ...staged, path })
      : putModelFile(writing, owner.id, { ...staged, path });
  // It stayed in its source as long as that was linked.
  forgetLinkedFile(writer, owner, path);
  if (isNew) writing.added('artifacts');
};

const putModelFile = (
  { writer }: EntryWriting,
  modelId: string,
  file: { path: string; digest: string; sizeBytes: number },
): boolean => {
  const model = findLoggedModel(writer, modelId);
  if (model === undefined) return false;
  const path = `${model.experiment_id}/models/${modelId}/artifacts/${file.path}`;
  if (findFile(writer, path)?.digest === file.digest) return false;
  putFile(writer, path, file);
  return true;
};
