import { describe, expect, it } from 'vitest';
import { patternOf, patternProblem } from './pattern.ts';

describe('patternOf', () => {
  it.each([
    ['^run-\\d+$', 'run-12', true],
    ['^run-\\d+$', 'run-12a', false],
    ['b.c', 'abecd', true],
    ['', 'anything', true],
    ['(?i)ADAM', 'adamw', true],
    ['(?P<name>a)b', 'ab', true],
    ['(?<name>a)b', 'ab', true],
    ['^.$', '😀', true],
    ['\\p{Greek}', 'λ', true],
    ['a|b', 'xbx', true],
    ['[[:digit:]]{2}', 'v12', true],
  ])('%s in %s: %s', (source, text, expected) => {
    expect(patternOf(source)?.occursIn(text)).toBe(expected);
  });

  it('ignores case where it is asked to', () => {
    expect(patternOf('adam', { ignoresCase: true })?.occursIn('ADAMW')).toBe(true);
    expect(patternOf('adam')?.occursIn('ADAMW')).toBe(false);
  });

  it.each(['(', '[a', '*', '(?=a)', '(?<!a)b', '(a)\\1', '(?P<n>a', 'a{1001}'])(
    'cannot read %s',
    (source) => {
      expect(patternOf(source)).toBeNull();
    },
  );

  it('ends on what would keep a backtracking search for ever', () => {
    for (const source of ['(a+)+$', '(a|aa)+$', '(.*a){12}$', '^(\\w+\\s?)*$'])
      expect(patternOf(source)?.occursIn(`${'a'.repeat(8000)}!`)).toBe(false);
  });

  it('says why a pattern is not read', () => {
    expect(patternProblem('(?!base)x')).toContain('looks ahead');
    expect(patternProblem('(')).toBe('“(” cannot be read as a regular expression');
  });
});
