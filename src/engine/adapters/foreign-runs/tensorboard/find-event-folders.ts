import { join } from 'node:path';
import { type FolderEntry, listFolder } from '../guarded-files.ts';
import { attempt } from '../skipped.ts';

export interface EventFolder {
  readonly folder: string;
  /** From the source's folder; '' is that folder itself. */
  readonly path: string;
  /** In the order in which they were begun. */
  readonly files: readonly string[];
}

export const isEventFile = (entry: FolderEntry): boolean =>
  entry.type === 'file' && entry.name.includes('.tfevents.');

const maxDepth = 24;

/** Every folder with event files is a run, as in TensorBoard. Folders of other tools are left to their readers. */
export function* findEventFolders(root: string): Generator<EventFolder> {
  yield* search('', 0);

  function* search(path: string, depth: number): Generator<EventFolder> {
    const folder = join(root, path);
    const listing = attempt(() => listFolder(folder));
    if (!listing.ok) return;
    const files = listing.value.filter(isEventFile).map((entry) => join(folder, entry.name));
    if (files.length > 0) yield { folder, path, files };
    for (const entry of listing.value) {
      const isSearched = entry.type === 'folder' && !ignoredFolders.has(entry.name) && depth < maxDepth;
      if (isSearched) yield* search(path === '' ? entry.name : `${path}/${entry.name}`, depth + 1);
    }
  }
}

/** Hold copies of event files that belong to runs read elsewhere, or nothing that anybody logged on purpose. */
export const ignoredFolders: ReadonlySet<string> = new Set([
  'mlruns',
  'mlartifacts',
  'wandb',
  'node_modules',
  '.git',
  '.venv',
  'venv',
  '__pycache__',
  'site-packages',
]);
