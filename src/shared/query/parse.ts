import { closestName } from '../closest-name.ts';
import type { Aggregate, Comparator, Expression, Key, Literal } from './ast.ts';
import {
  aggregateWords,
  attributeNames,
  attributeOf,
  comparatorsOf,
  comparatorWords,
  datasetFacts,
  entityOf,
} from './keys.ts';
import { QueryError, type Span } from './query-error.ts';
import { readLiteral } from './read-literal.ts';
import { readNumber, type Token, toBacktick, tokenize, toQuote, unquote } from './tokens.ts';

/** A key as it stands in the text, for looking it up among those in use. */
export interface KeyReference extends Span {
  readonly key: Key;
}

export interface ReadQuery {
  /** Null of an empty filter. */
  readonly expression: Expression | null;
  readonly references: readonly KeyReference[];
}

/**
 * The query language over runs: MLflow's `metrics.auc > 0.8 AND params.model = 'gbdt'` with OR, NOT, parentheses, IN, BETWEEN,
 * LIKE, ILIKE, `=~` (regular expression), IS [NOT] NULL, dates, time spans and `min(metrics.loss)` besides. A key without a prefix
 * is a fact of the run (name, status, experiment …) or else a metric, parameter or tag of that name; a value of plain letters needs
 * no quotes. Error: `QueryError`. docs/query-language.md is the whole of it.
 */
export const parseQuery = (source: string): Expression | null => readQuery(source).expression;

/** A key alone, as the column of a table is named. Error: `QueryError`. */
export const parseKey = (source: string): Key => {
  const parser = createParser(source, tokenize(source));
  const key = parser.key();
  parser.expectEnd();
  return key;
};

export const readQuery = (source: string): ReadQuery => {
  const tokens = tokenize(source);
  if (tokens.length === 1) return { expression: null, references: [] };
  const parser = createParser(source, tokens);
  const expression = parser.disjunction();
  parser.expectEnd();
  return { expression, references: parser.references };
};

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

/** Far beyond what a person writes; the parser calls itself once a level. */
const mostLevels = 200;

const createParser = (source: string, tokens: readonly Token[]) => {
  let index = 0;
  let level = 0;
  const references: KeyReference[] = [];
  const current = (): Token => tokens[index]!;
  const take = (): Token => tokens[index++]!;
  const isWord = (word: string): boolean =>
    current().kind === 'word' && current().value.toUpperCase() === word;
  const takeWord = (word: string): boolean => isWord(word) && take() !== undefined;
  const isOperator = (value: string, ahead = 0): boolean =>
    tokens[index + ahead]?.kind === 'operator' && tokens[index + ahead]?.value === value;
  const takeOperator = (value: string): boolean => isOperator(value) && take() !== undefined;
  const fail = (expected: string, insert?: string): never => {
    const { kind, value, start, end } = current();
    const message = kind === 'end' ? 'but the filter ends' : `found “${value}”`;
    const fix = insert === undefined ? undefined : { start, end: start, text: insert };
    throw new QueryError(`Expected ${expected}, ${message}`, { start, end }, fix);
  };
  const expectOperator = (value: string, expected: string): void => {
    if (!takeOperator(value)) fail(expected, value);
  };

  const chain = (kind: 'and' | 'or', word: string, operand: () => Expression): Expression => {
    const operands = [operand()];
    while (takeWord(word)) operands.push(operand());
    return operands.length === 1 ? operands[0]! : { kind, operands };
  };
  const disjunction = (): Expression => chain('or', 'OR', conjunction);
  const conjunction = (): Expression => chain('and', 'AND', negation);
  const negation = (): Expression => {
    level += 1;
    if (level > mostLevels) throw new QueryError('Too many parentheses in each other', current());
    const expression = unguardedNegation();
    level -= 1;
    return expression;
  };
  const unguardedNegation = (): Expression => {
    if (takeWord('NOT')) return { kind: 'not', operand: negation() };
    if (!takeOperator('(')) return comparison();
    const inner = disjunction();
    expectOperator(')', '“)”');
    return inner;
  };

  const comparison = (): Expression => {
    if (isWord('ISNAN') && isOperator('(', 1)) return { kind: 'nan', key: called(readKey) };
    const key = readKey();
    if (takeWord('IS')) {
      const isNegated = takeWord('NOT');
      if (!takeWord('NULL')) fail('NULL', 'NULL');
      return isNegated ? { kind: 'present', key } : { kind: 'not', operand: { kind: 'present', key } };
    }
    if (takeWord('NOT')) return negatedComparison(key);
    if (current().kind === 'word') return wordComparison(key);
    const comparator = current().kind === 'operator' ? comparators[current().value] : undefined;
    if (comparator === undefined) return fail('a comparison such as = or >');
    return compared(key, comparator);
  };

  /** As in SQL and as with `!=`, a run without the value is not among those whose value is not in the list. */
  const negatedComparison = (key: Key): Expression => {
    const operand = wordComparison(key);
    if (operand.kind === 'in' && key.entity === 'dataset') return { ...operand, negated: true };
    return {
      kind: 'and',
      operands: [
        { kind: 'present', key },
        { kind: 'not', operand },
      ],
    };
  };

  const wordComparison = (key: Key): Expression => {
    if (isWord('LIKE')) return compared(key, 'like');
    if (isWord('ILIKE')) return compared(key, 'ilike');
    if (takeWord('IN')) return { kind: 'in', key, values: literals(key) };
    if (!takeWord('BETWEEN')) return fail('=, >, IN, LIKE, BETWEEN or IS');
    const low = literal(key);
    if (!takeWord('AND')) fail('AND', 'AND ');
    return { kind: 'between', key, low, high: literal(key) };
  };

  const compared = (key: Key, comparator: Comparator): Expression => {
    const sign = take();
    const fitting = comparatorsOf(key);
    if (!fitting.includes(comparator)) {
      const words = fitting.map((each) => comparatorWords[each]).join(', ');
      throw new QueryError(
        `“${key.name}” is a number or a time; compare it with ${words}, IN or BETWEEN, not ${sign.value}`,
        sign,
        { start: sign.start, end: sign.end, text: '=' },
      );
    }
    return { kind: 'compare', key, comparator, value: literal(key, comparator) };
  };

  const literals = (key: Key): Literal[] => {
    expectOperator('(', '“(”');
    const values = [literal(key)];
    while (takeOperator(',')) values.push(literal(key));
    expectOperator(')', '“,” or “)”');
    return values;
  };

  const literal = (key: Key, comparator?: Comparator): Literal => {
    const { kind } = current();
    if (kind === 'operator' || kind === 'end') return fail('a value');
    const token = take();
    rejectGluedRest(token);
    return readLiteral(token, key, comparator);
  };

  /** `v1.2` or `a+b` without quotes would come apart in the middle; the whole of it was meant. */
  const rejectGluedRest = ({ start, end, kind }: Token): void => {
    if (kind === 'text' || end !== current().start || !/^[^\s(),'"`<>=!]/.test(source.slice(end))) return;
    throw toQuote(source, start);
  };

  /** `top.5` without a prefix or backticks would come apart before the digit. */
  const rejectGluedNumber = (start: number): void => {
    const { kind, start: next } = current();
    const isNumber = kind === 'number' || kind === 'span' || kind === 'date';
    if (isNumber && next === tokens[index - 1]!.end) throw toBacktick(source, start);
  };

  const readKey = (): Key => {
    const { start } = current();
    const key = isAggregate() ? readAggregate() : readPlainKey();
    rejectGluedNumber(start);
    references.push({ key, start, end: tokens[index - 1]!.end });
    return key;
  };

  const isAggregate = (): boolean =>
    isOperator('(', 1) && (aggregateWords as readonly string[]).includes(current().value.toLowerCase());

  /** `min(metrics.loss)` or, as only metrics have a history, `min(loss)`. */
  const readAggregate = (): Key => {
    const word = current().value.toLowerCase();
    let place: Aggregate = 'first';
    const name = called(() => {
      const { start } = current();
      const key = readPlainKey();
      const span = { start, end: tokens[index - 1]!.end };
      if (key.entity !== 'metric' && key.entity !== 'any')
        throw new QueryError(`${word}(…) is of a metric, such as ${word}(metrics.loss)`, span);
      if (word === 'at') place = readPlace();
      return key.name;
    });
    if (word === 'last') return { entity: 'metric', name };
    return { entity: 'metric', name, aggregate: word === 'at' ? place : (word as Aggregate & string) };
  };

  /** A step, or the one where another metric is best. */
  const readPlace = (): Aggregate => {
    expectOperator(',', 'a step, as in at(metrics.loss, 100)');
    const word = current().value.toLowerCase();
    if (!isOperator('(', 1) || (word !== 'best' && word !== 'min' && word !== 'max'))
      return { step: readStep() };
    return { at: word, of: readAggregate().name };
  };

  const readStep = (): number => {
    const token = current();
    const step = token.kind === 'number' ? readNumber(token.value) : Number.NaN;
    if (!Number.isSafeInteger(step)) return fail('a step, which is a whole number');
    take();
    return step;
  };

  const called = <T>(inner: () => T): T => {
    take();
    expectOperator('(', '“(”');
    const result = inner();
    expectOperator(')', '“)”');
    return result;
  };

  const readPlainKey = (): Key => {
    const first = name();
    const entity = first.kind === 'word' ? entityOf(first.text) : undefined;
    if (entity === undefined || !isOperator('.')) {
      const text = withDots(first.text);
      const attribute = attributeOf(text);
      return attribute === undefined
        ? { entity: 'any', name: text }
        : { entity: 'attribute', name: attribute };
    }
    take();
    const { start } = current();
    const written = withDots(name().text);
    const span = { start, end: tokens[index - 1]!.end };
    if (entity === 'attribute') {
      const attribute = attributeOf(written);
      if (attribute === undefined) throw unknownFact('A run', written, attributeNames, span);
      return { entity, name: attribute };
    }
    if (entity === 'dataset' && !(datasetFacts as readonly string[]).includes(written))
      throw unknownFact('A dataset', written, datasetFacts, span);
    return { entity, name: written };
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

  /** `0,5` at the end of a condition, where no list can be meant. */
  const rejectDecimalComma = (): void => {
    const [whole, comma, part] = [tokens[index - 1], current(), tokens[index + 1]];
    if (!isOperator(',') || whole?.kind !== 'number' || part?.kind !== 'number') return;
    if (whole.end !== comma.start || part.start !== comma.end || !/^\d+$/.test(part.value)) return;
    const span = { start: whole.start, end: part.end };
    const text = `${whole.value}.${part.value}`;
    throw new QueryError(`Write ${text}, with a point, instead of ${whole.value},${part.value}`, span, {
      ...span,
      text,
    });
  };

  return {
    references,
    disjunction,
    key: readKey,
    expectEnd: (): void => {
      if (current().kind === 'end') return;
      const { value, start, end } = current();
      if (value === ')')
        throw new QueryError('This “)” closes nothing; take it away', current(), { start, end, text: '' });
      rejectDecimalComma();
      // Before a word or a text another condition begins; before a sign none does.
      fail('AND, OR or the end of the filter', current().kind === 'operator' ? undefined : 'AND ');
    },
  };
};

const unknownFact = (owner: string, written: string, known: readonly string[], span: Span): QueryError => {
  const closest = closestName(written, known);
  const hint = closest === undefined ? '' : `. Did you mean ${closest}?`;
  const fix = closest === undefined ? undefined : { ...span, text: closest };
  return new QueryError(`${owner} has no “${written}”; there is ${known.join(', ')}${hint}`, span, fix);
};
