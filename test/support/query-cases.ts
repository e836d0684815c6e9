import type { PlainPoint, PlainRun } from '../../src/engine/core/query/evaluate.ts';
import { createRandom, type Random } from '../../src/engine/core/statistics/random.ts';
import type { Aggregate, Comparator, Expression, Key, Literal } from '../../src/shared/query/ast.ts';
import {
  type AttributeName,
  attributeNames,
  comparatorsOf,
  datasetFacts,
  kindOfKey,
} from '../../src/shared/query/keys.ts';

/** What differential tests of the query language run on: the same for the same seed. */
export interface QueryCases {
  readonly nowMs: number;
  /** Ids are `run_id` of the attributes, and unique. */
  readonly runs: readonly PlainRun[];
  readonly expressions: readonly Expression[];
}

export const queryNowMs = Date.UTC(2026, 10, 25, 12);
const dayMs = 86_400_000;

export const queryCases = (seed: number, counts: { runs: number; expressions: number }): QueryCases => {
  const random = createRandom(seed);
  return {
    nowMs: queryNowMs,
    runs: Array.from({ length: counts.runs }, (_, index) => randomRun(random, index)),
    expressions: Array.from({ length: counts.expressions }, () => randomExpression(random, 3)),
  };
};

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)]!;
const chance = (random: Random, share: number): boolean => random.unit() < share;

/** Few of each, so that most conditions hold for some runs; odd ones for quoting, case, order and patterns. */
const metricNames = ['auc', 'loss', 'val loss', 'a.b', 'inf', 'count'];
const parameterNames = ['lr', 'model', 'a.b', 'order', "it's", 'a`b', 'né'];
const tagNames = ['team', 'model', 'mlflow.user', 'x-y', 'a b'];
const numbers = [0, 1, -1, 0.1, 0.5, 1e-7, 1e21, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const texts = ['', 'a', 'A', 'ab', 'a%', 'a_b', 'aXb', '0.1', '1', '1e-1', 'auto', "it's", 'a\\b', 'é', 'É'];
const moreTexts = [...texts, 'a"b', '[a]', 'a*b', 'a\nb', '😀', '\uffff', 'inf', '-Infinity', 'NaN'];
const patterns = ['a%', '%b', 'a_b', '%', '_', 'A%', '%\\%', "it's%", '[a]', 'a*b', 'É', 'é%'];
const regexes = ['^a', 'b$', 'a.b', '[A-Z]', '\\d', "'s$", '\\\\'];
const statuses = ['scheduled', 'running', 'finished', 'failed', 'killed'];

const randomRun = (random: Random, index: number): PlainRun => {
  const startedAtMs = queryNowMs - random.below(20) * (dayMs / 2);
  const seconds = chance(random, 0.7) ? pick(random, [0, 1.5, 60, 3600, 7200]) : null;
  return {
    attributes: {
      name: pick(random, moreTexts),
      run_id: index.toString(16).padStart(32, '0'),
      status: pick(random, statuses),
      experiment: pick(random, ['Default', 'churn', 'Churn']),
      start_time: startedAtMs,
      end_time: seconds === null ? null : startedAtMs + seconds * 1000,
      duration: seconds,
      note: pick(random, texts),
      seed: chance(random, 0.5) ? random.below(3) : null,
      user: chance(random, 0.5) ? pick(random, ['ann', 'Ben']) : null,
    },
    parameters: randomEntries(random, parameterNames, () => pick(random, moreTexts)),
    tags: randomEntries(random, tagNames, () => pick(random, moreTexts)),
    metrics: randomEntries(random, metricNames, () => randomHistory(random, startedAtMs)),
    datasets: Array.from({ length: random.below(3) }, (_, position) => ({
      name: pick(random, ['customers', 'Customers', 'a%']),
      digest: `d${position}`,
      context: pick(random, ['training', 'validation']),
    })),
  };
};

const randomEntries = <T>(random: Random, names: readonly string[], value: () => T): Record<string, T> =>
  Object.fromEntries(names.filter(() => chance(random, 0.6)).map((name) => [name, value()]));

const randomHistory = (random: Random, startedAtMs: number): PlainPoint[] =>
  Array.from({ length: 1 + random.below(4) }, (_, index) => ({
    step: index * pick(random, [1, 1, 50]),
    timestampMs: startedAtMs + index,
    value: chance(random, 0.15) ? Number.NaN : pick(random, numbers),
  }));

/** Exactly the trees that the parser makes, so that printing and parsing must give them back. */
export const randomExpression = (random: Random, depth: number): Expression => {
  if (depth === 0 || chance(random, 0.4)) return randomCondition(random);
  const operand = () => randomExpression(random, depth - 1);
  if (chance(random, 0.25)) return { kind: 'not', operand: operand() };
  const kind = pick(random, ['and', 'or'] as const);
  return { kind, operands: Array.from({ length: 2 + random.below(2) }, operand) };
};

const randomCondition = (random: Random): Expression => {
  const key = randomKey(random);
  switch (random.below(8)) {
    case 0:
      return { kind: 'present', key };
    case 1:
      return { kind: 'not', operand: { kind: 'present', key } };
    case 2:
      return kindOfKey(key) === 'number' ? { kind: 'nan', key } : { kind: 'present', key };
    case 3:
      return { kind: 'between', key, low: randomLiteral(random, key), high: randomLiteral(random, key) };
    case 4:
      return randomList(random, key);
    case 5: {
      const inner = randomNegatable(random, key);
      return {
        kind: 'and',
        operands: [
          { kind: 'present', key },
          { kind: 'not', operand: inner },
        ],
      };
    }
    default: {
      const comparator = pick(random, comparatorsOf(key));
      return { kind: 'compare', key, comparator, value: randomLiteral(random, key, comparator) };
    }
  }
};

const randomList = (random: Random, key: Key): Expression => ({
  kind: 'in',
  key,
  values: Array.from({ length: 1 + random.below(3) }, () => randomLiteral(random, key)),
  ...(key.entity === 'dataset' && chance(random, 0.5) && { negated: true }),
});

const randomNegatable = (random: Random, key: Key): Expression => {
  const list: Expression = { kind: 'in', key, values: [randomLiteral(random, key)] };
  return kindOfKey(key) === 'number' || chance(random, 0.5)
    ? list
    : { kind: 'between', key, low: randomLiteral(random, key), high: randomLiteral(random, key) };
};

const aggregates: readonly Aggregate[] = [
  ...(['first', 'min', 'max', 'best', 'count', { step: 50 }, { step: 1 }] as const),
  { at: 'best', of: 'loss' },
  { at: 'min', of: "it's" },
  { at: 'max', of: 'val loss' },
];

const randomKey = (random: Random): Key => {
  switch (random.below(8)) {
    case 0:
    case 1:
      return { entity: 'metric', name: pick(random, metricNames) };
    case 2:
      return { entity: 'metric', name: pick(random, metricNames), aggregate: pick(random, aggregates) };
    case 3:
      return { entity: 'parameter', name: pick(random, parameterNames) };
    case 4:
      return { entity: 'tag', name: pick(random, tagNames) };
    case 5:
      return { entity: 'attribute', name: pick(random, attributeNames.filter(isGenerated)) };
    case 6:
      return { entity: 'dataset', name: pick(random, datasetFacts) };
    default:
      return { entity: 'any', name: pick(random, [...metricNames, ...parameterNames, ...tagNames]) };
  }
};

/** Facts that `randomRun` sets. */
const isGenerated = (name: AttributeName): boolean =>
  ![
    'dataset',
    'source',
    'script',
    'branch',
    'commit',
    'parent',
    'parent_id',
    'artifact_uri',
    'artifact_size',
    'models',
  ].includes(name);

const spans = [-7 * 86_400, -3600, 5400, 0.0015, 60, 1.5];

const randomLiteral = (random: Random, key: Key, comparator?: Comparator): Literal => {
  const kind = kindOfKey(key);
  if (comparator === 'regex') return { kind: 'text', value: pick(random, regexes) };
  if (comparator === 'like' || comparator === 'ilike') return { kind: 'text', value: pick(random, patterns) };
  if (kind === 'time') return randomTime(random);
  if (kind === 'number' || kind === 'duration')
    return chance(random, 0.2)
      ? { kind: 'span', value: pick(random, spans) }
      : { kind: 'number', value: pick(random, numbers) };
  if (kind === 'mixed' && chance(random, 0.5)) return { kind: 'number', value: pick(random, numbers) };
  if (key.name === 'status')
    return { kind: 'text', value: pick(random, [...statuses, 'FINISHED', 'Failed']) };
  if (key.name === 'experiment') return { kind: 'text', value: pick(random, ['Default', 'churn', 'b']) };
  return { kind: 'text', value: pick(random, [...moreTexts, 'customers', 'training', 'ann']) };
};

const randomTime = (random: Random): Literal =>
  pick(random, [
    { kind: 'span', value: pick(random, spans) },
    { kind: 'number', value: queryNowMs - random.below(20) * (dayMs / 2) },
    {
      kind: 'text',
      value: pick(random, ['2026-11-20', '2026-11-25', '2026-11-22T12:00', '2026-11-22T12:00:00Z']),
    },
  ] as const);
