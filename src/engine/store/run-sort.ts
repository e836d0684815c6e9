import { numberOf } from '../../shared/query/literals.ts';
import type { ColumnValue, ColumnValues } from './run-column-values.ts';
import { stableOrder } from './stable-order.ts';

export interface SortTerm {
  readonly values: ColumnValues;
  readonly descending: boolean;
  /** Texts that are numbers count as such: parameters and tags, but not names. */
  readonly readsNumbers: boolean;
}

/**
 * The runs ordered by the terms; of equal ones the order stays. Numbers come first and then texts, or the other way round when it
 * descends; then NaN, and last, whichever way it goes, runs without the value.
 */
export const sortRuns = (runNumbers: readonly number[], terms: readonly SortTerm[]): number[] =>
  // Each pass keeps the order of equals, so the most important term goes last.
  terms.toReversed().reduce<number[]>(sortOnce, [...runNumbers]);

const sortOnce = (runNumbers: number[], { values, descending, readsNumbers }: SortTerm): number[] => {
  const [numbered, texts, notNumbers, missing]: [number[], number[], number[], number[]] = [[], [], [], []];
  const numbers: number[] = [];
  const words: string[] = [];
  for (const run of runNumbers) {
    const value = values[run];
    if (value === undefined) missing.push(run);
    else {
      const number = numberIn(value, readsNumbers);
      if (number === undefined) {
        texts.push(run);
        words.push(String(value).toLowerCase());
      } else if (Number.isNaN(number)) notNumbers.push(run);
      else {
        numbered.push(run);
        numbers.push(number);
      }
    }
  }
  const present = [inOrder(numbered, numbers, descending), inOrder(texts, ranksOf(words), descending)];
  const [first = [], second = []] = descending ? present.toReversed() : present;
  return first.concat(second, notNumbers, missing);
};

/** NaN of a metric; undefined of a text that is no number. */
const numberIn = (value: ColumnValue, readsNumbers: boolean): number | undefined => {
  if (typeof value === 'number') return value;
  if (!readsNumbers) return undefined;
  return /^nan$/i.test(value) ? Number.NaN : (numberOf(value) ?? undefined);
};

const ranksOf = (words: readonly string[]): number[] => {
  const sorted = [...new Set(words)].sort();
  const ranks = new Map(sorted.map((word, rank) => [word, rank]));
  return words.map((word) => ranks.get(word) ?? 0);
};

const inOrder = (runs: readonly number[], numbers: readonly number[], descending: boolean): number[] => {
  const directed = new Float64Array(numbers.length);
  // Adding to zero also makes one zero of two.
  for (let index = 0; index < directed.length; index += 1)
    directed[index] = descending ? 0 - numbers[index]! : 0 + numbers[index]!;
  const order = stableOrder(directed);
  const result = new Array<number>(runs.length);
  for (let index = 0; index < result.length; index += 1) result[index] = runs[order[index]!]!;
  return result;
};
