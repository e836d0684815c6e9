import { expect, it } from 'vitest';
import { isHidden, moved, orderedIds } from './column-layout.ts';

it('keeps the order of the user and puts new columns behind their left neighbour', () => {
  expect(orderedIds(['a', 'b', 'c'], [])).toEqual(['a', 'b', 'c']);
  expect(orderedIds(['a', 'b', 'new', 'c'], ['c', 'b', 'a'])).toEqual(['c', 'b', 'new', 'a']);
  expect(orderedIds(['new', 'a'], ['a', 'gone'])).toEqual(['new', 'a']);
});

it('moves a column to the place of another in both directions', () => {
  expect(moved(['a', 'b', 'c', 'd'], 'a', 'c')).toEqual(['b', 'c', 'a', 'd']);
  expect(moved(['a', 'b', 'c', 'd'], 'd', 'b')).toEqual(['a', 'd', 'b', 'c']);
});

it('lets the choice of the user win over the default of the column', () => {
  const column = { id: 'a', header: 'A', value: () => null, hiddenAtFirst: true };
  const state = { order: [], hidden: {}, widths: {} };
  expect(isHidden(column, state)).toBe(true);
  expect(isHidden(column, { ...state, hidden: { a: false } })).toBe(false);
  expect(isHidden({ ...column, hiddenAtFirst: false }, { ...state, hidden: { a: true } })).toBe(true);
});
