import { constants } from 'node:fs';
import { access, opendir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { FolderFinding } from '../../../shared/model/project.ts';
import { projectPaths } from './project-paths.ts';

const mostEntries = 5000;
const longestMs = 2000;
const mostDataFiles = 50;
const skippedFolders = new Set([
  'node_modules',
  '.git',
  '.modelyard',
  '.venv',
  'venv',
  '__pycache__',
  '.dvc',
]);

const formatOf: Readonly<Record<string, string>> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.parquet': 'parquet',
  '.pq': 'parquet',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};

interface Tally {
  readonly dataFiles: FolderFinding['dataFiles'];
  notebooks: number;
  scripts: number;
  onnxFiles: number;
  entries: number;
}

/** Says what is in a folder. Never writes, and looks at no more than some thousand entries. */
export const inspectFolder = async (folder: string): Promise<Omit<FolderFinding, 'runSources'>> => {
  const tally: Tally = { dataFiles: [], notebooks: 0, scripts: 0, onnxFiles: 0, entries: 0 };
  const facts = await stat(folder).catch(() => null);
  if (facts?.isDirectory()) await walk(folder, tally, performance.now() + longestMs);
  const { dataFiles, entries, ...counts } = tally;
  const isProject = await exists(projectPaths(folder).database);
  return {
    folder,
    name: basename(folder) || folder,
    kind: kindOf({ facts, isProject, entries }),
    writable: await isWritable(folder),
    dataFiles: dataFiles.sort((one, other) => other.sizeBytes - one.sizeBytes).slice(0, mostDataFiles),
    dataFileCount: dataFiles.length,
    ...counts,
    hasGit: await exists(join(folder, '.git')),
    hasMlruns: await exists(join(folder, 'mlruns')),
    hasDvc: await exists(join(folder, '.dvc')),
    problem: null,
  };
};

const kindOf = (found: {
  facts: { isDirectory(): boolean } | null;
  isProject: boolean;
  entries: number;
}): FolderFinding['kind'] => {
  if (found.facts === null) return 'missing';
  if (!found.facts.isDirectory()) return 'not-a-folder';
  if (found.isProject) return 'project';
  return found.entries === 0 ? 'empty' : 'folder';
};

/** Breadth first, so that the limit cuts what lies deepest. */
const walk = async (root: string, tally: Tally, deadlineMs: number): Promise<void> => {
  const waiting = [root];
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    const entries = await opendir(folder).catch(() => null);
    if (entries === null) continue;
    for await (const entry of entries) {
      tally.entries += 1;
      if (tally.entries > mostEntries || performance.now() > deadlineMs) return;
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !skippedFolders.has(entry.name)) waiting.push(path);
      if (entry.isFile()) await count(path, tally);
    }
  }
};

const count = async (path: string, tally: Tally): Promise<void> => {
  const ending = extname(path).toLowerCase();
  if (ending === '.ipynb') tally.notebooks += 1;
  if (ending === '.py' || ending === '.r') tally.scripts += 1;
  if (ending === '.onnx') tally.onnxFiles += 1;
  const format = formatOf[ending];
  if (format === undefined) return;
  const facts = await stat(path).catch(() => null);
  if (facts !== null) tally.dataFiles.push({ path, format, sizeBytes: facts.size });
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const isWritable = (path: string): Promise<boolean> =>
  access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
