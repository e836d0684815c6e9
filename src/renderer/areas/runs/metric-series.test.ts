import { expect, it } from 'vitest';
import { chartsOfRun, chartsOfRuns } from './metric-series.ts';

const curve = (runId: string, key: string, values: (number | 'NaN')[]) => ({
  runId,
  key,
  totalPoints: values.length,
  points: values.map((value, step) => ({ step, value, timestampMs: 0 })),
});
const history = [
  curve('a', 'validation_loss', [0.5, 0.4]),
  curve('a', 'train_loss', [0.4, 'NaN', 0.2]),
  curve('a', 'auc', [0.8]),
];

it('draws what a run measured on several rows in one chart, and no chart of a single value', () => {
  const charts = chartsOfRun(history, String);
  expect(charts.map(({ title, total }) => [title, total])).toEqual([['loss', 5]]);
  expect(charts[0]?.series.map(({ id, color }) => [id, color])).toEqual([
    ['validation_loss', '0'],
    ['train_loss', '1'],
  ]);
  expect(charts[0]?.series[1]?.points[1]?.y).toBeNaN();
});

it('draws one chart a metric for several runs, under their names', () => {
  const charts = chartsOfRuns(
    [...history, curve('b', 'train_loss', [0.3, 0.1])],
    new Map([['a', 'bold-fox']]),
  );
  expect(charts.map(({ title }) => title)).toEqual(['train_loss', 'validation_loss']);
  expect(charts[0]?.series.map(({ id, label }) => [id, label])).toEqual([
    ['a', 'bold-fox'],
    ['b', 'b'],
  ]);
});
