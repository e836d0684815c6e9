import { EngineError, type ErrorData } from '../../shared/errors.ts';
import type { Job, JobKind, JobState } from '../../shared/model/job.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';

/** A job as it is kept. Progress is not: it lives in the memory of the engine that runs the job. */
export interface StoredJob extends Omit<Job, 'progress'> {
  readonly input: unknown;
  /** Worker of the current attempt. */
  readonly worker: { readonly pid: number; readonly startedAt: string } | null;
}

interface JobRow {
  readonly id: string;
  readonly kind: JobKind;
  readonly title: string;
  readonly state: JobState;
  readonly attempt: number;
  readonly queued_at_ms: number;
  readonly started_at_ms: number | null;
  readonly ended_at_ms: number | null;
  readonly input_json: string;
  readonly output_json: string | null;
  readonly error_json: string | null;
  readonly subject_type: NonNullable<Job['subject']>['type'] | null;
  readonly subject_id: string | null;
  readonly pid: number | null;
  readonly pid_started_at: string | null;
}

const parsed = <Value>(json: string | null): Value | null =>
  json === null ? null : (JSON.parse(json) as Value);

const toJob = (row: JobRow): StoredJob => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  state: row.state,
  attempt: row.attempt,
  queuedAtMs: row.queued_at_ms,
  startedAtMs: row.started_at_ms,
  endedAtMs: row.ended_at_ms,
  input: JSON.parse(row.input_json),
  output: parsed<Record<string, unknown>>(row.output_json),
  error: parsed<ErrorData>(row.error_json),
  subject:
    row.subject_type === null || row.subject_id === null
      ? null
      : { type: row.subject_type, id: row.subject_id },
  worker:
    row.pid === null || row.pid_started_at === null ? null : { pid: row.pid, startedAt: row.pid_started_at },
});

export const insertJob = (
  writer: Writer,
  job: Pick<StoredJob, 'id' | 'kind' | 'title' | 'queuedAtMs' | 'input' | 'subject'>,
): void => {
  writer.run(
    `INSERT INTO jobs (id, kind, title, state, queued_at_ms, input_json, subject_type, subject_id)
     VALUES (?, ?, ?, 'queued', ?, ?, ?, ?)`,
    [
      job.id,
      job.kind,
      job.title,
      job.queuedAtMs,
      JSON.stringify(job.input ?? null),
      job.subject?.type ?? null,
      job.subject?.id ?? null,
    ],
  );
};

/** By id, or by a beginning of it that is unique and has at least four digits, as lists show it. */
export const findJob = (reader: Reader, reference: string): StoredJob | undefined => {
  const exact = reader.get<JobRow>('SELECT * FROM jobs WHERE id = ?', [reference]);
  if (exact !== undefined) return toJob(exact);
  if (!/^[0-9a-f]{4,31}$/.test(reference)) return undefined;
  const found = reader.all<JobRow>('SELECT * FROM jobs WHERE id >= ? AND id < ? LIMIT 2', [
    reference,
    `${reference}g`,
  ]);
  return found.length === 1 ? toJob(found[0]!) : undefined;
};

/** Error `not-found`. */
export const getJob = (reader: Reader, reference: string): StoredJob => {
  const job = findJob(reader, reference);
  if (job === undefined) {
    throw new EngineError('not-found', `There is no job “${reference}”, or more than one begins so.`);
  }
  return job;
};

export const newestJobs = 'SELECT * FROM jobs ORDER BY queued_at_ms DESC LIMIT :limit';
export const newestJobsInStates = `SELECT * FROM jobs WHERE state IN (SELECT value FROM json_each(:states))
  ORDER BY queued_at_ms DESC LIMIT :limit`;
export const jobsInState = 'SELECT * FROM jobs WHERE state = ? ORDER BY queued_at_ms';

/** Newest first. */
export const listJobs = (
  reader: Reader,
  { states, limit }: { states?: readonly JobState[] | undefined; limit: number },
): StoredJob[] => {
  const rows =
    states === undefined
      ? reader.all<JobRow>(newestJobs, { limit })
      : reader.all<JobRow>(newestJobsInStates, { states: JSON.stringify(states), limit });
  return rows.map(toJob);
};

/** First come, first served: in the order in which they were enqueued, leaving out those that may not run. */
export const firstQueued = (reader: Reader, mayRun: (id: string) => boolean): StoredJob | undefined => {
  for (const row of reader.iterate<JobRow>(jobsInState, ['queued'])) if (mayRun(row.id)) return toJob(row);
  return undefined;
};

export const runningJobs = (reader: Reader): StoredJob[] =>
  reader.all<JobRow>(jobsInState, ['running']).map(toJob);

/** When the job that was enqueued last was enqueued; 0 when there is none. */
export const lastQueuedAtMs = (reader: Reader): number =>
  reader.get<{ last: number | null }>('SELECT max(queued_at_ms) AS last FROM jobs')?.last ?? 0;

/** One attempt of a job: whoever holds an old one can change nothing any more. */
export interface Attempt {
  readonly id: string;
  readonly attempt: number;
}

export const markRunning = (
  writer: Writer,
  job: Attempt & { startedAtMs: number; worker: StoredJob['worker'] },
): void =>
  expectOne(
    writer.run(
      `UPDATE jobs SET state = 'running', attempt = :attempt, started_at_ms = :startedAtMs,
         pid = :pid, pid_started_at = :pidStartedAt
       WHERE id = :id AND state = 'queued' AND attempt = :attempt - 1`,
      {
        id: job.id,
        attempt: job.attempt,
        startedAtMs: job.startedAtMs,
        pid: job.worker?.pid ?? null,
        pidStartedAt: job.worker?.startedAt ?? null,
      },
    ),
    job,
  );

export const markSucceeded = (writer: Writer, job: Attempt & { endedAtMs: number; output: unknown }): void =>
  expectOne(
    writer.run(
      `UPDATE jobs SET state = 'succeeded', ended_at_ms = ?, output_json = ?, pid = NULL, pid_started_at = NULL
       WHERE id = ? AND state = 'running' AND attempt = ?`,
      [job.endedAtMs, JSON.stringify(job.output ?? null), job.id, job.attempt],
    ),
    job,
  );

/** In the transaction that ends a job: an answer that its program could not know by itself. */
export const setJobOutput = (writer: Writer, id: string, output: unknown): void => {
  writer.run('UPDATE jobs SET output_json = ? WHERE id = ?', [JSON.stringify(output), id]);
};

export const markFailed = (
  writer: Writer,
  job: Attempt & { endedAtMs: number; state: 'failed' | 'cancelled'; error: ErrorData },
): void =>
  expectOne(
    writer.run(
      `UPDATE jobs SET state = ?, ended_at_ms = ?, error_json = ?, pid = NULL, pid_started_at = NULL
       WHERE id = ? AND state = 'running' AND attempt = ?`,
      [job.state, job.endedAtMs, JSON.stringify(job.error), job.id, job.attempt],
    ),
    job,
  );

/** Back into the queue, at its old place. */
export const markQueuedAgain = (writer: Writer, job: Attempt): void =>
  expectOne(
    writer.run(
      `UPDATE jobs SET state = 'queued', started_at_ms = NULL, pid = NULL, pid_started_at = NULL
       WHERE id = ? AND state = 'running' AND attempt = ?`,
      [job.id, job.attempt],
    ),
    job,
  );

/** Ends a job that has not started: cancelled, or of a kind that nobody here can run. */
export const endQueued = (
  writer: Writer,
  job: { id: string; endedAtMs: number; state: 'failed' | 'cancelled'; error: ErrorData },
): boolean =>
  writer.run(`UPDATE jobs SET state = ?, ended_at_ms = ?, error_json = ? WHERE id = ? AND state = 'queued'`, [
    job.state,
    job.endedAtMs,
    JSON.stringify(job.error),
    job.id,
  ]).changes === 1;

/** Throws unless this attempt is the one that runs: partial results of an earlier one may not mix with those of the next. */
export const requireRunning = (reader: Reader, { id, attempt }: Attempt): void => {
  const row = reader.get("SELECT 1 FROM jobs WHERE id = ? AND state = 'running' AND attempt = ?", [
    id,
    attempt,
  ]);
  expectOne({ changes: row === undefined ? 0 : 1 }, { id, attempt });
};

const expectOne = ({ changes }: { changes: number }, { id, attempt }: Attempt): void => {
  if (changes !== 1) throw new Error(`Job ${id} is not in the state its attempt ${attempt} expects.`);
};
