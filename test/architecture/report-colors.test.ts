import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reportColors } from '../../src/engine/core/report/report-style.ts';

const tokens = readFileSync(new URL('../../src/renderer/ui/tokens.css', import.meta.url), 'utf8');

/** A report carries its colours with it, and they are the window’s. */
test.each(Object.entries(reportColors))('a %s report has the colours of the window', (theme, colors) => {
  for (const [name, color] of Object.entries(colors)) {
    const token = name === 'background' ? 'surface' : name;
    const [, light, dark] =
      new RegExp(`--${token}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(tokens) ?? [];
    expect([name, color]).toEqual([name, theme === 'light' ? light : dark]);
  }
});
