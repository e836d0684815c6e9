import type { Key } from './ast.ts';
import { aggregateWords } from './keys.ts';
import { readQuery } from './parse.ts';
import { QueryError } from './query-error.ts';
import { type Token, tokenize } from './tokens.ts';

/** What can stand where the caret is. */
export type Expected =
  | 'key'
  | 'metric' // within min(…) and its like
  | 'close' // the end of min(…
  | 'comparator'
  | 'negatable' // after `key NOT`
  | 'null' // after IS
  | 'list' // after IN
  | 'value'
  | 'list-more'
  | 'between-and'
  | 'joiner';

export interface Place {
  readonly expected: Expected;
  /** Of the condition that the caret is in. */
  readonly key: Key | null;
  /** What is typed of it already, from `start` to the caret, as written. */
  readonly typed: string;
  readonly start: number;
  /** Parentheses that are open. */
  readonly depth: number;
}

/** Reads the text before the caret, which need not be a filter yet; null where nothing sensible can follow. */
export const placeOf = (before: string): Place | null => {
  const closed = closedPart(before);
  return closed === null ? null : createScanner(before, closed).scan();
};

interface ClosedPart {
  readonly tokens: readonly Token[];
  /** Where a text begins that is not closed yet, else the end. */
  readonly end: number;
}

const closedPart = (before: string): ClosedPart | null => {
  try {
    return { tokens: tokenize(before), end: before.length };
  } catch (thrown) {
    if (!(thrown instanceof QueryError)) throw thrown;
    const end = thrown.position;
    return /^['"`]/.test(before.slice(end)) ? { tokens: tokenize(before.slice(0, end)), end } : null;
  }
};

const createScanner = (before: string, { tokens, end: closedEnd }: ClosedPart) => {
  let index = 0;
  let expected: Expected = 'key';
  let key: Key | null = null;
  let isBetween = false;
  let isList = false;
  let depth = 0;

  const current = (): Token => tokens[index]!;
  const upper = (token = current()): string =>
    token.kind === 'word' ? token.value.toUpperCase() : token.value;
  const isTyping = (end: number): boolean => end === before.length;
  const place = (start: number): Place => ({ expected, key, typed: before.slice(start), start, depth });
  const goOn = (next: Expected): null => {
    index += 1;
    expected = next;
    return null;
  };

  /** Answers the place when the caret is at the end of the key; else steps over it. */
  const overKey = (next: Expected): Place | null => {
    const { start } = current();
    let { end } = current();
    index += 1;
    while (current().value === '.' && current().kind === 'operator' && current().start === end) {
      end = current().end;
      index += 1;
      if (current().start !== end || (current().kind !== 'word' && current().kind !== 'text')) continue;
      end = current().end;
      index += 1;
    }
    if (isTyping(end) || (end === closedEnd && before[end - 1] === '.')) return place(start);
    key = keyOf(before.slice(start, end));
    expected = next;
    return null;
  };

  const isCall = (): boolean =>
    tokens[index + 1]?.value === '(' && [...aggregateWords, 'isnan'].includes(current().value.toLowerCase());

  const overKeyStart = (): Place | null => {
    if (isCall()) {
      index += 1;
      return goOn('metric');
    }
    if (upper() === '(') {
      depth += 1;
      return goOn('key');
    }
    if (upper() === 'NOT' && !isTyping(current().end)) return goOn('key');
    return overKey('comparator');
  };

  const overComparator = (): Place | null => {
    const token = current();
    if (token.kind === 'operator') return goOn('value');
    if (isTyping(token.end)) return place(token.start);
    const word = upper();
    isBetween = word === 'BETWEEN';
    isList = word === 'IN';
    if (word === 'IS') return goOn('null');
    if (word === 'NOT') return goOn('negatable');
    return goOn(isList ? 'list' : 'value');
  };

  const overValue = (): Place | null => {
    const token = current();
    if (token.kind === 'operator') return goOn('value');
    if (isTyping(token.end)) return place(token.start);
    const next = isBetween ? 'between-and' : isList ? 'list-more' : 'joiner';
    isBetween = false;
    return goOn(next);
  };

  const overWord = (next: Expected): Place | null => {
    const token = current();
    return token.kind === 'word' && isTyping(token.end) ? place(token.start) : goOn(next);
  };

  const step = (): Place | null => {
    switch (expected) {
      case 'key':
        return overKeyStart();
      case 'metric':
        return overKey('close');
      case 'close':
        return goOn(upper() === ')' ? 'comparator' : 'close');
      case 'comparator':
      case 'negatable':
        return overComparator();
      case 'null':
        return overWord(upper() === 'NOT' ? 'null' : 'joiner');
      case 'list':
        return goOn('value');
      case 'value':
        return overValue();
      case 'list-more':
        isList = upper() !== ')';
        return goOn(isList ? 'value' : 'joiner');
      case 'between-and':
        return overWord('value');
      case 'joiner':
        if (upper() === ')') depth -= 1;
        return overWord(upper() === ')' ? 'joiner' : 'key');
    }
  };

  return {
    scan: (): Place | null => {
      while (current().kind !== 'end') {
        const found = step();
        if (found !== null) return found;
      }
      return place(closedEnd);
    },
  };
};

const keyOf = (written: string): Key | null => {
  try {
    return readQuery(`${written} IS NULL`).references[0]?.key ?? null;
  } catch {
    return null; // not a key, so there is nothing to know of it
  }
};
