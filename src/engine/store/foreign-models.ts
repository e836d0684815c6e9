import type { ModelVersion } from '../../shared/model/registry.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';
import { insertLoggedModel, type LoggedModelStatus } from './logged-models.ts';
import { insertVersion, type NewVersion } from './registry.ts';

/** What an import writes of models that is not written otherwise: their own times and states. */

export interface ImportedLoggedModel {
  readonly id: string;
  readonly experimentId: number;
  readonly name: string;
  readonly type: string | null;
  readonly sourceRunId: string | null;
  readonly status: LoggedModelStatus;
  readonly statusMessage: string | null;
  readonly artifactLocation: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly deletedAtMs: number | null;
}

/** Also one that was deleted here. */
export const hasLoggedModel = (reader: Reader, id: string): boolean =>
  reader.get('SELECT 1 FROM logged_models WHERE id = ?', [id]) !== undefined;

export const insertImportedLoggedModel = (writer: Writer, model: ImportedLoggedModel): void => {
  insertLoggedModel(writer, { ...model, nowMs: model.createdAtMs });
  writer.run(
    'UPDATE logged_models SET status = ?, status_message = ?, updated_at_ms = ?, deleted_at_ms = ? WHERE id = ?',
    [model.status, model.statusMessage, model.updatedAtMs, model.deletedAtMs, model.id],
  );
};

/** What was pending when it was imported first may be ready by now. */
export const updateImportedLoggedModel = (writer: Writer, model: ImportedLoggedModel): void => {
  writer.run(
    `UPDATE logged_models SET status = ?, status_message = ?, updated_at_ms = ? WHERE id = ? AND status = 'pending'`,
    [model.status, model.statusMessage, model.updatedAtMs, model.id],
  );
};

/** False when the model has the entry. */
export const addLoggedModelEntry = (
  writer: Writer,
  kind: 'parameters' | 'tags',
  id: string,
  [key, value]: readonly [string, string],
): boolean =>
  writer.run(
    `INSERT INTO logged_model_${kind} (model_id, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
    [id, key, value],
  ).changes === 1;

/** False when the link is there. */
export const addModelLink = (
  writer: Writer,
  link: { run: number; direction: 'input' | 'output'; modelId: string; step: number },
): boolean =>
  writer.run(
    'INSERT INTO run_models (run_number, direction, model_id, step) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    [link.run, link.direction, link.modelId, link.step],
  ).changes === 1;

export const setModelTimes = (
  writer: Writer,
  id: number,
  times: { createdAtMs: number; updatedAtMs: number },
): void => {
  writer.run('UPDATE registered_models SET created_at_ms = ?, updated_at_ms = ? WHERE id = ?', [
    ...[times.createdAtMs, times.updatedAtMs, id],
  ]);
};

/** Also a version that was deleted here. */
export const hasVersion = (reader: Reader, modelId: number, version: number): boolean =>
  reader.get('SELECT 1 FROM model_versions WHERE model_id = ? AND version = ?', [modelId, version]) !==
  undefined;

/** With its own number and times. The model must be there. */
export const insertImportedVersion = (
  writer: Writer,
  modelId: number,
  fresh: NewVersion & { readonly version: number },
  { stage, updatedAtMs }: { stage: ModelVersion['stage']; updatedAtMs: number },
): void => {
  const before = writer.get<{ at: number }>(
    'SELECT updated_at_ms AS at FROM registered_models WHERE id = ?',
    [modelId],
  );
  insertVersion(writer, fresh);
  writer.run('UPDATE model_versions SET stage = ?, updated_at_ms = ? WHERE model_id = ? AND version = ?', [
    ...[stage, updatedAtMs, modelId, fresh.version],
  ]);
  // A version of long ago does not make the model old.
  writer.run('UPDATE registered_models SET updated_at_ms = max(updated_at_ms, ?) WHERE id = ?', [
    before?.at ?? 0,
    modelId,
  ]);
};

/** Gives a version the ONNX file that an earlier import left where it was. */
export const addVersionFile = (
  writer: Writer,
  { modelId, version }: { modelId: number; version: number },
  file: Pick<NewVersion, 'digest' | 'sizeBytes' | 'signature'>,
): void => {
  writer.run(
    `UPDATE model_versions SET digest = ?, size_bytes = ?, signature_json = ?
     WHERE model_id = ? AND version = ? AND digest IS NULL`,
    [
      ...[file.digest, file.sizeBytes, file.signature === null ? null : JSON.stringify(file.signature)],
      ...[modelId, version],
    ],
  );
};
