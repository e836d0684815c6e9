import type { Comparator, Key, Literal } from './ast.ts';
import { kindOfKey } from './keys.ts';
import { numberOf, timeOf } from './literals.ts';
import { patternOf, patternProblem } from './pattern.ts';
import { QueryError } from './query-error.ts';
import { readNumber, readSpan, type Token, unquote } from './tokens.ts';

/** The value that a token stands for beside `key`. Error: `QueryError` for one that the key can never equal. */
export const readLiteral = (token: Token, key: Key, comparator: Comparator | undefined): Literal => {
  const written = token.kind === 'text' ? unquote(token.value) : token.value;
  switch (kindOfKey(key)) {
    case 'number':
    case 'duration':
      return readAmount(token, written, key);
    case 'time':
      return readTime(token, written);
    case 'text':
      return patternOrText(token, written, comparator);
    case 'mixed':
      if (token.kind === 'number' && (comparator === undefined || !isPattern(comparator)))
        return { kind: 'number', value: readNumber(written) };
      return patternOrText(token, written, comparator);
  }
};

const isPattern = (comparator: Comparator): boolean =>
  comparator === 'like' || comparator === 'ilike' || comparator === 'regex';

const readAmount = (token: Token, written: string, key: Key): Literal => {
  if (token.kind === 'span') return { kind: 'span', value: readSpan(written) };
  if (token.kind === 'number') return { kind: 'number', value: readNumber(written) };
  if (written.toLowerCase() === 'nan')
    throw new QueryError(`NaN equals nothing, itself included; write isnan(metrics.${key.name})`, token);
  const value = numberOf(written);
  if (value !== null) return { kind: 'number', value };
  throw new QueryError(`“${key.name}” is a number, and “${written}” is none`, token);
};

const readTime = (token: Token, written: string): Literal => {
  if (token.kind === 'span') return { kind: 'span', value: readSpan(written) };
  if (token.kind === 'number') return { kind: 'number', value: readNumber(written) };
  if (timeOf(written) !== null) return { kind: 'text', value: written };
  throw new QueryError(
    `“${written}” is not a time. Write 2026-11-01, 2026-11-01T09:30 (UTC), -7d for a week ago or milliseconds since 1970`,
    token,
  );
};

const patternOrText = (token: Token, written: string, comparator: Comparator | undefined): Literal => {
  if (comparator === 'regex' && patternOf(written) === null)
    throw new QueryError(patternProblem(written), token);
  return { kind: 'text', value: written };
};
