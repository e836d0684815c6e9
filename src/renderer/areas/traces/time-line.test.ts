import { expect, it } from 'vitest';
import { barPlace } from './time-line.tsx';

it.each([
  ['its share of the trace', 25, 50, 100, { left: 25, width: 50 }],
  ['to the end while it goes on', 25, null, 100, { left: 25, width: 75 }],
  ['no further than the end', 90, 50, 100, { left: 90, width: 10 }],
  ['a point when its end lies before its start', 10, -5, 100, { left: 10, width: 0 }],
  ['the whole of a trace that took no time', 0, 0, 0, { left: 0, width: 100 }],
] as const)('a bar takes %s', (_words, startMs, durationMs, extentMs, place) => {
  expect(barPlace({ startMs, durationMs }, extentMs)).toEqual(place);
});
