import { expect, it } from 'vitest';
import { metricTable } from './metric-table.ts';

it('says how many rows are left out, also of metrics that are the same in all runs', () => {
  const runs = [1, 2].map((number) => ({ id: String(number), name: `run ${number}`, color: 'black' }));
  const metric = (name: string, differs: boolean): Parameters<typeof metricTable>[1][number] => ({
    ...{ name, differs, goal: null, best: [], worst: [], values: [1, 1], deltas: [null, 0] },
    judgements: ['unjudged', 'unjudged'],
  });
  const metrics = Array.from({ length: 30_001 }, (_, number) => metric(`m${number}`, false));
  const { markup } = metricTable(runs, [metric('loss', true), ...metrics]);
  expect(markup.includes('1 row more is left out')).toBe(true);
});
