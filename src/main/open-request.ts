import type { OpenRequest } from './windows.ts';

/** What the application was started with: `--project DIR`, `--sample`, or nothing. */
export const parseOpenRequest = (
  words: readonly string[],
  absolute: (path: string) => string,
): OpenRequest => {
  const at = words.findIndex((word) => word === '--project' || word.startsWith('--project='));
  const word = at < 0 ? undefined : words[at];
  const folder =
    word === undefined
      ? undefined
      : word.startsWith('--project=')
        ? word.slice('--project='.length)
        : words[at + 1];
  return {
    folder: folder === undefined || folder === '' ? null : absolute(folder),
    openSample: words.includes('--sample'),
  };
};
