import type { Comparator, Key, PlainLiteral, ResolvedExpression } from '../../../shared/query/ast.ts';
import type { AttributeName } from '../../../shared/query/keys.ts';
import { likePattern, numberOf } from '../../../shared/query/literals.ts';
import { patternOf } from '../../../shared/query/pattern.ts';

export interface PlainPoint {
  readonly step: number;
  readonly timestampMs: number;
  readonly value: number;
}

/** A run as plain data, apart from any store. Times in milliseconds since 1970, `duration` in seconds; absent is null or missing. */
export interface PlainRun {
  readonly attributes: Readonly<Partial<Record<AttributeName, string | number | null>>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Whole histories, in no particular order. */
  readonly metrics: Readonly<Record<string, readonly PlainPoint[]>>;
  readonly datasets: readonly { readonly name: string; readonly digest: string; readonly context: string }[];
}

/**
 * Whether a run satisfies a filter: the meaning of the language, which a store's SQL is tested against. What is absent satisfies
 * no comparison; NaN is there, and satisfies only `!=`. Numbers beside text compare as numbers when the text is one, and differ
 * otherwise. Texts compare by code points; LIKE minds case, ILIKE does not (of A to Z), and a status never does.
 */
export const satisfies = (run: PlainRun, expression: ResolvedExpression): boolean => {
  switch (expression.kind) {
    case 'and':
      return expression.operands.every((operand) => satisfies(run, operand));
    case 'or':
      return expression.operands.some((operand) => satisfies(run, operand));
    case 'not':
      return !satisfies(run, expression.operand);
    case 'compare':
      return some(run, expression.key, (value) => compares(value, expression.comparator, expression.value));
    case 'in': {
      const { key, values, negated = false } = expression;
      return some(run, key, (value) => values.some((listed) => compares(value, '=', listed)) !== negated);
    }
    case 'between': {
      const { key, low, high } = expression;
      return some(run, key, (value) => compares(value, '>=', low) && compares(value, '<=', high));
    }
    case 'present':
      return some(run, expression.key, () => true);
    case 'nan':
      return some(run, expression.key, ({ value }) => Number.isNaN(value));
  }
};

interface Value {
  readonly value: string | number;
  readonly ignoresCase: boolean;
}

const some = (run: PlainRun, key: Key, holds: (value: Value) => boolean): boolean =>
  valuesOf(run, key).some((value) => holds({ value, ignoresCase: isStatus(key) }));

const isStatus = ({ entity, name }: Key): boolean => entity === 'attribute' && name === 'status';

/** None when the run has no such thing; several of datasets and of a key that may be a metric, a parameter or a tag. */
const valuesOf = (run: PlainRun, key: Key): (string | number)[] => {
  const { name } = key;
  switch (key.entity) {
    case 'metric':
      return metricValues(run.metrics, key);
    case 'parameter':
      return own(run.parameters, name);
    case 'tag':
      return own(run.tags, name);
    case 'attribute':
      return own(run.attributes as Record<string, string | number | null>, name);
    case 'dataset':
      return run.datasets.map((dataset) => dataset[name as keyof typeof dataset]);
    case 'any':
      return (['metric', 'parameter', 'tag'] as const).flatMap((entity) => valuesOf(run, { entity, name }));
  }
};

const own = <T>(values: Readonly<Record<string, T | null>>, name: string): T[] => {
  const value = Object.hasOwn(values, name) ? values[name] : null;
  return value === null || value === undefined ? [] : [value];
};

const metricValues = (metrics: PlainRun['metrics'], { name, aggregate }: Key): number[] => {
  const points = metrics[name] ?? [];
  if (aggregate === 'count') return [points.length];
  const numbers = points.map(({ value }) => value).filter((value) => !Number.isNaN(value));
  if (aggregate === 'min' || aggregate === 'max')
    return numbers.length === 0 ? [] : [numbers.reduce((a, b) => Math[aggregate](a, b))];
  const place = typeof aggregate === 'object' ? stepOf(metrics, aggregate) : undefined;
  const considered = typeof aggregate === 'object' ? points.filter(({ step }) => step === place) : points;
  const inOrder = [...considered].sort(byTime);
  const found = aggregate === 'first' ? inOrder[0] : inOrder.at(-1);
  return found === undefined ? [] : [found.value];
};

/** Of several best steps the first counts; none while the other metric has no number. */
const stepOf = (
  metrics: PlainRun['metrics'],
  aggregate: Exclude<Key['aggregate'], string | undefined>,
): number | undefined => {
  if ('step' in aggregate) return aggregate.step;
  const sign = aggregate.at === 'min' ? 1 : -1;
  const [best] = (metrics[aggregate.of] ?? [])
    .filter(({ value }) => !Number.isNaN(value))
    .sort(
      (left, right) =>
        sign * (left.value === right.value ? 0 : left.value - right.value) || left.step - right.step,
    );
  return best?.step;
};

/** MLflow's rule for the latest value: by step, then time, then value. */
const byTime = (left: PlainPoint, right: PlainPoint): number =>
  left.step - right.step || left.timestampMs - right.timestampMs || left.value - right.value;

const compares = ({ value, ignoresCase }: Value, comparator: Comparator, literal: PlainLiteral): boolean => {
  if (typeof value === 'number') {
    const number = literal.kind === 'number' ? literal.value : numberOf(literal.value);
    return number !== null && inOrder(value, comparator, number);
  }
  if (literal.kind === 'text') return comparesText(value, comparator, literal.value, ignoresCase);
  const number = numberOf(value);
  return number === null ? comparator === '!=' : inOrder(number, comparator, literal.value);
};

const comparesText = (value: string, comparator: Comparator, text: string, ignoresCase: boolean): boolean => {
  if (comparator === 'regex') return patternOf(text, { ignoresCase })?.occursIn(value) ?? false;
  const fold = ignoresCase || comparator === 'ilike' ? lowerCase : (same: string) => same;
  if (comparator === 'like' || comparator === 'ilike') return likePattern(fold(text)).test(fold(value));
  return inOrder(codePointOrder(fold(value), fold(text)), comparator, 0);
};

/** NaN is unequal to everything and in no order with anything, as JavaScript's own operators have it. */
const inOrder = (left: number, comparator: Comparator, right: number): boolean => {
  switch (comparator) {
    case '=':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return false;
  }
};

/** SQLite folds only these, and so does MLflow's store on it. */
const lowerCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** The order of UTF-8 bytes, which SQLite's BINARY collation compares; UTF-16 has surrogates before U+E000. */
const codePointOrder = (left: string, right: string): number => {
  const a = [...left];
  const b = [...right];
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = (a[index]!.codePointAt(0) ?? 0) - (b[index]!.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};
