import { expect, it } from 'vitest';
import { parseClientJson } from './parse-client-json.ts';

it.each([
  ['{"a":"\\ud83c"}', { a: '\u{fffd}' }],
  ['{"\\udf89":["\\udf89\\ud83c"]}', { '\u{fffd}': ['\u{fffd}\u{fffd}'] }],
  ['"\\ud83c\\udf89 \\uD83C\\uDF89"', '🎉 🎉'],
  ['"\\\\ud83c \\\\\\ud83c"', '\\ud83c \\\u{fffd}'],
  ['\u{feff}{"a":1}', { a: 1 }],
  ['{"a":NaN,"b":[-Infinity,Infinity]}', { a: 'NaN', b: ['-Infinity', 'Infinity'] }],
  ['{"NaN":"\\" NaN, \\\\","b":NaN}', { NaN: '" NaN, \\', b: 'NaN' }],
])('reads %s', (text, expected) => {
  expect(parseClientJson(text)).toEqual(expected);
});

it.each(['', '{', 'nan', '-', 'NaNs', '{NaN:1', "{'a':1}", '[1,]'])('refuses %s', (text) => {
  expect(() => parseClientJson(text)).toThrow(SyntaxError);
});
