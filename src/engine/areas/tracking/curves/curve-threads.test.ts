import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTestStore } from '../../../../../test/support/open-test-store.ts';
import { addRun } from '../../../../../test/support/run-store.ts';
import { type Smoothing, smoothCurve } from '../../../../shared/model/series/smooth-curve.ts';
import { keyNumber } from '../../../store/keys.ts';
import { type SeriesState, seriesStateOf } from '../../../store/metric-columns.ts';
import { logPoints } from '../../../store/run-metrics.ts';
import { runNumberOf } from '../../../store/run-number.ts';
import type { CurveRequest } from './create-curve-cache.ts';
import { type CurveThreads, createCurveThreads } from './curve-threads.ts';
import { loadHistory } from './load-history.ts';
import type { CurvesRequest } from './read-curves.ts';
import { serveCurves } from './serve-curves.ts';

const program = new URL('../../../host/curve-thread.ts', import.meta.url);
const runs = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(32));

/** Runs with so many points of `loss` each, every thousandth of which is NaN. */
const openWith = (count: number) => {
  const store = openTestStore();
  for (const id of runs) addRun(store, { id });
  store.write((writer) => {
    const key = keyNumber(writer, 'loss');
    for (const [index, id] of runs.entries()) {
      const run = runNumberOf(writer, id);
      writer.run(
        `INSERT INTO run_metrics (run_number, key_number, step, timestamp_ms, value, is_nan)
         WITH RECURSIVE steps (step) AS (SELECT 0 UNION ALL SELECT step + 1 FROM steps WHERE step < ?)
         SELECT ?, ?, step, step * 7, iif(step % 1000, step / (? + 1.0), 0), step % 1000 = 0 FROM steps`,
        [count - 1, run, key, index],
      );
      writer.run(
        `INSERT INTO run_metric_summaries (run_number, key_number, step, timestamp_ms, value, point_count, nan_count)
         VALUES (?, ?, ?, ?, ?, ?, 0)`,
        [run, key, count - 1, (count - 1) * 7, (count - 1) / (index + 1), count],
      );
    }
  });
  const stateOf = (id: string): SeriesState => seriesStateOf(store.reader, id, 'loss')!;
  return { store, stateOf };
};

const request = (runId: string): CurveRequest => ({
  ...{ runId, key: 'loss', axis: { kind: 'step' }, smoothing: null, yScale: 'linear' },
});

test('threads read what is read without them, in the order that was asked for', async () => {
  const { store, stateOf } = openWith(30_000);
  const threads = createCurveThreads(program, {
    file: join(store.folder, 'project.db'),
    backupsFolder: join(store.folder, 'backups'),
  });
  const states = runs.map(stateOf);
  const loaded = await threads.load(states);
  expect(loaded).toEqual(states.map((state) => loadHistory(store.reader, state, undefined)));
  expect(loaded[1]?.history.values.slice(0, 3)).toEqual(Float64Array.of(Number.NaN, 0.5, 1));
});

test('a thread that cannot read says why', async () => {
  const { stateOf, store } = openWith(10);
  const threads = createCurveThreads(program, {
    file: join(store.folder, 'nowhere.db'),
    backupsFolder: store.folder,
  });
  await expect(threads.load(runs.map(stateOf))).rejects.toThrow(/nowhere\.db|unable to open/);
});

test('threads smooth as is done without them', async () => {
  const { store } = openWith(10);
  const threads = createCurveThreads(program, {
    file: join(store.folder, 'project.db'),
    backupsFolder: join(store.folder, 'backups'),
  });
  const tasks = [3, 5, 7].map((period) => ({
    curve: {
      x: Float64Array.from({ length: 500 }, (_, step) => step),
      y: Float64Array.from({ length: 500 }, (_, step) => (step === 9 ? Number.NaN : step % period)),
    },
    smoothing: { name: 'lowess', amount: 0.1 } as const,
  }));
  expect(await threads.smooth(tasks)).toEqual(
    tasks.map(({ curve, smoothing }) => smoothCurve(curve, smoothing)),
  );
});

/** Threads that begin to smooth when they are told to. */
const inOneThread = (store: ReturnType<typeof openWith>['store']) => {
  const loaded: number[][] = [];
  const smoothed: number[] = [];
  let begin = () => {};
  const go = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const threads: CurveThreads = {
    load: async (states) => {
      loaded.push(states.map(({ run }) => run));
      return states.map((state) => loadHistory(store.reader, state, undefined));
    },
    smooth: async (tasks) => {
      await go;
      smoothed.push(tasks.length);
      return tasks.map(({ curve, smoothing }) => smoothCurve(curve, smoothing));
    },
  };
  return { threads, loaded, smoothed, begin };
};

const chartOf = (ids: readonly string[], smoothing: Smoothing | null = null): CurvesRequest => ({
  ...{ curves: ids.map((id) => ({ ...request(id), smoothing })), window: null },
  ...{ width: 10, xScale: 'linear' },
});
const mean: Smoothing = { name: 'running_mean', amount: 3 };

test('curves are drawn where there are no threads', async () => {
  const { store } = openWith(100_000);
  const none = () => Promise.reject(new Error('No threads.'));
  const { read } = serveCurves(store.reader, { load: none, smooth: none });
  const [drawn] = (await read(chartOf(runs, mean))).curves;
  expect([drawn?.totalPoints, drawn?.smoothed?.y.length]).toEqual([100_000, drawn?.y.length]);
});

test('only long histories that nobody has looked at are read in threads', async () => {
  const { store, stateOf } = openWith(100_000);
  const { threads, loaded } = inOneThread(store);
  const { read } = serveCurves(store.reader, threads);
  const [one = '', two = '', three = ''] = runs;
  const numbers = [one, two, three].map((id) => stateOf(id).run);
  await read(chartOf([one]));
  await read(chartOf([one, two, two, three]));
  expect(loaded).toEqual([numbers.slice(0, 1), numbers.slice(1)]);
  // One more point is read on from those that are known.
  store.write((writer) =>
    logPoints(writer, two, [{ key: 'loss', step: 100_000, value: 5, timestampMs: 700_000 }]),
  );
  expect((await read(chartOf([two, three]))).curves[0]?.y.at(-1)).toBe(5);
  store.write((writer) => {
    for (const run of [one, two])
      logPoints(writer, run, [{ key: 'short', step: 0, value: 1, timestampMs: 0 }]);
  });
  const short = [one, two].map((run) => ({ ...request(run), key: 'short' }));
  await read({ ...chartOf([]), curves: short });
  expect(loaded).toHaveLength(2);
});

test('what is smoothed holds up no other chart, and is smoothed once', async () => {
  const { store } = openWith(100_000);
  const { threads, smoothed, begin } = inOneThread(store);
  const { read } = serveCurves(store.reader, threads);
  const [one = '', two = '', three = ''] = runs;
  const slow = [read(chartOf([one, two], mean)), read(chartOf([two], mean))];
  // A zoom of what is loaded, and a first look at what is not.
  expect((await read(chartOf([one]))).curves).toHaveLength(1);
  expect((await read(chartOf([three]))).curves).toHaveLength(1);
  const stop = new AbortController();
  const given = read(chartOf([three], mean), { signal: stop.signal });
  stop.abort();
  begin();
  const [both, again] = await Promise.all(slow);
  expect(again?.curves[0]?.smoothed).toEqual(both?.curves[1]?.smoothed);
  await expect(given).rejects.toMatchObject({ code: 'cancelled' });
  await read(chartOf([two], mean));
  expect(smoothed.filter((curves) => curves > 0)).toEqual([2]);
});

test('a curve to which points are logged while it is smoothed is as it was when that began', async () => {
  const { store } = openWith(100_000);
  const { threads, begin } = inOneThread(store);
  const { read } = serveCurves(store.reader, threads);
  const [one = ''] = runs;
  await read(chartOf([one]));
  const smoothing = read(chartOf([one], mean));
  await new Promise((resolve) => setTimeout(resolve));
  store.write((writer) =>
    logPoints(writer, one, [{ key: 'loss', step: 100_000, value: 5, timestampMs: 700_000 }]),
  );
  begin();
  const [before] = (await smoothing).curves;
  expect([before?.x.at(-1), before?.smoothed?.x.at(-1)]).toEqual([100_000, 99_999]);
  const [after] = (await read(chartOf([one], mean))).curves;
  expect(after?.smoothed?.x.at(-1)).toBe(100_000);
});
