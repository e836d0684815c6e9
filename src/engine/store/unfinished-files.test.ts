import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { createUnfinishedFiles } from './unfinished-files.ts';

it('removes what was not whole when it was killed, and nothing else, whatever a note says', () => {
  const folder = temporaryFolder();
  const notes = join(folder, 'saving');
  const [half, lines, whole, folderOfWhole] = [
    'table.parquet.unfinished-7f',
    'table.parquet.unfinished-7f.jsonl',
    'table.unfinished-7f.parquet',
    'x.unfinished-7f/whole.csv',
  ].map((name) => join(folder, name)) as [string, string, string, string];
  mkdirSync(join(folderOfWhole, '..'));
  for (const path of [half, lines, whole, folderOfWhole]) writeFileSync(path, '');
  const unfinished = createUnfinishedFiles(notes);
  for (const path of [half, whole, folderOfWhole]) unfinished.begin(path);
  const end = unfinished.begin(join(folder, 'done.unfinished-1'));
  writeFileSync(join(folder, 'done.unfinished-1'), '');
  end();

  createUnfinishedFiles(notes).removeLeft();
  expect([half, lines, whole, folderOfWhole].map((path) => existsSync(path))).toEqual([
    ...[false, false],
    ...[true, true],
  ]);
  expect(existsSync(join(folder, 'done.unfinished-1'))).toBe(true);
  expect(readdirSync(notes)).toEqual([]);
});
