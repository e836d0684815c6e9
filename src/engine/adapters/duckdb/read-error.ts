import { basename } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';

const kinds: readonly { pattern: RegExp; error: (path: string, message: string) => EngineError }[] = [
  {
    pattern: /No space left on device|Could not write.*disk|max_temp_directory_size/i,
    error: (_, message) => new EngineError('disk-full', `The disk for temporary files is full. ${message}`),
  },
  {
    pattern: /No files found that match|Cannot open file .*(No such file|cannot find)/is,
    error: (path) => new EngineError('not-found', `There is no file ${path}.`, { details: { path } }),
  },
  {
    pattern: /Permission denied/i,
    error: (path) => new EngineError('permission-denied', `${path} may not be read.`, { details: { path } }),
  },
  {
    pattern: /^Out of Memory Error/i,
    error: (path, message) =>
      new EngineError('unavailable', `Not enough memory to read ${basename(path)}. ${message}`, {
        details: { path },
      }),
  },
  {
    pattern:
      /^(Invalid Input|Conversion|IO|Serialization|Binder|TProtocolException|Invalid) ?(Error|Exception)?/i,
    error: (path, message) =>
      new EngineError('data-malformed', `${basename(path)} cannot be read as before: ${message}`, {
        details: { path },
      }),
  },
];

const lineOf = (message: string): number | null => {
  const line = /CSV Error on Line: (\d+)|in line (\d+)/.exec(message);
  return line === null ? null : Number(line[1] ?? line[2]);
};

/** What DuckDB threw while it read a file, as an error of ours. */
export const readError = (path: string, thrown: unknown): unknown => {
  if (!(thrown instanceof Error) || thrown instanceof EngineError) return thrown;
  const { message } = thrown;
  const sentence = message.split('\n').slice(0, 3).join(' ').slice(0, 400);
  const known = kinds.find(({ pattern }) => pattern.test(message))?.error(path, sentence);
  if (known === undefined) return thrown;
  const line = lineOf(message);
  return line === null
    ? known
    : new EngineError(known.code, known.message, { details: { ...known.details, line }, cause: thrown });
};
