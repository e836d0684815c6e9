import { closeSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Progress } from '../../../shared/model/progress.ts';
import type { Detection, ForeignSource, FoundSource } from '../../ports/foreign-runs.ts';
import { type FolderEntry, listFolder, openGuarded, readSome } from './guarded-files.ts';
import { countMlflowDatabase } from './mlflow-database/count-runs.ts';
import { countMlflowFolder, isMlflowFolder } from './mlflow-folder/count-runs.ts';
import { recogniseNeptune } from './neptune/find-runs.ts';
import { createSearchBudget, type SearchBudget } from './search-budget.ts';
import { attempt } from './skipped.ts';
import { ignoredFolders, isEventFile } from './tensorboard/find-event-folders.ts';
import { findWandbRuns, logFilesIn } from './wandb/find-run-files.ts';

/** How far below the opened folder sources are looked for. */
const maxDepth = 3;
const foldersBetweenTurns = 50;

interface SearchOptions {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((progress: Progress) => void) | undefined;
  readonly budget?: SearchBudget;
}

/**
 * Finds sources by their files, not their names: folders level by level, each listed once. What lies inside of a source belongs to it and is
 * not looked at. Errors: `AbortError`; a folder that cannot be listed counts as empty.
 */
export const detectSources = async (
  root: string,
  { signal, progress, budget = createSearchBudget() }: SearchOptions = {},
): Promise<Detection> => {
  const sources: FoundSource[] = [];
  /** Databases by their name that cannot be read as such. They are told where nothing else is, so that opening them says why. */
  const doubtful: FoundSource[] = [];
  const eventFolders: string[] = [];
  /** Folders whose files belong to a source beside them. */
  const taken: string[] = [];
  const isTaken = (path: string): boolean => taken.some((folder) => `${path}${sep}`.startsWith(folder + sep));
  let isComplete = true;
  let level = [root];
  let listed = 0;
  for (let depth = 0; depth <= maxDepth && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      if (budget.isSpent()) {
        isComplete = false;
        break;
      }
      if (isTaken(folder)) continue;
      listed += 1;
      if (listed % foldersBetweenTurns === 0) {
        progress?.({ phase: `Looking for runs in ${root}`, completed: listed });
        await setImmediate();
      }
      signal?.throwIfAborted();
      const entries = entriesOf(folder, budget);
      const found = recognise(folder, entries, root);
      const databases = await describeDatabases(folder, entries, root);
      sources.push(...databases);
      if (databases.length === 0) doubtful.push(...namedDatabases(folder, entries, root));
      if (found !== null) {
        const { filesFolders = [], ...source } = found;
        sources.push({ ...source, title: titleOf(root, source.path) });
        taken.push(...filesFolders);
      } else {
        if (entries.some(isEventFile)) eventFolders.push(folder);
        next.push(...subfoldersOf(folder, entries));
      }
    }
    level = next;
  }
  const logs = describeEventFolders(
    eventFolders.filter((folder) => !isTaken(folder)),
    root,
  );
  const found = [...sources, ...logs];
  return {
    sources: (found.length > 0 ? found : doubtful)
      .filter(({ path }) => !isTaken(path))
      .map((source) => withCounts(source, budget))
      .sort(byPath),
    isComplete,
  };
};

/** Counted after the search and from what is left of its budget, so that many runs in one place do not hide another. */
const withCounts = (source: FoundSource, budget: SearchBudget): FoundSource =>
  source.format === 'mlflow-folder' ? { ...source, ...countMlflowFolder(source.path, budget) } : source;

const byPath = (one: FoundSource, other: FoundSource): number => (one.path < other.path ? -1 : 1);

const entriesOf = (folder: string, budget: SearchBudget): FolderEntry[] => {
  const listing = attempt(() => listFolder(folder));
  const entries = listing.ok ? listing.value : [];
  budget.spend(entries.length);
  return entries;
};

const titleOf = (root: string, path: string): string => relative(root, path) || basename(root);

const subfoldersOf = (folder: string, entries: readonly FolderEntry[]): string[] =>
  entries
    .filter((entry) => entry.type === 'folder' && !skippedFolders.has(entry.name))
    .map((entry) => join(folder, entry.name));

/** Large and never somebody's runs. `mlruns` and `wandb` are looked into here: they are what is looked for. */
const skippedFolders = new Set([...ignoredFolders].filter((name) => !['mlruns', 'wandb'].includes(name)));

type Recognised = Omit<FoundSource, 'title'> & { readonly filesFolders?: readonly string[] };

const recognise = (folder: string, entries: readonly FolderEntry[], root: string): Recognised | null => {
  if (isMlflowFolder(folder, entries))
    return { format: 'mlflow-folder', path: folder, experimentCount: null, runCount: null };
  const neptune = recogniseNeptune(folder, entries, root);
  if (neptune !== null) return { format: 'neptune', ...neptune };
  const hasRunFolders = entries.some((entry) => /^(?:offline-)?run-\d{8}_\d{6}-/.test(entry.name));
  if (!hasRunFolders && logFilesIn(entries).length === 0) return null;
  const runs = attempt(() => findWandbRuns(folder));
  return runs.ok && runs.value.length > 0
    ? { format: 'wandb', path: folder, experimentCount: null, runCount: runs.value.length }
    : null;
};

const databaseName = /\.(?:db|sqlite3?)$/i;
const databaseHeader = Buffer.from('SQLite format 3\0', 'latin1');
/** Folders with thousands of databases are somebody else's. */
const maxDatabases = 20;

const describeDatabases = async (
  folder: string,
  entries: readonly FolderEntry[],
  root: string,
): Promise<FoundSource[]> => {
  const files = entries
    .filter((entry) => entry.type === 'file' && databaseName.test(entry.name))
    .slice(0, maxDatabases)
    .map((entry) => join(folder, entry.name))
    .filter(isSqliteFile);
  const found = await Promise.all(
    files.map(async (path) => ({ path, counts: await countMlflowDatabase(path) })),
  );
  return found.flatMap(({ path, counts }) =>
    counts === null
      ? []
      : [{ format: 'mlflow-database' as const, path, title: titleOf(root, path), ...counts }],
  );
};

/** What MLflow calls its database unless it is told otherwise. */
const mlflowDatabaseName = 'mlflow.db';

const namedDatabases = (folder: string, entries: readonly FolderEntry[], root: string): FoundSource[] =>
  entries
    .filter((entry) => entry.type === 'file' && entry.name === mlflowDatabaseName)
    .map((entry) => join(folder, entry.name))
    .map((path) => ({
      ...{ format: 'mlflow-database', path, title: titleOf(root, path) },
      ...{ experimentCount: null, runCount: null },
    }));

const isSqliteFile = (path: string): boolean => {
  const header = Buffer.alloc(databaseHeader.length);
  const read = attempt(() => {
    const file = openGuarded(path);
    try {
      return readSome(file, header, 0);
    } finally {
      closeSync(file);
    }
  });
  return read.ok && header.equals(databaseHeader);
};

/** One source for all folders with event files, as TensorBoard is given one folder: the deepest that holds them all. */
const describeEventFolders = (folders: readonly string[], root: string): FoundSource[] => {
  const [first, ...rest] = folders;
  if (first === undefined) return [];
  let common = first;
  for (const folder of rest) {
    while (folder !== common && !folder.startsWith(join(common, '/'))) common = join(common, '..');
  }
  const source: ForeignSource = { format: 'tensorboard', path: common };
  return [{ ...source, title: titleOf(root, common), experimentCount: 1, runCount: folders.length }];
};
