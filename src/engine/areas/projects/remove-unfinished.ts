import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectPaths } from '../../ports/project-services.ts';

/** What the settings and the saved tables are written as before they take their names. */
const unfinishedSettings = /^modelyard(\.views)?\.yaml\.\d+\.unfinished$/;
/** Copies of the database, with what SQLite keeps beside one that it writes. */
const unfinishedBackup = /^\..+\.db\.\d+\.unfinished(-journal|-wal|-shm)?$/;

const matching = (folder: string, pattern: RegExp): string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => pattern.test(name))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
};

export type OwnPlaces = Pick<ProjectPaths, 'folder' | 'backups'>;

/** Files of the project’s own that were not whole yet under names that tell so, when whoever wrote them was killed. */
export const unfinishedOwnFiles = ({ folder, backups }: OwnPlaces): string[] => [
  ...matching(folder, unfinishedSettings),
  ...matching(backups, unfinishedBackup),
];

/** To be called by the engine that has just taken the project’s lock, so that nobody is writing them. */
export const removeUnfinished = (places: OwnPlaces): void => {
  for (const file of unfinishedOwnFiles(places)) rmSync(file, { force: true });
};
