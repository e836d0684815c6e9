import type { Comparator, Entity, Key } from './ast.ts';

/** What a key's values are, which decides how they compare. `mixed` are texts that count as numbers beside a number. */
export type KeyKind = 'number' | 'duration' | 'time' | 'text' | 'mixed';

const entityWords: Readonly<Record<string, Entity>> = {
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
  dataset: 'dataset',
  datasets: 'dataset',
};

export const entityOf = (word: string): Entity | undefined =>
  Object.hasOwn(entityWords, word.toLowerCase()) ? entityWords[word.toLowerCase()] : undefined;

/** How an entity is written before its keys. */
export const entityPrefixes = {
  metric: 'metrics',
  parameter: 'params',
  tag: 'tags',
  dataset: 'datasets',
} as const;

/** The facts that every run has a place for. Of metrics and parameters, a run's own names decide. */
export const attributes = {
  name: 'text',
  run_id: 'text',
  status: 'text',
  experiment: 'text',
  start_time: 'time',
  end_time: 'time',
  duration: 'duration',
  note: 'text',
  seed: 'number',
  dataset: 'text',
  user: 'text',
  source: 'text',
  script: 'text',
  branch: 'text',
  commit: 'text',
  parent: 'text',
  parent_id: 'text',
  artifact_uri: 'text',
  artifact_size: 'number',
  models: 'text',
} as const satisfies Readonly<Record<string, KeyKind>>;

export type AttributeName = keyof typeof attributes;
export const attributeNames = Object.keys(attributes) as AttributeName[];

const attributeAliases: Readonly<Record<string, AttributeName>> = {
  id: 'run_id',
  run_name: 'name',
  'run name': 'name',
  'Run name': 'name',
  'Run Name': 'name',
  started: 'start_time',
  created: 'start_time',
  Created: 'start_time',
  ended: 'end_time',
  user_id: 'user',
};

export const attributeOf = (written: string): AttributeName | undefined =>
  Object.hasOwn(attributes, written)
    ? (written as AttributeName)
    : Object.hasOwn(attributeAliases, written)
      ? attributeAliases[written]
      : undefined;

export const datasetFacts = ['name', 'digest', 'context'] as const;

export const kindOfKey = ({ entity, name, aggregate }: Key): KeyKind => {
  if (entity === 'metric' || aggregate !== undefined) return 'number';
  if (entity === 'dataset') return 'text';
  if (entity === 'attribute') return attributes[name as AttributeName] ?? 'text';
  return 'mixed';
};

const ordered = ['=', '!=', '<', '<=', '>', '>='] as const;
const patterns = ['like', 'ilike', 'regex'] as const;

/** The comparators that make sense for a key; IN and IS NULL fit every key. */
export const comparatorsOf = (key: Key): readonly Comparator[] =>
  kindOfKey(key) === 'text' || kindOfKey(key) === 'mixed' ? [...ordered, ...patterns] : ordered;

export const comparatorWords: Readonly<Record<Comparator, string>> = {
  '=': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  like: 'LIKE',
  ilike: 'ILIKE',
  regex: '=~',
};

export const aggregateWords = ['min', 'max', 'best', 'last', 'first', 'count', 'at'] as const;

/** Words that mean something where a key could stand, so that a key of that name needs backticks. */
export const reservedWords = new Set(['NOT', 'AND', 'OR', 'IN', 'IS', 'NULL', 'LIKE', 'ILIKE', 'BETWEEN']);
