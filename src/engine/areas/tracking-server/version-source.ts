import { resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readModelSignature } from '../../core/onnx/derive-signature.ts';
import { OnnxFormatError } from '../../core/onnx/onnx-format-error.ts';
import type { Reader } from '../../ports/store-handles.ts';
import { findLoggedModel } from '../../store/logged-models.ts';
import type { NewVersion } from '../../store/registry.ts';
import { findRunById, runArtifactRoot } from '../../store/runs.ts';
import { findOnnxFile, findVersionPlace } from '../../store/version-places.ts';
import type { TrackingContext } from './rpc.ts';
import { invalid } from './wire/tracking-error.ts';

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
 * Follows `models:/…` to where the files lie. Error `INVALID_PARAMETER_VALUE`: a folder of this machine, unless it lies below the local
 * artifacts of the run or model that is named with it; a place that climbs out of another; a model that there is not.
 */
export const resolveVersionSource = (reader: Reader, given: Given): VersionSource => {
  if (isLocal(given.source)) requireOwnFolder(reader, given);
  else if (climbs(given.source)) throw invalid(`Invalid model version source: '${given.source}'.`);
  const reference = /^models:\/+(.+)$/s.exec(given.source)?.[1];
  if (reference === undefined) return withRunOfModel(reader, { ...given, storageLocation: given.source });
  return /[/@]/.test(reference)
    ? copyOfVersion(reader, given, reference)
    : withRunOfModel(reader, {
        ...given,
        loggedModelId: given.loggedModelId ?? reference,
        storageLocation: requireLoggedModel(reader, given.source, reference).artifact_location,
      });
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
  return { ...found, runId: findLoggedModel(reader, found.loggedModelId)?.source_run_id ?? null };
};

/** Another version's files under a new name or number. */
const copyOfVersion = (reader: Reader, given: Given, reference: string): VersionSource => {
  const original = findVersionPlace(reader, reference);
  if (original === undefined || original.location === null)
    throw invalid(
      `Unable to fetch model from model URI source artifact location '${given.source}'. Error: There is no such model version with files.`,
    );
  return {
    source: `models:/${reference.split(/[/@]/, 1)[0]}/${original.version}`,
    storageLocation: original.location,
    runId: given.runId ?? original.runId,
    loggedModelId: given.loggedModelId ?? original.loggedModelId,
  };
};

const isLocal = (uri: string): boolean => !/^[a-z][a-z0-9+.-]+:/i.test(uri) || /^file:/i.test(uri);

/** Does any part of it lead upwards, however often it is encoded? */
const climbs = (uri: string): boolean => {
  let decoded = uri;
  for (let times = 0; times < 10; times += 1) {
    if (/(^|[/\\:])\.\.([/\\?#]|$)/.test(decoded)) return true;
    const next = decoded.replaceAll(/%(2e|2f|5c|25)/gi, (encoded) => decodeURIComponent(encoded));
    if (next === decoded) return false;
    decoded = next;
  }
  return true;
};

const requireOwnFolder = (reader: Reader, { source, runId, loggedModelId }: Given): void => {
  const run = runId === null ? undefined : findRunById(reader, runId);
  const root =
    loggedModelId === null
      ? run && runArtifactRoot(reader, run.number)
      : findLoggedModel(reader, loggedModelId)?.artifact_location;
  const owner = loggedModelId === null ? 'run_id' : 'model_id';
  if (
    root !== undefined &&
    isLocal(root) &&
    `${folderOf(source)}${sep}`.startsWith(`${folderOf(root)}${sep}`)
  )
    return;
  throw invalid(
    `Invalid model version source: '${source}'. To use a local path as a model version source, the ${owner} request parameter has to be ` +
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
