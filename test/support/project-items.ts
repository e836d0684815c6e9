import { storedItems } from '../../src/engine/areas/foreign-runs/stored-items.ts';
import { projectPaths } from '../../src/engine/areas/projects/project-paths.ts';
import type { ForeignItem } from '../../src/engine/ports/foreign-runs.ts';
import { createObjectStore } from '../../src/engine/store/objects.ts';
import { openStore } from '../../src/engine/store/open-store.ts';
import { silentLogger, tickingClock } from './open-test-store.ts';

/** What a project has recorded, as an export gives it away. */
export const readProjectItems = async <Read>(
  folder: string,
  read: (items: AsyncIterable<ForeignItem>) => Promise<Read>,
): Promise<Read> => {
  const paths = projectPaths(folder);
  const clock = tickingClock();
  const store = openStore({
    ...{ file: paths.database, backupsFolder: paths.backups, clock, logger: silentLogger },
    readOnly: true,
  });
  const objects = createObjectStore({ folder: paths.objects, store, clock });
  const signal = new AbortController().signal;
  try {
    return await read(storedItems({ reader: store.reader, objects, signal, progress: () => {} }, null));
  } finally {
    store.close();
  }
};
