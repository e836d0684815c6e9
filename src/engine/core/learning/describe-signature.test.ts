import { expect, test } from 'vitest';
import { signature } from '../../../shared/model/signature.ts';
import type { Table } from '../table.ts';
import { describeSignature } from './describe-signature.ts';

const table: Table = {
  rowCount: 6,
  columns: [
    { kind: 'number', name: 'age', values: Float64Array.of(30, 20, Number.NaN, 50, 40, 1000) },
    { kind: 'number', name: 'member', values: Float64Array.of(1, 0, 1, 1, 0, 0) },
    { kind: 'number', name: 'since', values: Float64Array.of(0, 0.5, 1, 18_000, Number.NaN, 9) },
    { kind: 'number', name: 'never', values: new Float64Array(6).fill(Number.NaN) },
    {
      kind: 'category',
      name: 'plan',
      codes: Int32Array.of(2, 2, 1, 0, -1, 1),
      categories: ['', 'basic', 'plus', 'unused'],
    },
    { kind: 'category', name: 'y', codes: Int32Array.of(0, 1, 0, 1, 0, 1), categories: ['no', 'yes'] },
  ],
};

test('types, examples and categories of the training rows', () => {
  const described = describeSignature({
    table,
    rows: Int32Array.of(0, 1, 2, 3, 4),
    model: {
      task: 'binary',
      target: 'y',
      classes: ['no', 'yes'],
      inputs: ['plan', 'age', 'member', 'since', 'never'],
    },
    types: { member: 'boolean', since: 'datetime' },
  });
  expect(described).toEqual({
    task: 'binary',
    target: 'y',
    classes: ['no', 'yes'],
    inputs: [
      { name: 'plan', type: 'string', example: 'plus', categories: ['plus', 'basic'] },
      { name: 'age', type: 'number', example: 30 },
      { name: 'member', type: 'boolean', example: true },
      { name: 'since', type: 'datetime', example: '1970-01-01T12:00:00.000Z' },
      { name: 'never', type: 'number', example: null },
    ],
  });
  expect(signature.parse(described)).toEqual(described);
});

test('at most a hundred categories are listed', () => {
  const many: Table = {
    rowCount: 150,
    columns: [
      {
        kind: 'category',
        name: 'id',
        codes: Int32Array.from({ length: 150 }, (_, row) => row),
        categories: Array.from({ length: 150 }, (_, row) => `c${1000 + row}`),
      },
    ],
  };
  const rows = Int32Array.from({ length: 150 }, (_, row) => row);
  const described = describeSignature({
    table: many,
    rows,
    model: { task: 'regression', target: 'y', classes: [], inputs: ['id'] },
  });
  expect(described.inputs[0]!.categories).toHaveLength(100);
});
