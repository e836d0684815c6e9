import { expect, it } from 'vitest';
import { colorScaleOf, colorStep, colorSteps, interpolateColors } from './color-scale.ts';

it('gives the best value the last step, whichever way the goal goes', () => {
  const up = colorScaleOf([0.5, null, 0.9, Number.NaN], 'maximize')!;
  expect([0.5, 0.9].map((value) => colorStep(up, value))).toEqual([0, colorSteps - 1]);
  const down = { ...up, goal: 'minimize' as const };
  expect([0.5, 0.9].map((value) => colorStep(down, value))).toEqual([colorSteps - 1, 0]);
});

it('has a middle for one value, and nothing for none', () => {
  const one = colorScaleOf([2], null)!;
  expect(colorStep(one, 2)).toBe(colorSteps / 2);
  expect(colorScaleOf([null, Number.NaN], null)).toBeNull();
});

it('goes evenly through its stops', () => {
  expect(interpolateColors(['rgb(0, 0, 0)', 'rgb(100, 50, 10)', 'rgb(0, 0, 0)'], 5)).toEqual([
    'rgb(0, 0, 0)',
    'rgb(50, 25, 5)',
    'rgb(100, 50, 10)',
    'rgb(50, 25, 5)',
    'rgb(0, 0, 0)',
  ]);
});
