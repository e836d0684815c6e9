import { EngineError } from '../../shared/errors.ts';
import type { ModelVersion } from '../../shared/model/registry.ts';
import type { EventLog, Reader, Writer } from '../ports/store-handles.ts';
import { insertVersion, modelIdOf, moveAlias, type NewVersion } from './registry.ts';

/** Changes of the registry that belong into the audit log, each with its entry there. */

export const registerVersion = (writer: Writer, eventLog: EventLog, fresh: NewVersion): number => {
  const version = insertVersion(writer, fresh);
  eventLog.append(writer, {
    kind: 'model.registered',
    subject: `model:${fresh.name}`,
    details: { version, digest: fresh.digest, runId: fresh.runId },
  });
  return version;
};

/** Answers where the alias pointed before. Nothing is logged of a move to where it is. */
export const setAlias = (
  writer: Writer,
  eventLog: EventLog,
  move: { name: string; alias: string; version: number | null },
): number | null => {
  const previous = moveAlias(writer, move);
  if (previous !== move.version) {
    const { name, alias, version } = move;
    eventLog.append(writer, {
      kind: 'alias.moved',
      subject: `model:${name}`,
      details: { alias, version, previous },
    });
  }
  return previous;
};

/** The version must be there. */
export const setStage = (
  writer: Writer,
  eventLog: EventLog,
  {
    name,
    version,
    stage,
    nowMs,
  }: { name: string; version: number; stage: ModelVersion['stage']; nowMs: number },
): void => {
  const modelId = modelIdOf(writer, name);
  const previous = writer.get<{ stage: string }>(
    'SELECT stage FROM model_versions WHERE model_id = ? AND version = ?',
    [modelId, version],
  )?.stage;
  writer.run('UPDATE model_versions SET stage = ?, updated_at_ms = ? WHERE model_id = ? AND version = ?', [
    ...[stage, nowMs, modelId, version],
  ]);
  touchModel(writer, modelId, nowMs);
  if (previous === stage) return;
  eventLog.append(writer, {
    kind: 'stage.changed',
    subject: `model:${name}`,
    details: { version, stage, previous },
  });
};

/** Other versions that are in a stage. */
export const versionsInStage = (
  reader: Reader,
  { name, version, stage }: { name: string; version: number; stage: ModelVersion['stage'] },
): number[] =>
  reader
    .all<{ version: number }>(
      `SELECT version FROM model_versions WHERE model_id = ? AND stage = ? AND version <> ? AND removed_at_ms IS NULL
       ORDER BY version`,
      [modelIdOf(reader, name), stage, version],
    )
    .map((row) => row.version);

/** The new name must be free. */
export const renameModel = (
  writer: Writer,
  eventLog: EventLog,
  { name, newName, nowMs }: { name: string; newName: string; nowMs: number },
): void => {
  const modelId = modelIdOf(writer, name);
  writer.run('UPDATE registered_models SET name = ?, updated_at_ms = ? WHERE id = ?', [
    newName,
    nowMs,
    modelId,
  ]);
  writer.run('UPDATE model_versions SET updated_at_ms = ? WHERE model_id = ?', [nowMs, modelId]);
  if (newName === name) return;
  eventLog.append(writer, {
    kind: 'model.renamed',
    subject: `model:${newName}`,
    details: { previous: name },
  });
};

/** Keeps the row for what refers to it. Error `conflict` while an endpoint serves the version. */
export const removeVersion = (
  writer: Writer,
  eventLog: EventLog,
  { name, version, nowMs }: { name: string; version: number; nowMs: number },
): void => {
  const modelId = modelIdOf(writer, name);
  requireUnserved(writer, { modelId, name, version });
  writer.run('DELETE FROM model_aliases WHERE model_id = ? AND version = ?', [modelId, version]);
  writer.run('UPDATE model_versions SET removed_at_ms = ? WHERE model_id = ? AND version = ?', [
    ...[nowMs, modelId, version],
  ]);
  touchModel(writer, modelId, nowMs);
  eventLog.append(writer, { kind: 'version.deleted', subject: `model:${name}`, details: { version } });
};

/** With its versions, aliases and tags; the rows are kept for what refers to them. Error `conflict` while an endpoint serves one. */
export const removeModel = (
  writer: Writer,
  eventLog: EventLog,
  { name, nowMs }: { name: string; nowMs: number },
): void => {
  const modelId = modelIdOf(writer, name);
  requireUnserved(writer, { modelId, name, version: null });
  writer.run('DELETE FROM model_aliases WHERE model_id = ?', [modelId]);
  const { changes: versions } = writer.run(
    'UPDATE model_versions SET removed_at_ms = ? WHERE model_id = ? AND removed_at_ms IS NULL',
    [nowMs, modelId],
  );
  writer.run('UPDATE registered_models SET removed_at_ms = ? WHERE id = ?', [nowMs, modelId]);
  eventLog.append(writer, { kind: 'model.deleted', subject: `model:${name}`, details: { versions } });
};

const touchModel = (writer: Writer, modelId: number, nowMs: number): void => {
  writer.run('UPDATE registered_models SET updated_at_ms = ? WHERE id = ?', [nowMs, modelId]);
};

const requireUnserved = (
  reader: Reader,
  { modelId, name, version }: { modelId: number; name: string; version: number | null },
): void => {
  const endpoint = reader.get<{ id: string; version: number; port: number }>(
    `SELECT id, version, port FROM endpoints WHERE model_id = ? AND (? IS NULL OR version = ?) AND removed_at_ms IS NULL
     ORDER BY created_at_ms LIMIT 1`,
    [modelId, version, version],
  );
  if (endpoint === undefined) return;
  throw new EngineError(
    'conflict',
    `Version ${endpoint.version} of model “${name}” is served by an endpoint on port ${endpoint.port}, so it cannot be deleted. ` +
      'Remove the endpoint in Modelyard first.',
    { details: { model: name, version: endpoint.version, endpoint: endpoint.id } },
  );
};
