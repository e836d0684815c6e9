import { access, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * A file that somebody wants: written beside its place, and under its name only when it is whole, so that neither a failure nor a
 * cancellation leaves half of one. Errors: `invalid-input` for a relative path, `not-found` without its folder, `already-exists`.
 */
export const writeNewFile = async (
  { out, overwrite }: { out: string; overwrite: boolean },
  write: (unfinished: string) => Promise<void>,
): Promise<{ sizeBytes: number }> => {
  if (!isAbsolute(out)) throw new EngineError('invalid-input', `“${out}” is no whole path of a file.`);
  if (!(await exists(dirname(out))))
    throw new EngineError('not-found', `There is no folder ${dirname(out)}. Make it, or choose another.`);
  if (!overwrite && (await exists(out)))
    throw new EngineError('already-exists', `${out} exists already. Choose another name, or overwrite it.`);
  const unfinished = `${out}.unfinished-${process.pid}`;
  try {
    await write(unfinished);
    await rename(unfinished, out);
    return { sizeBytes: (await stat(out)).size };
  } finally {
    await rm(unfinished, { force: true });
  }
};
