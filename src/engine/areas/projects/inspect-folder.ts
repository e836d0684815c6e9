import { constants, type Dirent } from 'node:fs';
import { access, opendir, stat } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import type { FolderFinding } from '../../../shared/model/project.ts';
import type { FoundTool, RecognisedTool } from '../../../shared/model/recognised-tools.ts';
import { projectPaths } from './project-paths.ts';

const mostEntries = 5000;
const longestMs = 2000;
const mostDataFiles = 50;
const mostTools = 20;
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

/** By the name of a file that each of them cannot do without; all of DVC's lies in a folder. */
const toolOfFile: Readonly<Record<string, RecognisedTool>> = {
  'feature_store.yaml': 'feast',
  'great_expectations.yml': 'great-expectations',
};

/** Parts of Neptune's exports are runs, and no data of their own. */
const partOfRun = /-[0-9a-f]{16}_part_\d+\.parquet$/;

interface Tally {
  readonly dataFiles: FolderFinding['dataFiles'];
  readonly tools: FoundTool[];
  /** Folders of runs: what lies in them is theirs. */
  readonly runFolders: ReadonlySet<string>;
  notebooks: number;
  scripts: number;
  onnxFiles: number;
  entries: number;
}

/**
 * Says what is in a folder. Never writes, and looks at no more than some thousand entries. Of files in `runFolders`, which hold runs of other
 * tools, none is offered as data.
 */
export const inspectFolder = async (
  folder: string,
  runFolders: readonly string[] = [],
): Promise<Omit<FolderFinding, 'runSources' | 'isSearchComplete'>> => {
  const tally: Tally = {
    ...{ dataFiles: [], tools: [], runFolders: new Set(runFolders) },
    ...{ notebooks: 0, scripts: 0, onnxFiles: 0, entries: 0 },
  };
  const facts = await stat(folder).catch(() => null);
  if (facts?.isDirectory()) await walk(folder, tally, performance.now() + longestMs);
  const { dataFiles, entries, tools, runFolders: _, ...counts } = tally;
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
    tools: tools.sort((one, other) => (one.title < other.title ? -1 : 1)).slice(0, mostTools),
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
      if (tally.runFolders.has(folder)) continue;
      const path = join(folder, entry.name);
      const tool = toolOf(entry);
      if (tool !== undefined) tally.tools.push({ tool, path, title: relative(root, path) });
      if (entry.isDirectory() && !skippedFolders.has(entry.name)) waiting.push(path);
      if (entry.isFile() && !partOfRun.test(entry.name)) await count(path, tally);
    }
  }
};

const toolOf = (entry: Dirent): RecognisedTool | undefined => {
  if (entry.isFile()) return Object.hasOwn(toolOfFile, entry.name) ? toolOfFile[entry.name] : undefined;
  return entry.isDirectory() && entry.name === '.dvc' ? 'dvc' : undefined;
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
