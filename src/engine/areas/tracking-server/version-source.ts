import { resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readModelSignature } from '../../core/onnx/derive-signature.ts';
import { OnnxFormatError } from '../../core/onnx/onnx-format-error.ts';
import type { Reader } from '../../ports/store-handles.ts';
import { findLoggedModel } from '../../store/logged-models.ts';
import { findModelId, type NewVersion } from '../../store/registry.ts';
import { findRunById, runArtifactRoot } from '../../store/runs.ts';
import { findOnnxFile, findVersionPlace } from '../../store/version-places.ts';
import type { TrackingContext } from './rpc.ts';
import { checkHost, isAbsolute, isLocal, isWithin, readAddress } from './wire/location.ts';
import { doesNotExist, invalid, type TrackingError } from './wire/tracking-error.ts';

/** Where a new version of a model comes from, as a client says it and as it was found to be. */
export interface VersionSource {
  readonly source: string;
  readonly storageLocation: string;
  readonly runId: string | null;
  readonly loggedModelId: string | null;
}

interface Given {
  readonly source: string;
  readonly runId: string | null;
  readonly loggedModelId: string | null;
}

/**
 * Follows `models:/…` to where the files lie. Errors: `INVALID_PARAMETER_VALUE` for a place that is not proven to belong to the run or the
 * model that is named with it, as MLflow demands it of folders of this machine, of what clients uploaded, of `runs:/` and of
 * `models:/m-…`; for an address that leads upwards; for a model or a run that there is not. `RESOURCE_DOES_NOT_EXIST` for another version.
 */
export const resolveVersionSource = (reader: Reader, given: Given): VersionSource => {
  checkHost(given.source, 'source');
  const found = isLocal(given.source) ? given : ofOtherVersion(reader, given);
  if (isLocal(found.source)) requireOwnFolder(reader, found);
  else requireOwnAddress(reader, found);
  const reference = referenceOf(found.source);
  const storageLocation =
    reference === undefined
      ? found.source
      : isVersion(reference)
        ? locationOfVersion(reader, found.source, reference)
        : requireLoggedModel(reader, found.source, reference).artifact_location;
  return withRunOfModel(reader, { ...found, storageLocation });
};

/** What follows `models:/`. */
const referenceOf = (source: string): string | undefined => /^models:\/+(.+)$/is.exec(source)?.[1];
const isVersion = (reference: string): boolean => /[/@]/.test(reference);

const wrongOwner = (source: string, owner: 'run_id' | 'model_id'): TrackingError =>
  invalid(
    `Invalid model version source: '${source}'. The ${owner} request parameter must identify the resource that contains the source.`,
  );

/** For `models:/` of another version that version's number, and the run and model that it was made of. */
const ofOtherVersion = (reader: Reader, given: Given): Given => {
  const { source } = given;
  const { scheme, host, path } = readAddress(source);
  if (scheme !== 'models') return given;
  if (host !== '')
    throw invalid(
      `Invalid model version source: '${source}'. Registered model sources must use the active model registry.`,
    );
  const reference = referenceOf(source);
  if (reference === undefined || !/^\/+[^/]+(\/[^/]+)?$/.test(path)) throw wrongOwner(source, 'model_id');
  if (!isVersion(reference)) return given;
  const [name = ''] = reference.split(/[/@]/, 1);
  if (findModelId(reader, name) === undefined)
    throw doesNotExist(`Registered Model with name=${name} not found`);
  const original = findVersionPlace(reader, reference);
  if (original === undefined) throw noSuchVersion(name, reference);
  if (
    (given.runId !== null && given.runId !== original.runId) ||
    (given.loggedModelId !== null && given.loggedModelId !== original.loggedModelId)
  )
    throw invalid(
      `Invalid model version source: '${source}'. The run_id and model_id request parameters must match the referenced model version.`,
    );
  return {
    source: `models:/${name}/${original.version}`,
    runId: given.runId ?? original.runId,
    loggedModelId: given.loggedModelId ?? original.loggedModelId,
  };
};

const noSuchVersion = (name: string, reference: string): TrackingError => {
  const alias = /@(.*)$/s.exec(reference)?.[1];
  if (alias !== undefined) return invalid(`Registered model alias ${alias} not found.`);
  return doesNotExist(`Model Version (name=${name}, version=${reference.slice(name.length + 1)}) not found`);
};

const locationOfVersion = (reader: Reader, source: string, reference: string): string => {
  const location = findVersionPlace(reader, reference)?.location ?? null;
  if (location !== null) return location;
  throw invalid(
    `Unable to fetch model from model URI source artifact location '${source}'. Error: That version has no files.`,
  );
};

const requireLoggedModel = (reader: Reader, source: string, id: string) => {
  const model = findLoggedModel(reader, id);
  if (model !== undefined) return model;
  throw invalid(
    `Unable to fetch model from model URI source artifact location '${source}'. Error: Logged model with ID '${id}' not found.`,
  );
};

const withRunOfModel = (reader: Reader, found: VersionSource): VersionSource => {
  if (found.runId !== null || found.loggedModelId === null) return found;
  const model = findLoggedModel(reader, found.loggedModelId);
  if (model === undefined) throw doesNotExist(`Logged model with ID '${found.loggedModelId}' not found.`);
  return { ...found, runId: model.source_run_id };
};

/** Where the files of what is named with the source lie; undefined when there is no such run or model, or none is named. */
const ownRoot = (reader: Reader, { runId, loggedModelId }: Given): string | undefined => {
  if (loggedModelId !== null) return findLoggedModel(reader, loggedModelId)?.artifact_location;
  const run = runId === null ? undefined : findRunById(reader, runId);
  return run && runArtifactRoot(reader, run.number);
};

const requireOwnAddress = (reader: Reader, given: Given): void => {
  const { source, runId, loggedModelId } = given;
  if (!isAbsolute(source))
    throw invalid(
      `Invalid model version source: '${source}'. If supplying a source as an http, https, local file path, ftp, objectstore, or ` +
        'mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path.',
    );
  const owner = loggedModelId === null ? 'run_id' : 'model_id';
  const { scheme, host, path } = readAddress(source);
  if (scheme === 'runs') {
    if (host !== '' || loggedModelId !== null || runId === null || path.split('/')[1] !== runId)
      throw wrongOwner(source, owner);
  } else if (scheme === 'models') {
    const reference = referenceOf(source) ?? '';
    if (!isVersion(reference) && reference !== loggedModelId) throw wrongOwner(source, 'model_id');
  } else if (scheme === 'mlflow-artifacts') {
    const root = ownRoot(reader, given);
    if (root === undefined || !isWithin(source, root)) throw wrongOwner(source, owner);
  }
};

const requireOwnFolder = (reader: Reader, given: Given): void => {
  const { source, loggedModelId } = given;
  const owner = loggedModelId === null ? 'run_id' : 'model_id';
  const root = ownRoot(reader, given);
  const isNamed = loggedModelId !== null || given.runId !== null;
  if (isNamed && root === undefined) throw wrongOwner(source, owner);
  if (
    root !== undefined &&
    isLocal(root) &&
    `${folderOf(source)}${sep}`.startsWith(`${folderOf(root)}${sep}`)
  )
    return;
  throw invalid(
    `Invalid model version source: '${isNamed ? folderOf(source) : source}'. To use a local path as a model version source, the ${owner} request parameter has to be ` +
      `specified and the local path has to be contained within the artifact directory of the run specified by the ${owner}.`,
  );
};

const folderOf = (uri: string): string => {
  if (!/^file:/i.test(uri)) return resolve(uri);
  try {
    return fileURLToPath(uri);
  } catch {
    throw invalid(`Invalid model version source: '${uri}'.`);
  }
};

/** What MLflow's senders of prompts put where a version has its place. */
const promptSources = ['dummy-source', 'prompt-template'];

/** A prompt has no files. Error `INVALID_PARAMETER_VALUE` for another source than its placeholders. */
export const promptSource = (given: Given): VersionSource => {
  if (!promptSources.includes(given.source))
    throw invalid(`Invalid prompt source: '${given.source}'. Prompt sources must use an MLflow placeholder.`);
  return { ...given, storageLocation: given.source };
};

/** Larger files are not read to find out what the model asks for; they are downloaded by others, and not served here. */
const maxModelBytes = 2 * 1024 ** 3;

/** The ONNX file behind a source with what it asks for, so that the version can be served here; nulls where there is none that can. */
export const readServable = async (
  { reader, objects }: TrackingContext,
  { storageLocation }: VersionSource,
): Promise<Pick<NewVersion, 'digest' | 'sizeBytes' | 'signature'>> => {
  const none = { digest: null, sizeBytes: null, signature: null };
  const file = findOnnxFile(reader, storageLocation);
  if (file === undefined || file.sizeBytes > maxModelBytes) return none;
  try {
    const { digest, sizeBytes } = file;
    return { digest, sizeBytes, signature: readModelSignature(await objects.read(digest)) };
  } catch (thrown) {
    if (thrown instanceof OnnxFormatError) return none;
    throw thrown;
  }
};
