import { expect, it } from 'vitest';
import { openTestStore } from '../../../test/support/open-test-store.ts';
import {
  endQueued,
  getJob,
  insertJob,
  listJobs,
  markFailed,
  markQueuedAgain,
  markRunning,
  markSucceeded,
  requireRunning,
} from './jobs.ts';

const error = { code: 'cancelled', message: 'Cancelled.' } as const;

const setUp = () => {
  const store = openTestStore();
  const insert = (id: string, queuedAtMs: number) =>
    store.write((writer) =>
      insertJob(writer, { id, kind: 'train', title: id, queuedAtMs, input: { id }, subject: null }),
    );
  const start = (attempt: number) =>
    store.write((writer) =>
      markRunning(writer, { id: 'a', attempt, startedAtMs: 5, worker: { pid: 7, startedAt: 'then' } }),
    );
  return { store, insert, start };
};

it('keeps what a job is about and which worker does it', () => {
  const { store, insert, start } = setUp();
  insert('a', 1);
  start(1);
  expect(getJob(store.reader, 'a')).toMatchObject({
    state: 'running',
    attempt: 1,
    queuedAtMs: 1,
    startedAtMs: 5,
    input: { id: 'a' },
    worker: { pid: 7, startedAt: 'then' },
  });
  store.write((writer) => markSucceeded(writer, { id: 'a', attempt: 1, endedAtMs: 9, output: { n: 1 } }));
  expect(getJob(store.reader, 'a')).toMatchObject({
    state: 'succeeded',
    endedAtMs: 9,
    output: { n: 1 },
    worker: null,
  });
});

it('lets an attempt that was given up change nothing any more', () => {
  const { store, insert, start } = setUp();
  insert('a', 1);
  start(1);
  store.write((writer) => markQueuedAgain(writer, { id: 'a', attempt: 1 }));
  expect(() => start(1)).toThrow('not in the state');
  start(2);
  const old = { id: 'a', attempt: 1, endedAtMs: 9 };
  expect(() => store.write((writer) => markSucceeded(writer, { ...old, output: {} }))).toThrow(
    'not in the state',
  );
  expect(() => store.write((writer) => markFailed(writer, { ...old, state: 'failed', error }))).toThrow(
    'not in the state',
  );
  expect(() => store.write((writer) => markQueuedAgain(writer, old))).toThrow('not in the state');
  expect(() => requireRunning(store.reader, old)).toThrow('not in the state');
  requireRunning(store.reader, { id: 'a', attempt: 2 });
  expect(getJob(store.reader, 'a')).toMatchObject({ state: 'running', attempt: 2 });
});

it('ends a job once', () => {
  const { store, insert, start } = setUp();
  insert('a', 1);
  start(1);
  const current = { id: 'a', attempt: 1, endedAtMs: 9 };
  store.write((writer) => markSucceeded(writer, { ...current, output: {} }));
  expect(() => store.write((writer) => markSucceeded(writer, { ...current, output: {} }))).toThrow();
  expect(() => store.write((writer) => markFailed(writer, { ...current, state: 'failed', error }))).toThrow();
  const cancelled = { id: 'a', endedAtMs: 9, state: 'cancelled', error } as const;
  expect(store.write((writer) => endQueued(writer, cancelled))).toBe(false);
});

it('lists newest first, by state', () => {
  const { store, insert, start } = setUp();
  insert('a', 1);
  insert('b', 2);
  insert('c', 3);
  start(1);
  const ids = (query: Parameters<typeof listJobs>[1]) => listJobs(store.reader, query).map((job) => job.id);
  expect(ids({ limit: 2 })).toEqual(['c', 'b']);
  expect(ids({ limit: 9, states: ['queued'] })).toEqual(['c', 'b']);
  expect(ids({ limit: 9, states: ['running', 'queued'] })).toEqual(['c', 'b', 'a']);
  expect(ids({ limit: 9, states: [] })).toEqual([]);
});
