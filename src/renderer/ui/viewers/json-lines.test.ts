import { describe, expect, it } from 'vitest';
import { ExactNumber, jsonLines } from './json-lines.ts';

const shown = (value: unknown, isOpen = (_pointer: string, _depth: number) => true) =>
  jsonLines(value, isOpen).map(
    ({ depth, key, text }) => `${'  '.repeat(depth)}${key === null ? '' : `${key}: `}${text}`,
  );

describe('a JSON value as lines', () => {
  it('lists keys and items in their order, with what is in each', () =>
    expect(shown({ name: 'a"b', list: [1, null], none: {} })).toEqual([
      '3 keys',
      '  name: "a\\"b"',
      '  list: 2 items',
      '    0: 1',
      '    1: null',
      '  none: 0 keys',
    ]));

  it('leaves out what is closed', () =>
    expect(shown({ list: [1], b: true }, (pointer) => pointer !== '/list')).toEqual([
      '2 keys',
      '  list: 1 item',
      '  b: true',
    ]));

  it('names each place as RFC 6901 does', () =>
    expect(jsonLines({ 'a/b~c': { d: 1 } }, () => true).map(({ pointer }) => pointer)).toEqual([
      '',
      '/a~1b~0c',
      '/a~1b~0c/d',
    ]));

  it('counts what is too much to list', () => {
    const lines = jsonLines(Array(6000).fill(0), () => true);
    expect(lines).toHaveLength(5002);
    expect(lines.at(-1)).toMatchObject({ kind: 'more', text: '1000 more' });
  });

  it('shows every digit of a number that was kept exact', () =>
    expect(shown([new ExactNumber('12345678901234567890')])).toEqual([
      '1 item',
      '  0: 12345678901234567890',
    ]));

  it('may be a single value', () => expect(shown('x')).toEqual(['"x"']));
});
