import { EngineError } from '../../shared/errors.ts';
import type { Comparator, Key, PlainLiteral, ResolvedExpression } from '../../shared/query/ast.ts';
import type { SqlValue } from '../ports/store-handles.ts';

/** A condition over the table `runs` with its parameters, in order. */
export interface SqlCondition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/**
 * Absent values satisfy no comparison, so `params.lr != 1` holds only for runs that have an `lr`, as in MLflow; NaN is no value to
 * compare with. Error `invalid-input`: a literal that the key can never equal, a regular expression that cannot be read.
 */
export const conditionOf = (expression: ResolvedExpression): SqlCondition => {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return join(expression.operands.map(conditionOf), expression.kind.toUpperCase());
    case 'not': {
      const { sql, parameters } = conditionOf(expression.operand);
      return { sql: `NOT coalesce(${sql}, 0)`, parameters };
    }
    case 'compare':
      return valueCondition(expression.key, (value) =>
        comparison(value, expression.comparator, expression.value),
      );
    case 'in':
      return valueCondition(expression.key, (value) =>
        join(
          expression.values.map((literal) => comparison(value, '=', literal)),
          'OR',
        ),
      );
    case 'between':
      return valueCondition(expression.key, (value) =>
        join([comparison(value, '>=', expression.low), comparison(value, '<=', expression.high)], 'AND'),
      );
    case 'present':
      return valueCondition(expression.key, ({ column }) => ({
        sql: `${column} IS NOT NULL`,
        parameters: [],
      }));
    case 'nan':
      return {
        sql: 'EXISTS (SELECT 1 FROM run_latest_metrics WHERE run_id = runs.id AND key = ? AND is_nan)',
        parameters: [expression.key.name],
      };
  }
};

/** Where a key's value lies: an SQL expression, and what it is. */
interface ValueColumn {
  readonly column: string;
  readonly kind: 'text' | 'number' | 'time';
}

const attributes: Readonly<Record<string, ValueColumn>> = {
  name: { column: 'runs.name', kind: 'text' },
  run_name: { column: 'runs.name', kind: 'text' },
  run_id: { column: 'runs.id', kind: 'text' },
  status: { column: 'runs.status', kind: 'text' },
  note: { column: 'runs.note', kind: 'text' },
  seed: { column: 'runs.seed', kind: 'number' },
  start_time: { column: 'runs.started_at_ms', kind: 'time' },
  end_time: { column: 'runs.ended_at_ms', kind: 'time' },
  duration: { column: '(runs.ended_at_ms - runs.started_at_ms) / 1000.0', kind: 'number' },
  experiment: {
    column: '(SELECT name FROM experiments WHERE experiments.id = runs.experiment_id)',
    kind: 'text',
  },
  dataset: {
    column: `(SELECT name || coalesce('@' || version, '') FROM run_datasets WHERE run_id = runs.id ORDER BY role DESC LIMIT 1)`,
    kind: 'text',
  },
};

const tables = {
  metric: {
    table: 'run_latest_metrics',
    column: 'CASE WHEN kept.is_nan THEN NULL ELSE kept.value END',
    kind: 'number',
  },
  parameter: { table: 'run_parameters', column: 'kept.value', kind: 'text' },
  tag: { table: 'run_tags', column: 'kept.value', kind: 'text' },
} as const;

const valueCondition = (key: Key, condition: (value: ValueColumn) => SqlCondition): SqlCondition => {
  if (key.entity === 'attribute') return condition(attributes[key.name] ?? { column: 'NULL', kind: 'text' });
  if (key.entity === 'any') {
    return join(
      (['metric', 'parameter', 'tag'] as const).map((entity) =>
        valueCondition({ ...key, entity }, condition),
      ),
      'OR',
    );
  }
  if (key.entity === 'dataset' || key.aggregate !== undefined)
    throw new EngineError('invalid-input', `“${key.name}” cannot be asked for in this way.`, {
      details: { key },
    });
  const { table, ...value } = tables[key.entity];
  const inner = condition(value);
  return {
    sql: `EXISTS (SELECT 1 FROM ${table} AS kept WHERE kept.run_id = runs.id AND kept.key = ? AND ${inner.sql})`,
    parameters: [key.name, ...inner.parameters],
  };
};

const comparison = (
  { column, kind }: ValueColumn,
  comparator: Comparator,
  literal: PlainLiteral,
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
const numberOf = ({ value }: PlainLiteral): number | null => {
  const number = value === '' ? Number.NaN : Number(value);
  return Number.isNaN(number) ? null : number;
};

/** Epoch milliseconds of a number, as MLflow has it, or of an ISO 8601 date; without a time of day it is midnight in UTC. */
const timeOf = ({ kind, value }: PlainLiteral): number => {
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

const join = (conditions: readonly SqlCondition[], word: string): SqlCondition => ({
  sql:
    conditions.length === 1
      ? conditions[0]!.sql
      : `(${conditions.map(({ sql }) => `(${sql})`).join(` ${word} `)})`,
  parameters: conditions.flatMap(({ parameters }) => parameters),
});
