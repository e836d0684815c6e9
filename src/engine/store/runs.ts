import type { RunStatus } from '../../shared/model/run.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';
import { runArtifactRootSql } from './artifact-root.ts';
import { runNumberOf } from './run-number.ts';
import { setTag } from './run-values.ts';

/** Runs themselves, their artifacts and datasets. Their values are in run-values.ts and run-metrics.ts, tables of them in run-rows.ts. */

export interface RunRecord {
  readonly number: number;
  readonly id: string;
  readonly experiment_id: number;
  readonly experiment: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly lifecycle_stage: 'active' | 'deleted';
  readonly started_at_ms: number;
  readonly ended_at_ms: number | null;
  readonly job_id: string | null;
  readonly seed: number | null;
  readonly note: string;
  readonly code_json: string | null;
  readonly environment_json: string;
  readonly signature_json: string | null;
  readonly user_name: string;
  readonly artifact_uri: string | null;
  readonly parent_id: string | null;
}

/** Answers the run's number. Its name is a tag too, as MLflow's clients have it. */
export const insertRun = (
  writer: Writer,
  run: {
    id: string;
    experimentId: number;
    name: string;
    status: RunStatus;
    startedAtMs: number;
    jobId: string | null;
    seed: number | null;
    userName?: string;
    /** Of the machine that it is made on. */
    environment?: Readonly<Record<string, string>>;
  },
): number => {
  const { lastId } = writer.run(
    `INSERT INTO runs (id, experiment_id, name, status, started_at_ms, job_id, seed, user_name, environment_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      run.id,
      run.experimentId,
      run.name,
      run.status,
      run.startedAtMs,
      run.jobId,
      run.seed,
      run.userName ?? '',
      JSON.stringify(run.environment ?? {}),
    ],
  );
  setTag(writer, lastId, 'mlflow.runName', run.name);
  return lastId;
};

/** Makes the run as if it had not been started before: its points and artifacts are those of the attempt that begins now. */
export const restartRun = (writer: Writer, runId: string, nowMs: number): void => {
  const run = runNumberOf(writer, runId);
  for (const table of ['run_metrics', 'run_metric_summaries', 'run_artifacts']) {
    writer.run(`DELETE FROM ${table} WHERE run_number = ?`, [run]);
  }
  writer.run(`UPDATE runs SET status = 'running', started_at_ms = ?, ended_at_ms = NULL WHERE id = ?`, [
    nowMs,
    runId,
  ]);
};

export const endRun = (writer: Writer, runId: string, status: RunStatus, nowMs: number): void => {
  writer.run('UPDATE runs SET status = ?, ended_at_ms = ? WHERE id = ?', [status, nowMs, runId]);
};

/** What is said of the environment adds to what is known of it. */
export const recordRunFacts = (
  writer: Writer,
  runId: string,
  facts: { code: unknown | null; environment: Readonly<Record<string, string>>; signature: unknown },
): void => {
  writer.run(
    'UPDATE runs SET code_json = ?, environment_json = json_patch(environment_json, ?), signature_json = ? WHERE id = ?',
    [
      facts.code === null ? null : JSON.stringify(facts.code),
      JSON.stringify(facts.environment),
      JSON.stringify(facts.signature),
      runId,
    ],
  );
};

/** Replaces what was there. False when that were the same bytes. */
export const insertArtifact = (
  writer: Writer,
  runId: string,
  artifact: { path: string; digest: string; sizeBytes: number },
): boolean =>
  writer.run(
    `INSERT INTO run_artifacts (run_number, path, digest, size_bytes) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET digest = excluded.digest, size_bytes = excluded.size_bytes WHERE digest <> excluded.digest`,
    [runNumberOf(writer, runId), artifact.path, artifact.digest, artifact.sizeBytes],
  ).changes === 1;

export const linkDataset = (
  writer: Writer,
  runId: string,
  dataset: { role: string; name: string; digest: string; version: number | null },
): void => {
  writer.run(
    'INSERT INTO run_datasets (run_number, role, name, digest, version) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    [runNumberOf(writer, runId), dataset.role, dataset.name, dataset.digest, dataset.version],
  );
};

const selectRuns =
  'SELECT runs.*, experiments.name AS experiment FROM runs JOIN experiments ON experiments.id = experiment_id';

export const findRunById = (reader: Reader, id: string): RunRecord | undefined =>
  reader.get<RunRecord>(`${selectRuns} WHERE runs.id = ?`, [id]);

/** What is undefined stays as it is. */
export const updateRunState = (
  writer: Writer,
  run: number,
  { status, endedAtMs }: { status?: RunStatus | undefined; endedAtMs?: number | undefined },
): void => {
  writer.run(
    'UPDATE runs SET status = coalesce(?, status), ended_at_ms = coalesce(?, ended_at_ms) WHERE number = ?',
    [status ?? null, endedAtMs ?? null, run],
  );
};

const beginningOfId = /^[0-9a-f]{4,31}$/;

/** By id, or by a unique beginning of it (at least four digits), as git takes commits; or by a unique name. */
export const findRun = (reader: Reader, reference: string): RunRecord | undefined => {
  const exact = findRunById(reader, reference);
  if (exact !== undefined) return exact;
  const named = reader.all<RunRecord>(
    `${selectRuns} WHERE runs.name = ? AND runs.lifecycle_stage = 'active' LIMIT 2`,
    [reference],
  );
  const begun = beginningOfId.test(reference)
    ? reader.all<RunRecord>(`${selectRuns} WHERE runs.id >= ? AND runs.id < ? LIMIT 2`, [
        reference,
        `${reference}g`,
      ])
    : [];
  // A run may be called `decade`, which is a beginning of an id as well.
  const candidates = [...named, ...begun.filter(({ id }) => !named.some((run) => run.id === id))];
  return candidates.length === 1 ? candidates[0] : undefined;
};

/** How many runs a reference that `findRun` finds nothing for can mean. */
export const countMeantRuns = (reader: Reader, reference: string): number =>
  reader.get<{ count: number }>(
    `SELECT count(*) AS count FROM runs WHERE (name = :reference AND lifecycle_stage = 'active')
       OR (:isBeginning AND id >= :reference AND id < :reference || 'g')`,
    { reference, isBeginning: beginningOfId.test(reference) ? 1 : 0 },
  )?.count ?? 0;

/** The digest is null of files that stay in a linked source; `artifactPlaceOf` says where those are. */
export const artifactsOf = (reader: Reader, runId: string) =>
  reader.all<{ path: string; digest: string | null; sizeBytes: number }>(
    `SELECT path, digest, size_bytes AS sizeBytes FROM run_artifacts WHERE run_number = (SELECT number FROM runs WHERE id = :id)
     UNION ALL SELECT path, NULL, size_bytes FROM linked_artifacts WHERE owner_type = 'run' AND owner_id = :id ORDER BY path`,
    { id: runId },
  );

/** Where the artifacts of a run are said to lie. */
export const runArtifactRoot = (reader: Reader, runNumber: number): string =>
  reader.get<{ root: string }>(
    `SELECT ${runArtifactRootSql} AS root FROM runs JOIN experiments ON experiments.id = experiment_id WHERE runs.number = ?`,
    [runNumber],
  )?.root ?? '';

export const datasetsOf = (reader: Reader, runId: string) =>
  reader.all<{ name: string; version: number | null; digest: string; role: string }>(
    'SELECT name, version, digest, role FROM run_datasets WHERE run_number = (SELECT number FROM runs WHERE id = ?) ORDER BY role DESC, name',
    [runId],
  );

export const setRunLifecycle = (
  writer: Writer,
  runId: string,
  stage: 'active' | 'deleted',
  nowMs: number,
): boolean =>
  writer.run('UPDATE runs SET lifecycle_stage = ?, deleted_at_ms = ? WHERE id = ? AND lifecycle_stage <> ?', [
    stage,
    stage === 'deleted' ? nowMs : null,
    runId,
    stage,
  ]).changes === 1;

export const finishedEvaluationsOf = (reader: Reader, runId: string) =>
  reader.all<{ id: string; dataset: string; createdAtMs: number }>(
    `SELECT id, dataset_name || coalesce('@' || dataset_version, '') AS dataset, created_at_ms AS createdAtMs
     FROM evaluations WHERE run_id = ? AND report_digest IS NOT NULL ORDER BY created_at_ms DESC`,
    [runId],
  );
