import { describe, expect, it } from 'vitest';
import {
  artifactFixture as fixture,
  openArtifactArea,
  artifactRun as run,
} from '../../../../test/support/artifact-area.ts';
import { callContext } from '../../../../test/support/project-services.ts';
import type { Cell } from '../../../shared/model/dataset.ts';
import { openArrowTable } from './artifacts/arrow/open-arrow-table.ts';
import { inMemory } from './artifacts/byte-source.ts';

const expected = JSON.parse(fixture('expected-contents.json').toString());

const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

const open = async (files: Readonly<Record<string, Uint8Array>>) => {
  const { handlers } = await openArtifactArea(files);
  const [first = ''] = Object.keys(files);
  const named = (path: string) => ({ run, path, sheet: null });
  return {
    table: (path = first) => handlers['runs.openTable'](named(path), callContext()),
    rows: async (offset: number, limit: number, path = first): Promise<Cell[][]> =>
      (await handlers['runs.tableRows']({ ...named(path), offset, limit }, callContext())).rows as Cell[][],
    describe: (path = first) => handlers['runs.describeArtifact']({ run, path }),
  };
};

/** Lists and records are shown as their JSON. */
const asRead = (rows: readonly Cell[][], like: readonly unknown[][]): unknown[][] =>
  rows.map((row, index) =>
    row.map((cell, column) =>
      typeof like[index]?.[column] === 'object' && like[index]?.[column] !== null && typeof cell === 'string'
        ? { json: JSON.parse(cell) }
        : cell,
    ),
  );

describe('an Arrow table', () => {
  it.each(['every-type.arrow', 'every-type-lz4.arrow', 'every-type-zstd.arrow'])(
    '%s has the values that pyarrow reads, in every window of rows',
    async (name) => {
      const { columns, rows } = expected.tables['every-type'];
      const opened = await open({ [name]: fixture(name) });
      const table = await opened.table();
      expect(table).toMatchObject({ rowCount: 15, isCounted: true, isSortable: false, warnings: [] });
      expect(table.columns.map((column) => column.name)).toEqual(columns);
      for (let offset = 0; offset < 16; offset += 1)
        for (const limit of [1, 4, 7, 20]) {
          const like = rows.slice(offset, offset + limit);
          expect(asRead(await opened.rows(offset, limit), like), `${limit} rows from ${offset}`).toEqual(
            like,
          );
        }
    },
  );

  it('says of each column what it holds', async () => {
    const { columns } = await (await open({ 'a.arrow': fixture('every-type.arrow') })).table();
    const found = Object.fromEntries(
      columns.map(({ name, type, storageType }) => [name, [type, storageType]]),
    );
    expect(found).toMatchObject({
      uint8: ['integer', 'uint8'],
      float16: ['number', 'float16'],
      decimal128: ['number', 'decimal128(30, 2)'],
      berlin: ['datetime', 'timestamp[ms, Europe/Berlin]'],
      category: ['text', 'dictionary of string'],
      deep: ['text', 'list<struct<p: list<int8>>>'],
      bool: ['boolean', 'bool'],
    });
  });

  it('that pandas wrote is paged, under whichever name it was logged', async () => {
    const opened = await open({ 'tables/scores': fixture('pandas.feather') });
    expect(await opened.describe()).toMatchObject({ kind: 'table', name: 'Arrow table', warning: null });
    expect(await opened.table()).toMatchObject({ rowCount: expected.tables['pandas.feather'].rowCount });
    for (const [offset, rows] of Object.entries(expected.tables['pandas.feather'].rows))
      expect(await opened.rows(Number(offset), 3)).toEqual(rows);
  });

  it('in the stream format may change its dictionaries on the way', async () => {
    const opened = await open({ 'stream.bin': fixture('stream.arrows') });
    expect(await opened.describe()).toMatchObject({ kind: 'table', name: 'Arrow stream' });
    const { rows } = expected.tables['stream.arrows'];
    expect(await opened.table()).toMatchObject({ rowCount: rows.length });
    expect(await opened.rows(0, 100)).toEqual(rows);
    expect(await opened.rows(2, 3)).toEqual(rows.slice(2, 5));
  });

  it('shows durations, maps and intervals in words, and says which columns it does not read', async () => {
    const opened = await open({
      'extras.arrow': fixture('extras.arrow'),
      'unknown.arrow': fixture('unknown-types.arrow'),
    });
    expect(await opened.rows(0, 10)).toEqual([
      ['90061000 ms', '{"k":1,"l":2}', '1 mo 2 d 3 ns', 1],
      [null, null, null, 2],
      ['-500 ms', '{}', '0 mo 0 d 5 ns', 3],
    ]);
    const { warnings } = await opened.table('unknown.arrow');
    expect(warnings).toEqual([
      'Not shown, because values of such types are not read: union (union<int64, string>), dense (union<int64, string>), ' +
        'runs (run-end encoded<int32, string>), list_view (list view<int32>).',
    ]);
    expect(await opened.rows(0, 10, 'unknown.arrow')).toEqual([
      [1, null, null, null, null, 'x'],
      [2, null, null, null, null, 'y'],
      [3, null, null, null, null, 'z'],
    ]);
  });

  it('without rows is empty', async () => {
    const opened = await open({ 'empty.arrow': fixture('empty.arrow') });
    expect(await opened.table()).toMatchObject({ rowCount: 0 });
    expect(await opened.rows(0, 10)).toEqual([]);
  });

  it('cannot be sorted, and says so', async () => {
    const { handlers } = await openArtifactArea({ 'a.arrow': fixture('every-type.arrow') });
    const window = { run, path: 'a.arrow', sheet: null, offset: 0, limit: 1 };
    await expect(
      handlers['runs.tableRows']({ ...window, orderBy: { column: 'last', descending: true } }, callContext()),
    ).rejects.toThrow(refused('invalid-input', /cannot be sorted/));
  });
});

describe('an Arrow table that is damaged', () => {
  it('shows the rows before the place where it breaks off', async () => {
    const whole = fixture('every-type.arrow');
    const opened = await open({ 'cut.arrow': whole.subarray(0, 16_000) });
    const { rowCount, warnings } = await opened.table();
    expect(rowCount).toBeGreaterThan(0);
    expect(rowCount).toBeLessThan(15);
    expect(warnings[0]).toMatch(/breaks off\. Its first \d+ rows/);
    expect((await opened.rows(0, 100)).length).toBe(rowCount);
  });

  it('before its columns are named is an error that names the artifact', async () => {
    const opened = await open({ 'cut.arrow': fixture('every-type.arrow').subarray(0, 100) });
    await expect(opened.table()).rejects.toThrow(
      refused('data-malformed', /^cut\.arrow cannot be read: it breaks off before it says which columns/),
    );
  });

  it('anywhere gives values or an error, and never more memory or time than it is worth', async () => {
    const names = ['every-type.arrow', 'every-type-lz4.arrow', 'every-type-zstd.arrow', 'stream.arrows'];
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed % below;
    };
    const files: Record<string, Uint8Array> = {};
    for (const name of names)
      for (let trial = 0; trial < 40; trial += 1) {
        const bytes = Uint8Array.from(fixture(name));
        // Each time other bytes, mostly where sizes and places are stated.
        for (let change = 0; change < 8; change += 1) bytes[8 + random(bytes.length - 8)] = random(4) * 85;
        files[`${trial}-${name}`] = bytes;
      }
    const opened = await open(files);
    const codes = new Set<string>();
    for (const path of Object.keys(files)) {
      try {
        await opened.table(path);
        await opened.rows(0, 100, path);
        codes.add('none');
      } catch (thrown) {
        codes.add((thrown as { code: string }).code);
      }
    }
    expect([...codes].filter((code) => code !== 'none' && code !== 'data-malformed')).toEqual([]);
    expect(codes).toContain('data-malformed');
  });
});

describe('a window of an Arrow table', () => {
  it('reads little more than its rows, however many there are in a batch', async () => {
    const bytes = fixture('plain.feather');
    let bytesRead = 0;
    const source = {
      ...inMemory(bytes),
      read: async (offset: number, length: number) => {
        const part = await inMemory(bytes).read(offset, length);
        bytesRead += part.length;
        return part;
      },
    };
    const table = await openArrowTable(source, {});
    expect(table.rowCount).toBe(3000);
    bytesRead = 0;
    expect(await table.rows(source, { offset: 2000, limit: 2 })).toEqual([
      [2000, 'row 2000'],
      [2001, 'row 2001'],
    ]);
    expect(bytesRead).toBeLessThan(1000);
  });
});
