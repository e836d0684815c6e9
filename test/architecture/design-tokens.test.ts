import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const tokens = readFileSync(new URL('../../src/renderer/ui/tokens.css', import.meta.url), 'utf8');

/** WCAG 2.2 relative luminance of an sRGB colour written as #rrggbb. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

const colours = new Map(
  [...tokens.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map((match) => [
    match[1]!,
    { light: match[2]!, dark: match[3]! },
  ]),
);

const grounds = ['background', 'surface', 'raised', 'hover', 'selected'];
const texts = ['text', 'muted', 'accent', 'good-text', 'warning-text', 'bad-text', 'info-text'];
const onFill: [text: string, fill: string][] = [
  ['on-accent', 'accent-fill'],
  ['on-accent', 'accent-fill-hover'],
  ...['good', 'warning', 'bad', 'info'].map((name) => [`${name}-text`, `${name}-fill`] as [string, string]),
];
const textPairs = [...grounds.flatMap((ground) => texts.map((text) => [text, ground] as const)), ...onFill];
const graphics = [
  ...Array.from({ length: 8 }, (_, step) => `series-${step + 1}`),
  ...Array.from({ length: 7 }, (_, step) => `scale-${step + 1}`),
  ...['border-strong', 'focus'],
];

describe.each(['light', 'dark'] as const)('tokens of the %s theme', (theme) => {
  const of = (name: string) => {
    const colour = colours.get(name);
    if (colour === undefined) throw new Error(`no colour token --${name}`);
    return colour[theme];
  };

  it.each(textPairs)('--%s is readable on --%s', (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(graphics)('--%s can be seen on every ground a chart or control stands on', (name) => {
    for (const ground of ['background', 'surface', 'raised'])
      expect(contrast(of(name), of(ground))).toBeGreaterThanOrEqual(3);
  });
});

it.each([
  ['light', -1],
  ['dark', 1],
] as const)('the scale of the %s theme goes one way in lightness', (theme, direction) => {
  const steps = Array.from({ length: 7 }, (_, step) => luminance(colours.get(`scale-${step + 1}`)![theme]));
  for (const [step, light] of steps.entries())
    if (step > 0) expect(direction * (light - steps[step - 1]!)).toBeGreaterThan(0);
});

it('knows the contrast of black on white and of a colour on itself', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
  expect(contrast('#5b4be0', '#5b4be0')).toBe(1);
});

it('has a dark theme that is not black and a light one that is not white', () => {
  for (const ground of grounds.slice(0, 3)) {
    expect(colours.get(ground)?.dark).not.toBe('#000000');
    expect(colours.get(ground)?.light).not.toBe('#ffffff');
  }
});
