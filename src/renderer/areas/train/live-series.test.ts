import { expect, it } from 'vitest';
import { byMeasure, growingDomain, liveSeries } from './live-series.ts';

const point = (step: number, value: number | 'NaN') => ({ step, value, timestampMs: 0 });
const recorded = [{ runId: 'a', key: 'valid.auc', totalPoints: 2, points: [point(1, 0.7), point(2, 0.8)] }];

it('draws on where the record ends, and a step that is in both once', () => {
  const live = [
    { key: 'valid.auc', ...point(3, 0.9) },
    { key: 'valid.auc', ...point(2, 0.8) },
  ];
  expect(liveSeries(recorded, live)[0]?.points).toEqual([
    { x: 1, y: 0.7 },
    { x: 2, y: 0.8 },
    { x: 3, y: 0.9 },
  ]);
});

it('leaves out metrics of a single value, and reads NaN that came as text', () => {
  const live = [
    { key: 'auc', ...point(0, 0.8) },
    { key: 'valid.auc', ...point(3, 'NaN') },
  ];
  const series = liveSeries(recorded, live);
  expect(series.map(({ id }) => id)).toEqual(['valid.auc']);
  expect(series[0]?.points[2]?.y).toBeNaN();
});

it('puts curves of one measure into one chart', () => {
  const series = ['train.logloss', 'valid.auc', 'valid.logloss'].map((id) => ({ id, label: id, points: [] }));
  expect(byMeasure(series).map(({ measure, series: { length } }) => [measure, length])).toEqual([
    ['logloss', 2],
    ['auc', 1],
  ]);
});

it('makes room for rounds in steps, and for no more than there will be', () => {
  const until = (last: number, rounds: number) =>
    growingDomain([{ id: 'a', label: 'a', points: [1, last].map((x) => ({ x, y: 0 })) }], rounds);
  const ends = (rounds: number) => [2, 10, 11, 21, 51, 100, 101, 1500].map((last) => until(last, rounds)[1]);
  expect(ends(Number.NaN)).toEqual([10, 10, 20, 50, 100, 100, 200, 2000]);
  expect(ends(60)).toEqual([10, 10, 20, 50, 60, 100, 200, 2000]);
  expect(until(7, 60)[0]).toBe(1);
});
