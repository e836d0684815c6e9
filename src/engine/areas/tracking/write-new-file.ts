import { randomBytes } from 'node:crypto';
import { access, link, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';
import { withPlace } from '../../../shared/unwritable-file.ts';
import type { UnfinishedFiles } from '../../ports/project-services.ts';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Where a link leads, so that what it leads to is written and the link stays; the path itself where nothing is yet. */
const placeOf = (path: string): Promise<string> => realpath(path).catch(() => path);

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const existing = (out: string): EngineError =>
  new EngineError('already-exists', `${out} exists already. Choose another name, or overwrite it.`, {
    details: { path: out },
  });

/** Gives a file a second name that nobody has taken meanwhile; false where the file system knows no second names. */
const linked = async (file: string, name: string, out: string): Promise<boolean> => {
  try {
    await link(file, name);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') throw existing(out);
    return false;
  }
};

/**
 * A file that somebody wants: written beside its place, and under its name only when it is whole, so that neither a failure nor a
 * cancellation leaves half of one. Errors: `invalid-input` for a relative path or a folder, `not-found` without its folder, `already-exists`,
 * `permission-denied`, `disk-full`.
 */
export const writeNewFile = async (
  { out, overwrite, unfinished: files }: { out: string; overwrite: boolean; unfinished: UnfinishedFiles },
  write: (unfinished: string) => Promise<void>,
): Promise<{ sizeBytes: number }> => {
  if (!isAbsolute(out)) throw new EngineError('invalid-input', `“${out}” is no whole path of a file.`);
  if (!(await exists(dirname(out))))
    throw new EngineError('not-found', `There is no folder ${dirname(out)}. Make it, or choose another.`);
  if (await isFolder(out))
    throw new EngineError('invalid-input', `${out} is a folder. Name a file in it, or choose another name.`);
  if (!overwrite && (await exists(out))) throw existing(out);
  const place = await placeOf(out);
  // Two may be written to one place at once.
  const unfinished = `${place}.unfinished-${randomBytes(4).toString('hex')}`;
  const ended = files.begin(unfinished);
  try {
    await write(unfinished);
    if (overwrite || !(await linked(unfinished, place, out))) await rename(unfinished, place);
    return { sizeBytes: (await stat(place)).size };
  } catch (thrown) {
    throw withPlace(thrown, out);
  } finally {
    await rm(unfinished, { force: true });
    ended();
  }
};
