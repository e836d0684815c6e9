import { EngineError } from '../../shared/errors.ts';
import type { Comparator, Expression, Key, Literal } from '../core/query/ast.ts';
import type { SqlValue } from '../ports/store-handles.ts';

/** A condition with its parameters, in order. */
export interface SqlCondition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** Where a key's value lies: an SQL expression, and what it is. */
export interface ValueColumn {
  readonly column: string;
  readonly kind: 'text' | 'number' | 'time';
}

/** Puts a condition on a key's value into one on the row that is looked for. */
export type BindKey = (key: Key, condition: (value: ValueColumn) => SqlCondition) => SqlCondition;

/**
 * Absent values satisfy no comparison, so `params.lr != 1` holds only for runs that have an `lr`, as in MLflow; NaN is no value to
 * compare with. Error `invalid-input`: a literal that the key can never equal, a regular expression that cannot be read.
 */
export const conditionFrom = (expression: Expression, bind: BindKey): SqlCondition => {
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
      return bind(expression.key, (value) =>
        join(
          expression.values.map((literal) => comparison(value, '=', literal)),
          'OR',
        ),
      );
    case 'between':
      return bind(expression.key, (value) =>
        join([comparison(value, '>=', expression.low), comparison(value, '<=', expression.high)], 'AND'),
      );
    case 'present':
      return bind(expression.key, ({ column }) => ({
        sql: `${column} IS NOT NULL`,
        parameters: [],
      }));
  }
};

const comparison = (
  { column, kind }: ValueColumn,
  comparator: Comparator,
  literal: Literal,
): SqlCondition => {
  const text = String(literal.value);
  // SQLite's LIKE ignores case, its GLOB does not.
  if (comparator === 'ilike') return { sql: `${column} LIKE ?`, parameters: [text] };
  if (comparator === 'like') return { sql: `${column} GLOB ?`, parameters: [globOf(text)] };
  if (comparator === 'regex') return { sql: `${column} REGEXP ?`, parameters: [readable(text)] };
  if (kind === 'time') return { sql: `${column} ${comparator} ?`, parameters: [timeOf(literal)] };
  if (kind === 'number') return { sql: `${column} ${comparator} ?`, parameters: [numberOf(literal)] };
  if (literal.kind === 'text') return { sql: `${column} ${comparator} ?`, parameters: [literal.value] };
  // A parameter is text; compared with a number it is read as one. What is no number differs from every number.
  const sql = `number_of(${column}) ${comparator} ?`;
  return {
    sql: comparator === '!=' ? `(${column} IS NOT NULL AND coalesce(${sql}, 1))` : sql,
    parameters: [literal.value],
  };
};

/** null, which nothing equals, for text: `model = gbdt` asks metrics too. */
const numberOf = ({ value }: Literal): number | null => {
  const number = value === '' ? Number.NaN : Number(value);
  return Number.isNaN(number) ? null : number;
};

/** Epoch milliseconds of a number, as MLflow has it, or of an ISO 8601 date; without a time of day it is midnight in UTC. */
const timeOf = ({ kind, value }: Literal): number => {
  if (kind === 'number') return value;
  const timeMs = /^\d{9,}$/.test(value) ? Number(value) : Date.parse(value);
  if (!Number.isNaN(timeMs)) return timeMs;
  throw new EngineError(
    'invalid-input',
    `“${value}” is not a time. Write '2026-11-01', '2026-11-01T09:30' or milliseconds since 1970.`,
    { details: { value } },
  );
};

const readable = (pattern: string): string => {
  try {
    new RegExp(pattern, 'u');
    return pattern;
  } catch (thrown) {
    throw new EngineError('invalid-input', `“${pattern}” cannot be read as a regular expression.`, {
      details: { pattern },
      cause: thrown,
    });
  }
};

const globOf = (like: string): string =>
  like.replace(/[*?[]/g, '[$&]').replaceAll('%', '*').replaceAll('_', '?');

export const join = (conditions: readonly SqlCondition[], word: string): SqlCondition => ({
  sql:
    conditions.length === 1
      ? conditions[0]!.sql
      : `(${conditions.map(({ sql }) => `(${sql})`).join(` ${word} `)})`,
  parameters: conditions.flatMap(({ parameters }) => parameters),
});
