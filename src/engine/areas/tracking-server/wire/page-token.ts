import { invalid } from './tracking-error.ts';

/** Where the next page begins, opaque to clients. */
export const writePageToken = (state: Readonly<Record<string, unknown>>): string =>
  Buffer.from(JSON.stringify(state), 'utf8').toString('base64');

/** Undefined for no token. Error `INVALID_PARAMETER_VALUE` for one that is none of ours. */
export const readPageToken = (token: string | undefined): Readonly<Record<string, unknown>> | undefined => {
  if (token === undefined || token === '') return undefined;
  try {
    const state: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    if (typeof state === 'object' && state !== null && !Array.isArray(state))
      return state as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw invalid(`Invalid page token: ${token}`);
};

/** The offset that a token of a search holds. */
export const readOffset = (token: string | undefined): number => {
  const state = readPageToken(token);
  if (state === undefined) return 0;
  const { offset } = state;
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0)
    throw invalid(`Invalid page token: ${token}`);
  return offset;
};
