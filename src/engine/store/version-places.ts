import { posix } from 'node:path';
import type { Reader } from '../ports/store-handles.ts';
import { proxiedPathOf } from './artifact-root.ts';
import { runArtifactRoot } from './runs.ts';
import { findFile, type StoredFile } from './stored-files.ts';

/** Where the files of model versions lie. */

interface VersionRow {
  readonly version: number;
  readonly stage: string;
  readonly run_id: string | null;
  readonly logged_model_id: string | null;
  readonly source: string | null;
  readonly storage_location: string | null;
  readonly digest: string | null;
}

const findVersionRow = (
  reader: Reader,
  rest: string,
  parameters: (string | number)[],
): VersionRow | undefined =>
  reader.get<VersionRow>(
    `SELECT v.version, v.stage, v.run_id, v.logged_model_id, v.source, v.storage_location, v.digest
     FROM model_versions v JOIN registered_models m ON m.id = v.model_id
     WHERE m.removed_at_ms IS NULL AND v.removed_at_ms IS NULL AND m.name = ? ${rest}`,
    parameters,
  );

export interface VersionPlace {
  readonly version: number;
  readonly runId: string | null;
  readonly loggedModelId: string | null;
  /** Null for a version whose file was imported, which lies at no place that clients know. */
  readonly location: string | null;
}

/**
 * The version of `models:/NAME/VERSION`, `models:/NAME/STAGE`, `models:/NAME/latest` or `models:/NAME@ALIAS`, without `models:/`;
 * undefined for none.
 */
export const findVersionPlace = (reader: Reader, reference: string): VersionPlace | undefined => {
  const match = /^([^/@]+)(?:@([^/@]+)|\/([^/]+))$/.exec(reference);
  if (match === null) return undefined;
  const [, name = '', alias, which = ''] = match;
  const row =
    alias !== undefined
      ? findVersionRow(
          reader,
          'AND v.version = (SELECT version FROM model_aliases a WHERE a.model_id = m.id AND alias = ?)',
          [name, alias],
        )
      : /^\d{1,9}$/.test(which)
        ? findVersionRow(reader, 'AND v.version = ?', [name, Number(which)])
        : findVersionRow(
            reader,
            `AND (lower(?) = 'latest' OR lower(v.stage) = lower(?)) ORDER BY v.version DESC`,
            [...[name, which, which]],
          );
  if (row === undefined) return undefined;
  return {
    version: row.version,
    runId: row.run_id,
    loggedModelId: row.logged_model_id,
    location: row.storage_location ?? row.source ?? placeInRun(reader, row),
  };
};

/** Models that were trained here are artifacts of their run. */
const placeInRun = (reader: Reader, { run_id: runId, digest }: VersionRow): string | null => {
  if (runId === null || digest === null) return null;
  const artifact = reader.get<{ number: number; path: string }>(
    `SELECT runs.number, path FROM runs JOIN run_artifacts ON run_number = runs.number WHERE runs.id = ? AND digest = ?`,
    [runId, digest],
  );
  if (artifact === undefined) return null;
  return `${runArtifactRoot(reader, artifact.number)}/${posix.dirname(artifact.path)}`;
};

/** The ONNX file of a model in a folder, where MLflow's onnx flavor and our own training leave it, or the file itself. */
export const findOnnxFile = (reader: Reader, location: string): StoredFile | undefined => {
  const path = placeOfLocation(reader, location);
  if (path === undefined) return undefined;
  return path.endsWith('.onnx') ? findFile(reader, path) : findFile(reader, `${path}/model.onnx`);
};

/** The path of `mlflow-artifacts:/PATH` or `runs:/RUN/PATH`; the latter may also name a model that the run logged. */
const placeOfLocation = (reader: Reader, location: string): string | undefined => {
  const match = /^runs:\/+([^/]+)\/(.+)$/.exec(location);
  if (match === null) return proxiedPathOf(location);
  const [, runId = '', path = ''] = match;
  const model = reader.get<{ artifact_location: string }>(
    `SELECT artifact_location FROM logged_models WHERE source_run_id = ? AND name = ? AND deleted_at_ms IS NULL
     ORDER BY created_at_ms DESC`,
    [runId, path],
  );
  if (model !== undefined) return proxiedPathOf(model.artifact_location);
  const run = reader.get<{ number: number }>('SELECT number FROM runs WHERE id = ?', [runId]);
  const root = run === undefined ? undefined : proxiedPathOf(runArtifactRoot(reader, run.number));
  return root === undefined ? undefined : `${root}/${path}`;
};
