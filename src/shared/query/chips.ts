import type { Expression, Key, Literal } from './ast.ts';
import { comparatorWords } from './keys.ts';
import { type Chain, negatedOperand } from './negated-operand.ts';
import { printKey, printLiteral, printQuery } from './print.ts';

/**
 * One of the conditions that all have to hold. A `condition` is a key, an operator and values; `advanced` is anything else (an OR, a NOT
 * over several), shown as its text. `text` is the whole of either.
 */
export type Chip =
  | {
      readonly kind: 'condition';
      readonly text: string;
      readonly expression: Expression;
      readonly key: Key;
      /** As it is written: `>=`, `NOT IN`, `IS NULL`, `isnan`. */
      readonly operator: string;
      readonly values: readonly Literal[];
      /** The key and the values as written. */
      readonly label: string;
      readonly valueText: string;
    }
  | { readonly kind: 'advanced'; readonly text: string; readonly expression: Expression };

/** A filter as chips, in the order of its text. `expressionOfChips` is the way back, and loses nothing. */
export const chipsOf = (expression: Expression | null): Chip[] => {
  if (expression === null) return [];
  const isConjunction = expression.kind === 'and' && conditionOf(expression) === null;
  return (isConjunction ? expression.operands : [expression]).map(chipOf);
};

export const chipOf = (expression: Expression): Chip => {
  const condition = conditionOf(expression);
  const text = printQuery(expression);
  if (condition === null) return { kind: 'advanced', text, expression };
  const valueText = condition.values
    .map(printLiteral)
    .join(condition.operator.endsWith('BETWEEN') ? ' – ' : ', ');
  return { kind: 'condition', text, expression, ...condition, label: printKey(condition.key), valueText };
};

export const expressionOfChips = (chips: readonly Chip[]): Expression | null => {
  const operands = chips.map(({ expression }) => expression);
  return operands.length <= 1 ? (operands[0] ?? null) : { kind: 'and', operands };
};

export const textOfChips = (chips: readonly Chip[]): string => printQuery(expressionOfChips(chips));

interface Condition {
  readonly key: Key;
  readonly operator: string;
  readonly values: readonly Literal[];
}

const conditionOf = (expression: Expression): Condition | null => {
  switch (expression.kind) {
    case 'compare':
      return {
        key: expression.key,
        operator: comparatorWords[expression.comparator],
        values: [expression.value],
      };
    case 'in':
      return {
        key: expression.key,
        operator: expression.negated ? 'NOT IN' : 'IN',
        values: expression.values,
      };
    case 'between':
      return { key: expression.key, operator: 'BETWEEN', values: [expression.low, expression.high] };
    case 'present':
      return { key: expression.key, operator: 'IS NOT NULL', values: [] };
    case 'nan':
      return { key: expression.key, operator: 'isnan', values: [] };
    case 'not':
      return expression.operand.kind === 'present'
        ? { key: expression.operand.key, operator: 'IS NULL', values: [] }
        : null;
    case 'and':
      return negatedCondition(expression);
    case 'or':
      return null;
  }
};

/** `NOT IN` and its like are a conjunction in the tree, but one condition to a person. */
const negatedCondition = (expression: Chain): Condition | null => {
  const inner = negatedOperand(expression);
  const positive = inner && conditionOf(inner);
  return positive && { ...positive, operator: `NOT ${positive.operator}` };
};
