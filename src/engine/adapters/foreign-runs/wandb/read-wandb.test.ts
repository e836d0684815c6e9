import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collectRows } from '../../../../../test/fixtures/foreign-runs/collect-rows.ts';
import { unpackFolder } from '../../../../../test/fixtures/foreign-runs/unpack.ts';
import { temporaryFolder } from '../../../../../test/support/temporary-folder.ts';
import { createMessageWriter } from '../../../core/onnx/wire-writer.ts';
import { findWandbRuns } from './find-run-files.ts';
import { parsePythonJson, toNumber, toText } from './json-values.ts';
import { readWandb } from './read-wandb.ts';
import { readRecordLog } from './record-log.ts';
import { parseRecord, type WandbRecord } from './records.ts';
import { addToFacts, createRunFacts, parametersOf, tagsOf } from './run-facts.ts';

const logFile = async (): Promise<{ folder: string; file: string; bytes: Buffer }> => {
  const folder = await unpackFolder('wandb', temporaryFolder());
  const file = findWandbRuns(folder)[0]!.folders[0]!.logFile;
  return { folder, file, bytes: readFileSync(file) };
};

const count = (file: string): { records: number; problems: string[] } => {
  const entries = [...readRecordLog(file)];
  return {
    records: entries.filter((entry) => 'record' in entry).length,
    problems: entries.flatMap((entry) => ('problem' in entry ? [entry.problem] : [])),
  };
};

test('a file cut off anywhere gives every complete record', async () => {
  const { folder, file, bytes } = await logFile();
  const whole = count(file).records;
  let last = 0;
  for (let length = 7; length < bytes.length; length += 97) {
    writeFileSync(file, bytes.subarray(0, length));
    const { records } = count(file);
    expect(records).toBeGreaterThanOrEqual(last);
    expect(records).toBeLessThanOrEqual(whole);
    last = records;
  }
  expect(last).toBeGreaterThan(whole - 3);
  writeFileSync(file, bytes.subarray(0, Math.floor(bytes.length * 0.8)));
  const { runs, skipped } = await collectRows(readWandb(folder));
  // Nothing says that it ended.
  expect(runs[0]?.run).toMatchObject({ status: 'running', endedAtMs: null });
  expect(runs[0]?.metrics.loss?.length).toBeGreaterThan(3);
  expect(skipped.some(({ subject, reason }) => subject === 'record' && /cut off/.test(reason))).toBe(true);
});

test('a changed byte costs the rest of its block and no more, and is named', async () => {
  const { file, bytes } = await logFile();
  for (let position = 7; position < bytes.length; position += 211) {
    const damaged = Buffer.from(bytes);
    damaged[position]! ^= 0x55;
    writeFileSync(file, damaged);
    expect(count(file).problems.length).toBeGreaterThanOrEqual(1);
  }
});

test('a file that only began, or is none, is a skipped run', async () => {
  const { folder, file } = await logFile();
  for (const start of [
    Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0]),
    Buffer.from('hello'),
    Buffer.alloc(0),
  ]) {
    writeFileSync(file, start);
    const { runs, skipped } = await collectRows(readWandb(folder));
    expect(runs).toEqual([]);
    expect(skipped).toMatchObject([{ subject: 'run', file }]);
  }
});

test('the folders of a run that was resumed are one run', async () => {
  const { folder } = await logFile();
  const [name] = readdirSync(folder).filter((entry) => entry.startsWith('offline-run'));
  cpSync(join(folder, name!), join(folder, 'offline-run-20991231_235959-abcd1234'), { recursive: true });
  const { runs } = await collectRows(readWandb(folder));
  expect(runs).toHaveLength(1);
  expect(runs[0]?.metrics.loss).toHaveLength(40);
});

test.each([
  ['1e-05', '1e-05', 1e-5],
  ['0.00001', '1e-05', 1e-5],
  ['12345678901234567890', '12345678901234567890', 12345678901234567000],
  ['NaN', 'NaN', Number.NaN],
  ['"Infinity"', 'Infinity', Number.POSITIVE_INFINITY],
  ['true', 'True', 1],
  ['"say \\"NaN\\""', 'say "NaN"', undefined],
  ['[1, NaN, "a"]', '[1, "NaN", "a"]', undefined],
  ['null', 'null', undefined],
])('the value %s is the text %s', (json, text, number) => {
  const value = parsePythonJson(json);
  if (value === undefined) throw new Error('no JSON');
  expect(toText(value)).toBe(text);
  expect(toNumber(value)).toEqual(number);
});

test('a setting that is None is a parameter, and no text of the summary', () => {
  // A record whose field is an update of a key, as UTF-8 and with the value as JSON.
  const change = (field: number, key: string, json: string): WandbRecord => {
    const record = createMessageWriter();
    record.message(field, (changes) =>
      changes.message(1, (item) => {
        item.bytes(1, Buffer.from(key));
        item.bytes(16, Buffer.from(json));
      }),
    );
    return parseRecord(record.finish());
  };
  const facts = createRunFacts();
  const config = 5;
  const summary = 3;
  for (const record of [
    change(config, 'dropout', 'null'),
    change(config, 'lr', '0.1'),
    change(summary, 'loss', 'null'),
  ])
    addToFacts(facts, record);
  expect(parametersOf(facts)).toEqual([
    ['dropout', 'null'],
    ['lr', '0.1'],
  ]);
  expect(tagsOf(facts)).toEqual([]);
});

test('JSON of any length may have bare numbers', () => {
  const text = `{"text": "${'x'.repeat(20_000_000)}", "loss": NaN}`;
  expect(parsePythonJson(text)).toMatchObject({ loss: 'NaN' });
});
