import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fillDisk, smallDisk } from '../../../test/support/small-disk.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { writeAtomically } from './write-atomically.ts';

const refusal = (code: string, file: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(file), details: { path: file } });

it('says which file could not be written, by the name that people know', () => {
  const file = join(temporaryFolder(), 'gone', 'modelyard.yaml');
  expect(() => writeAtomically(file, 'x')).toThrow(refusal('not-found', file));
});

it('leaves the old file on a full disk, and says what to do', ({ skip }) => {
  const disk = smallDisk(1024 * 1024);
  if (disk === null) return skip('Mounting a small disk needs root on Linux.');
  const file = join(disk, 'modelyard.views.yaml');
  writeAtomically(file, 'before');
  const filling = fillDisk(disk);
  expect(() => writeAtomically(file, 'after'.repeat(10_000))).toThrow(refusal('disk-full', file));
  expect([readFileSync(file, 'utf8'), readdirSync(disk).sort()]).toEqual([
    'before',
    ['filling', 'modelyard.views.yaml'],
  ]);
  rmSync(filling);
});
