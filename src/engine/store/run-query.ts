import type { Comparator, Expression, Key, Literal } from '../core/query/ast.ts';
import type { SqlValue } from '../ports/store-handles.ts';

/** A condition over the table `runs` with its parameters, in order. */
export interface SqlCondition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** Absent values satisfy no comparison, so `params.lr != 1` holds only for runs that have an `lr`, as in MLflow. */
export const conditionOf = (expression: Expression): SqlCondition => {
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
  }
};

/** Where a key's value lies: an SQL expression, and whether it is a number. */
interface ValueColumn {
  readonly column: string;
  readonly isNumber: boolean;
}

const attributes: Readonly<Record<string, ValueColumn>> = {
  name: { column: 'runs.name', isNumber: false },
  run_name: { column: 'runs.name', isNumber: false },
  run_id: { column: 'runs.id', isNumber: false },
  status: { column: 'runs.status', isNumber: false },
  note: { column: 'runs.note', isNumber: false },
  seed: { column: 'runs.seed', isNumber: true },
  start_time: { column: 'runs.started_at_ms', isNumber: true },
  end_time: { column: 'runs.ended_at_ms', isNumber: true },
  duration: { column: '(runs.ended_at_ms - runs.started_at_ms) / 1000.0', isNumber: true },
  experiment: {
    column: '(SELECT name FROM experiments WHERE experiments.id = runs.experiment_id)',
    isNumber: false,
  },
  dataset: {
    column: `(SELECT name || coalesce('@' || version, '') FROM run_datasets WHERE run_id = runs.id ORDER BY role DESC LIMIT 1)`,
    isNumber: false,
  },
};

const tables = {
  metric: {
    table: 'run_latest_metrics',
    column: 'CASE WHEN kept.is_nan THEN NULL ELSE kept.value END',
    isNumber: true,
  },
  parameter: { table: 'run_parameters', column: 'kept.value', isNumber: false },
  tag: { table: 'run_tags', column: 'kept.value', isNumber: false },
} as const;

const valueCondition = (key: Key, condition: (value: ValueColumn) => SqlCondition): SqlCondition => {
  if (key.entity === 'attribute')
    return condition(attributes[key.name] ?? { column: 'NULL', isNumber: false });
  if (key.entity === 'any') {
    return join(
      (['metric', 'parameter', 'tag'] as const).map((entity) =>
        valueCondition({ ...key, entity }, condition),
      ),
      'OR',
    );
  }
  const { table, column, isNumber } = tables[key.entity];
  const inner = condition({ column, isNumber });
  return {
    sql: `EXISTS (SELECT 1 FROM ${table} AS kept WHERE kept.run_id = runs.id AND kept.key = ? AND ${inner.sql})`,
    parameters: [key.name, ...inner.parameters],
  };
};

const comparison = (value: ValueColumn, comparator: Comparator, literal: Literal): SqlCondition => {
  if (comparator === 'like' || comparator === 'ilike') {
    // SQLite's LIKE ignores case for ASCII; GLOB does not, so a case-sensitive LIKE is written as both.
    const pattern = String(literal.value);
    const like = { sql: `${value.column} LIKE ?`, parameters: [pattern] };
    return comparator === 'ilike'
      ? like
      : join([like, { sql: `${value.column} GLOB ?`, parameters: [globOf(pattern)] }], 'AND');
  }
  if (comparator === 'regex') return { sql: `${value.column} REGEXP ?`, parameters: [String(literal.value)] };
  if (value.isNumber) return { sql: `${value.column} ${comparator} ?`, parameters: [numberOf(literal)] };
  if (literal.kind === 'text') return { sql: `${value.column} ${comparator} ?`, parameters: [literal.value] };
  // A parameter is text; compared with a number it is read as one, if it is one.
  return {
    sql: `(${value.column} GLOB '[-+.0-9]*' AND CAST(${value.column} AS REAL) ${comparator} ?)`,
    parameters: [literal.value],
  };
};

/** A date written as text is meant as a time: `start_time > '2026-11-01'`. */
const numberOf = (literal: Literal): number | null => {
  if (literal.kind === 'number') return literal.value;
  const number = Number(literal.value);
  if (!Number.isNaN(number)) return number;
  const time = Date.parse(literal.value);
  return Number.isNaN(time) ? null : time;
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
