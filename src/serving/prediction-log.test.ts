import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { createPredictionLog } from './prediction-log.ts';

const day = (text: string) => Date.parse(`${text}T12:00:00Z`);

const open = (options: { folder?: string; segmentBytes?: number } = {}) => {
  const folder = options.folder ?? join(temporaryFolder(), 'log');
  const clock = { nowMs: day('2026-05-31') };
  const failures: [string, number][] = [];
  const log = createPredictionLog({
    folder,
    nowMs: () => clock.nowMs,
    onFailure: (...failure) => void failures.push(failure),
    ...(options.segmentBytes === undefined ? {} : { segmentBytes: options.segmentBytes }),
  });
  const read = () =>
    Object.fromEntries(
      readdirSync(folder)
        .sort()
        .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
    );
  return { folder, clock, log, read, failures };
};

test('a new file begins when one is full, and when a day is over', async () => {
  const { log, clock, read } = open({ segmentBytes: 8 });
  for (const line of ['one\n', 'two\n', 'six\n']) await log.append(line);
  clock.nowMs = day('2026-06-01');
  await log.append('longer than any file\n');
  await log.close();
  expect(read()).toEqual({
    'predictions-2026-05-31-1.jsonl': 'one\ntwo\n',
    'predictions-2026-05-31-2.jsonl': 'six\n',
    'predictions-2026-06-01-1.jsonl': 'longer than any file\n',
  });
});

test('goes on in the last file of the day, after ending a line that a killed process left', async () => {
  const folder = temporaryFolder();
  appendFileSync(join(folder, 'predictions-2026-05-31-10.jsonl'), '{"whole":1}\n{"to');
  writeFileSync(join(folder, 'predictions-2026-05-31-9.jsonl'), 'older\n');
  const { log, read } = open({ folder });
  await log.append('next\n');
  await log.close();
  expect(read()['predictions-2026-05-31-10.jsonl']).toBe('{"whole":1}\n{"to\nnext\n');
});

test('lines that come together are all there when their promises resolve, in order', async () => {
  const { log, read } = open();
  await Promise.all(Array.from({ length: 500 }, (_, index) => log.append(`${index}\n`)));
  const expected = Array.from({ length: 500 }, (_, index) => `${index}\n`).join('');
  expect(Object.values(read())).toEqual([expected]);
  await log.close();
});

test('a log that cannot be written counts what it loses, and heals', async () => {
  const folder = join(temporaryFolder(), 'log');
  writeFileSync(folder, 'in the way');
  const { log, clock, failures, read } = open({ folder });
  await log.append('a\nb\n');
  expect(log.problem).toContain(folder);
  await log.append('c\n');
  expect(failures.map(([, lost]) => lost)).toEqual([2, 1]);
  rmSync(folder);
  mkdirSync(folder);
  clock.nowMs += 1000;
  await log.append('d\n');
  expect(log.problem).toBeNull();
  expect(Object.values(read())).toEqual(['d\n']);
  await log.close();
});
