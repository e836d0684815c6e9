import { EngineError } from '../../shared/errors.ts';
import type { ModelVersion, RegisteredModel } from '../../shared/model/registry.ts';
import type { Signature } from '../../shared/model/signature.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';
import { notPrompts } from './registry-search.ts';
import { findRun } from './runs.ts';

interface VersionRow {
  readonly name: string;
  readonly version: number;
  readonly aliases_json: string;
  readonly description: string;
  readonly run_id: string | null;
  readonly run_name: string | null;
  readonly digest: string | null;
  readonly size_bytes: number | null;
  readonly signature_json: string | null;
  readonly registered_at_ms: number;
  readonly source: string | null;
  readonly stage: ModelVersion['stage'];
  readonly metrics_json: string;
  readonly endpoints_json: string;
}

const selectVersions = `SELECT m.name, v.version, v.description, v.run_id, r.name AS run_name, v.digest, v.size_bytes,
  v.signature_json, v.registered_at_ms, v.source, v.stage,
  (SELECT json_group_array(alias ORDER BY alias) FROM model_aliases a
    WHERE a.model_id = v.model_id AND a.version = v.version) AS aliases_json,
  (SELECT json_group_object(keys.name, l.value) FROM run_metric_summaries l JOIN keys ON keys.number = l.key_number
    WHERE l.run_number = r.number AND l.is_nan = 0) AS metrics_json,
  (SELECT json_group_array(id ORDER BY created_at_ms) FROM endpoints e
    WHERE e.model_id = v.model_id AND e.version = v.version AND e.removed_at_ms IS NULL) AS endpoints_json
FROM model_versions v
JOIN registered_models m ON m.id = v.model_id AND m.removed_at_ms IS NULL
LEFT JOIN runs r ON r.id = v.run_id
WHERE v.removed_at_ms IS NULL`;

export const versionsOfModel = `${selectVersions} AND m.name = ? ORDER BY v.version DESC`;

const toVersion = (row: VersionRow): ModelVersion => ({
  name: row.name,
  version: row.version,
  aliases: JSON.parse(row.aliases_json) as string[],
  description: row.description,
  runId: row.run_id,
  runName: row.run_name,
  digest: row.digest,
  sizeBytes: row.size_bytes,
  signature: row.signature_json === null ? null : (JSON.parse(row.signature_json) as Signature),
  registeredAtMs: row.registered_at_ms,
  source: row.source,
  stage: row.stage,
  metrics: JSON.parse(row.metrics_json) as Record<string, number>,
  endpoints: JSON.parse(row.endpoints_json) as string[],
});

interface ModelRow {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly created_at_ms: number;
  readonly version_count: number;
  readonly aliases_json: string;
}

const selectModels = `SELECT m.id, m.name, m.description, m.created_at_ms,
  (SELECT count(*) FROM model_versions v WHERE v.model_id = m.id AND v.removed_at_ms IS NULL) AS version_count,
  (SELECT json_group_object(alias, version) FROM model_aliases a WHERE a.model_id = m.id) AS aliases_json
FROM registered_models m
WHERE m.removed_at_ms IS NULL`;

const toModel = (reader: Reader, row: ModelRow): RegisteredModel => ({
  name: row.name,
  description: row.description,
  createdAtMs: row.created_at_ms,
  aliases: JSON.parse(row.aliases_json) as Record<string, number>,
  versionCount: row.version_count,
  latest: newestVersion(reader, row.name) ?? null,
});

/** By name. MLflow keeps prompts as models, too; they are none. */
export const listModels = (reader: Reader): RegisteredModel[] =>
  reader
    .all<ModelRow>(`${selectModels} AND ${notPrompts} ORDER BY m.name`)
    .map((row) => toModel(reader, row));

/** Error `not-found`, naming the models that there are. */
export const getModel = (reader: Reader, name: string): RegisteredModel => {
  const row = reader.get<ModelRow>(`${selectModels} AND m.name = ?`, [name]);
  if (row === undefined) throw unknownModel(reader, name);
  return toModel(reader, row);
};

/** Newest first. */
export const listVersions = (reader: Reader, name: string): ModelVersion[] =>
  reader.all<VersionRow>(versionsOfModel, [name]).map(toVersion);

/**
 * The version that NAME, NAME@ALIAS or NAME/VERSION stands for; a name alone is its champion, or without one its newest version.
 * Error `not-found`, naming what there is.
 */
export const resolveModel = (reader: Reader, reference: string): ModelVersion => {
  const match = /^([^@/\\]+)(?:([@/])([\w-]+))?$/.exec(reference);
  if (match === null) {
    throw new EngineError(
      'invalid-input',
      `“${reference}” names no model. Write NAME, NAME@ALIAS or NAME/VERSION.`,
    );
  }
  const [, name, separator, rest] = match as unknown as [string, string, string | undefined, string];
  const model = getModel(reader, name);
  if (separator === '@') return versionOfAlias(reader, model, rest);
  if (separator === '/') return getVersion(reader, model, rest);
  const champion = model.aliases.champion;
  const version = champion === undefined ? model.latest : findVersion(reader, name, champion);
  if (version === null || version === undefined)
    throw new EngineError('not-found', `Model “${name}” has no version.`);
  return version;
};

export type OnnxVersion = ModelVersion & { readonly digest: string; readonly sizeBytes: number };

/** A version whose model can be run here. Errors `not-found`, and `model-invalid` when it holds no ONNX file. */
export const resolveOnnxModel = (reader: Reader, reference: string): OnnxVersion => {
  const version = resolveModel(reader, reference);
  const { digest, sizeBytes } = version;
  if (digest !== null && sizeBytes !== null) return { ...version, digest, sizeBytes };
  throw new EngineError(
    'model-invalid',
    `${version.name}/${version.version} holds no ONNX file, so it cannot be run here. Log the model with mlflow.onnx (skl2onnx, ` +
      'onnxmltools and torch.onnx convert most models) and register that.',
    { details: { model: version.name, version: version.version, source: version.source } },
  );
};

const findVersion = (reader: Reader, name: string, version: number): ModelVersion | undefined => {
  const row = reader.get<VersionRow>(`${selectVersions} AND m.name = ? AND v.version = ?`, [name, version]);
  return row === undefined ? undefined : toVersion(row);
};

const newestVersion = (reader: Reader, name: string): ModelVersion | undefined => {
  const row = reader.get<VersionRow>(`${versionsOfModel} LIMIT 1`, [name]);
  return row === undefined ? undefined : toVersion(row);
};

function versionOfAlias(reader: Reader, { name, aliases }: RegisteredModel, alias: string): ModelVersion {
  const number = Object.hasOwn(aliases, alias) ? aliases[alias] : undefined;
  const version = number === undefined ? undefined : findVersion(reader, name, number);
  if (version !== undefined) return version;
  const known = Object.keys(aliases).sort();
  throw new EngineError(
    'not-found',
    `Model “${name}” has no alias “${alias}”. ${known.length === 0 ? 'It has none.' : `It has ${known.join(', ')}.`}`,
  );
}

/** Accepts `3` and `v3`. */
function getVersion(reader: Reader, { name, latest }: RegisteredModel, text: string): ModelVersion {
  const number = /^v?(\d{1,9})$/i.exec(text)?.[1];
  const version = number === undefined ? undefined : findVersion(reader, name, Number(number));
  if (version !== undefined) return version;
  const newest = latest === null ? 'It has no version.' : `Its newest version is ${latest.version}.`;
  throw new EngineError('not-found', `Model “${name}” has no version ${text}. ${newest}`);
}

function unknownModel(reader: Reader, name: string): EngineError {
  const names = reader.all<{ name: string }>(
    'SELECT name FROM registered_models WHERE removed_at_ms IS NULL ORDER BY name LIMIT 20',
  );
  const known = names.map((model) => model.name).join(', ');
  return new EngineError(
    'not-found',
    `There is no model “${name}”. ${known === '' ? 'No model is registered yet.' : `There are: ${known}.`}`,
  );
}

export const findModelId = (reader: Reader, name: string): number | undefined =>
  reader.get<{ id: number }>('SELECT id FROM registered_models WHERE name = ? AND removed_at_ms IS NULL', [
    name,
  ])?.id;

/** Number of a model in the tables that refer to it. Error `not-found`. */
export const modelIdOf = (reader: Reader, name: string): number => {
  const id = findModelId(reader, name);
  if (id === undefined) throw unknownModel(reader, name);
  return id;
};

/** The name must be free. Answers the model's number. */
export const insertModel = (
  writer: Writer,
  { name, nowMs, description = '' }: { name: string; nowMs: number; description?: string },
): number =>
  writer.run(
    'INSERT INTO registered_models (name, description, created_at_ms, updated_at_ms) VALUES (?, ?, ?, ?)',
    [name, description, nowMs, nowMs],
  ).lastId;

export interface NewVersion {
  readonly name: string;
  readonly runId: string | null;
  /** Of the ONNX file, where the version has one. */
  readonly digest: string | null;
  readonly sizeBytes: number | null;
  readonly signature: Signature | null;
  readonly description: string;
  readonly nowMs: number;
  /** Must be free. Default: the next after all that there ever were. */
  readonly version?: number;
  /** What a tracking client says of where the version comes from. */
  readonly origin?: {
    readonly source: string;
    readonly storageLocation: string;
    readonly runLink: string;
    readonly userName: string;
    readonly loggedModelId: string | null;
  };
}

/** Makes the model if it is new. Answers the number of the version. */
export const insertVersion = (writer: Writer, fresh: NewVersion): number => {
  const modelId =
    findModelId(writer, fresh.name) ?? insertModel(writer, { name: fresh.name, nowMs: fresh.nowMs });
  const last = writer.get<{ last: number | null }>(
    'SELECT max(version) AS last FROM model_versions WHERE model_id = ?',
    [modelId],
  );
  const version = fresh.version ?? (last?.last ?? 0) + 1;
  writer.run(
    `INSERT INTO model_versions (model_id, version, run_id, digest, size_bytes, signature_json, description, registered_at_ms,
       updated_at_ms, source, storage_location, run_link, user_name, logged_model_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      modelId,
      version,
      fresh.runId,
      fresh.digest,
      fresh.sizeBytes,
      fresh.signature === null ? null : JSON.stringify(fresh.signature),
      fresh.description,
      fresh.nowMs,
      fresh.nowMs,
      fresh.origin?.source ?? null,
      fresh.origin?.storageLocation ?? null,
      fresh.origin?.runLink ?? '',
      fresh.origin?.userName ?? '',
      fresh.origin?.loggedModelId ?? null,
    ],
  );
  writer.run('UPDATE registered_models SET updated_at_ms = ? WHERE id = ?', [fresh.nowMs, modelId]);
  return version;
};

/** Points an alias at a version, or with null takes it away. Answers where it pointed before. */
export const moveAlias = (
  writer: Writer,
  { name, alias, version }: { name: string; alias: string; version: number | null },
): number | null => {
  const modelId = modelIdOf(writer, name);
  const previous = writer.get<{ version: number }>(
    'SELECT version FROM model_aliases WHERE model_id = ? AND alias = ?',
    [modelId, alias],
  );
  if (version === null) {
    writer.run('DELETE FROM model_aliases WHERE model_id = ? AND alias = ?', [modelId, alias]);
  } else {
    getVersion(writer, getModel(writer, name), String(version));
    writer.run(
      `INSERT INTO model_aliases (model_id, alias, version) VALUES (?, ?, ?)
       ON CONFLICT (model_id, alias) DO UPDATE SET version = excluded.version`,
      [modelId, alias, version],
    );
  }
  return previous?.version ?? null;
};

/** Error `not-found`. */
export const describeModel = (
  writer: Writer,
  {
    name,
    version,
    description,
    nowMs,
  }: { name: string; version: number | undefined; description: string; nowMs: number },
): void => {
  const modelId = modelIdOf(writer, name);
  if (version === undefined) {
    writer.run('UPDATE registered_models SET description = ?, updated_at_ms = ? WHERE id = ?', [
      ...[description, nowMs, modelId],
    ]);
    return;
  }
  getVersion(writer, getModel(writer, name), String(version));
  writer.run(
    'UPDATE model_versions SET description = ?, updated_at_ms = ? WHERE model_id = ? AND version = ?',
    [description, nowMs, modelId, version],
  );
};

const isInLinkedSource = `SELECT 1 FROM imported_items JOIN linked_sources USING (source_number) WHERE type = 'run' AND id = ?`;

/** The ONNX model that a run made. Errors `not-found`, and `conflict` when it made none. */
export const modelOfRun = (
  reader: Reader,
  run: string,
): { runId: string; digest: string; sizeBytes: number; signature: Signature | null } => {
  const found = findRun(reader, run);
  if (found === undefined)
    throw new EngineError(
      'not-found',
      `There is no run “${run}” in this project, or more than one begins so.`,
    );
  const artifact = onnxFilesOfRun(reader, found.number, found.id)[0];
  if (artifact === undefined) {
    if (reader.get(isInLinkedSource, [found.id]) !== undefined)
      throw new EngineError(
        'conflict',
        `Run ${found.id.slice(0, 8)} is read in place, and its files are none of this project’s. Import its source to register its model.`,
      );
    throw new EngineError(
      'conflict',
      `Run ${found.id.slice(0, 8)} (${found.status}) has made no model that can be registered.`,
    );
  }
  return {
    runId: found.id,
    digest: artifact.digest,
    sizeBytes: artifact.sizeBytes,
    signature: found.signature_json === null ? null : (JSON.parse(found.signature_json) as Signature),
  };
};

/**
 * What a run left as ONNX: our own training leaves `model/model.onnx`, MLflow's clients `<name>/model.onnx` below the run or below a
 * logged model of it. The first is the one that stands for the run.
 */
export const onnxFilesOfRun = (
  reader: Reader,
  runNumber: number,
  runId: string,
): { path: string; digest: string; sizeBytes: number }[] =>
  reader.all(
    `SELECT path, digest, size_bytes AS sizeBytes, path <> 'model/model.onnx' AS rank FROM run_artifacts
       WHERE run_number = :number AND (path = 'model.onnx' OR path LIKE '%/model.onnx')
     UNION ALL
     SELECT stored_files.path, stored_files.digest, stored_files.size_bytes, 2 FROM logged_models
       JOIN stored_files ON stored_files.path = logged_models.experiment_id || '/models/' || logged_models.id || '/artifacts/model.onnx'
       WHERE source_run_id = :id AND deleted_at_ms IS NULL
     ORDER BY rank, path`,
    { number: runNumber, id: runId },
  );
