import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { EngineError } from '../../shared/errors.ts';
import type { DatasetVersion } from '../../shared/model/dataset.ts';
import type { DataSource } from '../ports/data-engine.ts';
import type { ProjectPaths } from '../ports/project-services.ts';
import type { ObjectStore, Reader } from '../ports/store-handles.ts';
import { findDatasetVersion, type StoredDatasetVersion } from './datasets.ts';

/** A file inside the project is kept by its path from there, so that the folder can be moved; with `/` on every system. */
export const keptPath = (folder: string, file: string): string => {
  const inside = relative(folder, file);
  const isInside = inside !== '' && !inside.startsWith('..') && !isAbsolute(inside);
  return isInside ? inside.split(sep).join('/') : file;
};

export const fullPath = (folder: string, path: string): string =>
  isAbsolute(path) ? path : resolve(folder, path);

/** Digests by path, size and time: a file that was only touched is read once, not on every look. */
const knownDigests = new Map<string, Promise<string>>();
const maxKnownDigests = 1000;

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

const digestOf = (path: string, sizeBytes: number, modifiedAtMs: number): Promise<string> => {
  const key = JSON.stringify([path, sizeBytes, modifiedAtMs]);
  const known = knownDigests.get(key) ?? hashOf(path);
  if (knownDigests.size > maxKnownDigests) knownDigests.clear();
  knownDigests.set(key, known);
  known.catch(() => knownDigests.delete(key));
  return known;
};

/** Is the file that a version was made of still what it was? Its bytes are read only when its time changed and its size did not. */
export const stateOf = async (
  version: StoredDatasetVersion,
  folder: string,
): Promise<DatasetVersion['state']> => {
  if (version.mode === 'copy') return 'available';
  const path = fullPath(folder, version.path);
  const facts = await stat(path).catch(() => null);
  if (facts === null || !facts.isFile()) return 'missing';
  if (facts.size !== version.sizeBytes) return 'changed';
  const modifiedAtMs = Math.floor(facts.mtimeMs);
  if (modifiedAtMs === version.modifiedAtMs) return 'available';
  const digest = await digestOf(path, facts.size, modifiedAtMs).catch(() => null);
  return digest === version.digest ? 'available' : 'changed';
};

export interface ResolvedDataset {
  readonly name: string;
  readonly version: number;
  /** SHA-256 of the file's bytes. */
  readonly digest: string;
  readonly source: DataSource;
}

const refusals = {
  missing: (title: string, path: string) =>
    `The file of ${title} is not at ${path} any more. Put it back, or add it again from where it is now.`,
  changed: (title: string, path: string) =>
    `${path} was changed after it was added as ${title}. Add it again as a new version, or put the old file back.`,
} as const;

/** Where a stored version is read from; error `conflict` or `not-found` when its file is not what it was. */
export const sourceOf = async (
  { objects, paths }: { objects: ObjectStore; paths: Pick<ProjectPaths, 'folder'> },
  version: StoredDatasetVersion,
): Promise<DataSource> => {
  const { format, columns, reader } = version;
  if (version.mode === 'copy') return { path: objects.pathOf(version.digest), format, columns, reader };
  const path = fullPath(paths.folder, version.path);
  const state = await stateOf(version, paths.folder);
  if (state === 'available') return { path, format, columns, reader };
  const title = `${version.dataset}@${version.version}`;
  throw new EngineError(state === 'missing' ? 'not-found' : 'conflict', refusals[state](title, path), {
    details: { dataset: version.dataset, version: version.version, path, state },
  });
};

/** What `name` or `name@version` stands for, ready to be read, with the file proven to be the one that was added. */
export const resolveDataSource = async (
  { reader, objects, paths }: { reader: Reader; objects: ObjectStore; paths: Pick<ProjectPaths, 'folder'> },
  reference: string,
): Promise<ResolvedDataset> => {
  const version = findDatasetVersion(reader, reference);
  return {
    name: version.dataset,
    version: version.version,
    digest: version.digest,
    source: await sourceOf({ objects, paths }, version),
  };
};
