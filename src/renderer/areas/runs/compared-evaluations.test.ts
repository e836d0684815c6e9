import { expect, it } from 'vitest';
import { datasetsOf, type Evaluation, evaluationsOn } from './compared-evaluations.ts';

const evaluation = (id: string, runId: string, dataset: string, createdAtMs: number) =>
  ({ id, runId, dataset, createdAtMs }) as Evaluation;
const all = [
  evaluation('1', 'a', 'january', 1),
  evaluation('2', 'a', 'january', 2),
  evaluation('3', 'b', 'january', 1),
  evaluation('4', 'b', 'march', 5),
  evaluation('5', 'other', 'march', 6),
];
const runs = [{ id: 'b' }, { id: 'a' }];

it('names the data that most of these runs were evaluated on first', () => {
  expect(datasetsOf(all, runs)).toEqual([
    { dataset: 'january', runs: 2 },
    { dataset: 'march', runs: 1 },
  ]);
  expect(datasetsOf(all, [{ id: 'nobody' }])).toEqual([]);
});

it('takes the newest of each run on the same data, in the order of the runs', () => {
  expect(evaluationsOn(all, runs, 'january').map(({ id }) => id)).toEqual(['3', '2']);
  expect(evaluationsOn(all, runs, 'march').map(({ id }) => id)).toEqual(['4']);
});
