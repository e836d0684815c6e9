import type { Key } from './ast.ts';
import { type Place, placeOf } from './completion-place.ts';
import {
  aggregateWords,
  attributeNames,
  comparatorsOf,
  comparatorWords,
  datasetFacts,
  entityOf,
  entityPrefixes,
  kindOfKey,
} from './keys.ts';
import { numberOf } from './literals.ts';
import { printKey } from './print.ts';
import { type Candidates, rank } from './rank.ts';
import { quote } from './tokens.ts';
import type { UsedValue, Vocabulary } from './vocabulary.ts';

export interface Completion {
  readonly kind: 'prefix' | 'key' | 'function' | 'comparator' | 'value' | 'word';
  /** What goes into the filter. */
  readonly text: string;
  /** What it is matched by and shown as. */
  readonly label: string;
  /** `metric`, `12 runs` … */
  readonly detail: string;
}

export interface Completions {
  /** The stretch that the text of an option replaces. */
  readonly start: number;
  readonly end: number;
  readonly options: readonly Completion[];
  /** The condition before the caret is whole, or there is none, and nothing of another one is typed: options would only be in the way. */
  readonly isWhole: boolean;
}

export interface CompletionRequest {
  readonly source: string;
  readonly caret: number;
  readonly vocabulary: Vocabulary;
  readonly limit?: number;
}

/** What could be written at the caret, the best first. Linear in the vocabulary; 10,000 keys take a few milliseconds. */
export const completeQuery = ({ source, caret, vocabulary, limit = 50 }: CompletionRequest): Completions => {
  const place = placeOf(source.slice(0, caret));
  if (place === null) return { start: caret, end: caret, options: [], isWhole: false };
  const rest = place.typed === '' ? '' : (/^[^\s()=<>!,]*/.exec(source.slice(caret))?.[0] ?? '');
  const options = optionsAt(place, vocabulary, limit);
  return { start: place.start, end: caret + rest.length, options, isWhole: isWhole(place, options) };
};

const isWhole = ({ expected, typed, start, depth }: Place, options: readonly Completion[]): boolean => {
  if (expected === 'key') return start === 0 && typed === '';
  if (expected === 'joiner') return typed === '' && depth === 0;
  if (expected !== 'value' && expected !== 'null') return false;
  if (/^(['"`]).*\1$/s.test(typed) && typed.length > 1) return true;
  const written = typed.toLowerCase();
  const isThere = options.some(({ text }) => text.toLowerCase() === written);
  const goOn = ({ label }: Completion) =>
    label.length > written.length && label.toLowerCase().startsWith(written);
  return isThere && !options.some(goOn);
};

const optionsAt = (place: Place, vocabulary: Vocabulary, limit: number): Completion[] => {
  const { expected, key, typed } = place;
  const best = (...texts: readonly string[]) => rank([words(texts)], typed, limit);
  switch (expected) {
    case 'key':
      return keyOptions(typed, vocabulary, limit);
    case 'metric':
      return rank([named('metric', vocabulary.metrics)], withoutPrefix(typed).name, limit);
    case 'close':
      return best(')');
    case 'comparator':
      return rank([comparatorCandidates(key)], typed, limit);
    case 'negatable':
      return hasText(key) ? best('IN', 'LIKE', 'ILIKE', 'BETWEEN') : best('IN', 'BETWEEN');
    case 'null':
      return best('NULL', 'NOT NULL');
    case 'list':
      return best('(');
    case 'value':
      return key === null ? [] : rank([valueCandidates(key, vocabulary)], withoutQuotes(typed), limit);
    case 'list-more':
      return best(',', ')');
    case 'between-and':
      return best('AND');
    case 'joiner':
      return best('AND', 'OR', ...(place.depth > 0 ? [')'] : []));
  }
};

type Options = Candidates<Completion>;

const plain = (kind: Completion['kind'], texts: readonly string[], detail = ''): Options => ({
  names: texts,
  make: (text) => ({ kind, text, label: text, detail }),
});
const words = (texts: readonly string[]): Options => plain('word', texts);

const keyOptions = (typed: string, vocabulary: Vocabulary, limit: number): Completion[] => {
  const { entity, name } = withoutPrefix(typed);
  const groups = keyGroups(vocabulary);
  return rank(entity === undefined ? Object.values(groups) : [groups[entity]], name, limit);
};

/** In the order to offer equally good ones. */
const keyGroups = (vocabulary: Vocabulary) => ({
  prefixes: plain(
    'prefix',
    Object.values(entityPrefixes).map((prefix) => `${prefix}.`),
  ),
  attribute: named('attribute', attributeNames),
  metric: named('metric', vocabulary.metrics),
  parameter: named('parameter', vocabulary.parameters),
  tag: named('tag', vocabulary.tags),
  functions: {
    names: [...aggregateWords, 'isnan'],
    make: (word: string): Completion => ({
      kind: 'function',
      text: `${word}(`,
      label: word,
      detail: 'of a metric',
    }),
  },
  not: words(['NOT']),
  dataset: {
    names: datasetFacts,
    make: (fact: string): Completion => keyCompletion({ entity: 'dataset', name: fact }),
  },
});

const named = (entity: Key['entity'], names: readonly string[]): Options => ({
  names,
  make: (name) => keyCompletion({ entity, name }),
});

const keyCompletion = (key: Key): Completion => ({
  kind: 'key',
  text: printKey(key),
  label: key.name,
  detail: key.entity === 'attribute' ? 'run' : key.entity,
});

const withoutQuotes = (typed: string): string => typed.replace(/^['"`]|['"`]$/g, '');

/** `metrics.val` is `val` of the metrics, whether or not in backticks. */
const withoutPrefix = (typed: string) => {
  const [, word, rest] = /^(\w+)\.(.*)$/s.exec(typed) ?? [];
  const entity = word === undefined ? undefined : entityOf(word);
  if (entity === undefined || entity === 'any') return { entity: undefined, name: withoutQuotes(typed) };
  return { entity, name: withoutQuotes(rest ?? '') };
};

const hasText = (key: Key | null): boolean =>
  key === null || kindOfKey(key) === 'text' || kindOfKey(key) === 'mixed';

const comparatorCandidates = (key: Key | null): Options => {
  const fitting = comparatorsOf(key ?? { entity: 'any', name: '' });
  const texts = fitting.map((comparator) => comparatorWords[comparator]);
  return plain('comparator', [...texts, 'IN', 'NOT IN', 'BETWEEN', 'IS NULL', 'IS NOT NULL']);
};

const valueCandidates = (key: Key, vocabulary: Vocabulary): Options => {
  const counts = new Map(usedValues(key, vocabulary).map(({ value, count }) => [value, count]));
  if (counts.size === 0) return usualValues(key);
  const isText = kindOfKey(key) === 'text';
  return {
    names: [...counts.keys()],
    make: (value) => ({
      kind: 'value',
      text: isText || numberOf(value) === null ? quote(value) : value,
      label: value,
      detail: counts.get(value) === 1 ? '1 run' : `${counts.get(value)} runs`,
    }),
  };
};

const usedValues = (key: Key, { values }: Vocabulary): readonly UsedValue[] =>
  key.entity === 'any'
    ? (['parameter', 'tag'] as const).flatMap((entity) => values[printKey({ ...key, entity })] ?? [])
    : (values[printKey(key)] ?? []);

const usualValues = (key: Key): Options => {
  if (key.entity === 'attribute' && key.name === 'status') return plain('value', statuses);
  if (kindOfKey(key) === 'time') return plain('value', ['-1h', '-1d', '-7d', '-30d'], 'from now');
  return plain('value', kindOfKey(key) === 'duration' ? ['1m', '10m', '1h'] : []);
};

const statuses = ['finished', 'running', 'failed', 'killed', 'scheduled'];
