import { expect, it } from 'vitest';
import { nearestPoint, nearestSeries, readingAt } from './reading.ts';

const at = (...xs: number[]) => xs.map((x) => ({ x, y: x * 10 }));

it('finds the nearest point on either side, and the ends from beyond', () => {
  const points = at(1, 2, 5);
  expect([-3, 1.4, 1.6, 3.4, 3.6, 99].map((x) => nearestPoint(points, x)?.x)).toEqual([1, 1, 2, 2, 5, 5]);
  expect(nearestPoint([], 1)).toBeUndefined();
});

it('reads all series at one x, and leaves out what has no point there', () => {
  const everyRound = { name: 'train', finite: at(1, 2, 3, 4) };
  const everyOther = { name: 'valid', finite: at(2, 4) };
  const names = (x: number) => {
    const reading = readingAt([everyRound, everyOther], x);
    return [reading?.x, reading?.entries.map(({ series, point }) => [series.name, point.y])];
  };
  expect(names(2.2)).toEqual([
    2,
    [
      ['train', 20],
      ['valid', 20],
    ],
  ]);
  expect(names(2.9)).toEqual([3, [['train', 30]]]);
  expect(readingAt([{ finite: [] }], 1)).toBeUndefined();
});

it('finds the one line of many that passes nearest to a spot', () => {
  const line = (id: string, y: number) => ({ id, finite: [0, 1, 2].map((x) => ({ x, y })) });
  const series = [line('low', 1), line('middle', 5), line('high', 9)];
  const at = (y: number, reach = 3) =>
    nearestSeries(series, 1.2, { distance: (point) => Math.abs(point.y - y), reach })?.series.id;
  expect([at(0.5), at(6), at(9)]).toEqual(['low', 'middle', 'high']);
  expect(at(20)).toBeUndefined();
  expect(nearestSeries([{ finite: [] }], 1, { distance: () => 0, reach: 1 })).toBeUndefined();
});
