import { type ExportOptions, type ExportSummary, exportOptions } from '../../shared/contract/exports.ts';
import { EngineError } from '../../shared/errors.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';

export interface ExportedFile {
  /** With forward slashes, below the export's folder. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly digest: string;
}

/** What is recorded of an export; whether its files are still as they were is for the disk to say. */
export type StoredExport = Omit<ExportSummary, 'isIntact'> & {
  readonly options: ExportOptions;
  readonly files: readonly ExportedFile[];
};

interface ExportRow {
  readonly id: string;
  readonly model: string;
  readonly version: number;
  readonly model_digest: string;
  readonly folder: string;
  readonly image: string;
  readonly options_json: string;
  readonly files_json: string;
  readonly state: ExportSummary['state'];
  readonly image_state: ExportSummary['imageState'];
  readonly image_id: string | null;
  readonly image_size_bytes: number | null;
  readonly created_at_ms: number;
}

const selectExports = `SELECT e.id, m.name AS model, e.version, e.model_digest, e.folder, e.image, e.options_json, e.files_json,
  e.state, e.image_state, e.image_id, e.image_size_bytes, e.created_at_ms
  FROM exports e JOIN registered_models m ON m.id = e.model_id`;

const toExport = (row: ExportRow): StoredExport => ({
  id: row.id,
  model: row.model,
  version: row.version,
  modelDigest: row.model_digest,
  folder: row.folder,
  image: row.image,
  createdAtMs: row.created_at_ms,
  state: row.state,
  imageState: row.image_state,
  imageId: row.image_id,
  imageSizeBytes: row.image_size_bytes,
  options: exportOptions.parse(JSON.parse(row.options_json)),
  files: JSON.parse(row.files_json) as ExportedFile[],
});

/** Newest first. */
export const listExports = (reader: Reader): StoredExport[] =>
  reader.all<ExportRow>(`${selectExports} ORDER BY e.created_at_ms DESC, e.id`).map(toExport);

/** Error `not-found`. */
export const getExport = (reader: Reader, id: string): StoredExport => {
  const row = reader.get<ExportRow>(`${selectExports} WHERE e.id = ?`, [id]);
  if (row === undefined) throw new EngineError('not-found', `There is no export “${id}” in this project.`);
  return toExport(row);
};

export const insertExport = (
  writer: Writer,
  fresh: Pick<
    StoredExport,
    'id' | 'version' | 'modelDigest' | 'folder' | 'image' | 'options' | 'createdAtMs'
  > & {
    modelId: number;
  },
): void => {
  writer.run(
    `INSERT INTO exports (id, model_id, version, model_digest, folder, image, options_json, state, created_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'creating', ?)`,
    [
      fresh.id,
      fresh.modelId,
      fresh.version,
      fresh.modelDigest,
      fresh.folder,
      fresh.image,
      JSON.stringify(fresh.options),
      fresh.createdAtMs,
    ],
  );
};

export const setExportState = (
  writer: Writer,
  id: string,
  state: ExportSummary['state'],
  files: readonly ExportedFile[] = [],
): void => {
  writer.run('UPDATE exports SET state = ?, files_json = ? WHERE id = ?', [state, JSON.stringify(files), id]);
};

export const setImageState = (
  writer: Writer,
  id: string,
  imageState: ExportSummary['imageState'],
  image: { imageId: string; sizeBytes: number } | null = null,
): void => {
  writer.run('UPDATE exports SET image_state = ?, image_id = ?, image_size_bytes = ? WHERE id = ?', [
    imageState,
    image?.imageId ?? null,
    image?.sizeBytes ?? null,
    id,
  ]);
};
