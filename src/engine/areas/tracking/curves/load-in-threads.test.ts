import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTestStore } from '../../../../../test/support/open-test-store.ts';
import { addRun } from '../../../../../test/support/run-store.ts';
import { keyNumber } from '../../../store/keys.ts';
import { type SeriesState, seriesStateOf } from '../../../store/metric-columns.ts';
import { logPoints } from '../../../store/run-metrics.ts';
import { runNumberOf } from '../../../store/run-number.ts';
import { type CurveRequest, createCurveCache } from './create-curve-cache.ts';
import { loadHistory } from './load-history.ts';
import { loadInThreads } from './load-in-threads.ts';

const program = new URL('../../../host/history-thread.ts', import.meta.url);
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
  const load = loadInThreads(program, {
    file: join(store.folder, 'project.db'),
    backupsFolder: join(store.folder, 'backups'),
  });
  const states = runs.map(stateOf);
  const loaded = await load(states);
  expect(loaded).toEqual(states.map((state) => loadHistory(store.reader, state, undefined)));
  expect(loaded[1]?.history.values.slice(0, 3)).toEqual(Float64Array.of(Number.NaN, 0.5, 1));
});

test('a thread that cannot read says why', async () => {
  const { stateOf, store } = openWith(10);
  const load = loadInThreads(program, {
    file: join(store.folder, 'nowhere.db'),
    backupsFolder: store.folder,
  });
  await expect(load(runs.map(stateOf))).rejects.toThrow(/nowhere\.db|unable to open/);
});

test('curves are drawn where there are no threads', async () => {
  const { store } = openWith(100_000);
  const { prepare, ready } = createCurveCache(store.reader, () => Promise.reject(new Error('No threads.')));
  await prepare(runs.map(request));
  expect(ready(request(runs[0]!))?.curve.y).toHaveLength(100_000);
});

test('only long histories that nobody has looked at are read in threads', async () => {
  const { store, stateOf } = openWith(100_000);
  const asked: number[][] = [];
  const { prepare, ready } = createCurveCache(store.reader, async (states) => {
    asked.push(states.map(({ run }) => run));
    return states.map((state) => loadHistory(store.reader, state, undefined));
  });
  const [one = '', two = '', three = ''] = runs;
  await prepare([request(one)]);
  expect(asked).toEqual([]);
  expect(ready(request(one))?.curve.y).toHaveLength(100_000);
  await prepare([one, two, two, three].map(request));
  expect(asked).toEqual([[stateOf(two).run, stateOf(three).run]]);
  await prepare([one, two, three].map(request));
  expect(asked).toHaveLength(1);
  // One more point is read on from those that are known.
  store.write((writer) =>
    logPoints(writer, two, [{ key: 'loss', step: 100_000, value: 5, timestampMs: 700_000 }]),
  );
  await prepare([two, three].map(request));
  expect(asked).toHaveLength(1);
  expect(ready(request(two))?.curve.y.at(-1)).toBe(5);
  store.write((writer) => {
    for (const run of [one, two])
      logPoints(writer, run, [{ key: 'short', step: 0, value: 1, timestampMs: 0 }]);
  });
  await prepare([one, two].map((run) => ({ ...request(run), key: 'short' })));
  expect(asked).toHaveLength(1);
});
