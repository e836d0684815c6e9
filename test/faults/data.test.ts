import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { EngineError } from '../../src/shared/errors.ts';
import { dataFile, tableReader } from '../support/table-reader.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const quirks = fileURLToPath(new URL('../fixtures/data/quirks/', import.meta.url));

interface Refused {
  readonly code: EngineError['code'];
  readonly says: RegExp;
  readonly details?: Record<string, unknown>;
}

const refused: Record<string, Refused> = {
  'ragged-short.csv': {
    code: 'data-malformed',
    says: /line 3 has 2 values .* 3 columns/,
    details: { line: 3, expected: 3, found: 2 },
  },
  'ragged-long.csv': {
    code: 'data-malformed',
    says: /line 5 has 3 values .* 2 columns/,
    details: { line: 5, expected: 2, found: 3 },
  },
  'broken-utf-8.csv': { code: 'data-malformed', says: /offset 30/, details: { byteOffset: 30 } },
  'empty.csv': { code: 'data-malformed', says: /is empty/ },
  'header-only.csv': { code: 'data-malformed', says: /no rows/ },
  'nul-byte.csv': { code: 'data-malformed', says: /NUL byte at offset 7/, details: { byteOffset: 7 } },
  'unclosed-quote.csv': { code: 'data-malformed', says: /line 3 .*not closed/, details: { line: 3 } },
  'broken-line.jsonl': { code: 'data-malformed', says: /line 3 is not valid JSON/, details: { line: 3 } },
  'array-line.jsonl': { code: 'data-malformed', says: /line 2 is not a JSON object/, details: { line: 2 } },
  'truncated.parquet': { code: 'data-malformed', says: /not a complete Parquet file/ },
  'compressed.csv': { code: 'data-malformed', says: /compressed with gzip/ },
};

interface Read {
  /** `name:type` of each column. */
  readonly columns: string;
  readonly rows: unknown[][];
  readonly warns?: RegExp;
}

const read: Record<string, Read> = {
  'latin-1.csv': {
    columns: 'name:text x:integer',
    rows: [
      ['café', 1],
      ['Nürnberg', 2],
    ],
    warns: /Windows-1252/,
  },
  'utf-16le.csv': { columns: 'name:text x:integer', rows: [['café', 1]], warns: /UTF-16LE/ },
  'utf-16be.csv': { columns: 'name:text x:integer', rows: [['café', 1]], warns: /UTF-16BE/ },
  'utf-16-without-mark.csv': { columns: 'name:text x:integer', rows: [['cafe', 1]], warns: /UTF-16LE/ },
  'duplicate-names.csv': {
    columns: 'a:integer a_1:integer b:integer',
    rows: [[1, 2, 3]],
    warns: /Column 2 .*a_1/,
  },
  'nameless-column.csv': {
    columns: 'a:integer column1:integer b:integer',
    rows: [[1, 2, 3]],
    warns: /Column 2 has no name/,
  },
  'byte-order-mark.csv': { columns: 'a:integer b:text', rows: [[1, 'x']] },
  'crlf.csv': {
    columns: 'a:integer b:text',
    rows: [
      [1, 'x'],
      [2, 'y'],
    ],
  },
  'quoted-newline.csv': {
    columns: 'a:integer b:text',
    rows: [
      [1, 'x\ny'],
      [2, 'z "q"'],
    ],
  },
  'semicolons.csv': {
    columns: 'a:number b:text',
    rows: [
      [1.5, 'x'],
      [2.5, 'y'],
    ],
    warns: /decimal comma is read in a/,
  },
  'tabs.tsv': { columns: 'a:integer b:text', rows: [[1, 'x, y']] },
  'missing-words.csv': {
    columns: 'a:integer b:number c:text',
    rows: [
      [1, null, 'NA'],
      [2, 0.5, 'x'],
      [null, null, 'y'],
    ],
    warns: /NA are read as missing in a, b/,
  },
  'yes-no.csv': {
    columns: 'label:text flag:boolean',
    rows: [
      ['Yes', true],
      ['No', false],
    ],
  },
  'big-integers.csv': { columns: 'id:integer', rows: [['9007199254740993'], [1]] },
  'zoned-times.csv': {
    columns: 'at:datetime day:date',
    rows: [
      ['2020-01-01 10:00:00', '2020-01-01'],
      ['2020-01-01 12:00:00', '2020-01-02'],
    ],
  },
  'one-column.csv': { columns: 'value:integer', rows: [[1], [2]] },
  'no-header.csv': {
    columns: 'column0:integer column1:number',
    rows: [
      [1, 2.5],
      [3, 4.5],
    ],
    warns: /no header line/,
  },
  'not-a-number-late.csv': {
    columns: 'a:text b:integer',
    rows: [
      ['1', 2],
      ['1', 2],
      ['1', 2],
      ['x', 3],
    ],
  },
  'lines.jsonl': {
    columns: 'a:number b:text d:text e:date',
    rows: [
      [1, '{"c":1}', '[1,2]', '2020-01-01'],
      [2.5, null, '[]', null],
    ],
    warns: /JSON text: b, d/,
  },
  'mixed-types.jsonl': {
    columns: 'a:text b:date',
    rows: [
      ['1', null],
      [null, '2020-01-01'],
      ['"x"', null],
    ],
    warns: /a/,
  },
  'types.parquet': {
    columns:
      'id:integer x:number label:text nested:text list:text small:integer price:number day:date huge:integer gone:number',
    rows: [
      [0, 0, null, '{"a":0}', '[0,1]', 0, 12.25, '2024-01-01', '18446744073709551615', null],
      [1, 1.5, 'c1', '{"a":1}', '[1,2]', 1, 12.25, '2024-01-02', '18446744073709551615', null],
    ],
    warns: /nested, list/,
  },
};

describe('a file that is not what it claims to be', () => {
  it('has an expectation for every fixture', () => {
    expect(readdirSync(quirks).sort()).toEqual([...Object.keys(refused), ...Object.keys(read)].sort());
  });

  it.each(Object.entries(refused))('%s is refused', async (name, { code, says, details }) => {
    const failure: EngineError = await tableReader()
      .sniff({ path: join(quirks, name) })
      .then(
        () => expect.fail('it was read'),
        (error) => error,
      );
    expect(failure).toMatchObject({ name: 'EngineError', code });
    expect(failure.message).toMatch(says);
    expect(failure.message).toContain(name);
    if (details !== undefined) expect(failure.details).toMatchObject(details);
  });
});

describe('a file with a quirk', () => {
  it.each(Object.entries(read))('%s is read', async (name, { columns, rows, warns }) => {
    const reader = tableReader();
    const source = await reader.sniff({ path: join(quirks, name) });
    expect(source.columns.map((column) => `${column.name}:${column.type}`).join(' ')).toBe(columns);
    expect(await reader.rows({ source, offset: 0, limit: rows.length })).toEqual(rows);
    if (warns === undefined) expect(source.warnings).toEqual([]);
    else expect(source.warnings.join('\n')).toMatch(warns);
  });
});

describe('a path', () => {
  it('that leads nowhere is not found', async () => {
    const path = join(temporaryFolder(), 'nothing.csv');
    await expect(tableReader().sniff({ path })).rejects.toMatchObject({
      code: 'not-found',
      message: `There is no file ${path}.`,
    });
    await expect(tableReader().digest(path)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('of a folder is refused', async () => {
    await expect(tableReader().sniff({ path: temporaryFolder() })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it.each(['o\'clock "quoted".csv', 'Zoë – 数据 [1].csv', 'star*.csv', 'year=2024.csv'])(
    'with %s in it is one file',
    async (name) => {
      if (process.platform === 'win32' && /["*]/.test(name)) return;
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'starlight.csv'), 'other\n1\n');
      writeFileSync(join(folder, name), 'a,b\n1,x\n');
      mkdirSync(join(folder, 'key=value'));
      const reader = tableReader();
      const source = await reader.sniff({ path: `${join(folder, 'key=value')}/../${name}` });
      expect(source.path).toBe(join(folder, name));
      expect(await reader.rows({ source, offset: 0, limit: 5 })).toEqual([[1, 'x']]);
    },
  );

  it('below a folder that looks like a partition adds no column', async () => {
    const folder = join(temporaryFolder(), 'month=3');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.csv'), 'a,b\n1,x\n');
    const { columns } = await tableReader().sniff({ path: join(folder, 'a.csv') });
    expect(columns.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('an extreme file', () => {
  it('with 2,000 columns is read, profiled and loaded', async () => {
    const names = Array.from({ length: 2000 }, (_, index) => `column ${index}`);
    const row = (value: number) => names.map((_, index) => value + index).join(',');
    const reader = tableReader();
    const source = await reader.sniff({
      path: dataFile('wide.csv', `${names.join(',')}\n${row(1)}\n${row(2)}\n`),
    });
    expect(source.columns).toHaveLength(2000);
    const profile = await reader.profile(source);
    expect(profile.columns[1999]?.numeric).toMatchObject({ min: 2000, max: 2001 });
    const table = await reader.loadTable({ source, columns: names.map((name) => ({ name, as: 'number' })) });
    expect(table.columns).toHaveLength(2000);
    expect(table.columns[1999]).toMatchObject({ values: Float64Array.of(2000, 2001) });
    // Seconds on a quiet machine; the limit is for a busy one.
  }, 120_000);

  it('with a line of five megabytes is read, and the cell is cut where it is shown', async () => {
    const reader = tableReader();
    const source = await reader.sniff({
      path: dataFile('long.csv', `a,b\n1,${'x'.repeat(5_000_000)}\n2,y\n`),
    });
    expect(source.rowCount).toBe(2);
    const [[, cell]] = (await reader.rows({ source, offset: 0, limit: 1 })) as [[number, string]];
    expect(cell).toHaveLength(32_769);
  });

  it('that loses its end after it was added is an error, not fewer rows', async () => {
    const path = dataFile('later.csv', 'a,b\n1,x\n2,y\n');
    const reader = tableReader();
    const source = await reader.sniff({ path });
    writeFileSync(path, 'a,b\n1,x\n2\n');
    await expect(reader.rows({ source, offset: 0, limit: 5 })).rejects.toMatchObject({
      code: 'data-malformed',
      details: { line: 3 },
    });
  });
});

it('leaves nothing behind', async () => {
  const temporary = temporaryFolder();
  const { createDuckDbTableReader } = await import('../../src/engine/adapters/duckdb/duckdb-table-reader.ts');
  const reader = createDuckDbTableReader({ temporaryFolder: temporary });
  await reader.sniff({ path: join(quirks, 'utf-16le.csv') });
  expect(readdirSync(temporary)).toHaveLength(1);
  reader.close();
  expect(existsSync(temporary) && readdirSync(temporary)).toEqual([]);
});
