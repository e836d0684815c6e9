import { describe, expect, it } from 'vitest';
import {
  artifactFixture as fixture,
  openArtifactArea,
  artifactRun as run,
} from '../../../../test/support/artifact-area.ts';
import { makeZip } from '../../../../test/support/make-zip.ts';
import { callContext } from '../../../../test/support/project-services.ts';
import type { Cell } from '../../../shared/model/dataset.ts';

const expected = JSON.parse(fixture('expected-contents.json').toString()).workbooks;

const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

const open = async (files: Readonly<Record<string, Uint8Array>>) => {
  const { handlers } = await openArtifactArea(files);
  const [first = ''] = Object.keys(files);
  return {
    describe: (path = first) => handlers['runs.describeArtifact']({ run, path }),
    sheets: (path = first) => handlers['runs.sheets']({ run, path }, callContext()),
    table: (sheet: string | null = null, path = first) =>
      handlers['runs.openTable']({ run, path, sheet }, callContext()),
    rows: async (sheet: string | null, offset: number, limit: number, path = first): Promise<Cell[][]> =>
      (await handlers['runs.tableRows']({ run, path, sheet, offset, limit }, callContext())).rows as Cell[][],
  };
};

/** openpyxl reads a day as a day with its midnight. */
const asShown = (cell: Cell): Cell => (typeof cell === 'string' ? cell.replace(/ 00:00:00$/, '') : cell);

describe('a workbook', () => {
  it.each(['book.xlsx', 'results.xlsx', 'pandas.xlsx'])(
    '%s has the sheets and the cells that openpyxl reads',
    async (name) => {
      const opened = await open({ [name]: fixture(name) });
      expect(await opened.describe()).toMatchObject({ kind: 'workbook', name: 'Excel workbook' });
      const sheets = await opened.sheets();
      expect(sheets.map((sheet) => [sheet.name, sheet.isHidden ? 'hidden' : 'visible'])).toEqual(
        expected[name].sheets,
      );
      for (const [sheet, cells] of Object.entries<Cell[][]>(expected[name].cells)) {
        const { columns, rowCount } = await opened.table(sheet);
        const hasHeader = columns[0] !== undefined && columns[0].name === cells[0]?.[0];
        const rows = await opened.rows(sheet, 0, 1000);
        const all = hasHeader ? [columns.map((column) => column.name), ...rows] : rows;
        expect(rows.length).toBe(rowCount);
        const read = all.map((row) =>
          // openpyxl gives no result for a formula that was saved without one; it is shown itself.
          row.map((cell) => (typeof cell === 'string' && cell.startsWith('=') ? null : asShown(cell))),
        );
        expect(read, sheet).toEqual(cells.map((row) => row.map(asShown)));
      }
    },
  );

  it('names its columns by a first row of words, and else by their letters', async () => {
    const opened = await open({ 'book.xlsx': fixture('book.xlsx') });
    const scores = await opened.table('scores');
    expect(
      scores.columns.map(({ name, type, storageType }) => [name, type, storageType]).slice(0, 5),
    ).toEqual([
      ['name', 'text', 'column A'],
      ['score', 'number', 'column B'],
      ['day', 'date', 'column C'],
      ['at', 'datetime', 'column D'],
      ['passed', 'boolean', 'column E'],
    ]);
    expect(scores.rowCount).toBe(60);
    const notes = await opened.table('notes & more');
    expect(notes.columns.map(({ name }) => name)).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G']);
    expect(notes.rowCount).toBe(7);
    expect(await opened.rows('notes & more', 4, 3)).toEqual([
      [null, null, null, 42, null, null, null],
      [null, null, null, null, null, null, null],
      [null, null, null, '13:45:30', '  spaces stay  ', 'two\nlines', '=1/0'],
    ]);
  });

  it('shows formulas that were saved without a result as what they are', async () => {
    const opened = await open({ 'book.xlsx': fixture('book.xlsx') });
    expect((await opened.rows('scores', 58, 5)).map((row) => row[6])).toEqual(['=B60*2', '=B61*2']);
  });

  it('opens with its first sheet of cells, and says why a chart is not shown and which sheets there are', async () => {
    const opened = await open({ 'book.xlsx': fixture('book.xlsx') });
    expect((await opened.table(null)).rowCount).toBe(60);
    expect((await opened.table('empty')).rowCount).toBe(0);
    expect((await opened.sheets()).find(({ name }) => name === 'chart')?.refusal).toMatch(/chart/);
    await expect(opened.table('chart')).rejects.toThrow(refused('not-found', /chart/));
    await expect(opened.table('none')).rejects.toThrow(
      refused('not-found', /It has: scores, notes & more, empty/),
    );
  });
});

const sheetXml = (rows: string) =>
  `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;
const workbookOf = (parts: Readonly<Record<string, string | Uint8Array>>) =>
  makeZip({
    'xl/workbook.xml':
      '<workbook xmlns:r="r"><sheets><sheet name="one" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Type="…/worksheet" Target="worksheets/sheet1.xml"/>' +
      '<Relationship Id="rId2" Type="…/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    ...parts,
  });

describe('a workbook that another program may write', () => {
  it('gives its tags a prefix, leaves out references, and puts texts into cells', async () => {
    const rows =
      '<x:row><x:c><x:v>1</x:v></x:c><x:c t="inlineStr"><x:is><x:r><x:t>a &amp; </x:t></x:r><x:r><x:t>b</x:t></x:r></x:is></x:c></x:row>' +
      '<x:row r="3"><x:c r="B3" t="b"><x:v>1</x:v></x:c></x:row>';
    const xml = `<x:worksheet xmlns:x="…"><x:cols><x:col/></x:cols><x:sheetData>${rows}</x:sheetData></x:worksheet>`;
    const opened = await open({ 'a.xlsx': workbookOf({ 'xl/worksheets/sheet1.xml': xml }) });
    expect(await opened.table()).toMatchObject({ rowCount: 3, columns: [{ name: 'A' }, { name: 'B' }] });
    expect(await opened.rows(null, 0, 10)).toEqual([
      [1, 'a & b'],
      [null, null],
      [null, true],
    ]);
  });

  it('has many rows, of which any window is read', async () => {
    const row = (index: number) =>
      `<row r="${index + 1}"><c r="A${index + 1}"><v>${index}</v></c><c r="C${index + 1}" t="s"><v>${index % 3}</v></c></row>`;
    const rows = Array.from({ length: 200_000 }, (_, index) => row(index)).join('');
    const opened = await open({
      'a.xlsx': workbookOf({
        'xl/worksheets/sheet1.xml': sheetXml(rows),
        'xl/sharedStrings.xml':
          '<sst><si><t>a</t></si><si/><si><t xml:space="preserve"> c</t><rPh><t>no</t></rPh></si></sst>',
      }),
    });
    expect(await opened.table()).toMatchObject({ rowCount: 200_000 });
    for (const offset of [0, 255, 256, 123_456, 199_998])
      expect(await opened.rows(null, offset, 2)).toEqual(
        [offset, offset + 1].map((index) => [index, null, ['a', '', ' c'][index % 3]]),
      );
    expect(await opened.rows(null, 200_000, 2)).toEqual([]);
  });
});

describe('a workbook that is damaged or hostile', () => {
  it.each([
    [
      'cut.xlsx',
      () => fixture('book.xlsx').subarray(0, 5000),
      /cut\.xlsx cannot be read: it has no list of files/,
    ],
    ['no.xlsx', () => makeZip({ 'a.txt': 'x' }), /it holds no workbook/],
    [
      'part.xlsx',
      () => workbookOf({ 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="1"><c' }),
      /breaks off/,
    ],
    [
      'order.xlsx',
      () => workbookOf({ 'xl/worksheets/sheet1.xml': sheetXml('<row r="2"/><row r="1"/>') }),
      /out of order/,
    ],
    [
      'far.xlsx',
      () => workbookOf({ 'xl/worksheets/sheet1.xml': sheetXml('<row r="99999999"/>') }),
      /out of order/,
    ],
  ])('%s is an error that says so', async (name, bytes, message) => {
    const opened = await open({ [name]: bytes() });
    await expect(opened.table()).rejects.toThrow(refused('data-malformed', message));
  });

  it('takes no more memory than is set aside for it', async () => {
    // 400 MB of rows in half a megabyte.
    const row = `<row>${'<c><v>1</v></c>'.repeat(20)}</row>`;
    const bomb = Buffer.concat([Buffer.from('<worksheet><sheetData>'), Buffer.alloc(400 * 2 ** 20, row)]);
    const opened = await open({ 'bomb.xlsx': workbookOf({ 'xl/worksheets/sheet1.xml': bomb }) });
    const table = await opened.table();
    expect(table.warnings[0]).toMatch(/larger than 256 MiB unpacked\. Its first \d+ rows/);
    expect(await opened.rows(null, table.rowCount - 1, 5)).toEqual([new Array(20).fill(1)]);
  }, 60_000);

  it('shows the first thousand columns of a sheet with a cell in its last one', async () => {
    const rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>';
    const opened = await open({ 'wide.xlsx': workbookOf({ 'xl/worksheets/sheet1.xml': sheetXml(rows) }) });
    const { columns, warnings } = await opened.table();
    expect([columns.length, columns.at(-1)?.name]).toEqual([1000, 'ALL']);
    expect(warnings).toEqual(['The sheet has 16384 columns. The first 1000 are shown.']);
    expect((await opened.rows(null, 0, 1))[0]?.slice(0, 2)).toEqual([1, null]);
  });

  it('of a text without an end is refused', async () => {
    const text = Buffer.concat([Buffer.from('<sst><si><t>'), Buffer.alloc(20 * 2 ** 20, 'x')]);
    const parts = { 'xl/worksheets/sheet1.xml': sheetXml('<row r="1"/>'), 'xl/sharedStrings.xml': text };
    const opened = await open({ 'long.xlsx': workbookOf(parts) });
    await expect(opened.table()).rejects.toThrow(refused('data-malformed', /longer than any cell/));
  });
});
