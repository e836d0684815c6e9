import { EngineError } from '../../shared/errors.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';
import type { ArtifactOwner } from './artifact-place.ts';
import type { ImportedRun } from './foreign-runs.ts';
import { findModelId } from './registry.ts';

/** Runs of linked sources: whose they are, that nobody else changes them, and how they are written anew. */

/** SQL for the title of the linked source that the run of a row of `runs` is from; null for the project's own. */
export const linkedTitleSql = `(SELECT title FROM imported_items JOIN linked_sources USING (source_number)
  WHERE imported_items.type = 'run' AND imported_items.id = runs.id)`;

export interface LinkedOrigin {
  readonly title: string;
  readonly path: string;
}

type LinkedType = 'run' | 'logged-model' | 'model-version';

const originOf = (reader: Reader, type: LinkedType, id: string): LinkedOrigin | undefined =>
  reader.get<LinkedOrigin>(
    `SELECT title, path FROM imported_items JOIN linked_sources USING (source_number) JOIN import_sources ON number = source_number
     WHERE type = ? AND id = ?`,
    [type, id],
  );

/** Undefined for a run of the project itself. A missing source was not there when it was last looked for. */
export const linkedOriginOf = (
  reader: Reader,
  runId: string,
): (LinkedOrigin & { readonly isMissing: boolean }) | undefined => {
  const row = reader.get<LinkedOrigin & { isMissing: number }>(
    `SELECT title, path, coalesce(json_extract(problem_json, '$.code') = 'not-found', 0) AS isMissing
     FROM imported_items JOIN linked_sources USING (source_number) JOIN import_sources ON number = source_number
     WHERE type = 'run' AND id = ?`,
    [runId],
  );
  return row === undefined ? undefined : { ...row, isMissing: row.isMissing === 1 };
};

const what: Readonly<Record<LinkedType, string>> = {
  run: 'run',
  'logged-model': 'model',
  'model-version': 'version',
};

const refusal = (type: LinkedType, name: string, { title, path }: LinkedOrigin): EngineError =>
  new EngineError(
    'conflict',
    `The ${what[type]} “${name}” is read in place from ${title} (${path}), which is never written to, so it cannot be changed here. ` +
      'Import that source to have it as the project’s own, and change it then.',
    { details: { source: title, path } },
  );

/** Error `conflict` for what belongs to a linked source. A version is MODEL/VERSION by the number of its model. */
export const refuseLinked = (
  reader: Reader,
  type: LinkedType,
  { id, name }: { id: string; name: string },
): void => {
  const origin = originOf(reader, type, id);
  if (origin !== undefined) throw refusal(type, name, origin);
};

/** Error `conflict` when any of the runs belongs to a linked source. */
export const refuseLinkedRuns = (reader: Reader, runs: readonly number[]): void => {
  const first = reader.get<LinkedOrigin & { name: string }>(
    `SELECT runs.name, title, import_sources.path FROM json_each(?) AS wanted JOIN runs ON runs.number = wanted.value
     JOIN imported_items ON imported_items.type = 'run' AND imported_items.id = runs.id
     JOIN linked_sources USING (source_number) JOIN import_sources ON import_sources.number = source_number LIMIT 1`,
    [JSON.stringify(runs)],
  );
  if (first !== undefined) throw refusal('run', first.name, first);
};

/** Error `conflict` when an experiment holds runs of a linked source, which would be changed with it. */
export const refuseLinkedExperiment = (reader: Reader, experimentId: number): void => {
  const first = reader.get<LinkedOrigin & { name: string }>(
    `SELECT runs.name, title, path FROM runs JOIN imported_items ON imported_items.type = 'run' AND imported_items.id = runs.id
     JOIN linked_sources USING (source_number) JOIN import_sources ON import_sources.number = source_number
     WHERE runs.experiment_id = ? LIMIT 1`,
    [experimentId],
  );
  if (first !== undefined) throw refusal('run', first.name, first);
};

/** Error `conflict` when a registered model has versions of a linked source, which would be changed with it. */
export const refuseLinkedModel = (reader: Reader, modelId: number): void => {
  const first = reader.get<LinkedOrigin & { name: string }>(
    `SELECT registered_models.name || '/' || version AS name, title, path FROM model_versions
     JOIN registered_models ON registered_models.id = model_id
     JOIN imported_items ON imported_items.type = 'model-version' AND imported_items.id = model_id || '/' || version
     JOIN linked_sources USING (source_number) JOIN import_sources ON import_sources.number = source_number
     WHERE model_id = ? AND model_versions.removed_at_ms IS NULL LIMIT 1`,
    [modelId],
  );
  if (first !== undefined) throw refusal('model-version', first.name, first);
};

/** Error `conflict` for a version of a linked source; one that there is not is none. */
export const refuseLinkedVersion = (reader: Reader, name: string, version: number): void => {
  const modelId = findModelId(reader, name);
  if (modelId !== undefined)
    refuseLinked(reader, 'model-version', { id: `${modelId}/${version}`, name: `${name}/${version}` });
};

/** Error `conflict` when the version, or the one that the alias points at now, is of a linked source. */
export const refuseLinkedAlias = (
  reader: Reader,
  modelId: number,
  { name, alias, version }: { name: string; alias: string; version: number | null },
): void => {
  const current = reader.get<{ version: number }>(
    'SELECT version FROM model_aliases WHERE model_id = ? AND alias = ?',
    [modelId, alias],
  )?.version;
  for (const each of [version, current])
    if (each !== null && each !== undefined)
      refuseLinked(reader, 'model-version', { id: `${modelId}/${each}`, name: `${name}/${each}` });
};

/**
 * What the source says of a run now, in place of what it said before. Its histories stay: they only grow. Answers the objects that it held,
 * which come again where they still are what the source says.
 */
export const rewriteLinkedRun = (writer: Writer, number: number, run: ImportedRun): string[] => {
  const held = writer.values<string>('SELECT digest FROM run_artifacts WHERE run_number = ?', [number]);
  writer.run(
    `UPDATE runs SET experiment_id = ?, name = ?, status = ?, lifecycle_stage = ?, started_at_ms = ?, ended_at_ms = ?, deleted_at_ms = ?,
       user_name = ?, artifact_uri = ?, note = '', parent_id = NULL WHERE number = ?`,
    [
      ...[run.experimentId, run.name, run.status, run.stage, run.startedAtMs, run.endedAtMs, run.deletedAtMs],
      ...[run.user, run.artifactUri, number],
    ],
  );
  for (const table of ['run_parameters', 'run_tags', 'run_datasets', 'run_models', 'run_artifacts'])
    writer.run(`DELETE FROM ${table} WHERE run_number = ?`, [number]);
  writer.run(`DELETE FROM linked_artifacts WHERE owner_type = 'run' AND owner_id = ?`, [run.id]);
  return held;
};

/**
 * Removes histories that the source does not have any more: of metrics that are gone, and of those that have fewer points than here. False
 * when there were any of the latter, whose points are to be read again.
 */
export const dropStaleHistories = (
  writer: Writer,
  runId: string,
  counts: readonly (readonly [key: string, points: number])[],
): boolean => {
  const inSource = new Map(counts);
  const kept = writer.tuples<[run: number, key: number, name: string, points: number]>(
    `SELECT run_number, key_number, name, point_count FROM run_metric_summaries JOIN keys ON keys.number = key_number
     WHERE run_number = (SELECT number FROM runs WHERE id = ?)`,
    [runId],
  );
  let isComplete = true;
  for (const [run, key, name, points] of kept) {
    const found = inSource.get(name);
    if (found !== undefined && points <= found) continue;
    for (const table of ['run_metrics', 'run_metric_summaries'])
      writer.run(`DELETE FROM ${table} WHERE run_number = ? AND key_number = ?`, [run, key]);
    if (found !== undefined) isComplete = false;
  }
  return isComplete;
};

export interface LinkedFile {
  readonly owner: ArtifactOwner;
  readonly path: string;
  /** From the source's folder. */
  readonly file: string;
  readonly start: number;
  readonly sizeBytes: number;
}

/** Paths of what an owner's source keeps for it. */
export const linkedPathsOf = (reader: Reader, { type, id }: ArtifactOwner): string[] =>
  reader.values('SELECT path FROM linked_artifacts WHERE owner_type = ? AND owner_id = ? ORDER BY path', [
    ...[type, id],
  ]);

export const saveLinkedFile = (writer: Writer, source: number, linked: LinkedFile): boolean =>
  writer.run(
    `INSERT INTO linked_artifacts (owner_type, owner_id, path, source_number, file, start_byte, size_bytes) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET file = excluded.file, start_byte = excluded.start_byte, size_bytes = excluded.size_bytes`,
    [
      ...[linked.owner.type, linked.owner.id, linked.path, source],
      ...[linked.file, linked.start, linked.sizeBytes],
    ],
  ).changes === 1;

/** The file came into the project. */
export const forgetLinkedFile = (writer: Writer, { type, id }: ArtifactOwner, path: string): void => {
  writer.run('DELETE FROM linked_artifacts WHERE owner_type = ? AND owner_id = ? AND path = ?', [
    ...[type, id, path],
  ]);
};
