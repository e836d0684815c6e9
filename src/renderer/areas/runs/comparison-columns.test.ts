import { expect, it } from 'vitest';
import type { ChartColumn } from './chart-runs.ts';
import {
  colorColumns,
  configurationColumns,
  groupColumns,
  metricsToBegin,
  numberColumns,
  parametersToBegin,
  usualAxes,
} from './comparison-columns.ts';

const column = (
  of: ChartColumn['of'],
  label: string,
  distinct: number,
  more: Partial<ChartColumn> = {},
): ChartColumn => {
  const prefix = { metric: 'metrics.', parameter: 'params.', tag: 'tags.', fact: '' }[of];
  return { ...{ key: prefix + label, label, of, kind: 'text', present: 3, distinct, goal: null }, ...more };
};
const columns = [
  column('metric', 'auc', 3, { kind: 'number' }),
  column('parameter', 'learner', 2),
  column('parameter', 'seed', 3, { kind: 'number' }),
  column('parameter', 'depth', 2, { kind: 'number', present: 2 }),
  column('parameter', 'target', 1),
  column('fact', 'dataset', 2),
  column('fact', 'duration', 2, { kind: 'number' }),
  column('tag', 'team', 1, { present: 2 }),
];
const values = (options: { value: string }[]) => options.map(({ value }) => value);

it('groups by what differs and repeats; runs without a value are a group', () => {
  expect(values(groupColumns(columns, 3))).toEqual(['params.learner', 'dataset', 'tags.team']);
});

it('knows the parameters that make a configuration, where others say which repetition a run is', () => {
  expect(configurationColumns(columns)).toEqual(['params.learner', 'params.depth']);
  expect(configurationColumns(columns.filter(({ label }) => label !== 'seed'))).toEqual([]);
});

it('draws what is a number, and colours by what differs', () => {
  expect(values(numberColumns(columns))).toEqual(['metrics.auc', 'params.seed', 'params.depth', 'duration']);
  expect(values(colorColumns(columns))).not.toContain('params.target');
});

it('begins with the parameters that vary, and ends with the metric', () => {
  expect(usualAxes(columns, 'auc', 8)).toEqual([
    'params.learner',
    'params.seed',
    'params.depth',
    'metrics.auc',
  ]);
  expect(usualAxes(columns, 'auc', 2)).toEqual(['params.learner', 'metrics.auc']);
});

it('begins with metrics and parameters that most runs have and that differ', () => {
  const of = (label: string, present: number, distinct: number) =>
    column('metric', label, distinct, { kind: 'number', present });
  expect(
    metricsToBegin([of('a_rare', 1, 1), of('a_same', 4, 1), of('train/loss', 4, 4), of('loss', 4, 4)], 4),
  ).toEqual(['loss', 'train/loss', 'a_rare', 'a_same']);
  expect(parametersToBegin(columns)).toEqual(['params.seed', 'params.depth']);
});
