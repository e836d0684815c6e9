import { expect, it } from 'vitest';
import { printKey } from '../query/print.ts';
import { type RunColumn, readRunColumn } from './run-column.ts';

it.each<[string, RunColumn]>([
  ['start_time', { entity: 'attribute', name: 'start_time' }],
  ['params.lr', { entity: 'parameter', name: 'lr' }],
  ['tags.`my team`', { entity: 'tag', name: 'my team' }],
  ['metrics.val/loss.mean', { entity: 'metric', name: 'val/loss.mean' }],
  ['best(metrics.auc)', { entity: 'metric', name: 'auc', aggregate: 'best' }],
  ['at(metrics.`val loss`, 100)', { entity: 'metric', name: 'val loss', aggregate: { step: 100 } }],
  [
    'at(metrics.f1, best(metrics.`a, b`))',
    { entity: 'metric', name: 'f1', aggregate: { at: 'best', of: 'a, b' } },
  ],
])('%s is read and written back', (text, column) => {
  expect(readRunColumn(text)).toEqual(column);
  expect(printKey(column)).toBe(text);
});

it.each([
  ['started', 'start_time'],
  ['last(metrics.auc)', 'metrics.auc'],
  ['at(f1, min(loss))', 'at(metrics.f1, min(metrics.loss))'],
])('%s means %s', (text, canonical) => expect(printKey(readRunColumn(text))).toBe(canonical));

it.each([
  ...['auc', 'metrics.', 'constructor', 'min(params.lr)', 'at(metrics.a)', 'at(metrics.a, 1.5)'],
  ...['datasets.name', '', 'start_time = 1', 'at(metrics.a, count(metrics.b))'],
])('“%s” is refused', (text) =>
  expect(() => readRunColumn(text)).toThrow(expect.objectContaining({ code: 'invalid-input' })),
);
