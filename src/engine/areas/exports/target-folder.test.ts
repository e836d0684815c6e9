import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { checkTargetFolder, makeFolders } from './target-folder.ts';

const projectIn = (folder: string) => ({
  folder: join(folder, 'project'),
  state: join(folder, 'project', '.modelyard'),
});

test('folders above the target are made, one after the other', async () => {
  const folder = join(temporaryFolder(), 'a', 'b', 'c');
  await makeFolders(folder);
  await makeFolders(folder);
  expect((await stat(folder)).isDirectory()).toBe(true);
});

test.runIf(process.platform === 'linux')(
  'a folder that the system refuses is an error, not a wait for ever',
  async () => {
    await expect(makeFolders('/proc/modelyard/export')).rejects.toMatchObject({ code: 'permission-denied' });
  },
);

test('a file above the target is said', async () => {
  const folder = temporaryFolder();
  await mkdir(join(folder, 'project'));
  await writeFile(join(folder, 'file'), '');
  await expect(checkTargetFolder(projectIn(folder), join(folder, 'file', 'export'))).rejects.toMatchObject({
    code: 'invalid-input',
  });
  expect(await checkTargetFolder(projectIn(folder), join(folder, 'new', 'export'))).toBe(
    join(folder, 'new', 'export'),
  );
});
