import { describe, expect, test } from 'vitest';
import type { Task } from '../../../shared/model/signature.ts';
import type { Column } from '../table.ts';
import { LearningError } from './learning-error.ts';
import { inferTask, readTarget } from './target.ts';

const numbers = (...values: number[]): Column => ({
  kind: 'number',
  name: 'y',
  values: Float64Array.from(values),
});

/** null is missing. */
function texts(...values: (string | null)[]): Column {
  const categories = [...new Set(values.filter((value) => value !== null))].sort();
  return {
    kind: 'category',
    name: 'y',
    codes: Int32Array.from(values, (value) => (value === null ? -1 : categories.indexOf(value))),
    categories,
  };
}

const read = (column: Column, task: Task) => {
  const rowCount = column.kind === 'number' ? column.values.length : column.codes.length;
  return readTarget({ table: { rowCount, columns: [column] }, target: 'y', task });
};

describe('the task that a column asks for', () => {
  test.each<[Task, string, Column]>([
    ['binary', 'two texts', texts('a', 'b', null, 'a')],
    ['binary', '0 and 1', numbers(0, 1, 1, Number.NaN)],
    ['binary', 'two numbers of any kind', numbers(0.5, 1.5, 1.5)],
    ['multiclass', 'three texts', texts('a', 'b', 'c')],
    ['multiclass', 'ten whole numbers', numbers(...Array.from({ length: 10 }, (_, index) => index))],
    ['regression', 'eleven whole numbers', numbers(...Array.from({ length: 11 }, (_, index) => index))],
    ['regression', 'three fractions', numbers(0.5, 1.5, 2.5)],
  ])('%s: %s', (task, _, column) => {
    expect(inferTask(column)).toBe(task);
  });
});

describe('which class is the positive one', () => {
  test.each([
    [['No', 'Yes']],
    [['no', 'YES']],
    [['false', 'TRUE']],
    [['0', '1']],
    [['n', 'Y']],
    [['negative', 'Positive']],
    [['apple', 'pear']],
    [['1', 'yes']],
  ])('%s, in whatever order they come', (classes) => {
    const [first, second] = classes as [string, string];
    expect(read(texts(second, first, first, second), 'binary').classes).toEqual(classes);
    expect([...read(texts(second, first, first, second), 'binary').values]).toEqual([1, 0, 0, 1]);
  });

  test('numbers: the larger', () => {
    const target = read(numbers(10, 9, 9, 10, Number.NaN), 'binary');
    expect(target.classes).toEqual(['9', '10']);
    expect([...target.values]).toEqual([1, 0, 0, 1, Number.NaN]);
    expect(target.missingRows).toBe(1);
  });
});

test('numbers as classes are in the order of numbers, texts in the order of characters', () => {
  expect(read(numbers(10, 2, 1, 10, 2, 1), 'multiclass').classes).toEqual(['1', '2', '10']);
  expect(read(texts('b', 'a', 'C', 'a', 'b', 'C'), 'multiclass').classes).toEqual(['C', 'a', 'b']);
});

test('a text of the dictionary that never occurs is no class', () => {
  const column: Column = {
    kind: 'category',
    name: 'y',
    codes: Int32Array.of(0, 2, 0, 2, -1),
    categories: ['a', 'b', 'c'],
  };
  const target = read(column, 'binary');
  expect(target.classes).toEqual(['a', 'c']);
  expect([...target.values]).toEqual([0, 1, 0, 1, Number.NaN]);
});

test('a regression target keeps its finite numbers', () => {
  const target = read(numbers(1, Number.NaN, 3, Number.POSITIVE_INFINITY), 'regression');
  expect(target).toMatchObject({ classes: [], missingRows: 2 });
  expect([...target.values]).toEqual([1, Number.NaN, 3, Number.NaN]);
});

describe('what cannot be learned', () => {
  test.each<[string, Column, Task, RegExp]>([
    ['only missing texts', texts(null, null), 'multiclass', /Every value of the target "y" is missing/],
    ['only missing numbers', numbers(Number.NaN), 'regression', /Every value of the target "y" is missing/],
    ['a constant text', texts('a', 'a', null), 'multiclass', /Every row of the target "y" is "a"/],
    ['a constant number', numbers(Number.NaN, 4, 4), 'regression', /Every row of the target "y" is "4"/],
    ['a class of one row', texts('a', 'a', 'b', 'b', 'c'), 'multiclass', /class "c" has a single row/],
    ['classes of one row', texts('a', 'a', 'b', 'c'), 'multiclass', /classes "b", "c" have a single row/],
    ['text for a regression', texts('a', 'b'), 'regression', /"y" holds text/],
    ['numbers beyond 32-bit floats', numbers(1, -1e39), 'regression', /holds -1e\+39.*32-bit/],
    ['three values for two', texts('a', 'b', 'c'), 'binary', /3 distinct values/],
    [
      'an identifier',
      numbers(...Array.from({ length: 3000 }, (_, index) => index >> 1)),
      'multiclass',
      /1500 distinct.*identifier/,
    ],
  ])('%s', (_, column, task, message) => {
    expect(() => read(column, task)).toThrow(LearningError);
    expect(() => read(column, task)).toThrow(message);
  });

  test('an unknown target, with the name that was meant', () => {
    const table = { rowCount: 2, columns: [numbers(1, 2)] };
    expect(() => readTarget({ table, target: 'Y ', task: 'regression' })).toThrow(/no column "Y ".*"y"/);
  });
});
