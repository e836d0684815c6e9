import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EngineError } from '../../../../shared/errors.ts';
import { withPlace } from '../../../../shared/unwritable-file.ts';
import type { UnfinishedFiles } from '../../../ports/project-services.ts';
import { isRunning } from '../../children/is-running.ts';

/**
 * A folder that appears whole or not at all: it is written beside its place, and in it where it is there already, because that may be a
 * mounted place or one beside which nothing may be written. What a killed process left of an earlier attempt is removed. Errors:
 * `already-exists` for a folder with something in it, `conflict` while this process writes the same folder, `permission-denied`,
 * `disk-full`, and what `write` throws; nothing stays then.
 */
export const writeWholeFolder = async <Result>(
  root: string,
  write: (unfinished: string) => Promise<Result>,
  files?: UnfinishedFiles,
): Promise<Result> => {
  const isThere = existsSync(root);
  const stem = isThere ? join(root, ending) : `${root}${ending}`;
  try {
    requireEmpty(root);
    // The folder may have been made since the attempt that was killed.
    for (const each of [join(root, ending), `${root}${ending}`]) removeStrays(each);
    const unfinished = `${stem}${process.pid}`;
    makeFolders(dirname(unfinished));
    const ended = files?.begin(unfinished);
    try {
      makeOnly(unfinished, root);
      return await filled({ unfinished, root, isThere }, write);
    } finally {
      ended?.();
    }
  } catch (thrown) {
    throw withPlace(thrown, root);
  }
};

const filled = async <Result>(
  { unfinished, root, isThere }: { unfinished: string; root: string; isThere: boolean },
  write: (unfinished: string) => Promise<Result>,
): Promise<Result> => {
  try {
    const result = await write(unfinished);
    requireEmpty(root);
    if (isThere) moveContents(unfinished, root);
    else renameSync(unfinished, root);
    return result;
  } catch (thrown) {
    removeAll(unfinished);
    throw thrown;
  }
};

/** As files that somebody wants are called until they are whole. */
const ending = '.unfinished-';

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** What an attempt left that was killed is as good as nothing, unless it had begun to move its files into place. */
const requireEmpty = (root: string): void => {
  const refuse = (problem: string) => {
    throw new EngineError('already-exists', `${root} ${problem}`, { details: { path: root } });
  };
  if (existsSync(root) && !statSync(root).isDirectory()) refuse('is a file. Choose a new folder.');
  const names = namesIn(root);
  if (names.every(isUnfinished)) return;
  refuse(
    names.some(isUnfinished)
      ? 'holds a part of what broke off before it was whole. Remove it, or choose a new folder.'
      : 'is not empty. Choose a new folder.',
  );
};

const isUnfinished = (name: string): boolean => name.startsWith(ending);

/** What cannot be removed is not worth another error. */
const removeAll = (path: string): void => {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {}
};

const removeStrays = (stem: string): void => {
  for (const name of namesIn(dirname(stem))) {
    const path = join(dirname(stem), name);
    const pid = path.startsWith(stem) ? path.slice(stem.length) : '';
    if (/^\d+$/.test(pid) && !isRunning(Number(pid))) removeAll(path);
  }
};

/** One at a time: Node's own way never returns where the system answers ENOENT to every attempt, as below /proc. */
const makeFolders = (folder: string): void => {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolders(dirname(folder));
  mkdirSync(folder);
};

const makeOnly = (unfinished: string, root: string): void => {
  try {
    mkdirSync(unfinished);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    throw new EngineError(
      'conflict',
      `${root} is being written already. Wait until it is done, or choose another folder.`,
    );
  }
};

const moveContents = (from: string, to: string): void => {
  for (const name of readdirSync(from)) renameSync(join(from, name), join(to, name));
  rmdirSync(from);
};
