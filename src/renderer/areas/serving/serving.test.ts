import { describe, expect, it } from 'vitest';
import { dateProblem } from './date-problem.ts';
import { readAnswer } from './read-answer.ts';
import { splitReference } from './split-reference.ts';

describe('an answer', () => {
  it('keeps the order of the signature', () => {
    const body = { prediction: 'Yes', probabilities: { Yes: 0.7, No: 0.3 }, predictions: [] };
    expect(readAnswer(body, ['No', 'Yes'])).toEqual({
      prediction: 'Yes',
      probabilities: [
        { label: 'No', share: 0.3 },
        { label: 'Yes', share: 0.7 },
      ],
      message: null,
    });
  });

  it('may be a number without probabilities, even 0', () => {
    expect(readAnswer({ prediction: 0 }, [])).toEqual({ prediction: 0, probabilities: [], message: null });
  });

  it.each([
    [
      { error: { code: 'wrong-type', message: 'Column "age": expected a number.' } },
      'Column "age": expected a number.',
    ],
    [{ error: 'busy' }, 'busy'],
    ['<html>', null],
  ])('%j is no prediction', (body, message) => {
    expect(readAnswer(body, [])).toEqual({ prediction: null, probabilities: [], message });
  });
});

it.each([
  ['churn', 'churn', ''],
  ['churn/3', 'churn', '/3'],
  ['my churn@champion', 'my churn', '@champion'],
])('%s is %s and %j', (reference, name, suffix) => {
  expect(splitReference(reference)).toEqual({ name, suffix });
});

it('reads dates as the model does', () => {
  expect(dateProblem('2026-05-31')).toBeUndefined();
  expect(dateProblem('31.5.2026')).toBeDefined();
});
