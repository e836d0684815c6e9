import { describe, expect, it } from 'vitest';
import { pointsPerSeries, thin } from './thin.ts';

const wave = (count: number) => Array.from({ length: count }, (_, x) => ({ x, y: Math.sin(x / 7) }));

describe('thinning', () => {
  it('leaves a short series as it is', () => {
    const points = wave(50);
    expect(thin(points, 50)).toBe(points);
  });

  it('keeps the ends, every spike and the order, within the limit', () => {
    const points = wave(5000).map((point) => (point.x === 3211 ? { ...point, y: 99 } : point));
    const kept = thin(points, 200);
    expect(kept.length).toBeLessThanOrEqual(200);
    expect(kept.length).toBeGreaterThan(100);
    expect([kept[0]!.x, kept.at(-1)!.x]).toEqual([0, 4999]);
    expect(kept.some(({ y }) => y === 99)).toBe(true);
    expect(kept.every(({ x }, index) => index === 0 || x > kept[index - 1]!.x)).toBe(true);
  });

  it('ignores what is not a number and survives a series of nothing else', () => {
    const points = wave(1000).map((point) => ({ ...point, y: Number.NaN }));
    expect(thin(points, 100).map(({ x }) => x)).toEqual([0, 999]);
  });
});

it('draws fewer points of each, the more series there are', () => {
  expect(pointsPerSeries(1)).toBe(600);
  expect(pointsPerSeries(60)).toBe(200);
  expect(pointsPerSeries(10_000)).toBe(40);
});
