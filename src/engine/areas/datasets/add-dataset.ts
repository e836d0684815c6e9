import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { EngineError } from '../../../shared/errors.ts';
import type { DataType } from '../../../shared/model/dataset.ts';
import type { DataSource, SniffedFile, WorkContext } from '../../ports/data-engine.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import type { Writer } from '../../ports/store-handles.ts';
import { keptPath } from '../../store/dataset-source.ts';
import {
  ensureDataset,
  findDataset,
  findDatasetVersion,
  insertDatasetVersion,
  listDatasetVersions,
  relocateDatasetVersion,
  type StoredDatasetVersion,
} from '../../store/datasets.ts';

export type AddServices = Pick<
  ProjectServices,
  'store' | 'objects' | 'eventLog' | 'data' | 'paths' | 'clock'
>;
export type Types = Readonly<Record<string, DataType>>;

/** Of everything that decides how a file's bytes become rows. */
export const columnsDigestOf = ({ columns, reader }: Pick<DataSource, 'columns' | 'reader'>): string =>
  createHash('sha256')
    .update(JSON.stringify([columns, reader]))
    .digest('hex');

/** The types that the user chose for a version's columns. */
export const correctionsOf = (version: StoredDatasetVersion): Types =>
  Object.fromEntries(
    version.columns.filter(({ isCorrected }) => isCorrected).map(({ name, type }) => [name, type]),
  );

/** Next month's file is read with the corrections of last month's, as far as it has the columns. */
const sniffLikeBefore = async (
  { store, data }: AddServices,
  { path, name }: { path: string; name: string },
  context: WorkContext,
): Promise<SniffedFile> => {
  const sniffed = await data.sniff({ path }, context);
  const dataset = findDataset(store.reader, name);
  const newest = dataset === undefined ? undefined : listDatasetVersions(store.reader, dataset.id)[0];
  const names = new Set(sniffed.columns.map((column) => column.name));
  const kept = Object.entries(newest === undefined ? {} : correctionsOf(newest)).filter(([column]) =>
    names.has(column),
  );
  return kept.length === 0 ? sniffed : data.sniff({ path, types: Object.fromEntries(kept) }, context);
};

const refuseChanging = async ({ path, sizeBytes, modifiedAtMs }: SniffedFile): Promise<void> => {
  const now = await stat(path);
  if (now.size === sizeBytes && Math.floor(now.mtimeMs) === modifiedAtMs) return;
  throw new EngineError(
    'conflict',
    `${path} was changed while it was read. Add it when nothing writes to it any more.`,
    {
      details: { path },
    },
  );
};

const isSameContent = (stored: StoredDatasetVersion, sniffed: SniffedFile, digest: string): boolean =>
  stored.digest === digest &&
  isDeepStrictEqual(stored.columns, sniffed.columns) &&
  isDeepStrictEqual(stored.reader, JSON.parse(JSON.stringify(sniffed.reader)));

export interface AddedVersion {
  readonly version: StoredDatasetVersion;
  readonly isNew: boolean;
}

/** Writes the newest version of a dataset; the newest there is, when it already is this. */
export const recordVersion = (
  writer: Writer,
  { eventLog, clock }: Pick<AddServices, 'eventLog' | 'clock'>,
  request: { name: string; mode: 'reference' | 'copy'; path: string; digest: string; sniffed: SniffedFile },
): AddedVersion => {
  const { name, mode, path, digest, sniffed } = request;
  const nowMs = clock.nowMs();
  const dataset = ensureDataset(writer, { name, nowMs });
  const newest = listDatasetVersions(writer, dataset.id)[0];
  const { modifiedAtMs } = sniffed;
  if (newest !== undefined && isSameContent(newest, sniffed, digest)) {
    relocateDatasetVersion(writer, {
      datasetId: dataset.id,
      version: newest.version,
      mode,
      path,
      modifiedAtMs,
    });
    return { version: findDatasetVersion(writer, `${name}@${newest.version}`), isNew: false };
  }
  const { format, sizeBytes, rowCount, columns, reader, warnings } = sniffed;
  const version = insertDatasetVersion(writer, dataset.id, {
    digest,
    format,
    sizeBytes,
    rowCount,
    columns: [...columns],
    reader,
    warnings: [...warnings],
    mode,
    path,
    modifiedAtMs,
    addedAtMs: nowMs,
  });
  eventLog.append(writer, {
    kind: 'dataset.added',
    subject: `dataset:${name}`,
    details: { version, digest, rowCount, mode, path },
  });
  return { version: findDatasetVersion(writer, `${name}@${version}`), isNew: true };
};

/** Reads a file once and keeps what it is as the newest version, unless the newest already is this file with these types. */
export const addDataset = async (
  services: AddServices,
  request: { path: string; name: string; mode: 'reference' | 'copy'; types: Types | undefined },
  context: WorkContext,
): Promise<AddedVersion> => {
  const { data, objects, paths, store } = services;
  const { path, name, mode, types } = request;
  const sniffed =
    types === undefined
      ? await sniffLikeBefore(services, request, context)
      : await data.sniff({ path, types }, context);
  const digest = await data.digest(sniffed.path, context);
  await refuseChanging(sniffed);
  if (mode === 'copy') {
    const copied = await objects.copyIn(sniffed.path);
    if (copied.digest !== digest) await refuseChanging({ ...sniffed, sizeBytes: -1 });
  }
  const kept = keptPath(paths.folder, sniffed.path);
  return store.write((writer) =>
    recordVersion(writer, services, { name, mode, path: kept, digest, sniffed }),
  );
};
