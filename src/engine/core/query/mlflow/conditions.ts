import type { Comparator, Key, PlainLiteral, ResolvedExpression } from '../../../../shared/query/ast.ts';
import { fromPythonPattern } from './python-pattern.ts';
import { refused } from './refusal.ts';
import { text } from './values.ts';

const comparators: Readonly<Record<string, Comparator>> = {
  '=': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  LIKE: 'like',
  ILIKE: 'ilike',
};

const maxPatternLength = 10_000;

/** A clause whose comparator has been found to be one that its key takes, as an expression. */
export const conditionOf = (
  key: Key,
  comparator: string,
  values: readonly PlainLiteral[],
): ResolvedExpression => {
  const present: ResolvedExpression = { kind: 'present', key };
  if (comparator === 'IS NULL') return { kind: 'not', operand: present };
  if (comparator === 'IS NOT NULL') return present;
  if (comparator === 'IN') return { kind: 'in', key, values };
  if (comparator === 'RLIKE') {
    const pattern = String(values[0]?.value);
    if (pattern.length > maxPatternLength)
      throw refused(`A regular expression may have at most ${maxPatternLength} characters.`);
    return { kind: 'compare', key, comparator: 'regex', value: text(fromPythonPattern(pattern)) };
  }
  if (comparator !== 'NOT IN')
    return { kind: 'compare', key, comparator: comparators[comparator]!, value: values[0]! };
  if (key.entity === 'dataset') return { kind: 'in', key, values, negated: true };
  return { kind: 'and', operands: [present, { kind: 'not', operand: { kind: 'in', key, values } }] };
};

/** Null of no conditions, which is no filter. */
export const allOf = (conditions: readonly ResolvedExpression[]): ResolvedExpression | null =>
  conditions.length <= 1 ? (conditions[0] ?? null) : { kind: 'and', operands: conditions };

/** As Python prints a set, but always in the same order. */
export const pythonSet = (names: readonly string[]): string =>
  `{${names.map((name) => `'${name}'`).join(', ')}}`;

/** `run_id = ('a')`, which MLflow passes on to its database, where it fails. */
export const rejectStrayList = ({ comparator, isList }: { comparator: string; isList: boolean }): void => {
  if (isList && comparator !== 'IN' && comparator !== 'NOT IN')
    throw refused(`Comparator '${comparator}' takes a single value, not a list of values.`);
};
