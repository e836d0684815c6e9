import { expect, test } from 'vitest';
import { pythonJson } from './python-json.ts';

test('JSON is written as Python writes it', () => {
  const value = { a: [1, null, true, 'größe 🎉'], b: {}, c: [] };
  expect(pythonJson(value)).toBe('{"a": [1, null, true, "größe 🎉"], "b": {}, "c": []}');
  expect(pythonJson(value, { ascii: true })).toBe(
    '{"a": [1, null, true, "gr\\u00f6\\u00dfe \\ud83c\\udf89"], "b": {}, "c": []}',
  );
});
