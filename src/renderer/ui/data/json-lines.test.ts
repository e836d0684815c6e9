import { expect, it } from 'vitest';
import { jsonLines, membersAtFirst, openAtFirst } from './json-lines.ts';

const drawn = (value: unknown, ...args: [ReadonlySet<string>, ReadonlyMap<string, number>?]) =>
  jsonLines(value, ...args).map(({ depth, name, size, more }) => [depth, name, more ?? size]);

it('lists what is open, under pointers that stay apart whatever names hold', () => {
  const value = { a: [1, { b: null }], 'x/y': {}, x: { y: 'text' } };
  expect(drawn(value, new Set(['']))).toEqual([
    [0, null, 3],
    [1, 'a', 2],
    [1, 'x/y', 0],
    [1, 'x', 1],
  ]);
  expect(jsonLines(value, new Set(['', '/a', '/x', '/x~1y'])).map(({ path }) => path)).toEqual([
    ...['', '/a', '/a/0', '/a/1', '/x~1y', '/x', '/x/y'],
  ]);
  expect(drawn('only text', new Set(['']))).toEqual([[0, null, null]]);
});

it('lists the first of many members, and more when they are asked for', () => {
  const many = Array.from({ length: 250 }, (_, index) => index);
  expect(drawn(many, new Set([''])).slice(-2)).toEqual([
    [1, String(membersAtFirst - 1), null],
    [1, '', 250 - membersAtFirst],
  ]);
  expect(drawn(many, new Set(['']), new Map([['', 300]]))).toHaveLength(251);
});

it('opens what is short by itself, and of what is long the outside', () => {
  expect([...openAtFirst({ a: { b: { c: 1 } } })]).toEqual(['', '/a', '/a/b']);
  const long = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`k${index}`, [1, 2, 3]]));
  const open = openAtFirst(long);
  expect(open.has('')).toBe(true);
  expect(open.size).toBe(10);
  expect([...openAtFirst(Array.from({ length: 500 }, () => [1]))]).toEqual(['']);
  expect([...openAtFirst('text')]).toEqual([]);
});
