import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readLaunchOptions } from './launch-options.ts';

const here = resolve(import.meta.dirname, '..');

it.each([
  [[], { folder: null, openSample: false }],
  [['--sample', '--no-sandbox'], { folder: null, openSample: true }],
  [['--project', 'some where'], { folder: join(here, 'some where') }],
  [['--project=/abs'], { folder: resolve('/abs') }],
  [['main'], { folder: join(here, 'main') }],
  [['no-such-folder'], { folder: null }],
  [['--trace-start', 'main', '--project', 'other'], { folder: join(here, 'other'), traceStart: true }],
])('reads %j', (parameters, expected) => {
  expect(readLaunchOptions(parameters, here)).toMatchObject(expected);
});
