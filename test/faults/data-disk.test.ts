import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createDatasetsArea } from '../../src/engine/areas/datasets/create-datasets-area.ts';
import { createEventLog, listEvents } from '../../src/engine/store/event-log.ts';
import { createObjectStore, listObjects } from '../../src/engine/store/objects.ts';
import { toErrorData } from '../../src/shared/errors.ts';
import { openTestStore, tickingClock } from '../support/open-test-store.ts';
import { readOnlyFolder, smallDisk } from '../support/small-disk.ts';
import { tableReader } from '../support/table-reader.ts';

/** The area with its objects in this folder, and a file of 1 MB to copy there. */
const areaWith = (objectsFolder: string) => {
  const store = openTestStore();
  const clock = tickingClock();
  const path = join(store.folder, 'large.csv');
  writeFileSync(path, `a,b\n${'1,text that takes room\n'.repeat(50_000)}`);
  const { handlers } = createDatasetsArea({
    store,
    objects: createObjectStore({ folder: objectsFolder, store, clock }),
    data: tableReader(),
    paths: { folder: store.folder } as Parameters<typeof createDatasetsArea>[0]['paths'],
    clock,
    eventLog: createEventLog({ clock, actor: 'test' }),
    changed: () => expect.fail('something was announced'),
  });
  const context = { signal: new AbortController().signal, progress: () => {} };
  const add = () => Promise.resolve(handlers['datasets.add']({ path, mode: 'copy' }, context));
  const kept = () => ({
    datasets: store.reader.all('SELECT * FROM datasets'),
    objects: listObjects(store.reader),
    events: listEvents(store.reader, { limit: 10 }),
  });
  return { add, kept };
};

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('it succeeded'),
    (error) => toErrorData(error),
  );

const nothing = { datasets: [], objects: [], events: [] };

it('a copy onto a full disk changes nothing and says so', async ({ skip }) => {
  const disk = smallDisk(256 * 1024);
  if (disk === null) return skip('Mounting a small disk needs root on Linux.');
  const { add, kept } = areaWith(disk);
  expect((await failureOf(add())).code).toBe('disk-full');
  expect(kept()).toEqual(nothing);
  expect(readdirSync(join(disk, 'unfinished'))).toEqual([]);
});

it('a copy into a read-only folder changes nothing and says so', async ({ skip }) => {
  const folder = readOnlyFolder();
  if (folder === null) return skip('Root cannot be kept out of a folder here.');
  const { add, kept } = areaWith(folder);
  expect((await failureOf(add())).code).toBe('permission-denied');
  expect(kept()).toEqual(nothing);
});
