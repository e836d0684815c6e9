import type { Column, Table } from '../table.ts';
import { allRows, columnNamed } from './columns.ts';
import { LearningError } from './learning-error.ts';
import { createSeededRandom, type SeededRandom, shuffle } from './seeded-random.ts';
import { inferTask } from './target.ts';

/**
 * random: each row is as likely as any other. stratified: the same shares of the values of `column` on both sides. time: the latest
 * rows by `column` are the test rows. group: no value of `column` is on both sides.
 */
export type SplitMethod =
  | { readonly kind: 'random' }
  | { readonly kind: 'stratified' | 'time' | 'group'; readonly column: string };

/** Row indices, ascending, without a row in common; together they are the rows that were split. */
export interface RowSplit {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Divides `rows` (all by default). The same call always gives the same rows; `seed` plays no part in a time split. */
export function splitRows(call: {
  table: Table;
  method: SplitMethod;
  /** Wanted share of test rows, between 0 and 1; groups and equal times are never cut, so the real share may differ. */
  testFraction: number;
  seed: number;
  rows?: Int32Array;
}): RowSplit {
  const { table, method, testFraction, seed, rows = allRows(table) } = call;
  if (!(testFraction > 0 && testFraction < 1)) {
    throw new LearningError('split', `The test share must lie between 0 and 1, not be ${testFraction}.`);
  }
  const test = testRows({ table, method, rows, testFraction, random: createSeededRandom(seed) });
  if (test.length === 0 || test.length === rows.length) {
    throw new LearningError(
      'split',
      `${rows.length} rows are too few to hold out a share of ${testFraction}.`,
    );
  }
  const isTest = new Set(test);
  return { train: rows.filter((row) => !isTest.has(row)).sort(), test: test.sort() };
}

interface SplitCall {
  table: Table;
  rows: Int32Array;
  testFraction: number;
  random: SeededRandom;
}

function testRows({ method, ...call }: SplitCall & { method: SplitMethod }): Int32Array {
  switch (method.kind) {
    case 'random':
      return drawRows(call.rows, call.testFraction, call.random);
    case 'stratified':
      return drawFromEachClass(columnNamed(call.table, method.column), call);
    case 'time':
      return takeLatest(columnNamed(call.table, method.column), call);
    case 'group':
      return drawGroups(columnNamed(call.table, method.column), call);
  }
}

function drawRows(rows: Int32Array, share: number, random: SeededRandom): Int32Array {
  return shuffle(rows.slice(), random).slice(0, Math.round(rows.length * share));
}

/** A class of two rows or more has at least one on each side. */
function drawFromEachClass(column: Column, { rows, testFraction, random }: SplitCall): Int32Array {
  if (column.kind === 'number' && inferTask(column) === 'regression') {
    throw new LearningError(
      'split',
      `A stratified split needs classes, but the column "${column.name}" holds many different numbers. Use a random split.`,
    );
  }
  const drawn = [...rowsByValue(column, rows).values()].flatMap((members) => {
    const wanted = Math.round(members.length * testFraction);
    const count = members.length < 2 ? 0 : Math.min(Math.max(wanted, 1), members.length - 1);
    return [...shuffle(Int32Array.from(members), random).slice(0, count)];
  });
  return Int32Array.from(drawn);
}

function takeLatest(column: Column, { rows, testFraction }: SplitCall): Int32Array {
  const time = timeOf(column);
  const undated = rows.filter((row) => Number.isNaN(time(row))).length;
  if (undated > 0) {
    throw new LearningError(
      'split',
      `A time split needs a time in every row, but ${undated} of ${rows.length} rows have none in the column "${column.name}".`,
    );
  }
  const times = Float64Array.from(rows, time).sort();
  const wanted = Math.max(1, Math.round(rows.length * testFraction));
  const first = nearestBoundary(times, rows.length - wanted);
  if (first === 0) {
    throw new LearningError(
      'split',
      `A time split needs different times, but the column "${column.name}" has only one.`,
    );
  }
  return rows.filter((row) => time(row) >= times[first]!);
}

/** Ascending numbers in the order of time; NaN is missing. Dates as text are ordered as ISO 8601 is: character by character. */
function timeOf(column: Column): (row: number) => number {
  if (column.kind === 'number') return (row) => column.values[row]!;
  return (row) => (column.codes[row]! < 0 ? Number.NaN : column.codes[row]!);
}

/** The position nearest to `wanted` where a new time begins; 0 if there is none. */
function nearestBoundary(times: Float64Array, wanted: number): number {
  const isBoundary = (position: number) =>
    position > 0 && position < times.length && times[position] !== times[position - 1];
  for (let distance = 0; distance <= times.length; distance += 1) {
    if (isBoundary(wanted - distance)) return wanted - distance;
    if (isBoundary(wanted + distance)) return wanted + distance;
  }
  return 0;
}

/** Groups in random order go to the test side while that brings it nearer to its share; one at least, and not all. */
function drawGroups(column: Column, { rows, testFraction, random }: SplitCall): Int32Array {
  const groups = [...rowsByValue(column, rows).values()];
  if (groups.length < 2) {
    throw new LearningError(
      'split',
      `A grouped split needs two groups or more, but the column "${column.name}" has only one value.`,
    );
  }
  const wanted = rows.length * testFraction;
  const order = shuffle(Int32Array.from(groups.keys()), random);
  const drawn: number[] = [];
  let groupCount = 0;
  for (const index of order) {
    const group = groups[index]!;
    const isNearer = Math.abs(drawn.length + group.length - wanted) < Math.abs(drawn.length - wanted);
    if (!isNearer || groupCount === groups.length - 1) continue;
    for (const row of group) drawn.push(row);
    groupCount += 1;
  }
  if (groupCount > 0) return Int32Array.from(drawn);
  return Int32Array.from(
    groups.reduce((smallest, group) => (group.length < smallest.length ? group : smallest)),
  );
}

/** Rows by the value of a column, in order of value, so that the result does not depend on the order of rows; missing is one value. */
function rowsByValue(column: Column, rows: Int32Array): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const row of rows) {
    const value = column.kind === 'number' ? column.values[row]! : column.codes[row]!;
    const members = found.get(value);
    if (members) members.push(row);
    else found.set(value, [row]);
  }
  return new Map([...found].sort(([left], [right]) => left - right));
}
