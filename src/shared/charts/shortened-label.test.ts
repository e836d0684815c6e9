import { expect, it } from 'vitest';
import { shortenedLabel } from './shortened-label.ts';

it.each([
  ['bold-fox', 'bold-fox'],
  ['ten letters', 'ten lette…'],
  ['训练运行', '训练运行'],
  ['训练运行十二', '训练运行…'],
  ['👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀', '👩‍🚀👩‍🚀👩‍🚀👩‍🚀…'],
])('shortens %s to the room of ten narrow letters', (label, expected) => {
  expect(shortenedLabel(label, 10)).toBe(expected);
});

it('keeps the end where that tells names apart', () => {
  expect(shortenedLabel('validation/per_class/iou', 10, 'end')).toBe('…class/iou');
});
