import { expect, test } from 'vitest';
import { columnLetters } from './cell-reference.ts';
import { sheetNumber } from './sheet-number.ts';
import { sheetText } from './sheet-text.ts';
import { sheetProblem, sheetRow } from './sheet-xml.ts';

test.each([
  ['0.1', 0.1],
  ['0.10', 0.1],
  ['1e-05', 1e-5],
  ['-3', -3],
  ['9007199254740991', 2 ** 53 - 1],
  ['5e-324', 5e-324],
])('“%s” is a number in a sheet', (text, number) => expect(sheetNumber(text)).toBe(number));

test.each(['9007199254740993', '18014398509481984', '007', '+1', ' 1', '', 'nan', 'inf', '12e4567', '0x10'])(
  '“%s” stays a text',
  (text) => expect(sheetNumber(text)).toBeNull(),
);

test('more digits than a float has are a text', () => {
  expect(sheetNumber('0.1000000000000000055511151231257827')).toBeNull();
  expect(sheetNumber('0.30000000000000004')).toBe(0.1 + 0.2);
});

test('names columns as spreadsheets do', () => {
  expect([0, 25, 26, 701, 702, 16_383].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']);
});

test('says what does not fit', () => {
  expect(sheetProblem({ rows: 1_048_575, columns: 16_384 })).toBeNull();
  expect(sheetProblem({ rows: 1_048_576, columns: 3 })).toContain('1048575 below its header');
  expect(sheetProblem({ rows: 3, columns: 16_385 })).toContain('16384');
});

test('escapes what XML forbids, and texts that look like such an escape', () => {
  expect(sheetText('a<b & "c"\r\n').xml).toBe('a&lt;b &amp; "c"&#13;\n');
  expect(sheetText('bell\u0007, half \ud800, whole \u{1f600}')).toEqual({
    xml: 'bell_x0007_, half _xD800_, whole \u{1f600}',
    isCut: false,
    isEscaped: true,
  });
  expect(sheetText('_x0041_').xml).toBe('_x005F_x0041_');
});

test('cuts what is longer than a cell, never between the halves of a character', () => {
  expect(sheetText('x'.repeat(32_767)).isCut).toBe(false);
  const cut = sheetText(`${'x'.repeat(32_766)}\u{1f600}`);
  expect([cut.isCut, cut.xml.length, cut.isEscaped]).toEqual([true, 32_766, false]);
});

test('writes numbers as numbers, moments as days, and what is neither as text', () => {
  const row = sheetRow(
    2,
    ['A', 'B', 'C', 'D', 'E'],
    [0.1 + 0.2, null, { atMs: Date.UTC(2024, 0, 1, 12) }, Number.NaN, '=1+1'],
    { cut: 0, escaped: 0 },
  );
  expect(row).toBe(
    '<row r="2"><c r="A2"><v>0.30000000000000004</v></c><c r="C2" s="2"><v>45292.5</v></c>' +
      '<c r="D2" t="inlineStr"><is><t xml:space="preserve">NaN</t></is></c>' +
      '<c r="E2" s="3" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c></row>',
  );
});
