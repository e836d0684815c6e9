import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { createPredictionCounter, readNewestPredictions } from './prediction-log.ts';

const line = (number: number, text = ''): string =>
  `${JSON.stringify({
    time: new Date(Date.UTC(2026, 0, 1) + number).toISOString(),
    requestId: `r${number}`,
    row: 0,
    model: 'churn',
    version: 1,
    runId: null,
    modelDigest: 'a'.repeat(64),
    features: { plan: text },
    prediction: 'Yes',
  })}\n`;

const write = (predictions: string, path: string, text: string) => {
  const file = join(predictions, path);
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, text);
};

const numbersOf = async (predictions: string, limit: number, endpointId?: string) =>
  (await readNewestPredictions({ predictions, endpointId, limit })).map(({ requestId }) =>
    Number(requestId.slice(1)),
  );

test('reads the newest first, over blocks and segments, ten after nine', async () => {
  const predictions = temporaryFolder();
  const long = 'é'.repeat(1000);
  for (let number = 0; number < 300; number += 1) {
    const segment = number < 100 ? 9 : 10;
    write(predictions, `e1/predictions-2026-01-01-${segment}.jsonl`, line(number, long));
  }
  write(predictions, 'e1/predictions-2026-01-02-1.jsonl', line(300));
  expect(await numbersOf(predictions, 3, 'e1')).toEqual([300, 299, 298]);
  const all = await numbersOf(predictions, 1000, 'e1');
  expect(all).toEqual(Array.from({ length: 301 }, (_, index) => 300 - index));
});

test('merges endpoints by time, and steps over torn lines and other files', async () => {
  const predictions = temporaryFolder();
  write(predictions, 'e1/predictions-2026-01-01-1.jsonl', `${line(1)}${line(3)}{"time":"2026`);
  write(predictions, 'e2/predictions-2026-01-01-1.jsonl', `${line(2)}not json\n${line(4)}`);
  write(predictions, 'e2/notes.txt', line(99));
  expect(await numbersOf(predictions, 10)).toEqual([4, 3, 2, 1]);
  expect(await numbersOf(predictions, 2)).toEqual([4, 3]);
  expect(await numbersOf(predictions, 10, 'nobody')).toEqual([]);
  expect(await numbersOf(join(predictions, 'nowhere'), 10)).toEqual([]);
});

test('counts what was added since it counted last', async () => {
  const predictions = temporaryFolder();
  const counter = createPredictionCounter(predictions);
  expect(await counter.count()).toBe(0);
  for (let number = 0; number < 1000; number += 1) {
    write(predictions, `e${number % 2}/predictions-2026-01-01-1.jsonl`, line(number, 'x'.repeat(200)));
  }
  expect([await counter.count(), await counter.count('e1')]).toEqual([1000, 500]);
  write(predictions, 'e1/predictions-2026-01-01-1.jsonl', line(1000));
  expect([await counter.count(), await counter.count('e1')]).toEqual([1001, 501]);
});
