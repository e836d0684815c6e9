import type { Expression, Key } from './ast.ts';

export type Chain = Extract<Expression, { kind: 'and' | 'or' }>;
export type NegatedOperand = Extract<Expression, { kind: 'compare' | 'in' | 'between' }>;

/**
 * The IN, LIKE or BETWEEN of a conjunction that was written as `k NOT IN (…)` and reads "k is there, and not in"; null for any
 * other conjunction.
 */
export const negatedOperand = ({ kind, operands }: Chain): NegatedOperand | null => {
  const [present, not] = operands;
  if (kind !== 'and' || operands.length !== 2 || present?.kind !== 'present' || not?.kind !== 'not')
    return null;
  const { operand } = not;
  const isNegatable =
    operand.kind === 'between' ||
    (operand.kind === 'in' && operand.key.entity !== 'dataset') ||
    (operand.kind === 'compare' && (operand.comparator === 'like' || operand.comparator === 'ilike'));
  return isNegatable && isSameKey(operand.key, present.key) ? operand : null;
};

const isSameKey = (left: Key, right: Key): boolean =>
  left.entity === right.entity &&
  left.name === right.name &&
  JSON.stringify(left.aggregate) === JSON.stringify(right.aggregate);
