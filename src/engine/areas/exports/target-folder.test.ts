import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { checkTargetFolder, makeFolders, placesOf, putInPlace, tidyUpPlaces } from './target-folder.ts';

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

test('after an attempt that was killed there is the export from before, or the whole new one', async () => {
  const places = placesOf({ folder: join(temporaryFolder(), 'deployment'), exportId: 'e'.repeat(32) });
  const write = async (folder: string, content: string) => {
    await mkdir(folder);
    await writeFile(
      join(folder, 'modelyard-export.json'),
      JSON.stringify({ format: 'modelyard-export', content }),
    );
  };
  const parent = join(places.folder, '..');
  const contents = async () => {
    const text = await readFile(join(places.folder, 'modelyard-export.json'), 'utf8');
    return [(JSON.parse(text) as { content: string }).content, await readdir(parent)];
  };
  await write(places.folder, 'before');
  await write(places.unfinished, 'half');
  tidyUpPlaces(places);
  expect(await contents()).toEqual(['before', ['deployment']]);

  // Between the two renames, and after them.
  await rename(places.folder, places.aside);
  await write(places.unfinished, 'new');
  tidyUpPlaces(places);
  expect(await contents()).toEqual(['before', ['deployment']]);
  await write(places.unfinished, 'new');
  await putInPlace(places);
  expect(await contents()).toEqual(['new', ['deployment']]);
  await write(places.aside, 'before');
  tidyUpPlaces(places);
  expect(await contents()).toEqual(['new', ['deployment']]);
});
