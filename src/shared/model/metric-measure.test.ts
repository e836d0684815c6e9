import { expect, it } from 'vitest';
import { measureOf } from './metric-measure.ts';

it('takes the rows out of a name and leaves the measure', () => {
  expect(['train_loss', 'validation_loss', 'Valid/loss', 'loss'].map(measureOf)).toEqual(
    Array(4).fill('loss'),
  );
});

it('keeps measures apart, and a name that says only where', () => {
  expect(measureOf('valid.log_loss')).toBe('log_loss');
  expect(measureOf('test')).toBe('test');
});
