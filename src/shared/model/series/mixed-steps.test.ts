import { expect, it } from 'vitest';
import { mixedSteps } from './mixed-steps.ts';

const span = (label: string, last: number, points: number) => ({ label, first: 0, last, points });

it('finds epochs beside batches', () => {
  const found = mixedSteps([span('epochs', 10, 11), span('batches', 10_000, 11), span('others', 9000, 10)]);
  expect([found?.few.label, found?.many.label]).toEqual(['epochs', 'batches']);
});

it('takes a run that was stopped, and one that logs more seldom, for what they are', () => {
  expect(mixedSteps([span('whole', 10_000, 10_001), span('stopped', 10, 11)])).toBeNull();
  expect(mixedSteps([span('each', 10_000, 10_001), span('seldom', 10_000, 101)])).toBeNull();
  expect(mixedSteps([span('one point', 0, 1), span('two', 100, 2), span('curve', 5, 6)])).toBeNull();
  expect(mixedSteps([])).toBeNull();
});
