import { expect, it } from 'vitest';
import { ExactNumber } from '../../../ui/data/exact-number.ts';
import { parsedJson } from './parsed-json.ts';

it('keeps every digit of numbers that would be rounded, and all others as they are', () =>
  expect(
    parsedJson('{"id": 12345678901234567890, "near": 9007199254740991, "share": 0.1, "list": [-1]}'),
  ).toEqual({
    value: {
      id: new ExactNumber('12345678901234567890'),
      near: 9_007_199_254_740_991,
      share: 0.1,
      list: [-1],
    },
  }));

it('tells null from what is no JSON', () => {
  expect(parsedJson('null')).toEqual({ value: null });
  expect(parsedJson('{"a": ')).toBeNull();
});
