import { describe, expect, it } from 'vitest';
import { readArtifactPath } from './artifact-path.ts';

describe('the path of an artifact', () => {
  it.each([
    ['a/b.txt', 'a/b.txt'],
    ['a//./b.txt/', 'a/b.txt'],
    ['', ''],
    ['dir one/übersicht.md', 'dir one/übersicht.md'],
    ['100%.txt', '100%.txt'],
    ['50%25.txt', '50%25.txt'],
    ['..a/b..', '..a/b..'],
    ['a\x10b/c\x7f', 'a%10b/c%7f'],
    ['a%00b', 'a%00b'],
  ])('%j is %j', (given, path) => {
    expect(readArtifactPath(given)).toBe(path);
  });

  it.each([10, 17, 20, 23, 25])('may say the step %i between percent signs', (step) => {
    const name = `images/cat%step%${step}%timestamp%1700000000000%ab1d.png`;
    expect(readArtifactPath(name)).toBe(name);
  });

  it.each([
    '../a',
    'a/../../b',
    '%2e%2e/a',
    'a/%252e%252e/b',
    '..%2f..%2fetc/passwd',
    '/etc/passwd',
    '%2Fetc/passwd',
    '..\\a',
    'a%5c..%5cb',
    'C:/a',
    'c%3A/a',
    'file:///etc/passwd',
    'a#b',
    'a/..%00/../b',
    'a%2f..%2f%10',
    'a%2525252525252525252fb',
  ])('%j is refused', (given) => {
    expect(() => readArtifactPath(given)).toThrow('Invalid path');
  });
});
