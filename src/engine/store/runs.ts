import type { MetricPoint } from '../../shared/events.ts';
import type { RunStatus } from '../../shared/model/run.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';

/** Experiments, runs, parameters, metrics, tags, artifacts: writing. Reading tables of runs is in run-rows.ts. */

export interface RunRecord {
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
}

export const experimentIdOf = (writer: Writer, name: string, nowMs: number): number => {
  const known = writer.get<{ id: number }>('SELECT id FROM experiments WHERE name = ?', [name]);
  if (known !== undefined) return known.id;
  return writer.run('INSERT INTO experiments (name, created_at_ms, updated_at_ms) VALUES (?, ?, ?)', [
    name,
    nowMs,
    nowMs,
  ]).lastId;
};

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
  },
): void => {
  writer.run(
    `INSERT INTO runs (id, experiment_id, name, status, started_at_ms, job_id, seed) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [run.id, run.experimentId, run.name, run.status, run.startedAtMs, run.jobId, run.seed],
  );
};

/** Makes the run as if it had not been started before: its points and artifacts are those of the attempt that begins now. */
export const restartRun = (writer: Writer, runId: string, nowMs: number): void => {
  for (const table of ['run_metrics', 'run_latest_metrics', 'run_artifacts']) {
    writer.run(`DELETE FROM ${table} WHERE run_id = ?`, [runId]);
  }
  writer.run(`UPDATE runs SET status = 'running', started_at_ms = ?, ended_at_ms = NULL WHERE id = ?`, [
    nowMs,
    runId,
  ]);
};

export const endRun = (writer: Writer, runId: string, status: RunStatus, nowMs: number): void => {
  writer.run('UPDATE runs SET status = ?, ended_at_ms = ? WHERE id = ?', [status, nowMs, runId]);
};

export const recordRunFacts = (
  writer: Writer,
  runId: string,
  facts: { code: unknown | null; environment: Readonly<Record<string, string>>; signature: unknown },
): void => {
  writer.run('UPDATE runs SET code_json = ?, environment_json = ?, signature_json = ? WHERE id = ?', [
    facts.code === null ? null : JSON.stringify(facts.code),
    JSON.stringify(facts.environment),
    JSON.stringify(facts.signature),
    runId,
  ]);
};

export const setParameters = (
  writer: Writer,
  runId: string,
  parameters: Readonly<Record<string, string>>,
): void => {
  for (const [key, value] of Object.entries(parameters)) {
    writer.run(
      'INSERT INTO run_parameters (run_id, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      [runId, key, value],
    );
  }
};

/** null removes a tag. */
export const setTags = (
  writer: Writer,
  runId: string,
  tags: Readonly<Record<string, string | null>>,
): void => {
  for (const [key, value] of Object.entries(tags)) {
    if (value === null) writer.run('DELETE FROM run_tags WHERE run_id = ? AND key = ?', [runId, key]);
    else
      writer.run(
        'INSERT INTO run_tags (run_id, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
        [runId, key, value],
      );
  }
};

const largestDouble = 1.7976931348623157e308;

/** As MLflow keeps them: NaN is 0 with a flag, infinities are the largest doubles. */
const storedValue = (value: MetricPoint['value']): { value: number; flag: 0 | 1 } => {
  const number = typeof value === 'number' ? value : Number(value);
  if (Number.isNaN(number)) return { value: 0, flag: 1 };
  return { value: Math.max(-largestDouble, Math.min(largestDouble, number)), flag: 0 };
};

export const readValue = (row: { value: number; is_nan: number }): MetricPoint['value'] =>
  row.is_nan === 1 ? 'NaN' : row.value;

/** A point that is there already changes nothing. The latest is the greatest (step, timestamp, value), whatever came last. */
export const logPoints = (writer: Writer, runId: string, points: readonly MetricPoint[]): void => {
  for (const point of points) {
    const { value, flag } = storedValue(point.value);
    const row = [runId, point.key, point.step, Math.round(point.timestampMs), value, flag];
    writer.run(
      'INSERT INTO run_metrics (run_id, key, step, timestamp_ms, value, is_nan) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      row,
    );
    writer.run(
      `INSERT INTO run_latest_metrics (run_id, key, step, timestamp_ms, value, is_nan) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET step = excluded.step, timestamp_ms = excluded.timestamp_ms, value = excluded.value, is_nan = excluded.is_nan
       WHERE (excluded.step, excluded.timestamp_ms, excluded.value) > (step, timestamp_ms, value)`,
      row,
    );
  }
};

export const insertArtifact = (
  writer: Writer,
  runId: string,
  artifact: { path: string; digest: string; sizeBytes: number },
): void => {
  writer.run(
    `INSERT INTO run_artifacts (run_id, path, digest, size_bytes) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET digest = excluded.digest, size_bytes = excluded.size_bytes`,
    [runId, artifact.path, artifact.digest, artifact.sizeBytes],
  );
};

export const linkDataset = (
  writer: Writer,
  runId: string,
  dataset: { role: string; name: string; digest: string; version: number | null },
): void => {
  writer.run(
    'INSERT INTO run_datasets (run_id, role, name, digest, version) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    [runId, dataset.role, dataset.name, dataset.digest, dataset.version],
  );
};

/** By id, or by a unique beginning of it (at least four digits), as git takes commits; or by a unique name. */
export const findRun = (reader: Reader, reference: string): RunRecord | undefined => {
  const select =
    'SELECT runs.*, experiments.name AS experiment FROM runs JOIN experiments ON experiments.id = experiment_id';
  const exact = reader.get<RunRecord>(`${select} WHERE runs.id = ?`, [reference]);
  if (exact !== undefined) return exact;
  const named = reader.all<RunRecord>(
    `${select} WHERE runs.name = ? AND runs.lifecycle_stage = 'active' LIMIT 2`,
    [reference],
  );
  const begun = /^[0-9a-f]{4,31}$/.test(reference)
    ? reader.all<RunRecord>(`${select} WHERE runs.id >= ? AND runs.id < ? LIMIT 2`, [
        reference,
        `${reference}g`,
      ])
    : [];
  // A run may be called `decade`, which is a beginning of an id as well.
  const candidates = [...named, ...begun.filter(({ id }) => !named.some((run) => run.id === id))];
  return candidates.length === 1 ? candidates[0] : undefined;
};

export const artifactsOf = (reader: Reader, runId: string) =>
  reader.all<{ path: string; digest: string; sizeBytes: number }>(
    'SELECT path, digest, size_bytes AS sizeBytes FROM run_artifacts WHERE run_id = ? ORDER BY path',
    [runId],
  );

export const datasetsOf = (reader: Reader, runId: string) =>
  reader.all<{ name: string; version: number | null; digest: string; role: string }>(
    'SELECT name, version, digest, role FROM run_datasets WHERE run_id = ? ORDER BY role DESC, name',
    [runId],
  );

export const renameRun = (writer: Writer, runId: string, name: string): void => {
  writer.run('UPDATE runs SET name = ? WHERE id = ?', [name, runId]);
};

export const setNote = (writer: Writer, runId: string, note: string): void => {
  writer.run('UPDATE runs SET note = ? WHERE id = ?', [note, runId]);
};

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

export const historyOf = (reader: Reader, runId: string, key: string) =>
  reader.all<{ step: number; timestamp_ms: number; value: number; is_nan: number }>(
    'SELECT step, timestamp_ms, value, is_nan FROM run_metrics WHERE run_id = ? AND key = ? ORDER BY step, timestamp_ms, value',
    [runId, key],
  );

export const metricKeysOf = (reader: Reader, runId: string): string[] =>
  reader
    .all<{ key: string }>('SELECT key FROM run_latest_metrics WHERE run_id = ? ORDER BY key', [runId])
    .map(({ key }) => key);

export const listExperiments = (reader: Reader) =>
  reader.all<{ id: number; name: string; runCount: number; createdAtMs: number; lastRunAtMs: number | null }>(
    `SELECT experiments.id, experiments.name, experiments.created_at_ms AS createdAtMs, count(runs.id) AS runCount, max(runs.started_at_ms) AS lastRunAtMs
     FROM experiments LEFT JOIN runs ON runs.experiment_id = experiments.id AND runs.lifecycle_stage = 'active'
     WHERE experiments.lifecycle_stage = 'active' GROUP BY experiments.id ORDER BY experiments.name`,
  );

export const finishedEvaluationsOf = (reader: Reader, runId: string) =>
  reader.all<{ id: string; dataset: string; createdAtMs: number }>(
    `SELECT id, dataset_name || coalesce('@' || dataset_version, '') AS dataset, created_at_ms AS createdAtMs
     FROM evaluations WHERE run_id = ? AND report_digest IS NOT NULL ORDER BY created_at_ms DESC`,
    [runId],
  );
