import { describe, expect, test } from 'vitest';
import type { Column, Table } from '../table.ts';
import { LearningError } from './learning-error.ts';
import { type SplitMethod, splitRows } from './split.ts';

const rowCount = 1000;
const numbers = (name: string, read: (index: number) => number): Column => ({
  kind: 'number',
  name,
  values: Float64Array.from({ length: rowCount }, (_, index) => read(index)),
});

const table: Table = {
  rowCount,
  columns: [
    {
      kind: 'category',
      name: 'label',
      codes: Int32Array.from({ length: rowCount }, (_, index) => (index % 10 === 0 ? 1 : 0)),
      categories: ['no', 'yes'],
    },
    numbers('day', (index) => Math.floor(((index * 37) % rowCount) / 4)),
    numbers('customer', (index) => index % 50),
    numbers('constant', () => 3),
    numbers('gappy', (index) => (index < 7 ? Number.NaN : index)),
  ],
};

const split = (method: SplitMethod, seed = 1, testFraction = 0.25, rows?: Int32Array) =>
  splitRows({ table, method, testFraction, seed, ...(rows && { rows }) });
const valuesOf = (name: string, rows: Int32Array) => {
  const column = table.columns.find((candidate) => candidate.name === name)!;
  return Array.from(rows, (index) =>
    column.kind === 'number' ? column.values[index]! : column.codes[index]!,
  );
};

const methods: SplitMethod[] = [
  { kind: 'random' },
  { kind: 'stratified', column: 'label' },
  { kind: 'time', column: 'day' },
  { kind: 'group', column: 'customer' },
];

describe.each(methods)('$kind', (method) => {
  test('divides the rows without loss, ascending, near the wanted share', () => {
    const { train, test: held } = split(method);
    expect([...train, ...held].sort((a, b) => a - b)).toEqual(
      Array.from({ length: rowCount }, (_, index) => index),
    );
    expect([...train]).toEqual([...train].sort((a, b) => a - b));
    expect([...held]).toEqual([...held].sort((a, b) => a - b));
    expect(held.length).toBeGreaterThanOrEqual(240);
    expect(held.length).toBeLessThanOrEqual(260);
  });

  test('gives the same rows for the same seed', () => {
    expect(split(method, 7)).toEqual(split(method, 7));
  });

  test('divides only the rows it was given', () => {
    const rows = Int32Array.from({ length: 400 }, (_, index) => index * 2);
    const { train, test: held } = split(method, 1, 0.25, rows);
    expect([...train, ...held].sort((a, b) => a - b)).toEqual([...rows]);
  });
});

test.each(methods.filter((method) => method.kind !== 'time'))('$kind: another seed, other rows', (method) => {
  expect(split(method, 7).test).not.toEqual(split(method, 8).test);
});

test('random: every row is held out about as often as any other', () => {
  const counts = new Int32Array(rowCount);
  for (let seed = 0; seed < 200; seed += 1)
    for (const index of split({ kind: 'random' }, seed).test) counts[index]! += 1;
  expect(Math.min(...counts)).toBeGreaterThan(20);
  expect(Math.max(...counts)).toBeLessThan(85);
});

test('stratified: exact shares, and the rarest class on both sides', () => {
  const { train, test: held } = split({ kind: 'stratified', column: 'label' });
  expect(valuesOf('label', held).filter((code) => code === 1)).toHaveLength(25);
  expect(valuesOf('label', train).filter((code) => code === 1)).toHaveLength(75);
  const two = splitRows({
    table,
    method: { kind: 'stratified', column: 'label' },
    testFraction: 0.05,
    seed: 1,
    rows: Int32Array.of(0, 10, 1, 2, 3, 4, 5),
  });
  expect(valuesOf('label', two.test)).toContain(1);
  expect(valuesOf('label', two.train)).toContain(1);
});

test('time: every test row is later than every training row', () => {
  const { train, test: held } = split({ kind: 'time', column: 'day' });
  expect(Math.max(...valuesOf('day', train))).toBeLessThan(Math.min(...valuesOf('day', held)));
});

test('group: no value on both sides', () => {
  const { train, test: held } = split({ kind: 'group', column: 'customer' });
  const heldGroups = new Set(valuesOf('customer', held));
  expect(valuesOf('customer', train).some((group) => heldGroups.has(group))).toBe(false);
});

test('group: two groups of very different size are still divided', () => {
  const rows = Int32Array.from([0, 50, 100, 150, 200, 250, 300, 1]);
  const { train, test: held } = splitRows({
    table,
    method: { kind: 'group', column: 'customer' },
    testFraction: 0.5,
    seed: 1,
    rows,
  });
  expect([train.length, held.length].sort((a, b) => a - b)).toEqual([1, 7]);
});

test('group: where every group is larger than the share, the smallest is held out', () => {
  const rows = Int32Array.from([0, 50, 100, 150, 200, 250, 300, 1, 51, 101, 151, 201]);
  const method: SplitMethod = { kind: 'group', column: 'customer' };
  const { test: held } = splitRows({ table, method, testFraction: 0.1, seed: 1, rows });
  expect([...held]).toEqual([1, 51, 101, 151, 201]);
});

describe('dates as text', () => {
  const categories = ['2024-01-02', '2024-01-03', '2024-02-01'];
  const dated = (codes: number[]): Table => ({
    rowCount: codes.length,
    columns: [{ kind: 'category', name: 'date', codes: Int32Array.from(codes), categories }],
  });
  const method: SplitMethod = { kind: 'time', column: 'date' };

  test('are in the order of time', () => {
    const { test: held } = splitRows({
      table: dated([2, 0, 1, 0, 2, 1]),
      method,
      testFraction: 0.3,
      seed: 1,
    });
    expect([...held]).toEqual([0, 4]);
  });

  test('may not be missing', () => {
    const broken = () => splitRows({ table: dated([2, 0, -1, 1]), method, testFraction: 0.3, seed: 1 });
    expect(broken).toThrow(/1 of 4 rows/);
  });
});

describe('what cannot be split', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['share 0', () => split({ kind: 'random' }, 1, 0), /between 0 and 1/],
    ['share 1', () => split({ kind: 'random' }, 1, 1), /between 0 and 1/],
    ['NaN', () => split({ kind: 'random' }, 1, Number.NaN), /between 0 and 1/],
    ['one row', () => split({ kind: 'random' }, 1, 0.25, Int32Array.of(3)), /too few/],
    ['unknown column', () => split({ kind: 'group', column: 'custmer' }), /"custmer".*"customer"/],
    [
      'many numbers',
      () => split({ kind: 'stratified', column: 'day' }),
      /"day" holds many different numbers/,
    ],
    ['missing times', () => split({ kind: 'time', column: 'gappy' }), /7 of 1000 rows .* "gappy"/],
    ['one time', () => split({ kind: 'time', column: 'constant' }), /"constant" has only one/],
    ['one group', () => split({ kind: 'group', column: 'constant' }), /"constant" has only one/],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(LearningError);
    expect(run).toThrow(message);
  });
});
