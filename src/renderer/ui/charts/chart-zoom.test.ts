import { expect, it } from 'vitest';
import { movedWindow, scaledWindow } from './chart-zoom.ts';

const all = { window: { from: 0, to: 100 }, extent: { from: 0, to: 100 }, scale: 'linear' } as const;

it('zooms around a place, and out to all of it', () => {
  const half = scaledWindow(all, 20, 0.5);
  expect(half).toEqual({ from: 10, to: 60 });
  expect(scaledWindow({ ...all, window: half! }, 20, 4)).toBeNull();
});

it('zooms a logarithmic axis by factors', () => {
  const log = { window: { from: 1, to: 10_000 }, extent: { from: 1, to: 10_000 }, scale: 'log' } as const;
  const half = scaledWindow(log, 100, 0.5);
  expect(half?.from).toBeCloseTo(10);
  expect(half?.to).toBeCloseTo(1000);
});

it('moves as far as there is something', () => {
  const window = { from: 20, to: 60 };
  expect(movedWindow({ ...all, window }, 0.25)).toEqual({ from: 30, to: 70 });
  expect(movedWindow({ ...all, window }, 5)).toEqual({ from: 60, to: 100 });
  expect(movedWindow({ ...all, window }, -5)).toEqual({ from: 0, to: 40 });
});
