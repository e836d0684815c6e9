import { describe, expect, it } from 'vitest';
import { logEnds, logTicks, nearLogEnds, roundEnds, roundTicks, timeTicks } from './round-axis.ts';

describe('the ends of an axis', () => {
  it.each([
    [0.31, 0.68, 0.3, 0.7],
    [0.8441, 0.8479, 0.844, 0.848],
    [0, 1, 0, 1],
    [-12, 95, -50, 100],
    [1e-9, 4e-9, 1e-9, 4e-9],
    [1.2e6, 9.9e6, 0, 1e7],
  ])('hold %d to %d between round numbers', (low, high, from, to) => {
    expect(roundEnds(low, high)).toEqual([from, to]);
  });

  it('stay the same while values move a little', () => {
    expect(roundEnds(0.421, 0.683)).toEqual(roundEnds(0.43, 0.66));
  });

  it.each([0, 0.5, -3, 1e12])('leave room around %d alone', (value) => {
    const [from, to] = roundEnds(value, value);
    expect(from).toBeLessThan(value);
    expect(to).toBeGreaterThan(value);
  });
});

describe('the numbers that an axis names', () => {
  it.each([
    [1, 100, [20, 40, 60, 80, 100]],
    [1, 10, [2, 4, 6, 8, 10]],
    [0.72, 0.82, [0.72, 0.74, 0.76, 0.78, 0.8, 0.82]],
    [-0.1, 0.3, [-0.1, 0, 0.1, 0.2, 0.3]],
    [7, 7, [7]],
  ])('from %d to %d', (low, high, ticks) => {
    expect(roundTicks(low, high)).toEqual(ticks);
  });
});

describe('a logarithmic axis', () => {
  it('ends at decades, and names them', () => {
    expect(logEnds(0.002, 30)).toEqual([0.001, 100]);
    expect(logTicks(0.001, 100)).toEqual([0.001, 0.01, 0.1, 1, 10, 100]);
    expect(logEnds(5, 5)).toEqual([0.1, 100]);
  });
  it('ends at the next 1, 2 or 5 where room is short', () => {
    expect(nearLogEnds(0.0023, 0.316)).toEqual([0.002, 0.5]);
    expect(nearLogEnds(0.001, 100)).toEqual([0.001, 100]);
    expect(nearLogEnds(0.07, 60)).toEqual([0.05, 100]);
    expect(nearLogEnds(2, 9)).toEqual([2, 9]);
  });
  it('is as long as its values where they lie within a decade', () => {
    expect(logEnds(2, 9)).toEqual([2, 9]);
    expect(logTicks(2, 9)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });
  it.each([
    [0.6, 0.83, [0.6, 0.7, 0.8]],
    [0.2, 0.8, [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]],
    [2, 900, [2, 5, 10, 20, 50, 100, 200, 500]],
    [0.61, 0.64, [0.61, 0.62, 0.63, 0.64]],
    [0.613, 0.728, [0.62, 0.64, 0.66, 0.68, 0.7, 0.72]],
    [7, 7, [7]],
  ])(
    'names finer values from %d to %d, where decades and their halves say too little',
    (low, high, ticks) => {
      expect(logTicks(low, high)).toEqual(ticks);
    },
  );
});

it('names round moments on an axis of time', () => {
  expect(timeTicks(60_500, 299_000)).toEqual([120_000, 180_000, 240_000]);
});
