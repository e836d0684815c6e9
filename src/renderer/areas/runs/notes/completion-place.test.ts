import { expect, it } from 'vitest';
import { completionPlace } from './completion-place.ts';

it('completes runs after @ where a word begins', () => {
  expect(completionPlace('@')).toEqual({ kind: 'run', start: 0, fragment: '' });
  expect(completionPlace('better than @bold-f')).toEqual({ kind: 'run', start: 12, fragment: 'bold-f' });
  expect(completionPlace('| a | @b')).toMatchObject({ kind: 'run', fragment: 'b' });
  expect(completionPlace('mail@example')).toBeNull();
  expect(completionPlace('@bold fox')).toBeNull();
});

it('completes figures after a colon behind the link of a run', () => {
  expect(completionPlace('see [bold](modelyard://runs/3f2a):au')).toEqual({
    kind: 'figure',
    start: 4,
    fragment: 'au',
    run: '3f2a',
  });
  expect(completionPlace('see [bold](modelyard://runs/3f2a): au')).toBeNull();
  expect(completionPlace('[x](modelyard://models/m):')).toBeNull();
});
