import { describe, expect, it } from 'vitest';
import { openTestStore } from '../../../test/support/open-test-store.ts';
import { addRun } from '../../../test/support/run-store.ts';
import type { MetricPoint } from '../../shared/events.ts';
import { experimentIdOf, listExperiments } from './experiments.ts';
import { historyOf, logPoints, metricKeysOf, readValue } from './run-metrics.ts';
import { runRowsOf } from './run-rows.ts';
import { setTags } from './run-values.ts';
import * as runs from './runs.ts';

const point = (step: number, timestampMs: number, value: MetricPoint['value']): MetricPoint => ({
  key: 'loss',
  step,
  timestampMs,
  value,
});

const latestAfter = (points: readonly MetricPoint[]): MetricPoint['value'] | undefined => {
  const store = openTestStore();
  addRun(store, { id: 'a' });
  store.write((writer) => logPoints(writer, 'a', points));
  return runRowsOf(store.reader, ['a'])[0]!.metrics.loss;
};

describe('the latest value of a metric', () => {
  it.each<[why: string, points: MetricPoint[], latest: MetricPoint['value']]>([
    ['has the greatest step', [point(2, 1, 0.5), point(1, 9, 0.9)], 0.5],
    ['at one step, has the greatest time', [point(1, 2, 0.5), point(1, 1, 0.9)], 0.5],
    ['at one step and time, is the greatest', [point(1, 1, 0.9), point(1, 1, 0.5)], 0.9],
    ['may be negative', [point(1, 1, -2), point(1, 1, -1)], -1],
    ['may be no number', [point(1, 1, 3), point(2, 1, 'NaN')], 'NaN'],
  ])('%s, whichever came last', (_, points, latest) => {
    expect([latestAfter(points), latestAfter(points.toReversed())]).toEqual([latest, latest]);
  });

  it('keeps infinities as the largest numbers, as MLflow does', () => {
    const store = openTestStore();
    for (const [id, value] of [
      ['a', 'Infinity'],
      ['b', '-Infinity'],
    ] as const) {
      addRun(store, { id });
      store.write((writer) => logPoints(writer, id, [point(1, 1, value)]));
    }
    expect(store.reader.values('SELECT value FROM run_metric_summaries ORDER BY run_number')).toEqual([
      ...[Number.MAX_VALUE, -Number.MAX_VALUE],
    ]);
    expect(latestAfter([point(1, 1, 'Infinity')])).toBe('Infinity');
  });
});

it('logs a batch twice as if it were once, and keeps histories in order', () => {
  const store = openTestStore();
  addRun(store, { id: 'a' });
  const batch = [point(2, 1, 0.5), point(1, 1, 0.75), point(1, 1, 'NaN')];
  for (let times = 0; times < 2; times += 1) store.write((writer) => logPoints(writer, 'a', batch));
  const history = historyOf(store.reader, 'a', 'loss');
  expect(history.map((row) => [row.step, readValue(row)])).toEqual([
    [1, 'NaN'],
    [1, 0.75],
    [2, 0.5],
  ]);
  expect(metricKeysOf(store.reader, 'a')).toEqual(['loss']);
});

it('starts a run again without what its last attempt had measured, but with what it was asked for', () => {
  const store = openTestStore();
  addRun(store, { id: 'a', parameters: { depth: '3' }, metrics: { loss: 1 }, endedAtMs: 2000 });
  store.write((writer) => runs.restartRun(writer, 'a', 5000));
  expect(runRowsOf(store.reader, ['a'])[0]).toMatchObject({
    status: 'running',
    startedAtMs: 5000,
    endedAtMs: null,
    parameters: { depth: '3' },
    metrics: {},
  });
  expect(historyOf(store.reader, 'a', 'loss')).toEqual([]);
});

describe('a run is found', () => {
  const open = () => {
    const store = openTestStore();
    addRun(store, { id: `abcd1${'0'.repeat(27)}`, name: 'one' });
    addRun(store, { id: `abcd2${'0'.repeat(27)}`, name: 'two' });
    addRun(store, { id: `${'0'.repeat(31)}1`, name: 'decade' });
    addRun(store, { id: `${'0'.repeat(31)}2`, name: 'twice' });
    addRun(store, { id: `${'0'.repeat(31)}3`, name: 'twice' });
    return store;
  };

  it.each([
    [`abcd1${'0'.repeat(27)}`, 'one'],
    ['abcd1', 'one'],
    ['abcd', undefined],
    ['abc', undefined],
    ['ABCD1', undefined],
    ['two', 'two'],
    ['decade', 'decade'],
    ['twice', undefined],
    ['', undefined],
    ['%', undefined],
  ])('by “%s”', (reference, name) => {
    expect(runs.findRun(open().reader, reference)?.name).toBe(name);
  });

  it('by name only while it is not deleted', () => {
    const store = open();
    const id = `${'0'.repeat(31)}3`;
    store.write((writer) => runs.setRunLifecycle(writer, id, 'deleted', 1));
    expect(runs.findRun(store.reader, 'twice')?.id).toBe(`${'0'.repeat(31)}2`);
    expect(store.write((writer) => runs.setRunLifecycle(writer, id, 'deleted', 1))).toBe(false);
    expect(store.write((writer) => runs.setRunLifecycle(writer, id, 'active', 1))).toBe(true);
    expect(runs.findRun(store.reader, 'twice')).toBeUndefined();
  });
});

it('changes and removes tags one by one', () => {
  const store = openTestStore();
  addRun(store, { id: 'a', tags: { keep: '1', change: '1', remove: '1' } });
  store.write((writer) => setTags(writer, 'a', { change: '2', remove: null, add: '3' }));
  expect(runRowsOf(store.reader, ['a'])[0]!.tags).toEqual({ add: '3', change: '2', keep: '1' });
});

it('counts the active runs of each experiment, and apart from them those in the trash', () => {
  const store = openTestStore();
  addRun(store, { id: 'a', experiment: 'one', startedAtMs: 10 });
  addRun(store, { id: 'b', experiment: 'one', startedAtMs: 20 });
  store.write((writer) => {
    experimentIdOf(writer, 'empty', 1);
    runs.setRunLifecycle(writer, 'b', 'deleted', 30);
  });
  expect(listExperiments(store.reader)).toMatchObject([
    { name: 'empty', runCount: 0, trashedRunCount: 0, lastRunAtMs: null },
    { name: 'one', runCount: 1, trashedRunCount: 1, lastRunAtMs: 10 },
  ]);
});
