import { expect, test } from 'vitest';
import { formatTable, harmless } from './terminal.ts';

test('columns stand below one another whatever script they are in', () => {
  const lines = formatTable(
    [{ title: 'key' }, { title: 'value', align: 'right' }],
    [
      ['漢字', '1'],
      ['größe', '22'],
      ['e\u0301🎉', '3'],
    ],
  ).split('\n');
  expect(lines).toEqual([
    'key    value',
    '─────  ─────',
    '漢字       1',
    'größe     22',
    'e\u0301🎉        3',
  ]);
});

test('a row is one line, and tells the terminal nothing', () => {
  const shown = formatTable([{ title: 'name' }], [['one\ntwo\r\nthree'], ['\u001b[2J\u009b\tx']]);
  expect(shown.split('\n').slice(2)).toEqual(['one↵two↵three', '␛[2J�␉x']);
});

test('a text keeps its lines, and tells the terminal nothing', () => {
  expect(harmless('# Note\r\n\tone \u001b]0;title\u0007 \u009b2J')).toBe('# Note\n\tone ␛]0;title␇ �2J');
});
