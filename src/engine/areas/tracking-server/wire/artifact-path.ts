import { decodedOnce } from '../../../../shared/model/percent-encoding.ts';
import { invalid } from './tracking-error.ts';

/** Enough for whatever a proxy may have added; more is an attempt to hide something. */
const mostDecodings = 5;

/**
 * The path of an artifact that a client names, without empty parts. It must be sound however often it is decoded, because it becomes
 * the name of a file on the machines of those who download it. Control characters stay encoded in it, as MLflow has them. Error
 * `INVALID_PARAMETER_VALUE`.
 */
export const readArtifactPath = (given: string): string => {
  // Encoded, it is a part of names such as `cat%step%23%timestamp%….png`, which MLflow's clients give to images.
  if (given.includes('#')) throw invalid('Invalid path');
  let decoded = given;
  for (let times = 0; times <= mostDecodings; times += 1) {
    if (!isSound(decoded)) break;
    const next = decodedOnce(decoded);
    if (next === decoded) return partsOf(withoutControls(given)).join('/');
    decoded = next;
  }
  throw invalid('Invalid path');
};

const withoutControls = (path: string): string =>
  path.replaceAll(/\p{Cc}/gu, (control) => encodeURIComponent(control).toLowerCase());

const isSound = (path: string): boolean =>
  !/^\/|^[a-z]:|^file:|\\/iu.test(path) && !partsOf(path).includes('..');

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');
