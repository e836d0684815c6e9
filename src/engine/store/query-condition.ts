import { EngineError } from '../../shared/errors.ts';
import type { Comparator, Key, PlainLiteral, ResolvedExpression } from '../../shared/query/ast.ts';
import { regexOf, numberOf as textAsNumber } from '../../shared/query/literals.ts';
import type { SqlValue } from '../ports/store-handles.ts';

/** A condition with its parameters, in order. */
export interface SqlCondition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** Where a key's value lies: an SQL expression without parameters, and what it is. */
export interface ValueColumn {
  readonly column: string;
  /** A `measure` is a double that may be NaN, kept as MLflow keeps it: infinities are the largest doubles. */
  readonly kind: 'text' | 'number' | 'measure' | 'time';
  /** Of a measure: whether it is NaN, which its column does not say. */
  readonly nan?: string;
  /** Texts that are the same whatever their case. */
  readonly ignoresCase?: boolean;
}

/** Puts a condition on a key's value into one on the row that is looked for. */
export type BindKey = (key: Key, condition: (value: ValueColumn) => SqlCondition) => SqlCondition;

/**
 * What is absent satisfies no comparison, so `params.lr != 1` holds only for runs that have an `lr`, as in MLflow. NaN is there, and
 * satisfies only `!=`. The meaning is that of `core/query/evaluate.ts`. Error `invalid-input`: a time that is none, a regular
 * expression that cannot be read.
 */
export const conditionFrom = (expression: ResolvedExpression, bind: BindKey): SqlCondition => {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return join(
        expression.operands.map((operand) => conditionFrom(operand, bind)),
        expression.kind.toUpperCase(),
      );
    case 'not': {
      const { sql, parameters } = conditionFrom(expression.operand, bind);
      return { sql: `NOT coalesce(${sql}, 0)`, parameters };
    }
    case 'compare':
      return bind(expression.key, (value) => comparison(value, expression.comparator, expression.value));
    case 'in':
      return bind(expression.key, (value) => {
        const listed = join(
          expression.values.map((literal) => comparison(value, '=', literal)),
          'OR',
        );
        return expression.negated ? { ...listed, sql: `NOT coalesce(${listed.sql}, 0)` } : listed;
      });
    case 'between':
      return bind(expression.key, (value) =>
        join([comparison(value, '>=', expression.low), comparison(value, '<=', expression.high)], 'AND'),
      );
    case 'present':
      return bind(expression.key, ({ column, nan }) => ({
        sql: nan === undefined ? `${column} IS NOT NULL` : `(${nan} OR ${column} IS NOT NULL)`,
        parameters: [],
      }));
    case 'nan':
      return bind(expression.key, ({ nan = '0' }) => ({ sql: nan, parameters: [] }));
  }
};

const comparison = (value: ValueColumn, comparator: Comparator, literal: PlainLiteral): SqlCondition => {
  switch (value.kind) {
    case 'text':
      return textComparison(value, comparator, literal);
    case 'measure':
      return measureComparison(value, comparator, numberOf(literal));
    case 'time':
      return numberComparison(value, comparator, timeOf(literal));
    case 'number':
      return numberComparison(value, comparator, numberOf(literal));
  }
};

const never: SqlCondition = { sql: '0', parameters: [] };

/** A pattern is no number, and neither is text that `model = gbdt` asks metrics for. */
const numberComparison = (
  { column }: ValueColumn,
  comparator: Comparator,
  number: number | null,
): SqlCondition =>
  number === null || isPattern(comparator)
    ? never
    : { sql: `${column} ${comparator} ?`, parameters: [number] };

const measureComparison = (
  value: ValueColumn,
  comparator: Comparator,
  number: number | null,
): SqlCondition => {
  const { nan = '0' } = value;
  if (number === null) return never;
  const kept = Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, number));
  const { sql, parameters } = numberComparison(value, comparator, kept);
  return comparator === '!='
    ? { sql: `(${nan} OR ${sql})`, parameters }
    : { sql: `(NOT ${nan} AND ${sql})`, parameters };
};

const textComparison = (
  { column, ignoresCase = false }: ValueColumn,
  comparator: Comparator,
  literal: PlainLiteral,
): SqlCondition => {
  const text = ignoresCase ? String(literal.value).toLowerCase() : String(literal.value);
  // SQLite's LIKE ignores case, its GLOB does not.
  if (comparator === 'ilike') return { sql: `${column} LIKE ?`, parameters: [text] };
  if (comparator === 'like') return { sql: `${column} GLOB ?`, parameters: [globOf(text)] };
  if (comparator === 'regex') {
    const pattern = readable(String(literal.value));
    return { sql: `${column} REGEXP ?`, parameters: [ignoresCase ? `(?i:${pattern})` : pattern] };
  }
  if (literal.kind === 'text') return { sql: `${column} ${comparator} ?`, parameters: [text] };
  // A parameter is text; compared with a number it is read as one. What is no number differs from every number.
  const sql = `number_of(${column}) ${comparator} ?`;
  return {
    sql: comparator === '!=' ? `(${column} IS NOT NULL AND coalesce(${sql}, 1))` : sql,
    parameters: [literal.value],
  };
};

const isPattern = (comparator: Comparator): boolean => ['like', 'ilike', 'regex'].includes(comparator);

const numberOf = ({ value }: PlainLiteral): number | null =>
  typeof value === 'number' ? value : textAsNumber(value);

const timeOf = ({ value }: PlainLiteral): number => {
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  throw new EngineError(
    'invalid-input',
    `“${value}” is not a time. Write '2026-11-01', '2026-11-01T09:30', -7d or milliseconds since 1970.`,
    { details: { value } },
  );
};

const readable = (pattern: string): string => {
  if (regexOf(pattern) !== null) return pattern;
  throw new EngineError('invalid-input', `“${pattern}” cannot be read as a regular expression.`, {
    details: { pattern },
  });
};

const globOf = (like: string): string =>
  like.replace(/[*?[]/g, '[$&]').replaceAll('%', '*').replaceAll('_', '?');

/** SQLite takes a chain for a tree as deep as the chain is long, and refuses one of more than a thousand levels. */
const mostJoined = 64;

/** No conditions hold for everything when joined with AND, and for nothing with OR. */
export const join = (conditions: readonly SqlCondition[], word: string): SqlCondition => {
  const [first, ...others] = conditions;
  if (first === undefined) return { sql: word === 'AND' ? '1' : '0', parameters: [] };
  if (others.length === 0) return first;
  if (conditions.length > mostJoined) {
    const half = Math.ceil(conditions.length / 2);
    return join([join(conditions.slice(0, half), word), join(conditions.slice(half), word)], word);
  }
  return {
    sql: `(${conditions.map(({ sql }) => `(${sql})`).join(` ${word} `)})`,
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
};
