import { posix } from 'node:path';
import { pythonJson } from '../../../core/python/python-json.ts';
import { invalid } from './tracking-error.ts';

/** What MLflow bounds, in its words. Lengths are in characters. */
export const maxKeyLength = 250;
export const maxParameterLength = 6000;
export const maxTagLength = 8000;
export const maxExperimentNameLength = 500;
export const maxExperimentTagLength = 20_000;

const tooLong = (what: string, limit: number) =>
  invalid(`'${what}' exceeds the maximum length of ${limit} characters`);

const invalidValue = (path: string, value: string, reason: string) =>
  invalid(`Invalid value ${pythonJson(value, { ascii: true })} for parameter '${path}' supplied: ${reason}`);

export const otherName = (path: string, name: string, resolved = name) =>
  invalidValue(
    path,
    name,
    `Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${resolved}'`,
  );

/** Characters as Python counts them, so that a letter beyond the first plane is one. */
const lengthOf = (text: string): number => (text.length <= maxKeyLength ? text.length : [...text].length);

/** `what` names the key for the message about its length, `path` for all others. */
export const checkKey = (key: string, { path, what }: { path: string; what: string }): void => {
  if (!/^[/\p{L}\p{N}\p{Mn}_.\- :]*$/u.test(key)) {
    throw invalidValue(
      path,
      key,
      'Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).',
    );
  }
  const resolved = posix.normalize(key).replace(/(.)\/$/, '$1');
  if (resolved !== key || resolved === '.' || resolved.startsWith('..') || resolved.startsWith('/')) {
    throw otherName(path, key, resolved);
  }
  if (lengthOf(key) > maxKeyLength) throw tooLong(what, maxKeyLength);
};

export const checkLength = (text: string, limit: number, what: string): void => {
  if (text.length > limit && [...text].length > limit) throw tooLong(what, limit);
};

/** MLflow cuts long values without a word; what is cut is at least whole characters. */
export const truncated = (value: string, limit: number): string =>
  value.length <= limit ? value : [...value].slice(0, limit).join('');

export const isRunId = (text: string): boolean => /^[a-zA-Z0-9][\w-]{0,255}$/.test(text);

export const checkMaxResults = (
  maxResults: number,
  { path = 'max_results', limit }: { path?: string; limit: number },
): void => {
  if (maxResults < 1)
    throw invalid(
      `Invalid value ${maxResults} for parameter '${path}' supplied. It must be a positive integer`,
    );
  if (maxResults > limit)
    throw invalid(
      `Invalid value ${maxResults} for parameter '${path}' supplied. It must be at most ${limit}`,
    );
};
