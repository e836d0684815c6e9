import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../../store/write-atomically.ts';
import { projectPaths } from './project-paths.ts';

/**
 * A folder whose runs are looked at without anything being written into it has its project in the user's folder for application data: an
 * ordinary project, in a place that the folder's real path decides. So it is the same one each time, whatever link leads there.
 */

const lookFile = 'looks-at.json';
const look = z.object({ folder: z.string() });

export interface LookPlace {
  /** The folder that is looked at, as it is really called. */
  readonly looksAt: string;
  /** The folder of the project. */
  readonly folder: string;
  readonly isNew: boolean;
}

export const lookPlaceOf = (userDataFolder: string, given: string): LookPlace => {
  const looksAt = realpathSync(given);
  const key = createHash('sha256').update(looksAt).digest('hex').slice(0, 12);
  const folder = join(userDataFolder, 'looks', `${basename(looksAt) || 'root'}-${key}`);
  return { looksAt, folder, isNew: !existsSync(projectPaths(folder).database) };
};

/** Says what the place is for, to people and to the project itself. */
export const writeLookFile = ({ folder, looksAt }: Pick<LookPlace, 'folder' | 'looksAt'>): void => {
  mkdirSync(folder, { recursive: true });
  writeAtomically(join(folder, lookFile), `${JSON.stringify({ folder: looksAt }, null, 2)}\n`);
};

/** The folder that a project looks at; null for one that is its own. */
export const readLookFile = (projectFolder: string): string | null => {
  const file = join(projectFolder, lookFile);
  if (!existsSync(file)) return null;
  try {
    return look.parse(JSON.parse(readFileSync(file, 'utf8'))).folder;
  } catch {
    // It is a note for people in the first place, and no reason not to open a project.
    return null;
  }
};
