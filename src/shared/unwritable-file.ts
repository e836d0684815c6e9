import { EngineError } from './errors.ts';

const refusals = new Set(['EACCES', 'EPERM', 'EROFS']);
const noRoom = new Set(['ENOSPC', 'EDQUOT']);

interface SystemError {
  readonly code?: string;
  readonly path?: string;
  readonly dest?: string;
}

/** What is written has this in its name until it is whole. */
const ours = '.unfinished';

/**
 * Says of a file that somebody wanted why the system did not write it, without the name that it had until it was whole. Other errors stay
 * as they are, such as those of a file that is read meanwhile.
 */
export const withPlace = (thrown: unknown, out: string): unknown => {
  const { code = '', path, dest } = (thrown ?? {}) as SystemError;
  if (!(dest ?? path ?? ours).includes(ours) && !(path ?? '').includes(ours)) return thrown;
  const because = { details: { path: out }, cause: thrown };
  if (noRoom.has(code))
    return new EngineError(
      'disk-full',
      `There is no room for ${out}; nothing of it was kept. Free some space on that disk, or choose another place.`,
      because,
    );
  if (refusals.has(code))
    return new EngineError(
      'permission-denied',
      `The system does not let Modelyard write ${out}. Choose another folder, or change who may write there.`,
      because,
    );
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new EngineError(
      'not-found',
      `There is no folder to write ${out} in. Make it, or choose another.`,
      because,
    );
  if (code === 'EISDIR' || code === 'ENOTEMPTY')
    return new EngineError(
      'invalid-input',
      `${out} is a folder. Name a file in it, or choose another name.`,
      because,
    );
  if (code === 'ENAMETOOLONG')
    return new EngineError(
      'invalid-input',
      `The name of ${out} is too long for the system. Choose a shorter one.`,
      because,
    );
  return thrown;
};
