import type { Comparator, Entity, Expression, Key, Literal } from './ast.ts';
import { QueryError, type Token, tokenize, unquote } from './tokens.ts';

/**
 * The query language over runs: MLflow's `metrics.auc > 0.8 AND params.model = 'gbdt'` with OR, NOT, parentheses, IN, BETWEEN,
 * LIKE, ILIKE, `=~` (regular expression) and IS [NOT] NULL besides. A key without a prefix is a fact of the run (name, status,
 * experiment …) or else a metric or parameter of that name; a value of plain letters needs no quotes.
 */
export const parseQuery = (source: string): Expression | null => {
  const tokens = tokenize(source);
  if (tokens.length === 1) return null;
  const parser = createParser(tokens);
  const expression = parser.disjunction();
  parser.expectEnd();
  return expression;
};

const entities: Readonly<Record<string, Entity>> = {
  metric: 'metric',
  metrics: 'metric',
  param: 'parameter',
  params: 'parameter',
  parameter: 'parameter',
  parameters: 'parameter',
  tag: 'tag',
  tags: 'tag',
  attribute: 'attribute',
  attributes: 'attribute',
  attr: 'attribute',
  run: 'attribute',
};

export const attributeNames = [
  'name',
  'run_name',
  'run_id',
  'status',
  'experiment',
  'start_time',
  'end_time',
  'duration',
  'seed',
  'dataset',
  'note',
] as const;
const isAttribute = (name: string): boolean => (attributeNames as readonly string[]).includes(name);

const comparators: Readonly<Record<string, Comparator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '=~': 'regex',
};

const createParser = (tokens: readonly Token[]) => {
  let index = 0;
  const current = (): Token => tokens[index]!;
  const take = (): Token => tokens[index++]!;
  const isWord = (word: string): boolean =>
    current().kind === 'word' && current().value.toUpperCase() === word;
  const takeWord = (word: string): boolean => isWord(word) && take() !== undefined;
  const isOperator = (value: string): boolean => current().kind === 'operator' && current().value === value;
  const takeOperator = (value: string): boolean => isOperator(value) && take() !== undefined;
  const fail = (expected: string): never => {
    const { kind, value, position } = current();
    throw new QueryError(
      kind === 'end' ? `Expected ${expected}, but the filter ends` : `Expected ${expected}, found “${value}”`,
      position,
    );
  };

  const chain = (kind: 'and' | 'or', word: string, operand: () => Expression): Expression => {
    const operands = [operand()];
    while (takeWord(word)) operands.push(operand());
    return operands.length === 1 ? operands[0]! : { kind, operands };
  };
  const disjunction = (): Expression => chain('or', 'OR', conjunction);
  const conjunction = (): Expression => chain('and', 'AND', negation);
  const negation = (): Expression => {
    if (takeWord('NOT')) return { kind: 'not', operand: negation() };
    if (!takeOperator('(')) return comparison();
    const inner = disjunction();
    if (!takeOperator(')')) fail('“)”');
    return inner;
  };

  const comparison = (): Expression => {
    const key = readKey();
    if (takeWord('IS')) {
      const isNegated = takeWord('NOT');
      if (!takeWord('NULL')) fail('NULL');
      return isNegated ? { kind: 'present', key } : { kind: 'not', operand: { kind: 'present', key } };
    }
    // As in SQL and as with `!=`, a run without the value is not among those whose value is not in the list.
    if (takeWord('NOT')) {
      const not = { kind: 'not', operand: wordComparison(key) } as const;
      return { kind: 'and', operands: [{ kind: 'present', key }, not] };
    }
    if (current().kind === 'word') return wordComparison(key);
    const comparator = current().kind === 'operator' ? comparators[current().value] : undefined;
    if (comparator === undefined) return fail('a comparison such as = or >');
    take();
    return { kind: 'compare', key, comparator, value: literal() };
  };

  const wordComparison = (key: Key): Expression => {
    if (takeWord('LIKE')) return { kind: 'compare', key, comparator: 'like', value: literal() };
    if (takeWord('ILIKE')) return { kind: 'compare', key, comparator: 'ilike', value: literal() };
    if (takeWord('IN')) return { kind: 'in', key, values: literals() };
    if (!takeWord('BETWEEN')) return fail('=, >, IN, LIKE, BETWEEN or IS');
    const low = literal();
    if (!takeWord('AND')) fail('AND');
    return { kind: 'between', key, low, high: literal() };
  };

  const literals = (): Literal[] => {
    if (!takeOperator('(')) fail('“(”');
    const values = [literal()];
    while (takeOperator(',')) values.push(literal());
    if (!takeOperator(')')) fail('“,” or “)”');
    return values;
  };

  const literal = (): Literal => {
    const { kind, value } = current();
    if (kind === 'number') return { kind: 'number', value: Number(take().value) };
    if (kind === 'text') return { kind: 'text', value: unquote(take().value) };
    if (kind === 'word') return { kind: 'text', value: take() && value };
    return fail('a value');
  };

  const readKey = (): Key => {
    const first = name();
    const entity = first.kind === 'word' ? entities[first.text.toLowerCase()] : undefined;
    if (entity === undefined || !isOperator('.')) {
      const text = withDots(first.text);
      return { entity: isAttribute(text) ? 'attribute' : 'any', name: text };
    }
    take();
    const key: Key = { entity, name: withDots(name().text) };
    if (entity === 'attribute' && !isAttribute(key.name)) {
      throw new QueryError(
        `A run has no “${key.name}”; there is ${attributeNames.join(', ')}`,
        tokens[index - 1]!.position,
      );
    }
    return key;
  };

  /** Keys such as `lr.decay` may hold dots. */
  const withDots = (start: string): string => {
    let text = start;
    while (takeOperator('.')) text += `.${name().text}`;
    return text;
  };

  const name = (): { kind: 'word' | 'text'; text: string } => {
    const { kind, value } = current();
    if (kind === 'word') return { kind, text: take() && value };
    if (kind === 'text') return { kind, text: unquote(take().value) };
    return fail('a key such as metrics.auc');
  };

  return {
    disjunction,
    expectEnd: (): void => {
      if (current().kind !== 'end') fail('AND, OR or the end of the filter');
    },
  };
};
