import { EngineError } from '../errors.ts';
import type { Key } from '../query/ast.ts';
import { attributeNames } from '../query/keys.ts';
import { parseKey } from '../query/parse.ts';
import { QueryError } from '../query/query-error.ts';

/**
 * A column of a table of runs is a key of the query language: `params.lr`, `min(metrics.loss)`, `at(metrics.f1, best(metrics.loss))`,
 * `start_time`. So what is shown can be filtered and ordered by the same text; `printKey` writes it.
 */
export type RunColumn = Key & { readonly entity: 'attribute' | 'metric' | 'parameter' | 'tag' };

/** Error `invalid-input` for a text that names no column. */
export const readRunColumn = (text: string): RunColumn => {
  const key = keyIn(text);
  if (key.entity !== 'any' && key.entity !== 'dataset') return key as RunColumn;
  throw noColumn(text, 'It does not say of what the key is.');
};

const keyIn = (text: string): Key => {
  try {
    return parseKey(text);
  } catch (thrown) {
    if (!(thrown instanceof QueryError)) throw thrown;
    throw noColumn(text, `${thrown.message}.`);
  }
};

const noColumn = (text: string, why: string): EngineError =>
  new EngineError(
    'invalid-input',
    `“${text}” is no column of runs. ${why} Use metrics.KEY, min(metrics.KEY), at(metrics.KEY, 100), params.KEY, tags.KEY or one of ${attributeNames.join(', ')}.`,
    { details: { column: text } },
  );

/** At commas that are not within parentheses or quotes: `at(metrics.loss, 100)` is one column. */
export const splitColumns = (text: string): string[] => {
  const parts = text.match(/(?:`[^`]*`|'[^']*'|"[^"]*"|\((?:[^()]|\([^()]*\))*\)|[^,])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
};
