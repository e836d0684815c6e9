import { expect, test } from 'vitest';
import { encodeCells } from './encode-cells.ts';
import { daysSince1970, encodeFeatureRows, encodeRecords, RowError } from './encode-rows.ts';
import { ModelShapeError, planTensors } from './model-tensors.ts';
import { readPredictions } from './read-predictions.ts';
import type { Signature } from './signature.ts';

const signature: Signature = {
  task: 'binary',
  target: 'churn',
  inputs: [
    { name: 'age', type: 'number', example: 1 },
    { name: 'active', type: 'boolean', example: true },
    { name: 'since', type: 'datetime', example: '2024-01-01' },
    { name: 'plan', type: 'string', example: 'a' },
  ],
  classes: ['no', 'yes'],
};

const valuesOf = (rows: { columns: readonly { values: ArrayLike<unknown> }[] }) =>
  rows.columns.map(({ values }) => Array.from(values));

test('each type has its numbers, and null is missing', () => {
  const rows = [
    { age: 1.5, active: true, since: '1970-01-02', plan: 'x' },
    { plan: null, since: null, active: null, age: null },
    { age: -3, active: 0, since: '1970-01-01T12:00:00+01:00', plan: '' },
  ];
  const expected = [
    [1.5, Number.NaN, -3],
    [1, Number.NaN, 0],
    [1, Number.NaN, Math.fround(11 / 24)],
    ['x', '', ''],
  ];
  expect(valuesOf(encodeRecords(signature, rows))).toEqual(expected);
  const positional = rows.map(({ age, active, since, plan }) => [age, active, since, plan]);
  expect(valuesOf(encodeFeatureRows(signature, positional))).toEqual(expected);
});

test('a date is ISO 8601, in UTC unless it names a zone', () => {
  expect(daysSince1970('2000-02-29')).toBe(11_016);
  expect(daysSince1970('1969-12-31T00:00:00Z')).toBe(-1);
  expect(daysSince1970('1970-01-01 06:00')).toBe(0.25);
  expect(daysSince1970('1970-01-01T06:00:00.000-06:00')).toBe(0.5);
  for (const text of ['', 'yesterday', '2024-13-01', '01/02/2024', '2024', '1700000000']) {
    expect(daysSince1970(text), text).toBeNaN();
  }
});

test('a name that every object has is not a column that was sent', () => {
  const odd: Signature = { ...signature, inputs: [{ name: 'constructor', type: 'string', example: 'a' }] };
  expect(() => encodeRecords(odd, [{}])).toThrow(RowError);
  expect(valuesOf(encodeRecords(odd, [{ constructor: 'x' }]))).toEqual([['x']]);
});

test('cells of a file that are not of their kind are missing, and counted', () => {
  const { unreadable, columns } = encodeCells({
    signature,
    positions: [3, 2, 1, 0],
    rows: [
      ['p', '1970-01-03', 'TRUE', '7'],
      [5, 'soon', 'perhaps', 'n/a'],
      [null, null, null, ''],
    ],
  });
  expect(valuesOf({ columns })).toEqual([
    [7, Number.NaN, Number.NaN],
    [1, Number.NaN, Number.NaN],
    [2, Number.NaN, Number.NaN],
    ['p', '5', ''],
  ]);
  expect([...unreadable]).toEqual([
    ['age', 1],
    ['active', 1],
    ['since', 1],
  ]);
});

const two: Signature = {
  ...signature,
  inputs: [
    { name: 'a', type: 'number', example: 1 },
    { name: 'b', type: 'number', example: 1 },
  ],
};
const rows = encodeFeatureRows(two, [
  [1, 2],
  [3, 4],
  [5, 6],
]);

test('columns become one tensor each, or one matrix row by row', () => {
  const named = planTensors(two, [
    { name: 'b', type: 'int64', shape: ['n', 1] },
    { name: 'a', type: 'float64', shape: ['n'] },
  ])(rows);
  expect(named).toEqual([
    { name: 'a', type: 'float64', dims: [3], data: Float64Array.of(1, 3, 5) },
    { name: 'b', type: 'int64', dims: [3, 1], data: BigInt64Array.of(2n, 4n, 6n) },
  ]);
  const [matrix] = planTensors(two, [{ name: 'X', type: 'float32', shape: ['n', 2] }])(rows);
  expect(matrix).toEqual({
    name: 'X',
    type: 'float32',
    dims: [3, 2],
    data: Float32Array.of(1, 2, 3, 4, 5, 6),
  });
});

test('inputs that cannot be filled are refused when the model is loaded', () => {
  const plan = (...inputs: { name: string; type: string; shape: (number | string)[] }[]) =>
    expect(() => planTensors(two, inputs));
  plan({ name: 'X', type: 'float32', shape: ['n', 3] }).toThrow(/takes 3 columns; the signature has 2/);
  plan({ name: 'X', type: 'string', shape: ['n', 2] }).toThrow(ModelShapeError);
  plan({ name: 'X', type: 'float16', shape: ['n', 2] }).toThrow(/float16/);
  plan({ name: 'X', type: 'float32', shape: ['n', 2, 2] }).toThrow(/one input a column/);
  plan({ name: 'a', type: 'float32', shape: [1] }, { name: 'c', type: 'float32', shape: [1] }).toThrow(
    ModelShapeError,
  );
  const whole = planTensors(two, [{ name: 'X', type: 'int64', shape: ['n', 2] }]);
  expect(() => whole(encodeFeatureRows(two, [[1, 2.5]]))).toThrow(/Column "b", row 0/);
});

test('outputs are read by name, or by their shape where another tool named them', () => {
  const label = { name: 'output_label', shape: [2], values: BigInt64Array.of(0n, 1n) };
  const probabilities = {
    name: 'output_probability',
    shape: [2, 2],
    values: Float32Array.of(0.75, 0.25, 0.5, 0.5),
  };
  const read = (
    outputs: Parameters<typeof readPredictions>[0]['outputs'],
    task: Signature['task'] = 'binary',
  ) => readPredictions({ signature: { ...signature, task }, rowCount: 2, outputs });
  expect(read([probabilities, label])).toEqual({ values: ['0', '1'], probabilities: probabilities.values });
  expect(read([label]).probabilities).toBeNull();
  expect(() => read([probabilities])).toThrow(/one label a row/);
  const value = { name: 'variable', shape: [2, 1], values: Float32Array.of(1, 2) };
  expect(read([value], 'regression')).toEqual({ values: [1, 2], probabilities: null });
  expect(() => read([probabilities], 'regression')).toThrow(/one number a row/);
});

test('outputs that had to be renamed are read by the names that the signature records', () => {
  const renamed: Signature = {
    ...signature,
    task: 'multiclass',
    classes: ['a'],
    outputs: { label: 'label_output', probabilities: 'probabilities_output' },
  };
  const outputs = [
    { name: 'other', shape: [2], values: ['not', 'these'] },
    { name: 'label_output', shape: [2], values: ['a', 'a'] },
    { name: 'more', shape: [2, 1], values: Float32Array.of(0, 0) },
    { name: 'probabilities_output', shape: [2, 1], values: Float32Array.of(1, 1) },
  ];
  const read = readPredictions({ signature: renamed, rowCount: 2, outputs });
  expect(read).toEqual({ values: ['a', 'a'], probabilities: outputs[3]!.values });
});
