import { existsSync, mkdirSync, readFileSync } from 'node:fs';
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

/** `recents.json` of this user, newest first. Entries that cannot be read are left out, never a reason to fail. */
export const createRecents = (userDataFolder: string): Recents => {
  const file = join(userDataFolder, 'recents.json');

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
