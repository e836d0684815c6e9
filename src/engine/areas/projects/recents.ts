import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { projectCounts, type RecentProject } from '../../../shared/model/project.ts';
import { writeAtomically } from '../../store/write-atomically.ts';
import { projectPaths } from './project-paths.ts';

const mostRecents = 30;

const entry = z.object({
  folder: z.string(),
  name: z.string(),
  openedAtMs: z.number(),
  counts: projectCounts.nullable(),
});
type Entry = z.infer<typeof entry>;

export interface Recents {
  list(): RecentProject[];
  remember(project: Entry): void;
  forget(folder: string): void;
}

/** Nobody takes so long to write them. */
const abandonedAfterMs = 60_000;

/** What engines have left that were killed while they wrote; another one may be writing now. */
const removeUnfinished = (folder: string): void => {
  try {
    for (const name of readdirSync(folder).filter((each) => /^recents\.json\.\d+\.unfinished$/.test(each))) {
      const path = join(folder, name);
      if (Date.now() - statSync(path).mtimeMs > abandonedAfterMs) rmSync(path, { force: true });
    }
  } catch {
    // A folder that is not there, or cannot be written, is no reason to fail.
  }
};

/** `recents.json` of this user, newest first. Entries that cannot be read are left out, never a reason to fail. */
export const createRecents = (userDataFolder: string): Recents => {
  const file = join(userDataFolder, 'recents.json');

  removeUnfinished(userDataFolder);

  const read = (): Entry[] => {
    try {
      const entries = z.array(z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));
      return entries.flatMap((candidate) => entry.safeParse(candidate).data ?? []);
    } catch {
      return [];
    }
  };
  const write = (entries: readonly Entry[]) => {
    mkdirSync(dirname(file), { recursive: true });
    writeAtomically(file, `${JSON.stringify(entries.slice(0, mostRecents), null, 2)}\n`);
  };
  const others = (folder: string) => read().filter((known) => known.folder !== folder);

  return {
    list: () =>
      read()
        .sort((one, other) => other.openedAtMs - one.openedAtMs)
        .map((known) => ({ ...known, exists: existsSync(projectPaths(known.folder).database) })),
    remember: (project) => {
      try {
        write([project, ...others(project.folder)]);
      } catch {
        // A home folder that cannot be written is no reason to keep a project from being opened.
      }
    },
    forget: (folder) => write(others(folder)),
  };
};
