import type { RunStatus } from '../../shared/model/run.ts';
import type { TraceState } from '../../shared/model/trace.ts';
import type { Reader } from '../ports/store-handles.ts';
import type { LoggedModelStatus } from './logged-models.ts';
import type { StoredPoint } from './run-metrics.ts';

/** Everything that is recorded of runs and models, in pages that are read whole: nothing here is open while somebody else writes. */

type Stage = 'active' | 'deleted';
type Entries = [key: string, value: string][];

const pairs = (from: string): string => `(SELECT json_group_array(json_array(key, value)) FROM ${from})`;

export const parseEntries = (json: string): Entries => JSON.parse(json) as Entries;

export interface ExperimentToExport {
  readonly id: number;
  readonly name: string;
  readonly lifecycle_stage: Stage;
  readonly artifact_location: string | null;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
  readonly tags_json: string;
}

/** Those with runs, models, traces or tags, or one by its name. */
export const experimentsToExport = (reader: Reader, name: string | null): ExperimentToExport[] =>
  reader.all(
    `SELECT e.*, ${pairs('(SELECT key, value FROM experiment_tags WHERE experiment_id = e.id ORDER BY key)')} AS tags_json
     FROM experiments e WHERE CASE WHEN :name IS NULL THEN
       e.id <> 0 OR EXISTS (SELECT 1 FROM runs WHERE experiment_id = e.id) OR EXISTS (SELECT 1 FROM logged_models WHERE experiment_id = e.id)
         OR EXISTS (SELECT 1 FROM traces WHERE experiment_id = e.id)
         OR EXISTS (SELECT 1 FROM experiment_tags WHERE experiment_id = e.id)
       ELSE e.name = :name END ORDER BY e.id`,
    { name },
  );

export interface RunToExport {
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly lifecycle_stage: Stage;
  readonly started_at_ms: number;
  readonly ended_at_ms: number | null;
  readonly deleted_at_ms: number | null;
  readonly user_name: string;
  readonly parent_id: string | null;
  readonly artifact_uri: string | null;
  readonly parameters_json: string;
  readonly tags_json: string;
}

const valuesOf = (table: string): string =>
  pairs(`(SELECT keys.name AS key, value FROM ${table} JOIN keys ON keys.number = key_number
    WHERE run_number = r.number ORDER BY keys.name)`);

/** The number of the newest run; −1 when there is none. */
export const lastRunToExport = (reader: Reader): number =>
  reader.get<{ number: number }>('SELECT coalesce(max(number), -1) AS number FROM runs')?.number ?? -1;

/** The next runs of an experiment after a number and up to another, by their numbers. */
export const runsToExport = (
  reader: Reader,
  { experimentId, after, upTo, limit }: { experimentId: number; after: number; upTo: number; limit: number },
): RunToExport[] =>
  reader.all(
    `SELECT number, id, name, status, lifecycle_stage, started_at_ms, ended_at_ms, deleted_at_ms, user_name, parent_id, artifact_uri,
       ${valuesOf('run_parameters')} AS parameters_json, ${valuesOf('run_tags')} AS tags_json
     FROM runs r WHERE experiment_id = ? AND number > ? AND number <= ? ORDER BY number LIMIT ?`,
    [experimentId, after, upTo, limit],
  );

export const metricsToExport = (reader: Reader, run: number): { number: number; key: string }[] =>
  reader.all(
    `SELECT keys.number, keys.name AS key FROM run_metric_summaries JOIN keys ON keys.number = key_number
     WHERE run_number = ? ORDER BY keys.name`,
    [run],
  );

export interface DatasetInputToExport {
  readonly name: string;
  readonly digest: string;
  readonly source_type: string;
  readonly source: string;
  readonly schema: string | null;
  readonly profile: string | null;
  readonly tags_json: string;
}

/** Data of our own trainings have no description by a client: their name and version is where they came from. */
export const datasetInputsToExport = (reader: Reader, run: number): DatasetInputToExport[] =>
  reader.all(
    `SELECT d.name, d.digest, coalesce(l.source_type, 'modelyard') AS source_type,
       coalesce(l.source, json_object('name', d.name, 'version', d.version)) AS source, l.schema, l.profile,
       ${pairs(`json_each(CASE WHEN l.id IS NULL THEN json_object('mlflow.data.context', d.role) ELSE d.tags_json END)`)} AS tags_json
     FROM run_datasets d LEFT JOIN logged_datasets l ON l.id = d.logged_dataset_id WHERE d.run_number = ?
     ORDER BY d.name, d.digest, d.role`,
    [run],
  );

export const modelLinksToExport = (
  reader: Reader,
  run: number,
): { modelId: string; direction: 'input' | 'output'; step: number }[] =>
  reader.all(
    'SELECT model_id AS modelId, direction, step FROM run_models WHERE run_number = ? ORDER BY direction, model_id',
    [run],
  );

export interface FileToExport {
  readonly path: string;
  readonly digest: string;
  readonly sizeBytes: number;
}

/** Files that belong to no run, below a folder. */
export const storedFilesBelow = (reader: Reader, folder: string): FileToExport[] =>
  reader
    .all<FileToExport>(
      `SELECT path, digest, size_bytes AS sizeBytes FROM stored_files WHERE path > ? || '/' AND path < ? || '0' ORDER BY path`,
      [folder, folder],
    )
    .map((file) => ({ ...file, path: file.path.slice(folder.length + 1) }));

export interface LoggedModelToExport {
  readonly id: string;
  readonly name: string;
  readonly model_type: string | null;
  readonly source_run_id: string | null;
  readonly status: LoggedModelStatus;
  readonly status_message: string | null;
  readonly artifact_location: string;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
  readonly deleted_at_ms: number | null;
  readonly parameters_json: string;
  readonly tags_json: string;
}

export const loggedModelsToExport = (reader: Reader, experimentId: number): LoggedModelToExport[] =>
  reader.all(
    `SELECT m.*,
       ${pairs('(SELECT key, value FROM logged_model_parameters WHERE model_id = m.id ORDER BY key)')} AS parameters_json,
       ${pairs('(SELECT key, value FROM logged_model_tags WHERE model_id = m.id ORDER BY key)')} AS tags_json
     FROM logged_models m WHERE experiment_id = ? ORDER BY created_at_ms, id`,
    [experimentId],
  );

export interface LoggedModelPointToExport extends StoredPoint {
  readonly key: string;
  readonly run_id: string;
  readonly dataset_name: string | null;
  readonly dataset_digest: string | null;
}

/** Those of one metric, run and dataset follow each other. */
export const loggedModelPoints = (reader: Reader, modelId: string): LoggedModelPointToExport[] =>
  reader.all(
    `SELECT key, run_id, dataset_name, dataset_digest, step, timestamp_ms, value, is_nan FROM logged_model_metrics
     WHERE model_id = ? ORDER BY key, run_id, dataset_name, dataset_digest, step, timestamp_ms, value`,
    [modelId],
  );

export interface ModelToExport {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
  readonly tags_json: string;
  readonly aliases_json: string;
}

export const modelsToExport = (reader: Reader): ModelToExport[] =>
  reader.all(
    `SELECT m.*, ${pairs('(SELECT key, value FROM registered_model_tags WHERE model_id = m.id ORDER BY key)')} AS tags_json,
       ${pairs(`(SELECT alias AS key, CAST(version AS TEXT) AS value FROM model_aliases WHERE model_id = m.id ORDER BY alias)`)} AS aliases_json
     FROM registered_models m WHERE removed_at_ms IS NULL ORDER BY name`,
  );

export interface VersionToExport {
  readonly version: number;
  readonly stage: string;
  readonly description: string;
  readonly user_name: string;
  readonly registered_at_ms: number;
  readonly updated_at_ms: number;
  readonly run_id: string | null;
  readonly run_link: string;
  readonly logged_model_id: string | null;
  readonly source: string | null;
  readonly storage_location: string | null;
  readonly tags_json: string;
}

export const versionsToExport = (reader: Reader, modelId: number): VersionToExport[] =>
  reader.all(
    `SELECT v.*, ${pairs(`(SELECT key, value FROM model_version_tags t
       WHERE t.model_id = v.model_id AND t.version = v.version ORDER BY key)`)} AS tags_json
     FROM model_versions v WHERE model_id = ? AND removed_at_ms IS NULL ORDER BY version`,
    [modelId],
  );

export interface TraceToExport {
  readonly id: string;
  readonly requested_at_ms: number;
  readonly duration_ms: number | null;
  readonly state: TraceState;
  readonly client_request_id: string | null;
  readonly request_preview: string | null;
  readonly response_preview: string | null;
  readonly tags_json: string;
  readonly metadata_json: string;
  readonly assessments_json: string;
}

const traceEntries = (table: string): string =>
  `(SELECT json_group_array(json_array(key, value)) FROM ${table} WHERE trace_id = t.id)`;

/** In the order of their ids, those after `after`. */
export const tracesToExport = (
  reader: Reader,
  { experimentId, after, limit }: { experimentId: number; after: string; limit: number },
): TraceToExport[] =>
  reader.all<TraceToExport>(
    `SELECT t.*, ${traceEntries('trace_tags')} AS tags_json, ${traceEntries('trace_metadata')} AS metadata_json,
       (SELECT json_group_array(json_array(id, kind, name, created_at_ms, document_json)) FROM assessments WHERE trace_id = t.id)
         AS assessments_json
     FROM traces t WHERE experiment_id = ? AND id > ? ORDER BY id LIMIT ?`,
    [experimentId, after, limit],
  );

export type AssessmentToExport = readonly [
  id: string,
  kind: 'feedback' | 'expectation' | 'issue',
  name: string,
  createdAtMs: number,
  documentJson: string,
];

/** Documents of spans, read a page at a time in the order in which they began. */
export function* spanDocumentsToExport(reader: Reader, traceId: string): Generator<string> {
  const limit = 500;
  const page = (after: { start: bigint | string; id: string } | null) =>
    reader.all<{ id: string; start: string; document_json: string }>(
      `SELECT id, CAST(start_ns AS TEXT) AS start, document_json FROM spans WHERE trace_id = :trace
         AND (:id IS NULL OR (start_ns, id) > (CAST(:start AS INTEGER), :id)) ORDER BY start_ns, id LIMIT :limit`,
      { trace: traceId, id: after?.id ?? null, start: String(after?.start ?? 0), limit },
    );
  for (let rows = page(null); ; rows = page(rows.at(-1) ?? null)) {
    for (const row of rows) yield row.document_json;
    if (rows.length < limit) return;
  }
}
