import { describe, expect, it } from 'vitest';
import { activeRowAfter, type TickState, tick } from './selection.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const none: TickState = { ticked: new Set(), anchor: null };
const ticked = (state: TickState) => [...state.ticked].sort();

describe('ticks', () => {
  it('toggles one row and leaves the others', () => {
    const one = tick(none, { kind: 'toggle', index: 1 }, ids);
    const two = tick(one, { kind: 'toggle', index: 3 }, ids);
    expect(ticked(two)).toEqual(['b', 'd']);
    expect(ticked(tick(two, { kind: 'toggle', index: 1 }, ids))).toEqual(['d']);
    expect(ticked(one)).toEqual(['b']);
  });

  it('ranges from the anchor in both directions and can shrink again', () => {
    const anchored = tick(none, { kind: 'toggle', index: 2 }, ids);
    const down = tick(anchored, { kind: 'range', index: 4, from: 0 }, ids);
    expect(ticked(down)).toEqual(['c', 'd', 'e']);
    expect(ticked(tick(down, { kind: 'range', index: 3, from: 4 }, ids))).toEqual(['c', 'd']);
    expect(ticked(tick(down, { kind: 'range', index: 0, from: 4 }, ids))).toEqual(['a', 'b', 'c']);
  });

  it('ranges from the active row when nothing was ticked before', () => {
    expect(ticked(tick(none, { kind: 'range', index: 3, from: 2 }, ids))).toEqual(['c', 'd']);
  });

  it('ticks all and none, and ignores a place that is not there', () => {
    const all = tick(none, { kind: 'all' }, ids);
    expect(ticked(all)).toEqual(ids);
    expect(ticked(tick(all, { kind: 'none' }, ids))).toEqual([]);
    expect(tick(all, { kind: 'toggle', index: 9 }, ids)).toBe(all);
  });
});

describe('the active row', () => {
  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 4, 4],
    ['ArrowDown', -1, 0],
    ['ArrowUp', 2, 1],
    ['ArrowUp', 0, 0],
    ['ArrowUp', -1, 0],
    ['PageDown', 1, 4],
    ['PageDown', -1, 3],
    ['PageUp', 4, 1],
    ['PageUp', 1, 0],
    ['Home', 3, 0],
    ['End', 0, 4],
    ['x', 2, null],
  ])('%s from %d goes to %s', (key, from, to) => expect(activeRowAfter(key, from, 5, 3)).toBe(to));

  it('has nowhere to go in an empty table', () => expect(activeRowAfter('End', -1, 0, 10)).toBeNull());
});
