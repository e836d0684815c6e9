import { expect, it } from 'vitest';
import { patternOf } from '../../../../shared/query/pattern.ts';
import { fromPythonPattern } from './python-pattern.ts';

/** Each was seen to match, or not, with Python 3.11, but for the last one, which is RE2's own. */
it.each([
  ['(?i)abc', 'xABCy', true],
  ['abc', 'xABCy', false],
  ['(?i:abc)', 'xABCy', true],
  ['(?is)A.c', 'a\nC', true],
  ['(?s)a.c', 'a\nc', true],
  ['a.c', 'a\nc', false],
  ['(?m)^b', 'a\nb', true],
  ['(?a)b', 'b', true],
  ['(?i)a|b', 'B', true],
  ['(?P<n>a)b', 'ab', true],
  ['(?#of what)a', 'a', true],
  [String.raw`\Ab`, 'ab', false],
  [String.raw`a\Z`, 'ab', false],
  [String.raw`\Aab\Z`, 'ab', true],
  [String.raw`a\-b\ c\_\#`, 'a-b c_#', true],
  [String.raw`[\#\-\]]`, ']', true],
  [String.raw`\[a\]\{\}`, '[a]{}', true],
  ['[]a]', ']', true],
  ['[^]a]', ']', false],
  ['[(?P<]', 'P', true],
  ['a{,2}b', 'aab', true],
  ['^a{2}$', 'aaa', false],
  ['{}]', '{}]', true],
  ['a{x}', 'a{x}', true],
  [String.raw`\d+\.\d`, '12.5', true],
  [String.raw`\p{Lu}`, 'A', true],
])('%s finds in %j: %s', (pattern, text, isFound) => {
  expect(patternOf(fromPythonPattern(pattern))?.occursIn(text)).toBe(isFound);
});

it.each(['(?P<n>a)(?P=n)', '(?!a)b', '(?<=a)b', '(a)\\1'])(
  '%s, which could take for ever, is not read',
  (pattern) => {
    expect(patternOf(fromPythonPattern(pattern))).toBeNull();
  },
);
