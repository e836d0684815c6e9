import { expect, it } from 'vitest';
import { createSeriesColors, dashedWhereAlike, paletteSteps } from './series-color.ts';

const ids = Array.from({ length: 24 }, (_, index) => `run-${index}`);

it('keeps to the look of an id whatever comes later', () => {
  const style = createSeriesColors();
  const before = style('run-3');
  for (const id of ids) style(id);
  expect(style('run-3')).toEqual(before);
});

it('gives the first eight different colours and full lines, the next eight the same colours dashed', () => {
  const style = createSeriesColors();
  const looks = ids.map(style);
  const colors = looks.map(({ color }) => color);
  expect(new Set(colors.slice(0, paletteSteps)).size).toBe(paletteSteps);
  expect(new Set(colors.slice(paletteSteps, 2 * paletteSteps)).size).toBe(paletteSteps);
  expect(looks.slice(0, paletteSteps).every(({ dash }) => dash === undefined)).toBe(true);
  expect(looks.slice(paletteSteps, 2 * paletteSteps).every(({ dash }) => dash === '6 3')).toBe(true);
  expect(new Set(looks.map(({ color, dash }) => `${color} ${dash}`)).size).toBe(ids.length);
});

it('gives an id the same colour in another session', () => {
  expect(createSeriesColors()('9f3c')).toEqual(createSeriesColors()('9f3c'));
});

it('dashes a line only where another of the drawing has its colour, whatever was drawn before', () => {
  const dashesOf = (...colors: string[]) =>
    dashedWhereAlike(colors.map((color) => ({ color, dash: '6 3' }))).map(({ dash }) => dash);
  expect(dashesOf('a', 'b', 'c')).toEqual([undefined, undefined, undefined]);
  expect(dashesOf('a', 'b', 'a', 'a')).toEqual([undefined, undefined, '6 3', '2 3']);
});
