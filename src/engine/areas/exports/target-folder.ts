import { existsSync, renameSync, rmSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, parse, resolve, sep } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';
import { markerFile } from './export-files.ts';

/**
 * Where an export may be written: a folder that does not exist, is empty, or holds an earlier export. Never the project itself, a folder
 * around it, its state, or a link. Errors `invalid-input`, `already-exists`.
 */
export async function checkTargetFolder(
  project: { folder: string; state: string },
  wanted: string,
): Promise<string> {
  const folder = resolve(project.folder, wanted);
  if (folder === parse(folder).root || isInside(project.folder, folder) || isInside(folder, project.state)) {
    throw new EngineError(
      'invalid-input',
      `${folder} cannot be replaced by an export. Choose a folder of its own.`,
      {
        details: { path: folder },
      },
    );
  }
  const parent = await nearestExisting(dirname(folder));
  if (!(await lstat(parent)).isDirectory()) {
    throw new EngineError('invalid-input', `${parent} is a file, so no folder can be made below it.`, {
      details: { path: folder },
    });
  }
  if (!(await isReplaceable(folder))) {
    throw new EngineError(
      'already-exists',
      `${folder} holds other files. Choose a folder that does not exist, is empty, or holds an earlier export.`,
      { details: { path: folder } },
    );
  }
  return folder;
}

/** Folders above the target are made when the export is written. */
async function nearestExisting(folder: string): Promise<string> {
  const isThere = await lstat(folder).then(
    () => true,
    () => false,
  );
  return isThere ? folder : nearestExisting(dirname(folder));
}

/** Is `inner` the folder `outer` or below it? */
const isInside = (inner: string, outer: string): boolean =>
  inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : `${outer}${sep}`);

async function isReplaceable(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => null);
  if (found === null) return true;
  if (!found.isDirectory()) return false;
  return (await readdir(folder)).length === 0 || isEarlierExport(folder);
}

async function isEarlierExport(folder: string): Promise<boolean> {
  try {
    const marker = JSON.parse(await readFile(join(folder, markerFile), 'utf8')) as { format?: unknown };
    return marker.format === 'modelyard-export';
  } catch {
    return false;
  }
}

/**
 * Makes a folder and what is missing above it, one at a time: Node's recursive mkdir never returns where the system answers ENOENT to
 * every attempt, as below /proc. Error `permission-denied` where the system refuses.
 */
export async function makeFolders(folder: string): Promise<void> {
  const existing = await nearestExisting(folder);
  if (existing === folder) return;
  await makeFolders(dirname(folder));
  try {
    await mkdir(folder);
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw thrown;
    throw new EngineError(
      'permission-denied',
      `${folder} cannot be made: ${message}. Choose another folder.`,
      {
        details: { path: folder },
      },
    );
  }
}

interface Places {
  readonly folder: string;
  /** Where the export is written until it is whole. */
  readonly unfinished: string;
  /** Where an earlier export lies while the new one takes its place. */
  readonly aside: string;
}

/** The same in each attempt of an export. */
export const placesOf = ({ folder, exportId }: { folder: string; exportId: string }): Places => ({
  folder,
  unfinished: `${folder}.unfinished-${exportId.slice(0, 8)}`,
  aside: `${folder}.replaced-${exportId.slice(0, 8)}`,
});

/** After an attempt that was ended at any moment: what was in the folder before is there, or the whole export. */
export function tidyUpPlaces({ folder, unfinished, aside }: Places): void {
  rmSync(unfinished, { recursive: true, force: true });
  if (existsSync(folder)) rmSync(aside, { recursive: true, force: true });
  else if (existsSync(aside)) renameSync(aside, folder);
}

/** Puts the finished folder in its place; an earlier export is moved aside first and removed last. */
export async function putInPlace({ unfinished, folder, aside }: Places): Promise<void> {
  if (!(await isReplaceable(folder)))
    throw new EngineError('already-exists', `${folder} holds other files by now.`);
  const hadEarlier = await rename(folder, aside).then(
    () => true,
    () => false,
  );
  try {
    await rename(unfinished, folder);
  } catch (thrown) {
    if (hadEarlier) await rename(aside, folder);
    throw thrown;
  }
  if (hadEarlier) await rm(aside, { recursive: true, force: true });
}
