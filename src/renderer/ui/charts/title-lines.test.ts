import { expect, it } from 'vitest';
import { titleLines } from './title-lines.ts';

it('leaves a title that fits on one line', () => {
  expect(titleLines('auc by step', 40)).toEqual(['auc by step']);
});

it('breaks a long one behind spaces and signs, and loses no letter', () => {
  expect(titleLines('validation/per_class/mean_iou by step', 16)).toEqual([
    'validation/per_',
    'class/mean_iou',
    'by step',
  ]);
  expect(titleLines('x'.repeat(30), 12)).toEqual(['x'.repeat(12), 'x'.repeat(12), 'x'.repeat(6)]);
});
