import { aliasName, modelName, modelVersion } from '../../../shared/model/registry.ts';
import { experimentIdOf } from '../../store/experiments.ts';
import {
  addLoggedModelEntry,
  addVersionFile,
  hasLoggedModel,
  hasVersion,
  type ImportedLoggedModel,
  insertImportedLoggedModel,
  insertImportedVersion,
  setModelTimes,
  updateImportedLoggedModel,
} from '../../store/foreign-models.ts';
import { importedFrom, isImportedFrom, recordImported } from '../../store/foreign-runs.ts';
import { joinGroup, recordGroup } from '../../store/linked-sources.ts';
import { findLoggedModel } from '../../store/logged-models.ts';
import { findModelId, getModel, insertModel, type NewVersion } from '../../store/registry.ts';
import { setAlias } from '../../store/registry-changes.ts';
import { setModelTag } from '../../store/registry-tags.ts';
import { findRunById, runArtifactRoot } from '../../store/runs.ts';
import type { EntryWriting } from './entry-writing.ts';
import type {
  AliasesEntry,
  LoggedModelEntry,
  ModelVersionEntry,
  RegisteredModelEntry,
} from './import-entries.ts';

export const writeLoggedModel = (writing: EntryWriting, entry: LoggedModelEntry): void => {
  const { writer, source, nowMs, refuse, added } = writing;
  const { id, name, sourceRunId } = entry;
  const isKnown = hasLoggedModel(writer, id);
  if (isKnown && !isImportedFrom(writer, 'logged-model', id, source)) {
    const origin = importedFrom(writer, 'logged-model', id) ?? 'this project';
    refuse({
      subject: 'logged-model',
      reason: `There is one with this id (${id}) from ${origin}.`,
      file: name,
      runId: sourceRunId,
    });
    return;
  }
  const experimentId = experimentIdOf(writer, entry.experiment, nowMs);
  const model: ImportedLoggedModel = {
    ...entry,
    experimentId,
    artifactLocation: entry.artifactUri ?? `mlflow-artifacts:/${experimentId}/models/${id}/artifacts`,
    deletedAtMs: entry.stage === 'deleted' ? entry.updatedAtMs : null,
  };
  if (isKnown) updateImportedLoggedModel(writer, model);
  else {
    insertImportedLoggedModel(writer, model);
    recordImported(writer, 'logged-model', id, source);
    added('loggedModels');
  }
  for (const parameter of entry.parameters) addLoggedModelEntry(writer, 'parameters', id, parameter);
  for (const tag of entry.tags) addLoggedModelEntry(writer, 'tags', id, tag);
};

/** One that is here already, by its name, keeps what it is. */
export const writeRegisteredModel = (
  { writer, source, isLinked, refuse, added }: EntryWriting,
  entry: RegisteredModelEntry,
): void => {
  const { name, description, tags } = entry;
  const allowed = modelName.safeParse(name);
  if (!allowed.success) {
    const reason = allowed.error.issues[0]?.message ?? 'Its name is not allowed here.';
    refuse({ subject: 'registered-model', reason, file: name, runId: null });
    return;
  }
  const known = findModelId(writer, name);
  if (known !== undefined) {
    if (isLinked) joinGroup(writer, source, 'registered-model', known);
    return;
  }
  const id = insertModel(writer, { name, description, nowMs: entry.createdAtMs });
  for (const [key, value] of tags) setModelTag(writer, { name }, key, value);
  setModelTimes(writer, id, entry);
  if (isLinked) recordGroup(writer, source, 'registered-model', id);
  added('registeredModels');
};

export const writeModelVersion = (writing: EntryWriting, entry: ModelVersionEntry): void => {
  const { writer, source, added, refuse } = writing;
  const { name, version, runId } = entry;
  const modelId = findModelId(writer, name);
  // Its model was refused, which has been said.
  if (modelId === undefined) return;
  const id = `${modelId}/${version}`;
  const isKnown = hasVersion(writer, modelId, version);
  if (isKnown && !isImportedFrom(writer, 'model-version', id, source)) {
    const origin = importedFrom(writer, 'model-version', id) ?? 'this project';
    const reason = `The model has a version of this number from ${origin}.`;
    refuse({ subject: 'model-version', reason, file: `${name}/${version}`, runId });
    return;
  }
  const file = placeOnnx(writing, entry);
  if (isKnown) {
    if (file.digest !== null) addVersionFile(writer, { modelId, version }, file);
    return;
  }
  insertImportedVersion(writer, modelId, newVersion(writing, entry, file), {
    stage: stageOf(writing, entry),
    updatedAtMs: entry.updatedAtMs,
  });
  for (const [key, value] of entry.tags) setModelTag(writer, { name, version }, key, value);
  // What is linked comes and goes; the log says that it was linked, once.
  if (!writing.isLinked)
    writing.eventLog.append(writer, {
      kind: 'model.imported',
      subject: `model:${name}`,
      details: { version, digest: file.digest, runId, source: entry.source },
    });
  recordImported(writer, 'model-version', id, source);
  added('modelVersions');
};

type VersionFile = Pick<NewVersion, 'digest' | 'sizeBytes' | 'signature'>;

const placeOnnx = ({ writer, objects, fileOf }: EntryWriting, { onnx }: ModelVersionEntry): VersionFile => {
  if (onnx === null) return { digest: null, sizeBytes: null, signature: null };
  const { staged, signature } = onnx;
  objects.place(writer, fileOf(staged), staged);
  return { digest: staged.digest, sizeBytes: staged.sizeBytes, signature };
};

const newVersion = (
  writing: EntryWriting,
  entry: ModelVersionEntry,
  file: VersionFile,
): NewVersion & { version: number } => {
  const place = placeHere(writing, entry);
  // `models:/…` and `runs:/…` say where it came from by its ids, which are the same here.
  const isById = /^(?:models|runs):/.test(entry.source);
  return {
    ...{ name: entry.name, version: entry.version, runId: entry.runId, description: entry.description },
    ...file,
    nowMs: entry.createdAtMs,
    origin: {
      source: place === null || isById ? entry.source : place,
      storageLocation: place ?? entry.source,
      runLink: entry.runLink,
      userName: entry.user,
      loggedModelId: entry.modelId,
    },
  };
};

const placeHere = ({ writer }: EntryWriting, { place }: ModelVersionEntry): string | null => {
  if (place === null) return null;
  const { owner, path } = place;
  const run = owner.type === 'run' ? findRunById(writer, owner.id) : undefined;
  const root =
    run === undefined
      ? findLoggedModel(writer, owner.id)?.artifact_location
      : runArtifactRoot(writer, run.number);
  if (root === undefined) return null;
  return path === '' ? root : `${root}/${path}`;
};

const stageOf = (
  { refuse }: EntryWriting,
  { name, version, stage, runId }: ModelVersionEntry,
): (typeof modelVersion.shape.stage.options)[number] => {
  const known = modelVersion.shape.stage.safeParse(stage ?? 'None');
  if (known.success) return known.data;
  refuse({
    subject: 'other',
    reason: `There is no stage “${stage}” here.`,
    file: `${name}/${version}`,
    runId,
  });
  return 'None';
};

/** An alias that points elsewhere here stays where it is. */
export const writeAliases = (writing: EntryWriting, { name, aliases }: AliasesEntry): void => {
  const { writer, source, refuse, isLinked } = writing;
  const modelId = findModelId(writer, name);
  if (modelId === undefined) return;
  const isOurs = (version: number): boolean =>
    isImportedFrom(writer, 'model-version', `${modelId}/${version}`, source);
  const { aliases: known } = getModel(writer, name);
  for (const [alias, text] of aliases) {
    const version = Number(text);
    const current = Object.hasOwn(known, alias) ? known[alias] : undefined;
    if (current === version) continue;
    const file = `${name}@${alias}`;
    // An alias that a linked source gave is the source's to move.
    if (current !== undefined && !(isLinked && isOurs(current)))
      refuse({ subject: 'alias', reason: `It points at version ${current} here.`, file, runId: null });
    else if (!aliasName.safeParse(alias).success)
      refuse({ subject: 'alias', reason: 'Its name is not allowed here.', file, runId: null });
    else if (isOurs(version)) {
      setAlias(writer, writing.eventLog, { name, alias, version });
    } else refuse({ subject: 'alias', reason: `Version ${text} was not imported.`, file, runId: null });
  }
};
