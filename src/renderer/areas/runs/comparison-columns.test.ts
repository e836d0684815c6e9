import { expect, it } from 'vitest';
import { groupColumns } from './comparison-columns.ts';
import type { Comparison } from './comparison-markdown.ts';

it('groups by what differs and repeats', () => {
  const row = (name: string, values: string[]) => ({ name, values, differs: new Set(values).size > 1 });
  const comparison = {
    runs: [{ tags: { team: 'red' } }, { tags: { team: 'red' } }, { tags: {} }],
    parameters: [
      row('learner', ['trees', 'trees', 'linear']),
      row('seed', ['1', '2', '3']),
      row('target', ['y', 'y', 'y']),
    ],
    facts: [row('dataset', ['a', 'b', 'a']), row('duration', ['1 s', '1 s', '2 s'])],
  } as unknown as Comparison;
  expect(groupColumns(comparison).map(({ value }) => value)).toEqual([
    'params.learner',
    'dataset',
    'tags.team',
  ]);
});
