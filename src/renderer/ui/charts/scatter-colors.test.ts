import { expect, it } from 'vitest';
import { notSet } from '../../../shared/model/comparison/group-comparison.ts';
import { categoryColors } from './category-colors.ts';
import { colorSteps } from './color-scale.ts';
import { pointColors } from './scatter-colors.ts';

const steps = Array.from({ length: colorSteps }, (_, step) => `step ${step}`);
const runsWith = (colors: readonly (string | number | null)[]) =>
  colors.map((color, place) => ({ runId: `${place}`, name: '', x: place, y: place, color }));

it('puts numbers, also as text, on the scale, and says which runs have none', () => {
  const column = { label: 'lr', kind: 'number', goal: null } as const;
  const { colors, legend, scale } = pointColors(runsWith(['1e-3', 0.1, null]), column, steps);
  expect(colors.slice(0, 2)).toEqual(['step 0', `step ${colorSteps - 1}`]);
  expect(scale).toEqual({ low: 1e-3, high: 0.1, goal: null });
  expect(legend).toEqual([{ label: 'no lr (1)', color: colors[2] }]);
});

it('gives frequent categories colours of their own, and the rest one together, with all counted', () => {
  const names = Array.from({ length: 12 }, (_, place) =>
    Array.from({ length: 12 - place }, () => `c${place}`),
  );
  const column = { label: 'kind', kind: 'text', goal: null } as const;
  const { colors, legend } = pointColors(runsWith(names.flat()), column, steps);
  expect(legend).toHaveLength(8);
  expect(legend?.[0]?.label).toBe('c0 (12)');
  expect(legend?.at(-1)?.label).toBe('5 others (15)');
  expect(new Set(colors).size).toBe(8);
});

it('gives a category the colour that its group has, whichever is more frequent', () => {
  const column = { label: 'optimizer', kind: 'text', goal: null } as const;
  const { colors } = pointColors(runsWith(['sgd', 'sgd', 'adam', 'lion', null]), column, steps);
  const groups = categoryColors(['lion', notSet, 'adam', 'sgd']);
  expect(colors).toEqual(['sgd', 'sgd', 'adam', 'lion', notSet].map((name) => groups.get(name)));
});
