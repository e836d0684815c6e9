import { describe, expect, it } from 'vitest';
import { chosenFigure, figuresBelow, withFiguresBelow } from './run-child-figures.ts';

/** Runs by number with their children. */
const tree: Readonly<Record<number, readonly number[]>> = { 1: [2, 3, 4], 3: [5, 6], 6: [7] };
const childrenOf = (run: number) => tree[run] ?? [];
const below = (values: Readonly<Record<number, number | string>>, runs: readonly number[] = [1]) =>
  Object.fromEntries(figuresBelow(runs, { childrenOf, cellOf: (run) => values[run] }));

describe('figures of the runs below', () => {
  it('are those of the nearest that have a number, at any depth', () => {
    expect(below({ 2: 1, 4: 4, 5: 10, 7: 3 })).toMatchObject({
      1: { mean: 4.5, low: 1, high: 10, n: 4 },
      3: { mean: 6.5, low: 3, high: 10, n: 2 },
      6: { mean: 3, n: 1 },
    });
    // Run 3 has a number of its own, so that what stands below it is not counted again.
    expect(below({ 2: 1, 3: 2, 5: 100, 7: 100 })).toEqual({ 1: { mean: 1.5, low: 1, high: 2, n: 2 } });
  });

  it('leave out what is no finite number, and are none where there is none', () => {
    expect(below({ 2: 'NaN', 3: 'Infinity', 4: 'auto', 5: '', 7: '0.5' })).toMatchObject({
      1: { mean: 0.5, n: 1 },
    });
    expect(below({ 2: 'x' })).toEqual({});
    expect(below({ 5: 1 }, [2, 4])).toEqual({});
  });

  it('are found below runs that stand below each other, in whichever order they are asked for', () => {
    for (const runs of [
      [1, 3, 6],
      [6, 3, 1],
      [3, 1, 6, 1],
    ])
      expect(below({ 7: 2, 2: 4 }, runs)).toMatchObject({ 1: { mean: 3 }, 3: { mean: 2 }, 6: { mean: 2 } });
  });

  it('are found in chains as long as a project', () => {
    const length = 50_000;
    const figures = figuresBelow([0], {
      childrenOf: (run) => (run < length ? [run + 1] : []),
      cellOf: (run) => (run === length ? 7 : undefined),
    });
    expect(figures.get(0)).toEqual({ mean: 7, low: 7, high: 7, n: 1 });
  });

  it('do not overflow', () => {
    const huge = Number.MAX_VALUE;
    expect(below({ 2: huge, 3: huge, 4: huge })).toMatchObject({ 1: { mean: huge, n: 3 } });
  });
});

it('is chosen by the goal where the best is wanted', () => {
  const figures = { mean: 2, low: 1, high: 3, n: 2 };
  const chosen = (how: Parameters<typeof chosenFigure>[1], goal: 'maximize' | 'minimize' | null = null) =>
    chosenFigure(figures, how, goal);
  expect([chosen('mean'), chosen('min'), chosen('max'), chosen('best')]).toEqual([2, 1, 3, undefined]);
  expect([chosen('best', 'maximize'), chosen('best', 'minimize')]).toEqual([3, 1]);
});

it('stands in the column for runs without a value only', () => {
  const column = [undefined, undefined, 5, undefined, undefined, 1, 'text', 3];
  const figures = figuresBelow([1, 3, 6], { childrenOf, cellOf: (run) => column[run] });
  expect(withFiguresBelow(column, figures, { how: 'mean', goal: null })).toEqual([
    ...[undefined, 3, 5, 2, undefined, 1, 'text', 3],
  ]);
});
