import { expect, it } from 'vitest';
import { brushedRuns } from './brushes.ts';

it('holds the runs that lie within every brush; one without a value lies in none', () => {
  const chart = {
    axes: ['depth', 'learner'],
    runs: [
      { id: 'a', name: 'a', values: ['1', 'trees'] },
      { id: 'b', name: 'b', values: ['5', 'linear'] },
      { id: 'c', name: 'c', values: ['9', 'trees'] },
      { id: 'd', name: 'd', values: [null, 'trees'] },
    ],
  };
  const ids = (brushes: Parameters<typeof brushedRuns>[1]) => brushedRuns(chart, brushes).map(({ id }) => id);
  expect(ids({})).toEqual(['a', 'b', 'c', 'd']);
  expect(ids({ depth: { from: 0.4, to: 1 } })).toEqual(['b', 'c']);
  expect(ids({ depth: { from: 0.4, to: 1 }, learner: { from: 0.9, to: 1 } })).toEqual(['c']);
});
