import { describe, expect, it } from 'vitest';
import { type CurveIndex, indexCurve } from './curve-index.ts';
import { type CurveWindow, curveWindow, type WindowRequest } from './curve-window.ts';

const curveOf = (count: number, yAt: (position: number) => number, xAt = (position: number) => position) => ({
  x: Float64Array.from({ length: count }, (_, position) => xAt(position)),
  y: Float64Array.from({ length: count }, (_, position) => yAt(position)),
  leftOut: 0,
});
const million = 1_000_000;
const spikeAt = 654_321;
const noisy = (position: number) => Math.sin(position / 5000) + ((position * 7919) % 1000) / 5000;
const spiky = indexCurve(
  curveOf(million, (position) => {
    if (position === spikeAt) return 50;
    if (position === spikeAt + 1) return Number.NaN;
    return position === 10 ? Number.NEGATIVE_INFINITY : noisy(position);
  }),
);

/** First, lowest, highest, last and first mark of each kind of each bucket, found by reading every point. */
function byReading({ curve: { x, y } }: CurveIndex, { from, to, buckets, scale }: WindowRequest): number[] {
  const place = (value: number) =>
    scale === 'log' ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  const groups = new Map<number, number[]>();
  for (const position of x.keys()) {
    if (x[position]! < from || x[position]! > to) continue;
    const bucket = Math.min(buckets - 1, Math.floor(place(x[position]!) * buckets + 1e-9));
    groups.set(bucket, [...(groups.get(bucket) ?? []), position]);
  }
  return [...groups.values()].flatMap((positions) => {
    const finite = positions.filter((position) => Number.isFinite(y[position]));
    const lowest = finite.reduce((best, position) => (y[position]! < y[best]! ? position : best), finite[0]!);
    const highest = finite.reduce(
      (best, position) => (y[position]! > y[best]! ? position : best),
      finite[0]!,
    );
    const marks = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((mark) =>
      positions.find((position) => Object.is(y[position], mark)),
    );
    const kept = [positions[0], lowest, highest, positions.at(-1), ...marks].filter(
      (one) => one !== undefined,
    );
    return [...new Set(kept)].sort((a, b) => a - b);
  });
}

const inside = ({ positions, x }: CurveWindow, { from, to }: WindowRequest) =>
  Array.from(positions).filter((_, index) => x[index]! >= from && x[index]! <= to);

describe('a window of a curve', () => {
  it('shows a single spike among a million points at every zoom, and the gap beside it', () => {
    for (let width = million; width >= 10; width /= 7) {
      for (const share of [0, 0.3, 1]) {
        const from = spikeAt - width * share;
        const { y, x, pointsReturned, pointsInWindow } = curveWindow(spiky, {
          from,
          to: from + width,
          buckets: 800,
        });
        expect(y).toContain(50);
        if (from + width > spikeAt + 1) expect(y.some(Number.isNaN)).toBe(true);
        expect(x.every((value, index) => index === 0 || value >= x[index - 1]!)).toBe(true);
        expect(pointsReturned).toBeLessThanOrEqual(Math.min(pointsInWindow, 800 * 6));
      }
    }
  });

  it.each<[string, CurveIndex, WindowRequest]>([
    [
      'evenly spaced',
      indexCurve(curveOf(5000, (p) => (p % 97 === 3 ? Number.NaN : noisy(p * 31)))),
      { from: 100, to: 4900, buckets: 64 },
    ],
    [
      'with many points at one x',
      indexCurve(curveOf(5000, noisy, (p) => Math.floor(p / 400))),
      { from: 1, to: 11, buckets: 50 },
    ],
    [
      'in bursts',
      indexCurve(
        curveOf(
          5000,
          (p) => Math.cos(p),
          (p) => Math.floor(p / 1000) * 100 + (p % 1000) / 1000,
        ),
      ),
      { from: 0, to: 500, buckets: 100 },
    ],
    [
      'on a logarithmic axis',
      indexCurve(
        curveOf(
          5000,
          (p) => noisy(p * 7),
          (p) => 1.003 ** p,
        ),
      ),
      { from: 2, to: 1e6, buckets: 40, scale: 'log' },
    ],
    [
      'without a number',
      indexCurve(curveOf(300, () => Number.POSITIVE_INFINITY)),
      { from: 0, to: 299, buckets: 5 },
    ],
  ])('keeps what reading every point finds: %s', (_, index, request) => {
    expect(inside(curveWindow(index, request), request)).toEqual(byReading(index, request));
  });

  it('is exact where there is room for every point, and reaches to the neighbours outside', () => {
    const { x, pointsInWindow, pointsReturned } = curveWindow(spiky, { from: 100.5, to: 110, buckets: 10 });
    expect(Array.from(x)).toEqual(Array.from({ length: 12 }, (_, index) => 100 + index));
    expect([pointsInWindow, pointsReturned]).toEqual([10, 10]);
  });

  it('counts points, gaps, infinities, and what a logarithmic axis cannot show', () => {
    const all = { from: 0, to: million, buckets: 100 };
    expect(curveWindow(spiky, all)).toMatchObject({
      pointsInWindow: million,
      gapsInWindow: 1,
      infinitiesInWindow: 1,
      pointsOffAxis: 0,
    });
    const negative = indexCurve(curveOf(2000, noisy, (position) => position - 999));
    const log = curveWindow(negative, { from: -10, to: 1000, buckets: 20, scale: 'log' });
    expect(log).toMatchObject({ pointsInWindow: 1000, pointsOffAxis: 11 });
    expect(log.x[0]).toBe(1);
    expect(log.pointsReturned).toBeGreaterThan(20);
    expect(curveWindow(negative, { from: -10, to: -5, buckets: 20, scale: 'log' })).toMatchObject({
      pointsInWindow: 0,
      pointsOffAxis: 6,
    });
  });

  it('of nothing is nothing, of one point the point', () => {
    const request = { from: 0, to: 10, buckets: 5 };
    expect(curveWindow(indexCurve(curveOf(0, noisy)), request).x).toHaveLength(0);
    expect(Array.from(curveWindow(indexCurve(curveOf(1, () => 7)), request).y)).toEqual([7]);
  });

  it('needs little memory and reads little', () => {
    const bytes = [
      ...spiky.levels.flatMap(({ lowest, highest }) => [lowest, highest]),
      ...spiky.marks,
    ].reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(bytes).toBeLessThan(0.03 * 16 * million);
    let reads = 0;
    const y = new Proxy(spiky.curve.y, {
      get: (values, key) => {
        reads++;
        return Reflect.get(values, key);
      },
    });
    const position = { from: 0, to: million, buckets: 1000 };
    curveWindow({ ...spiky, curve: { ...spiky.curve, y } }, position);
    expect(reads).toBeLessThan(0.2 * million);
  });
});
