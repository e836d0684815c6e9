import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { saveFile } from './save-file.ts';

it('removes what a process has left that was killed while it wrote there, and not what another one is writing', async () => {
  const folder = temporaryFolder();
  const { pid: ended } = spawnSync(process.execPath, ['--version']);
  const [left, written, other] = [
    `chart.svg.unfinished-${ended}`,
    `chart.svg.unfinished-${process.ppid}`,
    `map.svg.unfinished-${ended}`,
  ] as const;
  for (const name of [left, written, other]) writeFileSync(join(folder, name), '');
  await saveFile(join(folder, 'chart.svg'), '<svg/>');
  expect(readdirSync(folder).sort()).toEqual(['chart.svg', written, other]);
});
