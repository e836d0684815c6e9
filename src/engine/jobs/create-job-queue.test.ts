import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openTestStore, silentLogger, tickingClock } from '../../../test/support/open-test-store.ts';
import { queryPlan } from '../../../test/support/query-plan.ts';
import {
  createEffectTables,
  effectsOf,
  emissionsOf,
  eventually,
  failuresOf,
  jobPaths,
  testDefinition,
  testLauncher,
} from '../../../test/support/test-jobs.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { Progress } from '../../shared/model/progress.ts';
import { jobsInState, markRunning, newestJobs } from '../store/jobs.ts';
import { listNotices } from '../store/notices.ts';
import { createJobQueue, type JobQueueOptions } from './create-job-queue.ts';
import type { AnyDefinition } from './execute-job.ts';
import { readJobLog } from './job-log.ts';

const setUp = async (
  options: Partial<JobQueueOptions> & { definition?: Partial<AnyDefinition>; start?: boolean } = {},
) => {
  const store = openTestStore();
  createEffectTables(store);
  const events: EngineEvent[] = [];
  const children = testLauncher();
  const paths = jobPaths(store.folder);
  const openQueue = (more: Partial<JobQueueOptions> = {}) => {
    const queue = createJobQueue({
      store,
      children,
      paths,
      clock: tickingClock(),
      ids: { next: () => randomUUID().replaceAll('-', '') },
      logger: silentLogger,
      publish: (event) => void events.push(event),
      parallel: 2,
      ...options,
      ...more,
    });
    onTestFinished(() => queue.close());
    return queue;
  };
  const queue = openQueue();
  const definition: AnyDefinition = { ...testDefinition, ...options.definition };
  if (options.start !== false) await queue.start([definition]);
  const enqueue = (behaviour: string, count = 0) =>
    queue.enqueue({ kind: 'train', title: behaviour, input: { behaviour, count }, subject: null }).jobId;
  const run = (behaviour: string, count = 0) => queue.waitFor(enqueue(behaviour, count));
  return { store, queue, openQueue, definition, children, paths, events, enqueue, run };
};

describe('a job that succeeds', () => {
  it('answers, has its effects once, and leaves no files', async () => {
    const { store, run, paths } = await setUp();
    const job = await run('write');
    expect(job).toMatchObject({
      state: 'succeeded',
      attempt: 1,
      output: { file: 'model.onnx' },
      error: null,
    });
    expect(effectsOf(store.reader, job.id)).toEqual([1]);
    expect(readdirSync(paths.staging)).toEqual([]);
  });

  it('may have nothing to say', async () => {
    const { run } = await setUp();
    expect(await run('answerNothing')).toMatchObject({ state: 'succeeded', output: null });
  });

  it('has all it emitted stored in order before it ends', async () => {
    const { store, run } = await setUp();
    const job = await run('emit', 1234);
    expect(job.state).toBe('succeeded');
    expect(emissionsOf(store.reader, job.id)).toEqual(Array.from({ length: 1234 }, (_, i) => i));
  });

  it('is told to everybody: its own change and what its area says', async () => {
    const { run, events } = await setUp();
    const { id } = await run('answer');
    expect(events).toContainEqual(expect.objectContaining({ type: 'changed', topic: 'jobs', ids: [id] }));
    expect(events).toContainEqual(expect.objectContaining({ type: 'changed', topic: 'runs', ids: [id] }));
  });

  it('has a log of what it said in every way there is', async () => {
    const { run, paths, events } = await setUp();
    const { id } = await run('talk');
    const { lines, totalLines } = await readJobLog(join(paths.logs, `${id}.log`), { fromLine: 0, limit: 99 });
    expect([...lines].sort()).toEqual([
      'lines',
      'through the tools',
      'to standard error',
      'to standard output',
      'two',
      'without an end',
    ]);
    expect(totalLines).toBe(6);
    const told = events.flatMap((event) => (event.type === 'job.log' ? event.lines : []));
    expect(told).toEqual(lines);
    expect(await readJobLog(join(paths.logs, `${id}.log`), { fromLine: 4, limit: 1 })).toEqual({
      lines: [lines[4]],
      fromLine: 4,
      totalLines: 6,
    });
  });
});

describe('a job that fails', () => {
  it('fails at once with the error of its program', async () => {
    const { store, run } = await setUp();
    const job = await run('fail');
    expect(job).toMatchObject({
      state: 'failed',
      attempt: 1,
      error: { code: 'data-malformed', message: 'Line 3 has too many fields.', details: { line: 3 } },
    });
    expect(failuresOf(store.reader, job.id)).toEqual(['failed']);
  });

  it('fails as well when the error came outside of its promise', async () => {
    const { run } = await setUp();
    expect(await run('failLater')).toMatchObject({
      state: 'failed',
      error: { code: 'internal', message: 'thrown outside of the promise' },
    });
  });

  it('fails without effects when they cannot be written', async () => {
    const { store, run } = await setUp({
      definition: {
        finish:
          async ({ id }) =>
          (writer) => {
            writer.run('INSERT INTO effects VALUES (?, 1)', [id]);
            throw new Error('no room for the effects');
          },
      },
    });
    const job = await run('answer');
    expect(job).toMatchObject({ state: 'failed', error: { message: 'no room for the effects' } });
    expect(effectsOf(store.reader, job.id)).toEqual([]);
  });

  it('fails when what it emits cannot be stored', async () => {
    const { run } = await setUp({
      definition: {
        onEmission: () => {
          throw new Error('not a metric');
        },
      },
    });
    expect(await run('emit', 1)).toMatchObject({ state: 'failed', error: { message: 'not a metric' } });
  });

  it('does not hold up the queue when it cannot even start', async () => {
    let starts = 0;
    const { run } = await setUp({
      parallel: 1,
      definition: {
        onStart: () => {
          starts += 1;
          if (starts === 1) throw new Error('nothing to start with');
        },
      },
    });
    expect(await run('answer')).toMatchObject({ state: 'failed', attempt: 0 });
    expect(await run('answer')).toMatchObject({ state: 'succeeded' });
  });

  it('fails when nobody here knows its kind', async () => {
    const { queue } = await setUp();
    const { jobId } = queue.enqueue({ kind: 'drift', title: 'unknown', input: {}, subject: null });
    expect(await queue.waitFor(jobId)).toMatchObject({ state: 'failed', error: { code: 'job-failed' } });
  });
});

describe('a worker that dies', () => {
  it('is replaced, with a notice, and the job done once', async () => {
    const { store, run } = await setUp();
    const job = await run('dieBeforeAttempt', 3);
    expect(job).toMatchObject({ state: 'succeeded', attempt: 3, output: { attempt: 3 } });
    expect(effectsOf(store.reader, job.id)).toEqual([3]);
    expect(listNotices(store.reader).map((notice) => notice.message)).toEqual([
      'The worker of job “dieBeforeAttempt” ended unexpectedly (SIGKILL); it was put back in the queue.',
      'The worker of job “dieBeforeAttempt” ended unexpectedly (SIGKILL); it was put back in the queue.',
    ]);
  });

  it('is given up after three deaths, with its last words', async () => {
    const { store, run } = await setUp();
    const job = await run('dieBeforeAttempt', 99);
    expect(job).toMatchObject({
      state: 'failed',
      attempt: 3,
      error: { code: 'job-failed', details: { lastWords: 'attempt 3', deaths: 3 } },
    });
    expect(effectsOf(store.reader, job.id)).toEqual([]);
    expect(failuresOf(store.reader, job.id)).toEqual(['failed']);
  });

  it('has died as well when it exits without an answer, and what each attempt left is removed', async () => {
    const tidyUp = vi.fn(() => {
      throw new Error('no');
    });
    const { run } = await setUp({ definition: { tidyUp } });
    expect(await run('answer')).toMatchObject({ state: 'succeeded' });
    expect(tidyUp).not.toHaveBeenCalled();
    const job = await run('exit');
    expect(job.state).toBe('failed');
    expect(job.error?.message).toContain('exit code 3');
    expect(tidyUp).toHaveBeenCalledTimes(3);
  });
});

describe('cancelling', () => {
  it('ends a waiting job at once, and tells its area', async () => {
    const { store, queue, enqueue } = await setUp({ start: false });
    const jobId = enqueue('answer');
    expect(await queue.cancel(jobId)).toMatchObject({ state: 'cancelled', attempt: 0 });
    expect(await queue.cancel(jobId)).toMatchObject({ state: 'cancelled' });
    await queue.start([testDefinition]);
    expect(await queue.waitFor(jobId)).toMatchObject({ state: 'cancelled', attempt: 0 });
    expect(effectsOf(store.reader, jobId)).toEqual([]);
  });

  it('lets a running program end itself, and keeps what it had emitted', async () => {
    const { store, queue, enqueue } = await setUp();
    const jobId = enqueue('wait');
    await eventually('the job waits', () => emissionsOf(store.reader, jobId).length);
    const [first, second] = await Promise.all([queue.cancel(jobId), queue.cancel(jobId)]);
    expect([first.state, second.state]).toEqual(['cancelled', 'cancelled']);
    expect(first.error?.code).toBe('cancelled');
    expect(failuresOf(store.reader, jobId)).toEqual(['cancelled']);
    expect(emissionsOf(store.reader, jobId)).toEqual(['waiting']);
  });

  it('kills a program that does not listen', async () => {
    const { store, queue, enqueue } = await setUp();
    const jobId = enqueue('neverYield');
    await eventually('the job is busy', () => emissionsOf(store.reader, jobId).length);
    expect(await queue.cancel(jobId)).toMatchObject({ state: 'cancelled' });
    expect(failuresOf(store.reader, jobId)).toEqual(['cancelled']);
  });

  it.skipIf(process.platform === 'win32')(
    'ends everything the program has started, also in a group of its own',
    async () => {
      const { store, queue, enqueue, children } = await setUp();
      const jobId = enqueue('spawnSleeps');
      const [{ pids }] = (await eventually('it has started its own programs', () => {
        const emissions = emissionsOf(store.reader, jobId);
        return emissions.length > 0 && emissions;
      })) as [{ pids: number[] }];
      expect(pids.map((pid) => children.startTimeOf(pid) !== null)).toEqual([true, true, true]);
      await queue.cancel(jobId);
      await eventually('all of them are gone', () => pids.every((pid) => children.startTimeOf(pid) === null));
    },
  );

  it('does not undo a job that has ended', async () => {
    const { queue, run } = await setUp();
    const job = await run('answer');
    await expect(queue.cancel(job.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(queue.get(job.id).state).toBe('succeeded');
  });

  it('of one job leaves another alone', async () => {
    const { store, queue, enqueue } = await setUp();
    const [one, other] = [enqueue('wait'), enqueue('wait')];
    await eventually('both wait', () =>
      [one, other].every((id) => emissionsOf(store.reader, id).length === 1),
    );
    await queue.cancel(one);
    expect(queue.get(other).state).toBe('running');
  });
});

describe('waiting', () => {
  it('reports progress and ends without ending the job', async () => {
    const { queue, enqueue } = await setUp();
    const jobId = enqueue('progress', 500);
    const seen: Progress[] = [];
    const waiting = new AbortController();
    const waited = queue.waitFor(jobId, {
      signal: waiting.signal,
      onProgress: (progress) => {
        seen.push(progress);
        if (progress.completed === 500) waiting.abort();
      },
    });
    await expect(waited).rejects.toMatchObject({ code: 'cancelled' });
    // Five hundred reports became a few, and the last one is not lost.
    expect(seen.length).toBeLessThan(50);
    expect(seen.at(-1)).toEqual({ phase: 'Counting', completed: 500, total: 500 });
    expect(queue.get(jobId)).toMatchObject({ state: 'running', progress: { completed: 500 } });
  });

  it('for a job that is not there says so', async () => {
    const { queue } = await setUp();
    await expect(queue.waitFor('nothing')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the order', () => {
  it('is first come first served, with no more at a time than allowed', async () => {
    const started: string[] = [];
    const { store, queue, enqueue } = await setUp({
      parallel: 2,
      definition: { onStart: (_writer, { id }) => void started.push(id) },
    });
    const ids = [1, 2, 3, 4].map(() => enqueue('wait'));
    await eventually(
      'two run',
      () => ids.filter((id) => emissionsOf(store.reader, id).length === 1).length === 2,
    );
    expect(started).toEqual(ids.slice(0, 2));
    expect(queue.list({ states: ['queued'], limit: 9 }).map((job) => job.id)).toEqual([ids[3], ids[2]]);
    await queue.cancel(ids[0]!);
    await eventually('the third runs', () => queue.get(ids[2]!).state === 'running');
    expect(queue.list({ states: ['running'], limit: 9 })).toHaveLength(2);
    expect(started).toEqual(ids.slice(0, 3));
  });
});

describe('closing and opening again', () => {
  it('puts running jobs back and goes on with them', async () => {
    const { store, queue, openQueue, enqueue } = await setUp();
    const jobId = enqueue('work', 40);
    await eventually('it works', () => emissionsOf(store.reader, jobId).length);
    await queue.close();
    expect(queue.get(jobId).state).toBe('queued');
    expect(() => enqueue('answer')).toThrow('closing');

    const next = openQueue();
    await next.start([testDefinition]);
    expect(await next.waitFor(jobId)).toMatchObject({ state: 'succeeded', attempt: 2 });
    expect(effectsOf(store.reader, jobId)).toEqual([2]);
    expect(emissionsOf(store.reader, jobId)).toHaveLength(40);
  });

  it('can wait for what runs', async () => {
    const { store, queue, enqueue } = await setUp();
    const jobId = enqueue('work', 10);
    await eventually('it works', () => emissionsOf(store.reader, jobId).length);
    await queue.close({ waitForRunning: true });
    expect(queue.get(jobId)).toMatchObject({ state: 'succeeded', attempt: 1 });
  });

  it('leaves the jobs of others alone in a short-lived engine, unless they are waited for', async () => {
    const { queue, openQueue, enqueue } = await setUp({ start: false });
    const theirs = enqueue('answer');
    await queue.close();
    const short = openQueue({ resumeOnStart: false });
    await short.start([testDefinition]);
    const input = { behaviour: 'answer' };
    const { jobId: own } = short.enqueue({ kind: 'train', title: 'own', input, subject: null });
    expect(await short.waitFor(own)).toMatchObject({ state: 'succeeded' });
    expect(short.get(theirs)).toMatchObject({ state: 'queued', attempt: 0 });
    expect(await short.waitFor(theirs)).toMatchObject({ state: 'succeeded', attempt: 1 });
  });

  it('recovers a job whose engine died: worker ended, files gone, queued again, with a notice', async () => {
    const { store, queue, openQueue, children, paths, enqueue } = await setUp({ start: false });
    const jobId = enqueue('answer');
    await queue.close();
    const stray = children.launch({ program: 'job-worker' });
    const startedAt = children.startTimeOf(stray.pid)!;
    store.write((writer) =>
      markRunning(writer, { id: jobId, attempt: 1, startedAtMs: 1, worker: { pid: stray.pid, startedAt } }),
    );
    mkdirSync(join(paths.staging, `${jobId}-1`), { recursive: true });

    const next = openQueue();
    const tidied: unknown[] = [];
    await next.start([{ ...testDefinition, tidyUp: (job) => void tidied.push([job.id, job.input]) }]);
    expect(await stray.exited).toMatchObject({ signal: 'SIGKILL' });
    expect(tidied).toEqual([[jobId, { behaviour: 'answer', count: 0 }]]);
    expect(existsSync(join(paths.staging, `${jobId}-1`))).toBe(false);
    expect(await next.waitFor(jobId)).toMatchObject({ state: 'succeeded', attempt: 2 });
    expect(listNotices(store.reader).map((notice) => notice.message)).toEqual([
      'Job “answer” was interrupted when Modelyard stopped; it was put back in the queue.',
    ]);
  });

  it('does not end a stranger that has the number of a worker', async () => {
    const { store, queue, openQueue, children, enqueue } = await setUp({ start: false });
    const jobId = enqueue('answer');
    await queue.close();
    const stranger = children.launch({ program: 'serving' });
    onTestFinished(() => void stranger.stop(0));
    const worker = { pid: stranger.pid, startedAt: 'another time' };
    store.write((writer) => markRunning(writer, { id: jobId, attempt: 1, startedAtMs: 1, worker }));
    const next = openQueue();
    await next.start([testDefinition]);
    await next.waitFor(jobId);
    expect(children.startTimeOf(stranger.pid)).not.toBeNull();
  });
});

describe('a job that nothing runs', () => {
  it('is told from one that runs, and goes back into the queue when asked', async () => {
    const { store, queue, paths, enqueue } = await setUp({ parallel: 1 });
    const running = enqueue('wait');
    const waiting = enqueue('answer');
    await eventually('one runs', () => queue.get(running).state === 'running');
    expect(queue.abandoned()).toEqual([]);
    store.write((writer) => markRunning(writer, { id: waiting, attempt: 1, startedAtMs: 1, worker: null }));
    expect(queue.abandoned().map(({ id }) => id)).toEqual([waiting]);
    expect(readdirSync(paths.staging)).toEqual([`${running}-1`]);

    await queue.requeueAbandoned();
    expect(queue.get(running)).toMatchObject({ state: 'running', attempt: 1 });
    await queue.cancel(running);
    expect(await queue.waitFor(waiting)).toMatchObject({ state: 'succeeded', attempt: 2 });
  });

  it('is one whose worker is gone, for an engine that only reads', async () => {
    const { store, openQueue, children, enqueue } = await setUp({ start: false });
    const [alive, dead] = [enqueue('wait'), enqueue('wait')];
    const worker = { pid: process.pid, startedAt: children.startTimeOf(process.pid)! };
    store.write((writer) => {
      markRunning(writer, { id: alive!, attempt: 1, startedAtMs: 1, worker });
      markRunning(writer, {
        id: dead!,
        attempt: 1,
        startedAtMs: 1,
        worker: { ...worker, startedAt: 'before' },
      });
    });
    const reading = openQueue({ store: { ...store, isReadOnly: true } });
    expect(reading.abandoned().map(({ id }) => id)).toEqual([dead]);
  });
});

describe('rows that belong to a job', () => {
  it('appear together with it or not at all', async () => {
    const { store, queue } = await setUp({ start: false });
    const request = { kind: 'train', title: 'x', input: {}, subject: null } as const;
    expect(() =>
      queue.enqueue({
        ...request,
        together: (writer, jobId) => {
          writer.run('INSERT INTO effects VALUES (?, 0)', [jobId]);
          throw new Error('no such dataset');
        },
      }),
    ).toThrow('no such dataset');
    expect(queue.list({ limit: 9 })).toEqual([]);
    expect(store.reader.all('SELECT * FROM effects')).toEqual([]);
  });
});

it('is read through its indexes', () => {
  const { reader } = openTestStore();
  expect(queryPlan(reader, jobsInState, ['queued'])).toBe('SEARCH jobs USING INDEX jobs_by_state (state=?)');
  expect(queryPlan(reader, newestJobs, { limit: 9 })).toBe('SCAN jobs USING INDEX jobs_by_time');
});

it('names log files by jobs only', async () => {
  const { paths, run } = await setUp();
  const { id } = await run('fail');
  expect(readdirSync(paths.logs)).toEqual([]);
  expect(await readJobLog(join(paths.logs, `${id}.log`), { fromLine: 0, limit: 1 })).toMatchObject({
    totalLines: 0,
  });
  expect(() => readFileSync(join(paths.logs, `${id}.log`))).toThrow('ENOENT');
});
