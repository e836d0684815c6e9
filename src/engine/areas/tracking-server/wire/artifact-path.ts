import { invalid } from './tracking-error.ts';

/** Enough for whatever a proxy may have added; more is an attempt to hide something. */
const mostDecodings = 5;

/**
 * The path of an artifact that a client names, without empty parts. It must be sound however often it is decoded, because it becomes
 * the name of a file on the machines of those who download it. Error `INVALID_PARAMETER_VALUE`.
 */
export const readArtifactPath = (given: string): string => {
  let decoded = given;
  for (let times = 0; times <= mostDecodings; times += 1) {
    if (!isSound(decoded)) break;
    const next = decodedOnce(decoded);
    if (next === decoded) return partsOf(given).join('/');
    decoded = next;
  }
  throw invalid('Invalid path');
};

const isSound = (path: string): boolean =>
  !/^\/|^[a-z]:|^file:|[\\#\p{Cc}]/iu.test(path) && !partsOf(path).includes('..');

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

/** What is no valid encoding stands for itself. */
const decodedOnce = (path: string): string =>
  path.replaceAll(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
