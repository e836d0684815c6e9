import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collectRows } from '../../../../../test/fixtures/foreign-runs/collect-rows.ts';
import { unpackFolder } from '../../../../../test/fixtures/foreign-runs/unpack.ts';
import { temporaryFolder } from '../../../../../test/support/temporary-folder.ts';
import { crc32c, maskedCrc32c } from './crc32c.ts';
import { findEventFolders } from './find-event-folders.ts';
import { readTensorboard } from './read-tensorboard.ts';
import { readFrames } from './record-frames.ts';
import { parseTensor } from './tensors.ts';

test('crc32c gives the values of RFC 3720', () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, index) => index))).toBe(0x46dd794e);
});

const eventFile = async (): Promise<{ folder: string; file: string; bytes: Buffer }> => {
  const folder = await unpackFolder('tensorboard', temporaryFolder());
  const file = [...findEventFolders(folder)].find(({ path }) => path === 'baseline')!.files[0]!;
  return { folder, file, bytes: readFileSync(file) };
};

test('a file cut off anywhere gives every complete record', async () => {
  const { folder, file, bytes } = await eventFile();
  const ends = [...readFrames(file)].map((frame) =>
    'record' in frame ? frame.position + frame.record.length + 4 : 0,
  );
  for (let length = 0; length < bytes.length; length += 89) {
    writeFileSync(file, bytes.subarray(0, length));
    const complete = [...readFrames(file)].filter((frame) => 'record' in frame);
    expect(complete).toHaveLength(ends.filter((end) => end <= length).length);
  }
  writeFileSync(file, bytes.subarray(0, ends[12]! + 5));
  const { runs, skipped } = await collectRows(readTensorboard(folder));
  expect(runs.find(({ run }) => run.name === 'baseline')?.metrics.loss).toHaveLength(12);
  expect(skipped).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ subject: 'record', reason: expect.stringContaining('cut off') }),
    ]),
  );
});

test('a wrong checksum costs one record; a wrong or absurd length the rest', async () => {
  const { file, bytes } = await eventFile();
  const whole = [...readFrames(file)].length;
  const damagedBody = Buffer.from(bytes);
  damagedBody[20]! ^= 1;
  writeFileSync(file, damagedBody);
  expect([...readFrames(file)].filter((frame) => 'record' in frame)).toHaveLength(whole - 1);
  const absurd = Buffer.from(bytes);
  absurd.writeBigUInt64LE(2n ** 62n, 0);
  absurd.writeUInt32LE(maskedCrc32c(absurd.subarray(0, 8)), 8);
  writeFileSync(file, absurd);
  expect([...readFrames(file)]).toMatchObject([{ problem: expect.stringContaining('length') }]);
});

test('records that are no events are named', async () => {
  const folder = temporaryFolder();
  const record = Buffer.from([0x2a, 0xff, 0xff, 0xff, 0xff, 0x0f]);
  const file = Buffer.alloc(12 + record.length + 4);
  file.writeBigUInt64LE(BigInt(record.length), 0);
  file.writeUInt32LE(maskedCrc32c(file.subarray(0, 8)), 8);
  record.copy(file, 12);
  file.writeUInt32LE(maskedCrc32c(record), 12 + record.length);
  writeFileSync(join(folder, 'events.out.tfevents.1.host'), file);
  const { runs, skipped } = await collectRows(readTensorboard(folder));
  expect(runs).toEqual([]);
  expect(skipped.map(({ subject, reason }) => [subject, reason])).toEqual([
    ['record', 'A record is damaged: a length in it reaches beyond its end.'],
    ['run', 'Its event files hold no values.'],
  ]);
});

test.each([
  ['a half in bytes', [0x08, 19, 0x22, 2, 0x00, 0xc1], -2.5],
  ['a brain float in bytes', [0x08, 14, 0x22, 2, 0x20, 0x40], 2.5],
  ['a long in bytes', [0x08, 9, 0x22, 8, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], -2],
  ['a packed list of floats', [0x08, 1, 0x2a, 4, 0, 0, 0x20, 0x40], 2.5],
  ['a single float', [0x08, 1, 0x2d, 0, 0, 0x20, 0x40], 2.5],
  ['a packed list of integers', [0x08, 3, 0x3a, 2, 0xac, 0x02], 300],
  ['bytes that are too short', [0x08, 2, 0x22, 4, 0, 0, 0, 0], undefined],
])('the first number of %s', (_, bytes, expected) => {
  expect(parseTensor(Uint8Array.from(bytes)).firstNumber).toBe(expected);
});
