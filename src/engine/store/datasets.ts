import { z } from 'zod';
import { closestName } from '../../shared/closest-name.ts';
import { EngineError } from '../../shared/errors.ts';
import {
  type DatasetProfile,
  type DatasetVersion,
  dataFormat,
  datasetColumn,
  datasetProfile,
} from '../../shared/model/dataset.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';

/** A version as it is kept: what the file was, and how it is read. Whether the file is still so is no matter of the database. */
export interface StoredDatasetVersion extends Omit<DatasetVersion, 'state'> {
  readonly modifiedAtMs: number;
  readonly reader: Readonly<Record<string, unknown>>;
}

export interface StoredDataset {
  readonly id: number;
  readonly name: string;
  readonly createdAtMs: number;
  readonly removedAtMs: number | null;
}

interface VersionRow {
  readonly name: string;
  readonly version: number;
  readonly digest: string;
  readonly format: string;
  readonly size_bytes: number;
  readonly row_count: number;
  readonly columns_json: string;
  readonly reader_json: string;
  readonly warnings_json: string;
  readonly mode: string;
  readonly path: string;
  readonly modified_at_ms: number;
  readonly added_at_ms: number;
}

const columnsShape = z.array(datasetColumn);
const warningsShape = z.array(z.string());
const readerShape = z.record(z.string(), z.unknown());
const modeShape = z.enum(['reference', 'copy']);

const versionOf = (row: VersionRow): StoredDatasetVersion => ({
  dataset: row.name,
  version: row.version,
  digest: row.digest,
  format: dataFormat.parse(row.format),
  sizeBytes: row.size_bytes,
  rowCount: row.row_count,
  columns: columnsShape.parse(JSON.parse(row.columns_json)),
  reader: readerShape.parse(JSON.parse(row.reader_json)),
  warnings: warningsShape.parse(JSON.parse(row.warnings_json)),
  mode: modeShape.parse(row.mode),
  path: row.path,
  modifiedAtMs: row.modified_at_ms,
  addedAtMs: row.added_at_ms,
});

const versionColumns = `
  SELECT datasets.name, version, digest, format, size_bytes, row_count, columns_json, reader_json, warnings_json, mode, path,
         modified_at_ms, added_at_ms
  FROM dataset_versions JOIN datasets ON datasets.id = dataset_id`;

export const findDataset = (reader: Reader, name: string): StoredDataset | undefined =>
  reader.get<StoredDataset>(
    'SELECT id, name, created_at_ms AS createdAtMs, removed_at_ms AS removedAtMs FROM datasets WHERE name = ?',
    [name],
  );

/** Those that were not removed, by name. */
export const listDatasets = (reader: Reader): StoredDataset[] =>
  reader.all<StoredDataset>(
    `SELECT id, name, created_at_ms AS createdAtMs, removed_at_ms AS removedAtMs FROM datasets
     WHERE removed_at_ms IS NULL ORDER BY name COLLATE NOCASE, name`,
  );

/** Newest first. */
export const listDatasetVersions = (reader: Reader, datasetId: number): StoredDatasetVersion[] =>
  reader
    .all<VersionRow>(`${versionColumns} WHERE dataset_id = ? ORDER BY version DESC`, [datasetId])
    .map(versionOf);

const parseReference = (reference: string): { name: string; version: number | null } => {
  const [name = '', version] = reference.split('@');
  return { name, version: version === undefined ? null : Number(version.replace(/^v/, '')) };
};

const noSuchDataset = (reader: Reader, name: string): EngineError => {
  const names = listDatasets(reader).map((dataset) => dataset.name);
  const closest = closestName(name, names);
  const hint =
    closest === undefined
      ? names.length === 0
        ? ' The project has no datasets yet; add a file first.'
        : ` There are ${names.slice(0, 10).join(', ')}${names.length > 10 ? ' …' : ''}.`
      : ` Did you mean ${closest}?`;
  return new EngineError('not-found', `There is no dataset ${name}.${hint}`, {
    details: { dataset: name, ...(closest === undefined ? {} : { closest }) },
  });
};

/** A dataset that is on the list; error `not-found` names the closest one, or says that it was removed. */
export const requireDataset = (reader: Reader, name: string): StoredDataset => {
  const dataset = findDataset(reader, name);
  if (dataset === undefined) throw noSuchDataset(reader, name);
  if (dataset.removedAtMs !== null) {
    throw new EngineError('not-found', `The dataset ${name} was removed. Restore it to use it again.`, {
      details: { dataset: name },
    });
  }
  return dataset;
};

/**
 * The version that `name`, `name@3` or `name@v3` means; without a number the newest. A version that is named exactly is found in
 * a removed dataset too, because runs depend on it.
 */
export const findDatasetVersion = (reader: Reader, reference: string): StoredDatasetVersion => {
  const { name, version } = parseReference(reference);
  const dataset = version === null ? requireDataset(reader, name) : findDataset(reader, name);
  if (dataset === undefined) throw noSuchDataset(reader, name);
  const row =
    version === null
      ? reader.get<VersionRow>(`${versionColumns} WHERE dataset_id = ? ORDER BY version DESC LIMIT 1`, [
          dataset.id,
        ])
      : reader.get<VersionRow>(`${versionColumns} WHERE dataset_id = ? AND version = ?`, [
          dataset.id,
          version,
        ]);
  if (row === undefined) {
    const newest = listDatasetVersions(reader, dataset.id)[0]?.version ?? 0;
    throw new EngineError(
      'not-found',
      `The dataset ${name} has no version ${version}; its newest is ${newest}.`,
      {
        details: { dataset: name, version, newest },
      },
    );
  }
  return versionOf(row);
};

/** The dataset of that name, made when it is new and put back on the list when it was removed. */
export const ensureDataset = (
  writer: Writer,
  { name, nowMs }: { name: string; nowMs: number },
): StoredDataset => {
  writer.run(
    `INSERT INTO datasets (name, created_at_ms) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET removed_at_ms = NULL`,
    [name, nowMs],
  );
  return requireDataset(writer, name);
};

export const insertDatasetVersion = (
  writer: Writer,
  datasetId: number,
  version: Omit<StoredDatasetVersion, 'version' | 'dataset'>,
): number => {
  const last = writer.get<{ version: number | null }>(
    'SELECT max(version) AS version FROM dataset_versions WHERE dataset_id = ?',
    [datasetId],
  );
  const number = (last?.version ?? 0) + 1;
  writer.run(
    `INSERT INTO dataset_versions (dataset_id, version, digest, format, size_bytes, row_count, columns_json, reader_json,
       warnings_json, mode, path, modified_at_ms, added_at_ms)
     VALUES (:dataset_id, :version, :digest, :format, :size_bytes, :row_count, :columns_json, :reader_json,
       :warnings_json, :mode, :path, :modified_at_ms, :added_at_ms)`,
    {
      dataset_id: datasetId,
      version: number,
      digest: version.digest,
      format: version.format,
      size_bytes: version.sizeBytes,
      row_count: version.rowCount,
      columns_json: JSON.stringify(version.columns),
      reader_json: JSON.stringify(version.reader),
      warnings_json: JSON.stringify(version.warnings),
      mode: version.mode,
      path: version.path,
      modified_at_ms: version.modifiedAtMs,
      added_at_ms: version.addedAtMs,
    },
  );
  return number;
};

/** The same bytes lie elsewhere now, or are kept another way; what the version is does not change. */
export const relocateDatasetVersion = (
  writer: Writer,
  {
    datasetId,
    version,
    mode,
    path,
    modifiedAtMs,
  }: {
    datasetId: number;
    version: number;
    mode: StoredDatasetVersion['mode'];
    path: string;
    modifiedAtMs: number;
  },
): void => {
  writer.run(
    'UPDATE dataset_versions SET mode = ?, path = ?, modified_at_ms = ? WHERE dataset_id = ? AND version = ?',
    [mode, path, modifiedAtMs, datasetId, version],
  );
};

export const setDatasetRemoved = (
  writer: Writer,
  { id, removedAtMs }: { id: number; removedAtMs: number | null },
): void => {
  writer.run('UPDATE datasets SET removed_at_ms = ? WHERE id = ?', [removedAtMs, id]);
};

/** Runs that read these bytes, newest first. */
export const runsOfDataset = (
  reader: Reader,
  digests: readonly string[],
): { id: string; name: string; role: string }[] =>
  reader.all(
    `SELECT runs.id, runs.name, run_datasets.role FROM run_datasets JOIN runs ON runs.number = run_datasets.run_number
     WHERE run_datasets.digest IN (SELECT value FROM json_each(?)) AND runs.lifecycle_stage = 'active'
     ORDER BY runs.started_at_ms DESC LIMIT 200`,
    [JSON.stringify(digests)],
  );

/** A profile that another version of the application wrote in another shape counts as none. */
export const findDatasetProfile = (
  reader: Reader,
  { digest, columnsDigest }: { digest: string; columnsDigest: string },
): DatasetProfile | undefined => {
  const row = reader.get<{ profile_json: string }>(
    'SELECT profile_json FROM dataset_profiles WHERE digest = ? AND columns_digest = ?',
    [digest, columnsDigest],
  );
  return row === undefined ? undefined : datasetProfile.safeParse(JSON.parse(row.profile_json)).data;
};

export const saveDatasetProfile = (
  writer: Writer,
  { digest, columnsDigest, profile }: { digest: string; columnsDigest: string; profile: DatasetProfile },
): void => {
  writer.run(
    'INSERT OR REPLACE INTO dataset_profiles (digest, columns_digest, profile_json) VALUES (?, ?, ?)',
    [digest, columnsDigest, JSON.stringify(profile)],
  );
};
