import { expect, it } from 'vitest';
import { thinPoints } from './thin-points.ts';

const points = (count: number, valueAt: (index: number) => number | string) =>
  Array.from({ length: count }, (_, step) => ({ step, value: valueAt(step) }));

it('keeps short series as they are', () => {
  const short = points(10, (step) => step);
  expect(thinPoints(short, 10)).toEqual(short);
});

it('keeps every spike, both ends and the order', () => {
  const spiky = points(100_000, (step) => (step === 43_217 ? 99 : step === 43_218 ? -99 : Math.sin(step)));
  const thin = thinPoints(spiky, 400);
  expect(thin.length).toBeLessThanOrEqual(400);
  expect(thin.map(({ value }) => value)).toEqual(expect.arrayContaining([99, -99]));
  expect(thin[0]?.step).toBe(0);
  expect(thin.at(-1)?.step).toBe(99_999);
  expect(thin.every(({ step }, index) => index === 0 || step > thin[index - 1]!.step)).toBe(true);
});

it('is not confused by NaN', () => {
  const gappy = points(1000, (step) => (step % 10 === 0 ? 'NaN' : step === 555 ? 7 : 1));
  expect(thinPoints(gappy, 40).some(({ value }) => value === 7)).toBe(true);
});
