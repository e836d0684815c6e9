import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dataFile, tableReader } from '../../../../test/support/table-reader.ts';
import type { DataType } from '../../../shared/model/dataset.ts';
import type { CategoryColumn, NumberColumn } from '../../core/table.ts';

const sample = fileURLToPath(
  new URL('../../../../resources/samples/telco-churn/data/customers-2026-03.csv', import.meta.url),
);

const numbered = (count: number, row: (index: number) => string): string =>
  `id,value\n${Array.from({ length: count }, (_, index) => row(index)).join('\n')}\n`;

describe('digest', () => {
  it('is the SHA-256 of the bytes', async () => {
    const expected = createHash('sha256').update(readFileSync(sample)).digest('hex');
    expect(await tableReader().digest(sample)).toBe(expected);
  });
});

describe('sniff', () => {
  it('decides types by the whole file, not by its head', async () => {
    const reader = tableReader();
    const late = await reader.sniff({
      path: dataFile(
        'late.csv',
        numbered(30_000, (i) => `${i},${i === 29_999 ? 'late' : i}`),
      ),
    });
    expect(late.columns.map(({ type }) => type)).toEqual(['integer', 'text']);
    expect(late.rowCount).toBe(30_000);
    const fraction = await reader.sniff({
      path: dataFile(
        'f.csv',
        numbered(30_000, (i) => `${i},${i === 29_999 ? 0.5 : i}`),
      ),
    });
    expect(fraction.columns.map(({ type }) => type)).toEqual(['integer', 'number']);
  });

  it('is cancelled between two of its questions to the database as well', async () => {
    const path = dataFile(
      'long.csv',
      numbered(300_000, (i) => `${i},${i / 7}`),
    );
    const cancelled = new AbortController();
    // Nothing is asked yet.
    const context = { signal: cancelled.signal, progress: () => cancelled.abort() };
    await expect(tableReader().sniff({ path }, context)).rejects.toThrow('Cancelled');
  });

  it('takes columns that are called like what every object has', async () => {
    const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty'];
    const path = dataFile('objects.csv', `${names.join(',')}\n1,a,2,b\n`);
    const { columns } = await tableReader().sniff({
      path,
      types: { constructor: 'number' } as Record<string, DataType>,
    });
    expect(columns.map(({ name }) => name)).toEqual(names);
    expect(columns.map(({ type }) => type)).toEqual(['number', 'text', 'integer', 'text']);
  });

  it('reads the sample as it is', async () => {
    const { columns, rowCount, warnings } = await tableReader().sniff({ path: sample });
    expect(rowCount).toBe(939);
    expect(warnings).toEqual([]);
    const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
    expect(types).toMatchObject({
      churn: 'text',
      tenure: 'integer',
      monthly_charges: 'number',
      contract: 'text',
    });
  });

  const corrections: [string, string, DataType, unknown[]][] = [
    ['7\n8\n', 'text', 'text', ['7', '8']],
    ['7\n8\n', 'number', 'number', [7, 8]],
    ['yes\nno\n', 'boolean', 'boolean', [true, false]],
    ['3.0\n4.0\n', 'integer', 'integer', [3, 4]],
    ['31.12.2025\n01.02.2026\n', 'date', 'date', ['2025-12-31', '2026-02-01']],
    ['12/31/2025\n01/02/2026\n', 'month first', 'date', ['2025-12-31', '2026-01-02']],
    ['2025-12-31 10:00:00\nNA\n', 'datetime', 'datetime', ['2025-12-31 10:00:00', null]],
  ];
  it.each(corrections)('takes %j corrected to %s', async (values, _, type, cells) => {
    const reader = tableReader();
    const source = await reader.sniff({
      path: dataFile('c.csv', `v,w\n${values.replaceAll('\n', ',1\n')}`),
      types: { v: type },
    });
    expect(source.columns[0]).toMatchObject({ type, isCorrected: true });
    expect(source.columns[1]).toMatchObject({ type: 'integer', isCorrected: false });
    expect((await reader.rows({ source, offset: 0, limit: 9 })).map(([cell]) => cell)).toEqual(cells);
  });

  const commas: [string, DataType][] = [
    ['a;b\n1,5;x\n-2;y\n3,25e2;z\n', 'number'],
    ['a;b\n1,5;x\nNA;y\n', 'number'],
    // With a point among them it may as well be thousands, and two commas are.
    ['a;b\n1,5;x\n1.234;y\n', 'text'],
    ['a;b\n1,234,567;x\n1,5;y\n', 'text'],
    ['a\tb\n1,234\tx\n2,5\ty\n', 'text'],
  ];
  it.each(commas)(
    'reads a decimal comma where semicolons separate, and nothing else: %j',
    async (text, type) => {
      const { columns } = await tableReader().sniff({ path: dataFile('comma.csv', text) });
      expect(columns.map((column) => column.type)).toEqual([type, 'text']);
    },
  );

  it('takes a column with decimal commas corrected to numbers, and names the value that is none', async () => {
    const reader = tableReader();
    const types = { a: 'number' } as const;
    const source = await reader.sniff({ path: dataFile('c.csv', 'a;b\n1,5;x\n-2;y\n'), types });
    expect(await reader.rows({ source, offset: 0, limit: 9 })).toEqual([
      [1.5, 'x'],
      [-2, 'y'],
    ]);
    const path = dataFile('d.csv', 'a;b\n1,5;x\nlate;y\n');
    await expect(reader.sniff({ path, types })).rejects.toMatchObject({
      details: { value: 'late', line: 3 },
    });
  });

  it('refuses a correction that a value does not fit, with its line, column and value', async () => {
    const path = dataFile('c.csv', 'a,v\n"two\nlines",1\nx,12.7\n');
    await expect(tableReader().sniff({ path, types: { v: 'integer' } })).rejects.toMatchObject({
      code: 'invalid-input',
      details: { column: 'v', value: '12.7', line: 4 },
    });
  });

  it('refuses a correction of a column that is not there, and names the closest', async () => {
    const path = dataFile('c.csv', 'amount,v\n1,2\n');
    await expect(tableReader().sniff({ path, types: { amonut: 'text' } })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('Did you mean amount?'),
    });
  });
});

describe('loadTable', () => {
  const text =
    'n,t,flag,day,mixed\n1.5,b,true,1970-01-02,7\n,a,false,,x\n-2,,true,1969-12-31,8\n3,é,,2000-01-01,9\n';

  it('gives numbers with NaN for missing, booleans as 0 and 1, dates as days since 1970', async () => {
    const reader = tableReader();
    const source = await reader.sniff({ path: dataFile('t.csv', text) });
    const names = ['n', 'flag', 'day', 'mixed'];
    const { rowCount, columns } = await reader.loadTable({
      source,
      columns: names.map((name) => ({ name, as: 'number' })),
    });
    expect(rowCount).toBe(4);
    expect(columns.map((column) => [...(column as NumberColumn).values])).toEqual([
      [1.5, Number.NaN, -2, 3],
      [1, 0, 1, Number.NaN],
      [1, Number.NaN, -1, 10_957],
      [7, Number.NaN, 8, 9],
    ]);
  });

  it('gives categories in code-unit order, -1 for missing, and whole numbers without a fraction', async () => {
    const reader = tableReader();
    // 🙂 sorts before ｡ by code unit and after it by UTF-8 byte.
    const source = await reader.sniff({ path: dataFile('t.csv', 't,n\n｡,2.0\n🙂,0.5\n,1e-7\nb,2\n｡,\n') });
    const { columns } = await reader.loadTable({
      source,
      columns: [
        { name: 't', as: 'category' },
        { name: 'n', as: 'category' },
      ],
    });
    const [texts, numbers] = columns as [CategoryColumn, CategoryColumn];
    expect(texts.categories).toEqual(['b', '🙂', '｡']);
    expect([...texts.codes]).toEqual([2, 1, -1, 0, 2]);
    expect(numbers.categories).toEqual(['0.5', '1e-7', '2']);
    expect([...numbers.codes]).toEqual([2, 0, 1, 2, -1]);
  });

  it('keeps the order of the file beyond one chunk, and an empty column is all missing', async () => {
    const reader = tableReader();
    const source = await reader.sniff({
      path: dataFile(
        't.csv',
        numbered(100_000, (index) => `${index},`),
      ),
    });
    const { columns } = await reader.loadTable({
      source,
      columns: [
        { name: 'id', as: 'number' },
        { name: 'value', as: 'category' },
      ],
    });
    const [ids, empty] = columns as [NumberColumn, CategoryColumn];
    expect(ids.values.every((value, index) => value === index)).toBe(true);
    expect(empty.categories).toEqual([]);
    expect(empty.codes.every((code) => code === -1)).toBe(true);
  });

  it('refuses a column that is not there', async () => {
    const reader = tableReader();
    const source = await reader.sniff({ path: dataFile('t.csv', text) });
    await expect(reader.loadTable({ source, columns: [{ name: 'nn', as: 'number' }] })).rejects.toMatchObject(
      {
        code: 'invalid-input',
        details: { column: 'nn' },
      },
    );
  });
});

describe('rows', () => {
  const wide = (index: number) => `${index},${index % 7 === 0 ? '' : (index * 37) % 1000}`;

  it('are the same near the head, deep in the file, and past its end', async () => {
    const reader = tableReader();
    const source = await reader.sniff({ path: dataFile('t.csv', numbered(20_000, wide)) });
    expect(await reader.rows({ source, offset: 1, limit: 2 })).toEqual([
      [1, 37],
      [2, 74],
    ]);
    expect(await reader.rows({ source, offset: 19_999, limit: 5 })).toEqual([[19_999, null]]);
    expect(await reader.rows({ source, offset: 20_000, limit: 5 })).toEqual([]);
  });

  it('are ordered with the missing ones last, and equal ones as in the file', async () => {
    const reader = tableReader();
    const source = await reader.sniff({ path: dataFile('t.csv', 'id,value\n0,2\n1,\n2,9\n3,2\n') });
    const ids = async (descending: boolean) =>
      (await reader.rows({ source, offset: 0, limit: 9, orderBy: { column: 'value', descending } })).map(
        ([id]) => id,
      );
    expect(await ids(false)).toEqual([0, 3, 2, 1]);
    expect(await ids(true)).toEqual([2, 0, 3, 1]);
  });
});

describe('chunks', () => {
  it('have the asked size, the last the rest, in file order', async () => {
    const reader = tableReader();
    const source = await reader.sniff({
      path: dataFile(
        't.csv',
        numbered(10_000, (index) => `${index},x`),
      ),
    });
    const seen: [number, number, unknown][] = [];
    for await (const { offset, rows } of reader.chunks({ source, columns: ['id'], chunkRows: 3000 })) {
      seen.push([offset, rows.length, rows[0]?.[0]]);
    }
    expect(seen).toEqual([
      [0, 3000, 0],
      [3000, 3000, 3000],
      [6000, 3000, 6000],
      [9000, 1000, 9000],
    ]);
  });

  it('can be left early, and fail when they are cancelled', async () => {
    const reader = tableReader();
    const source = await reader.sniff({
      path: dataFile(
        't.csv',
        numbered(10_000, (index) => `${index},x`),
      ),
    });
    const request = { source, columns: ['id'], chunkRows: 10 };
    for await (const { rows } of reader.chunks(request)) {
      expect(rows).toHaveLength(10);
      break;
    }
    const controller = new AbortController();
    controller.abort();
    const reading = (async () => {
      for await (const _ of reader.chunks(request, { signal: controller.signal }))
        expect.fail('a chunk came');
    })();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('two calls', () => {
  it('do not cancel each other', async () => {
    const reader = tableReader();
    const source = await reader.sniff({
      path: dataFile(
        't.csv',
        numbered(200_000, (index) => `${index},${index % 13}`),
      ),
    });
    const controller = new AbortController();
    const cancelled = reader.profile(source, {
      signal: controller.signal,
      progress: () => controller.abort(),
    });
    const finished = reader.profile(source);
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect((await finished).rowCount).toBe(200_000);
  });
});
