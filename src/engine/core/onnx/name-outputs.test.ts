import { expect, test } from 'vitest';
import { renamedOutputs } from './name-outputs.ts';

test('outputs keep their names unless a column has one of the same task', () => {
  expect(renamedOutputs('binary', ['a', 'value', 'Label'])).toBeUndefined();
  expect(renamedOutputs('regression', ['label', 'probabilities'])).toBeUndefined();
});

test('an output gives way to a column, and to those that have its next names', () => {
  expect(renamedOutputs('regression', ['value'])).toEqual({ value: 'value_output' });
  expect(renamedOutputs('multiclass', ['label'])).toEqual({
    label: 'label_output',
    probabilities: 'probabilities',
  });
  expect(
    renamedOutputs('binary', ['probabilities', 'probabilities_output', 'probabilities_output_2']),
  ).toEqual({ label: 'label', probabilities: 'probabilities_output_3' });
});
