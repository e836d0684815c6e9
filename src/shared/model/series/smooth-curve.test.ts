import { describe, expect, it } from 'vitest';
import { exponentialAverage } from './exponential-average.ts';
import { smoothCurve, smoothings } from './smooth-curve.ts';

const gap = Number.NaN;
const x = Float64Array.from({ length: 50 }, (_, index) => index);

describe.each(smoothings.map(({ name, amount }) => [name, amount.default] as const))('%s', (name, amount) => {
  const smooth = (y: ArrayLike<number>) =>
    smoothCurve({ x: x.subarray(0, y.length), y: Float64Array.from(y) }, { name, amount });

  it('leaves a constant curve with gaps exactly constant', () => {
    const y = Array.from({ length: 50 }, (_, index) => (index % 3 === 0 ? gap : 0.1));
    expect(Array.from(smooth(y))).toEqual(y);
  });

  it('keeps gaps, and what is beside them is no different for their being there', () => {
    const y = x.map((at) =>
      at < 10 || at === 30 ? gap : at === 20 ? Number.POSITIVE_INFINITY : 5 + Math.sin(at),
    );
    const smoothed = smooth(y);
    expect(smoothed.map((value) => Number(Number.isNaN(value)))).toEqual(
      y.map((value) => Number(!Number.isFinite(value))),
    );
    expect(smoothed.every((value) => Number.isNaN(value) || (value > 3.5 && value < 6.5))).toBe(true);
  });

  it('takes nothing, one point and points at one x', () => {
    expect(smooth([])).toHaveLength(0);
    expect(Array.from(smooth([7]))).toEqual([7]);
    const atOnce = smoothCurve(
      { x: new Float64Array(4).fill(3), y: Float64Array.of(1, 2, 3, 4) },
      { name, amount },
    );
    expect(atOnce.every(Number.isFinite)).toBe(true);
  });

  it('is smoother than the curve', () => {
    const rough = x.map((at) => (at % 2) + at / 50);
    const roughness = (y: Float64Array) =>
      y.reduce((sum, value, index) => (index === 0 ? 0 : sum + Math.abs(value - y[index - 1]!)), 0);
    expect(roughness(smooth(rough))).toBeLessThan(0.8 * roughness(rough));
  });
});

it('debiases by real points: a leading gap does not pull the first value down', () => {
  expect(Array.from(exponentialAverage(Float64Array.of(gap, gap, 2, gap, 4), 0.7))).toEqual([
    gap,
    gap,
    2,
    gap,
    2 + 2 / 1.7,
  ]);
});

it('running means forget a huge value as soon as it is out of sight', () => {
  const y = x.map((at) => (at === 5 ? 1e300 : at));
  expect(smoothCurve({ x, y }, { name: 'running_mean', amount: 5 })[20]).toBe(20);
});
