import { basename, join } from 'node:path';
import { type FolderEntry, listFolder } from '../guarded-files.ts';

/** The files of one run. A run that was resumed has several folders, oldest first. */
export interface WandbRunFiles {
  readonly id: string;
  readonly folders: readonly { readonly folder: string; readonly logFile: string }[];
}

/** `folder` is a `wandb` folder, or the folder of one run in it. The link `latest-run` is not followed. */
export const findWandbRuns = (folder: string): WandbRunFiles[] => {
  const runs = new Map<string, { folder: string; logFile: string }[]>();
  const places = [
    { folder, entries: listFolder(folder) },
    ...runFolders(folder).map((place) => ({ folder: place, entries: listFolder(place) })),
  ];
  // The names of run folders begin with the time, so the order of names is the order of time.
  places.sort((one, other) => (startOf(one.folder) < startOf(other.folder) ? -1 : 1));
  for (const place of places) {
    for (const name of logFilesIn(place.entries)) {
      const id = name.slice('run-'.length, -'.wandb'.length);
      runs.set(id, [...(runs.get(id) ?? []), { folder: place.folder, logFile: join(place.folder, name) }]);
    }
  }
  return [...runs].map(([id, folders]) => ({ id, folders }));
};

const runFolder = /^(?:offline-)?run-(\d{8}_\d{6})-/;

const runFolders = (folder: string): string[] =>
  listFolder(folder)
    .filter((entry) => entry.type === 'folder' && runFolder.test(entry.name))
    .map((entry) => join(folder, entry.name));

const startOf = (folder: string): string => runFolder.exec(basename(folder))?.[1] ?? '';

export const logFilesIn = (entries: readonly FolderEntry[]): string[] =>
  entries
    .filter((entry) => entry.type === 'file' && /^run-.+\.wandb$/.test(entry.name))
    .map((entry) => entry.name);
