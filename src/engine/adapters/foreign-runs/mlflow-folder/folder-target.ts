import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Entries, ForeignOwner, SkippedSubject } from '../../../ports/foreign-runs.ts';
import type { ExportTally } from '../export-tally.ts';
import { systemCode } from '../guarded-files.ts';
import { keyProblem } from '../mlflow/key-problem.ts';
import { metaFile } from './read-meta.ts';
import { formatMetaYaml, type MetaValue } from './write-meta-yaml.ts';

/** An `mlruns` folder that is being written, and what is in it so far. */
export interface Target {
  /** Where it will be, which is what its files say of each other. */
  readonly root: string;
  /** Where it is written until it is whole. */
  readonly folder: string;
  readonly tally: ExportTally;
  readonly experimentFolders: Map<string, string>;
  /** Of runs and logged models, which have different ids. */
  readonly ownerFolders: Map<string, string>;
  readonly runExperiments: Map<string, string>;
}

export const writeMeta = (folder: string, values: Readonly<Record<string, MetaValue>>): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, metaFile), formatMetaYaml(values));
};

export const uriOf = (path: string): string => pathToFileURL(path).href;

export const folderOf = (
  target: Target,
  owner: ForeignOwner,
  subject: SkippedSubject,
  what: string,
): string | undefined => {
  const folder = target.ownerFolders.get(owner.id);
  if (folder === undefined)
    target.tally.skip(subject, what, `${owner.id}, which it belongs to, was not written.`, owner.id);
  return folder;
};

export const writeEntries = (
  target: Target,
  folder: string,
  entries: Entries,
  subject: SkippedSubject,
  runId: string | null = null,
): void => {
  for (const [key, value] of entries) {
    writeKey(target, { folder, key, subject, runId }, (path) => writeFileSync(path, value));
  }
};

interface KeyFile {
  readonly folder: string;
  readonly key: string;
  readonly subject: SkippedSubject;
  readonly runId: string | null;
  readonly count?: number;
}

/** A key is a path. The system refuses some that MLflow allows: `a` beside `a/b`, or very long ones. */
export const writeKey = (
  target: Target,
  { folder, key, subject, runId, count }: KeyFile,
  write: (path: string) => void,
): void => {
  const problem = keyProblem(key) ?? attemptWrite(join(folder, key), write);
  if (problem !== null) target.tally.skip(subject, key, problem, runId, count);
};

const attemptWrite = (path: string, write: (path: string) => void): string | null => {
  try {
    if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
    write(path);
    return null;
  } catch (thrown) {
    const code = systemCode(thrown);
    if (!['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EINVAL', 'ENOENT'].includes(code)) throw thrown;
    return `The name cannot be a file beside the others (${code}).`;
  }
};
