import type { Expression } from '../core/query/ast.ts';
import { type BindKey, conditionFrom, join, type SqlCondition, type ValueColumn } from './query-condition.ts';

/** A condition over the table `runs`; see `conditionFrom`. */
export const conditionOf = (expression: Expression): SqlCondition => conditionFrom(expression, bindRunKey);

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
    column: `(SELECT name || coalesce('@' || version, '') FROM run_datasets WHERE run_number = runs.number ORDER BY role DESC LIMIT 1)`,
    kind: 'text',
  },
};

const tables = {
  metric: { table: 'run_metric_summaries', column: 'kept.value', kind: 'number' },
  parameter: { table: 'run_parameters', column: 'kept.value', kind: 'text' },
  tag: { table: 'run_tags', column: 'kept.value', kind: 'text' },
} as const;

/** A list of runs, made once from the index over the key, rather than a look at each run. */
const bindRunKey: BindKey = (key, condition) => {
  if (key.entity === 'attribute') return condition(attributes[key.name] ?? { column: 'NULL', kind: 'text' });
  if (key.entity === 'any') {
    return join(
      (['metric', 'parameter', 'tag'] as const).map((entity) => bindRunKey({ ...key, entity }, condition)),
      'OR',
    );
  }
  const { table, ...value } = tables[key.entity];
  const inner = condition(value);
  const isNumber = key.entity === 'metric' ? 'kept.is_nan = 0 AND ' : '';
  return {
    sql: `runs.number IN (SELECT kept.run_number FROM ${table} AS kept
      WHERE kept.key_number = (SELECT number FROM keys WHERE name = ?) AND ${isNumber}${inner.sql})`,
    parameters: [key.name, ...inner.parameters],
  };
};
