import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { callContext, openTestProject } from '../../../../test/support/project-services.ts';
import { addRun } from '../../../../test/support/run-store.ts';
import { smallDisk } from '../../../../test/support/small-disk.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { runExportsContract } from '../../../shared/contract/run-exports.ts';
import { logPoints } from '../../store/run-metrics.ts';
import { numbersOfIds } from '../../store/run-number.ts';
import { removeRuns } from '../../store/run-trash.ts';
import { createRunExportsArea } from './create-run-exports-area.ts';
import { createRunListsArea } from './create-run-lists-area.ts';

const id = (number: number): string => number.toString(16).padStart(32, '0');
/** Each of them loses something where a digit is left out. */
const exact = [0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623155e308, -1e-5 / 3, 2 ** 53 - 1];

const open = () => {
  const services = openTestProject();
  for (const [place, value] of exact.entries()) {
    addRun(services.store, {
      id: id(place + 1),
      name: place === 0 ? 'one, "quoted"\nname' : `run ${place}`,
      startedAtMs: 1_700_000_000_000 - place,
      parameters: place === 1 ? {} : { lr: '1e-3', text: place === 2 ? '' : 'ä' },
    });
    services.store.write((writer) =>
      logPoints(writer, id(place + 1), [{ key: 'loss', value, step: 0, timestampMs: 0 }]),
    );
  }
  for (const [place, value] of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].entries()) {
    addRun(services.store, { id: id(place + 90), name: String(value), startedAtMs: 1000 - place });
    services.store.write((writer) =>
      logPoints(writer, id(place + 90), [{ key: 'loss', value, step: 0, timestampMs: 0 }]),
    );
  }
  const { tableOf } = createRunListsArea(services);
  const { handlers } = createRunExportsArea(services, tableOf);
  const folder = temporaryFolder();
  const save = async (format: string, more: object = {}, context = callContext()) => {
    const out = join(folder, `table.${format}`);
    const input = {
      columns: ['metrics.loss', 'params.lr', 'params.text', 'start_time'],
      format,
      out,
      ...more,
    };
    const answer = await handlers['runs.saveTable'](
      runExportsContract['runs.saveTable'].input.parse(input),
      context,
    );
    return { ...answer, text: () => readFileSync(out, 'utf8') };
  };
  return { services, folder, save };
};

const losses = async (file: string) => {
  const connection = await (await DuckDBInstance.create()).connect();
  const reader = await connection.runAndReadAll(`SELECT "metrics.loss" FROM '${file}'`);
  return reader.getRows().map(([value]) => value);
};

it('saves CSV whose numbers are the same again, with names in quotes and nothing for no value', async () => {
  const { save } = open();
  const { rows, columns, text } = await save('csv');
  expect([rows, columns]).toEqual([9, 6]);
  const lines = text().split(/\n(?=\d|run_id)/);
  expect(lines[0]).toBe('run_id,name,metrics.loss,params.lr,params.text,start_time');
  expect(lines[1]).toBe(
    `${id(1)},"one, ""quoted""\nname",0.30000000000000004,1e-3,ä,2023-11-14T22:13:20.000Z`,
  );
  expect(lines[2]).toContain(',,,');
  expect(lines[3]).toContain(',1e-3,"",');
  expect(lines.slice(2, 7).map((line) => Number(line.split(',')[2]))).toEqual(exact.slice(1));
  expect(lines.slice(7).map((line) => line.split(',')[2])).toEqual(['NaN', 'inf', '-inf']);
});

it('saves JSON Lines of chosen runs, in their order', async () => {
  const { save } = open();
  const { text } = await save('jsonl', { runs: [id(90), id(3), id(2)] });
  const found = text()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(found.map((run) => run.run_id)).toEqual([id(90), id(3), id(2)]);
  expect(found.map((run) => run['metrics.loss'])).toEqual(['NaN', exact[2], exact[1]]);
  expect(found[2]['params.lr']).toBeNull();
});

it('saves Parquet, whose numbers are the same again, NaN and infinities too', async () => {
  const { services, save } = open();
  const { out } = await save('parquet', { orderBy: [{ key: 'start_time' }] });
  expect(existsSync(`${out}.jsonl`)).toBe(false);
  const source = await services.data.sniff({ path: out });
  expect(source.columns.map(({ name, type }) => [name, type])).toEqual([
    ['run_id', 'text'],
    ['name', 'text'],
    ['metrics.loss', 'number'],
    ['params.lr', 'text'],
    ['params.text', 'text'],
    ['start_time', 'datetime'],
  ]);
  const rows = await services.data.rows({ source, offset: 0, limit: 20 });
  expect(rows.slice(0, exact.length).map((row) => row[2])).toEqual(exact);
  // Our reader takes a NaN for a missing number; other programs do not.
  expect(await losses(out)).toEqual([
    ...exact,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]);
});

it('saves Parquet with columns that differ only in case, and says what they are called there', async () => {
  const { services, save } = open();
  const columns = ['params.lr', 'params.LR', 'params.Lr_2', 'params.lR'];
  const { out, notes } = await save('parquet', { columns });
  const source = await services.data.sniff({ path: out });
  expect(source.columns.slice(2).map(({ name }) => name)).toEqual([
    ...['params.lr', 'params.LR_3', 'params.Lr_2', 'params.lR_4'],
  ]);
  expect(notes).toEqual([
    expect.stringContaining('“params.LR” is called “params.LR_3”'),
    expect.stringContaining('“params.lR” is called “params.lR_4”'),
  ]);
});

it('keeps what is there, leaves nothing half behind, and says what is wrong', async () => {
  const { folder, save } = open();
  writeFileSync(join(folder, 'table.csv'), 'mine');
  const refused = (code: string) => expect.objectContaining({ code });
  await expect(save('csv')).rejects.toThrow(refused('already-exists'));
  expect(readFileSync(join(folder, 'table.csv'), 'utf8')).toBe('mine');
  await save('csv', { overwrite: true });
  await expect(save('csv', { out: 'table.csv' })).rejects.toThrow(refused('invalid-input'));
  await expect(save('csv', { out: join(folder, 'none', 'table.csv') })).rejects.toThrow(refused('not-found'));
  await expect(save('jsonl', { columns: ['nonsense('] })).rejects.toThrow(refused('invalid-input'));
  expect(existsSync(join(folder, 'table.jsonl'))).toBe(false);
  expect(readdirSync(folder)).toEqual(['table.csv']);
});

it('saves twice to one place at once, each table whole, and overwrites only where it may', async () => {
  const { folder, save } = open();
  const out = join(folder, 'table');
  const both = { overwrite: true, out };
  await Promise.all([save('csv', both), save('jsonl', both)]);
  expect(readdirSync(folder)).toEqual(['table']);
  const last = readFileSync(out, 'utf8');
  expect(last.trim().split('\n')).toHaveLength(last.startsWith('{') ? 9 : 11);

  const only = { out: join(folder, 'other') };
  const saved = await Promise.allSettled([save('csv', only), save('jsonl', only)]);
  expect(saved.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(saved).toContainEqual({
    status: 'rejected',
    reason: expect.objectContaining({ code: 'already-exists' }),
  });
  expect(readdirSync(folder)).toEqual(['other', 'table']);
});

it('writes to what a link leads to, and not over a folder', async () => {
  const { folder, save } = open();
  mkdirSync(join(folder, 'kept'));
  writeFileSync(join(folder, 'kept', 'real.csv'), 'old');
  symlinkSync(join(folder, 'kept', 'real.csv'), join(folder, 'table.csv'));
  await save('csv', { overwrite: true });
  expect(lstatSync(join(folder, 'table.csv')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'kept', 'real.csv'), 'utf8')).toContain('run_id');
  await expect(save('csv', { out: join(folder, 'kept'), overwrite: true })).rejects.toThrow(/is a folder/);
});

it('names the file that a full disk has no room for', async () => {
  const disk = smallDisk(64 * 1024);
  if (disk === null) return; // Mounting one needs root on Linux.
  const { save } = open();
  const out = join(disk, 'table.csv');
  const many = Array.from({ length: 5000 }, () => id(1));
  await expect(save('csv', { runs: many, out })).rejects.toThrow(
    expect.objectContaining({ code: 'disk-full', message: expect.stringContaining(out) }),
  );
  expect(readdirSync(disk)).toEqual([]);
});

it('leaves nothing behind where it is cancelled half-way, in any format', async () => {
  const { folder, save } = open();
  for (const format of ['csv', 'xlsx', 'jsonl', 'parquet']) {
    const cancelled = new AbortController();
    const context = { signal: cancelled.signal, progress: () => cancelled.abort() };
    const many = Array.from({ length: 5000 }, () => id(1));
    await expect(save(format, { runs: many }, context)).rejects.toThrow(
      expect.objectContaining({ code: 'cancelled' }),
    );
    expect(readdirSync(folder)).toEqual([]);
  }
});

it('leaves out a run that is purged while others are written', async () => {
  const { services, save } = open();
  const many = [...Array.from({ length: 5000 }, () => id(1)), id(3), id(2)];
  const [purged] = numbersOfIds(services.store.reader, [id(3)]);
  const progress = () => services.store.write((writer) => removeRuns(writer, [purged!]));
  const { rows, text } = await save('jsonl', { runs: many }, { ...callContext(), progress });
  const lines = text().trim().split('\n');
  expect([rows, lines.length]).toEqual([5001, 5001]);
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ run_id: id(2) });
});

it('saves a workbook and says which texts a cell has no room for', async () => {
  const { services, save } = open();
  addRun(services.store, { id: id(80), parameters: { text: 'x'.repeat(40_000), lr: 'bell \u0007' } });
  const saved = await save('xlsx', { runs: [id(80), id(1)] });
  expect(saved.notes).toEqual([
    '1 text longer than the 32767 characters of a cell is cut; CSV, JSON Lines and Parquet hold all of them.',
    '1 text with characters that the file format has no place for has them as _xHHHH_, which Excel shows as they were.',
  ]);
});
