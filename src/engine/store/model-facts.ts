import type { ModelVersion } from '../../shared/model/registry.ts';
import type { Reader } from '../ports/store-handles.ts';
import { runOriginsOf } from './run-origins.ts';
import { parametersOf } from './run-values.ts';
import { datasetsOf } from './runs.ts';

/** Everything recorded that a model card or a lineage of one version tells. */
export interface ModelFacts {
  readonly run: {
    readonly id: string;
    readonly name: string;
    readonly experiment: string;
    readonly startedAtMs: number;
    readonly seed: number | null;
    readonly note: string;
    readonly code: { readonly commit: string; readonly isDirty: boolean } | null;
    /** As the client tagged it, where the training was not ours. */
    readonly taggedCommit: string | null;
    readonly environment: Readonly<Record<string, string>>;
    readonly parameters: readonly { readonly key: string; readonly value: string }[];
  } | null;
  readonly datasets: readonly RunDataset[];
  readonly evaluations: readonly {
    readonly id: string;
    readonly dataset: string;
    readonly datasetDigest: string;
    readonly createdAtMs: number;
    readonly reportDigest: string | null;
  }[];
  readonly exports: readonly { readonly id: string; readonly folder: string; readonly image: string }[];
  readonly endpoints: readonly { readonly id: string; readonly port: number; readonly isWanted: boolean }[];
}

export interface RunDataset {
  readonly role: string;
  readonly name: string;
  readonly digest: string;
  readonly version: number | null;
}

export const readModelFacts = (
  reader: Reader,
  { name, version, runId, digest }: ModelVersion,
): ModelFacts => ({
  run: runId === null ? null : readRun(reader, runId),
  datasets: runId === null ? [] : datasetsOf(reader, runId),
  evaluations: runId === null || digest === null ? [] : readEvaluations(reader, runId, digest),
  exports: reader.all(
    `SELECT e.id, e.folder, e.image FROM exports e JOIN registered_models m ON m.id = e.model_id
     WHERE m.name = ? AND m.removed_at_ms IS NULL AND e.version = ? AND e.state = 'ready' ORDER BY e.created_at_ms`,
    [name, version],
  ),
  endpoints: reader
    .all<{ id: string; port: number; is_wanted: number }>(
      `SELECT e.id, e.port, e.is_wanted FROM endpoints e JOIN registered_models m ON m.id = e.model_id
       WHERE m.name = ? AND m.removed_at_ms IS NULL AND e.version = ? AND e.removed_at_ms IS NULL ORDER BY e.created_at_ms`,
      [name, version],
    )
    .map(({ id, port, is_wanted }) => ({ id, port, isWanted: is_wanted === 1 })),
});

interface RunRow {
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
  readonly started_at_ms: number;
  readonly seed: number | null;
  readonly note: string;
  readonly code_json: string | null;
  readonly environment_json: string;
}

function readRun(reader: Reader, runId: string): ModelFacts['run'] {
  const row = reader.get<RunRow>(
    `SELECT r.id, r.name, e.name AS experiment, r.started_at_ms, r.seed, r.note, r.code_json, r.environment_json
     FROM runs r JOIN experiments e ON e.id = r.experiment_id WHERE r.id = ?`,
    [runId],
  );
  if (row === undefined) return null;
  const [origin] = runOriginsOf(reader, [runId]);
  return {
    id: row.id,
    name: row.name,
    experiment: row.experiment,
    startedAtMs: row.started_at_ms,
    seed: row.seed,
    note: row.note,
    code: row.code_json === null ? null : (JSON.parse(row.code_json) as { commit: string; isDirty: boolean }),
    taggedCommit: origin?.taggedCommit ?? null,
    environment: JSON.parse(row.environment_json) as Record<string, string>,
    parameters: parametersOf(reader, runId),
  };
}

interface EvaluationRow {
  readonly id: string;
  readonly dataset_name: string;
  readonly dataset_version: number | null;
  readonly dataset_digest: string;
  readonly created_at_ms: number;
  readonly report_digest: string | null;
}

/** Finished ones of these very bytes, newest first. */
const readEvaluations = (reader: Reader, runId: string, digest: string): ModelFacts['evaluations'] =>
  reader
    .all<EvaluationRow>(
      `SELECT id, dataset_name, dataset_version, dataset_digest, created_at_ms, report_digest FROM evaluations
       WHERE run_id = ? AND model_digest = ? AND report_digest IS NOT NULL ORDER BY created_at_ms DESC LIMIT 20`,
      [runId, digest],
    )
    .map((row) => ({
      id: row.id,
      dataset: row.dataset_version === null ? row.dataset_name : `${row.dataset_name}@${row.dataset_version}`,
      datasetDigest: row.dataset_digest,
      createdAtMs: row.created_at_ms,
      reportDigest: row.report_digest,
    }));
