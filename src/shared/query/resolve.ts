import type { MetricGoal } from '../model/metric-goal.ts';
import type { Expression, Key, Literal, PlainLiteral, ResolvedExpression } from './ast.ts';
import { kindOfKey } from './keys.ts';
import { isWholeDay, timeOf } from './literals.ts';

export interface QuerySurroundings {
  /** What `-7d` counts from. */
  readonly nowMs: number;
  /** Null when the metric's name tells no goal and the project sets none: `best` is the largest value then. */
  readonly goalOf: (metric: string) => MetricGoal | null;
}

const dayMs = 86_400_000;

/** Replaces `best` by `min` or `max`; without a goal the largest is taken for the best. */
export const resolveKey = (key: Key, goalOf: QuerySurroundings['goalOf']): Key => {
  const { aggregate } = key;
  const extremeOf = (metric: string) => (goalOf(metric) === 'minimize' ? 'min' : 'max');
  if (aggregate === 'best') return { ...key, aggregate: extremeOf(key.name) };
  return typeof aggregate === 'object' && 'at' in aggregate && aggregate.at === 'best'
    ? { ...key, aggregate: { ...aggregate, at: extremeOf(aggregate.of) } }
    : key;
};

/** Replaces what depends on the moment and the project: spans and dates by numbers, `best` by `min` or `max`. */
export const resolveQuery = (
  expression: Expression,
  { nowMs, goalOf }: QuerySurroundings,
): ResolvedExpression => {
  const keyOf = (key: Key): Key => resolveKey(key, goalOf);
  const plainOf = (key: Key, literal: Literal): PlainLiteral => plain(key, literal, nowMs);
  const resolve = (node: Expression): ResolvedExpression => {
    switch (node.kind) {
      case 'and':
      case 'or':
        return { ...node, operands: node.operands.map(resolve) };
      case 'not':
        return { ...node, operand: resolve(node.operand) };
      case 'compare': {
        const key = keyOf(node.key);
        return ofWholeDay(key, node) ?? { ...node, key, value: plainOf(key, node.value) };
      }
      case 'in':
        // A whole day in a list is a range, as it is after an equals sign.
        if (node.values.some((value) => isDay(node.key, value)))
          return { kind: 'or', operands: node.values.map((value) => resolve(equals(node.key, value))) };
        return {
          ...node,
          key: keyOf(node.key),
          values: node.values.map((value) => plainOf(node.key, value)),
        };
      case 'between': {
        const key = keyOf(node.key);
        const low = plainOf(key, node.low);
        const high = plainOf(key, node.high);
        return isDay(key, node.high)
          ? { kind: 'and', operands: [at(key, '>=', low.value), at(key, '<', Number(high.value) + dayMs)] }
          : { ...node, key, low, high };
      }
      case 'present':
      case 'nan':
        return { ...node, key: keyOf(node.key) };
    }
  };
  return resolve(expression);
};

const plain = (key: Key, literal: Literal, nowMs: number): PlainLiteral => {
  const isTime = kindOfKey(key) === 'time';
  if (literal.kind === 'span')
    return { kind: 'number', value: isTime ? nowMs + literal.value * 1000 : literal.value };
  if (!isTime || literal.kind === 'number') return literal;
  return { kind: 'number', value: timeOf(literal.value) ?? Number.NaN };
};

const isDay = (key: Key, literal: Literal): boolean =>
  kindOfKey(key) === 'time' && literal.kind === 'text' && isWholeDay(literal.value);

const at = (key: Key, comparator: '<' | '>=', value: number | string): ResolvedExpression => ({
  kind: 'compare',
  key,
  comparator,
  value: { kind: 'number', value: Number(value) },
});

const equals = (key: Key, value: Literal): Expression => ({ kind: 'compare', key, comparator: '=', value });

/** `started = 2026-11-01` means the day, not its first millisecond; likewise `>`, which is "after that day". */
const ofWholeDay = (
  key: Key,
  { comparator, value }: Extract<Expression, { kind: 'compare' }>,
): ResolvedExpression | null => {
  if (!isDay(key, value)) return null;
  const start = timeOf(String(value.value)) ?? Number.NaN;
  const before = at(key, '<', start);
  const after = at(key, '>=', start + dayMs);
  switch (comparator) {
    case '=':
      return { kind: 'and', operands: [at(key, '>=', start), at(key, '<', start + dayMs)] };
    case '!=':
      return { kind: 'or', operands: [before, after] };
    case '<=':
      return at(key, '<', start + dayMs);
    case '>':
      return after;
    default:
      return null;
  }
};
