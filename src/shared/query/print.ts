import type { Expression, Key, Literal } from './ast.ts';
import { attributeOf, comparatorWords, entityOf, entityPrefixes, reservedWords } from './keys.ts';
import { type Chain, negatedOperand } from './negated-operand.ts';
import { quote, writeSpan } from './tokens.ts';

/** The one canonical text of an expression: `parseQuery(printQuery(e))` equals `e`, and printing that gives the same text. */
export const printQuery = (expression: Expression | null): string =>
  expression === null ? '' : print(expression);

const print = (expression: Expression): string => {
  switch (expression.kind) {
    case 'and':
      return printNegated(expression) ?? expression.operands.map(inConjunction).join(' AND ');
    case 'or':
      return expression.operands.map(inDisjunction).join(' OR ');
    case 'not':
      return printNot(expression.operand);
    case 'compare':
      return `${printKey(expression.key)} ${comparatorWords[expression.comparator]} ${printLiteral(expression.value)}`;
    case 'in':
      return `${printKey(expression.key)} ${expression.negated ? 'NOT IN' : 'IN'} ${printList(expression.values)}`;
    case 'between':
      return `${printKey(expression.key)} BETWEEN ${printLiteral(expression.low)} AND ${printLiteral(expression.high)}`;
    case 'present':
      return `${printKey(expression.key)} IS NOT NULL`;
    case 'nan':
      return `isnan(${printKey(expression.key)})`;
  }
};

const isChain = ({ kind }: Expression): boolean => kind === 'and' || kind === 'or';
const inParentheses = (expression: Expression): string => `(${print(expression)})`;
const isNegatedWord = (expression: Expression): boolean =>
  expression.kind === 'and' && negatedOperand(expression) !== null;

const inConjunction = (operand: Expression): string =>
  isChain(operand) && !isNegatedWord(operand) ? inParentheses(operand) : print(operand);
const inDisjunction = (operand: Expression): string =>
  operand.kind === 'or' ? inParentheses(operand) : print(operand);

const printNot = (operand: Expression): string => {
  if (operand.kind === 'present') return `${printKey(operand.key)} IS NULL`;
  return `NOT ${inConjunction(operand)}`;
};

/** `k NOT IN (…)`; null for a conjunction that is not of that form. */
const printNegated = (expression: Chain): string | null => {
  const operand = negatedOperand(expression);
  if (operand === null) return null;
  const key = printKey(operand.key);
  return `${key} NOT${print(operand).slice(key.length)}`;
};

export const printLiteral = (literal: Literal): string => {
  if (literal.kind === 'text') return quote(literal.value);
  if (literal.kind === 'span') return writeSpan(literal.value);
  if (Number.isFinite(literal.value)) return String(literal.value);
  return literal.value > 0 ? 'inf' : '-inf';
};

const printList = (values: readonly Literal[]): string => `(${values.map(printLiteral).join(', ')})`;

export const printKey = (key: Key): string => {
  const { aggregate } = key;
  const plain = printPlainKey(key);
  if (aggregate === undefined) return plain;
  if (typeof aggregate === 'string') return `${aggregate}(${plain})`;
  if ('step' in aggregate) return `at(${plain}, ${aggregate.step})`;
  return `at(${plain}, ${aggregate.at}(${printPlainKey({ entity: 'metric', name: aggregate.of })}))`;
};

const printPlainKey = ({ entity, name }: Key): string => {
  if (entity === 'attribute') return name;
  if (entity !== 'any') return `${entityPrefixes[entity]}.${printName(name)}`;
  const first = name.split('.')[0] ?? '';
  const isAmbiguous = reservedWords.has(first.toUpperCase()) || entityOf(first) !== undefined;
  return isAmbiguous && attributeOf(name) === undefined ? inBackticks(name) : printName(name);
};

const plainName = /^[\p{L}_][\p{L}\p{N}_/:@-]*(?:\.[\p{L}_][\p{L}\p{N}_/:@-]*)*$/u;
const looksLikeNumber = /(?:^|\.)inf(?:inity)?(?:$|[^\p{L}\p{N}_])/iu;

const printName = (name: string): string =>
  plainName.test(name) && !looksLikeNumber.test(name) ? name : inBackticks(name);

/** A name that holds a backtick is written as a text instead. */
const inBackticks = (name: string): string => (name.includes('`') ? quote(name) : `\`${name}\``);
