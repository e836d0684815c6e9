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
  ])('%j is %j', (given, path) => {
    expect(readArtifactPath(given)).toBe(path);
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
    'a%23b',
    'a\0b',
    'a%00b',
    'a%2525252525252525252fb',
  ])('%j is refused', (given) => {
    expect(() => readArtifactPath(given)).toThrow('Invalid path');
  });
});
