import { createRandom, type Random } from '../../../src/engine/core/statistics/random.ts';
import { awkwardTexts, metricKeys, paramKeys, runCount, tagKeys } from './filter-fixture.ts';

/** One search. `{run 3}` in the filter stands for the id that the server gave to that run. */
export interface FilterCase {
  readonly target: 'runs' | 'experiments' | 'registered models' | 'model versions' | 'logged models';
  readonly filter: string;
  readonly orderBy: readonly string[];
}

/** Always the same cases. About one in eight is wrong on purpose. */
export function generateFilterCases(counts: Readonly<Record<FilterCase['target'], number>>): FilterCase[] {
  return Object.entries(counts).flatMap(([target, count], index) => {
    const random = createRandom(20_261_125 + index);
    const grammar = grammars[target as FilterCase['target']];
    return Array.from({ length: count }, () => ({
      target: target as FilterCase['target'],
      filter: filterOf(random, grammar),
      orderBy: orderOf(random, grammar.orders),
    }));
  });
}

interface Grammar {
  readonly clauses: readonly ((random: Random) => string)[];
  readonly orders: readonly string[];
}

function filterOf(random: Random, grammar: Grammar): string {
  const clauses = Array.from({ length: 1 + random.below(3) }, () => pick(random, grammar.clauses)(random));
  const filter = clauses.join(pick(random, [' AND ', ' and ', '  AND  ', ' And ']));
  return random.below(8) === 0 ? spoil(random, filter) : filter;
}

/** What the grammar does not allow, or hardly. */
const spoil = (random: Random, filter: string): string =>
  pick(random, [
    `(${filter})`,
    `${filter} OR ${filter}`,
    `NOT ${filter}`,
    `${filter};`,
    `${filter} AND`,
    `AND ${filter}`,
    filter.replace('=', '=='),
    filter.replaceAll("'", ''),
    filter.replace('.', '..'),
    `bogus.${filter}`,
    filter.replace(/ (=|!=) /, ' > '),
    filter.replace(/ (=|!=|>|<) /, ' LIKE '),
    filter.toUpperCase(),
    `  ${filter}  `,
    filter.replace(/ (=|!=|>|<|>=|<=) /, '$1'),
    filter.replace(/'[^']*'$/, '5'),
    filter.replace(/-?[\d.]+$/, "'5'"),
  ]);

function orderOf(random: Random, orders: readonly string[]): string[] {
  const chosen = new Set<string>();
  const count = random.below(3);
  while (chosen.size < count) chosen.add(pick(random, orders));
  const direction = () => pick(random, ['', ' ASC', ' DESC', ' asc', ' desc']);
  return [...chosen].map((order) => `${order}${direction()}`);
}

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[random.below(items.length)]!;

/** A key, quoted where it must be and sometimes where it need not. */
function keyText(random: Random, key: string): string {
  const isPlain = /^[\w.]+$/.test(key) && !/[^\x20-\x7e]/.test(key);
  if (isPlain && random.below(3) > 0) return key;
  return random.below(2) === 0 ? `\`${key}\`` : `"${key}"`;
}

/** Quotes are not escaped in this language: a text with one kind goes into the other. */
function quoted(random: Random, text: string): string {
  if (text.includes("'")) return `"${text}"`;
  if (text.includes('"')) return `'${text}'`;
  return random.below(3) === 0 ? `"${text}"` : `'${text}'`;
}

function pattern(random: Random): string {
  const text = pick(random, awkwardTexts);
  const at = random.below(text.length + 1);
  return pick(random, [
    `${text.slice(0, at)}%`,
    `%${text.slice(at)}`,
    `%${text}%`,
    text,
    '%',
    `${text.slice(0, at)}_${text.slice(at + 1)}`,
  ]);
}

const textClause = (random: Random, left: string, texts: readonly string[]): string => {
  const comparator = pick(random, ['=', '!=', 'LIKE', 'ILIKE', '=', 'like', 'ilike']);
  const isPattern = comparator.toUpperCase().endsWith('LIKE');
  return `${left} ${comparator} ${quoted(random, isPattern ? patternOf(random, texts) : pick(random, texts))}`;
};

const patternOf = (random: Random, texts: readonly string[]): string => {
  if (texts === awkwardTexts) return pattern(random);
  const text = pick(random, texts);
  const cut = random.below(text.length + 1);
  return pick(random, [
    `${text.slice(0, cut)}%`,
    `%${text.slice(cut)}`,
    text.toUpperCase(),
    text.toLowerCase(),
  ]);
};

const numberClause = (random: Random, left: string, numbers: readonly string[]): string =>
  `${left} ${pick(random, ['=', '!=', '>', '>=', '<', '<='])} ${pick(random, numbers)}`;

const listClause = (random: Random, left: string, texts: readonly string[]): string => {
  const items = Array.from({ length: 1 + random.below(3) }, () => `'${pick(random, texts)}'`);
  return `${left} ${pick(random, ['IN', 'NOT IN', 'in'])} (${items.join(pick(random, [', ', ',']))})`;
};

const nullClause = (random: Random, left: string): string =>
  `${left} ${pick(random, ['IS NULL', 'IS NOT NULL', 'is null', 'is not null'])}`;

const metricNumbers = [
  '0',
  '0.5',
  '1e-9',
  '-1e3',
  '123456.75',
  '-5',
  '5',
  '1.7976931348623157e308',
  '99',
  '0.50',
];
const param = (random: Random) =>
  `${pick(random, ['params', 'param', 'parameter', 'parameters'])}.${keyText(random, pick(random, paramKeys))}`;
const tag = (random: Random) => `${pick(random, ['tags', 'tag'])}.${keyText(random, pick(random, tagKeys))}`;
const metric = (random: Random) =>
  `${pick(random, ['metrics', 'metric'])}.${keyText(random, pick(random, metricKeys))}`;
const attribute = (random: Random, name: string) =>
  `${pick(random, ['attributes.', 'attribute.', 'attr.', 'run.', ''])}${name}`;
const runNames = Array.from({ length: runCount }, (_, index) => `run ${index}`);
const runPlaceholders = runNames.map((name) => `{${name}}`);
const statuses = ['RUNNING', 'FINISHED', 'FAILED', 'KILLED', 'finished', 'SCHEDULED'];
const contexts = ['training', 'Testing', 'testing'];

const runsGrammar: Grammar = {
  clauses: [
    (random) => textClause(random, param(random), awkwardTexts),
    (random) => textClause(random, param(random), awkwardTexts),
    (random) => textClause(random, tag(random), awkwardTexts),
    (random) => nullClause(random, param(random)),
    (random) => nullClause(random, tag(random)),
    (random) => numberClause(random, metric(random), metricNumbers),
    (random) => numberClause(random, metric(random), metricNumbers),
    (random) => textClause(random, attribute(random, 'status'), statuses),
    (random) =>
      textClause(
        random,
        attribute(random, pick(random, ['run_name', 'Run name', '"run name"', '`Run name`'])),
        runNames,
      ),
    (random) => textClause(random, attribute(random, 'user_id'), ['ana', 'Bob', 'bob']),
    (random) => textClause(random, attribute(random, 'artifact_uri'), ['mlflow-artifacts:/']),
    (random) =>
      numberClause(random, attribute(random, pick(random, ['start_time', 'created', 'end_time'])), [
        '1000',
        '1020',
        '2010',
        '0',
      ]),
    (random) => listClause(random, attribute(random, 'run_id'), runPlaceholders),
    (random) => `${attribute(random, 'run_id')} = '${pick(random, runPlaceholders)}'`,
    (random) =>
      textClause(random, `${pick(random, ['dataset', 'datasets'])}.name`, [
        'data A',
        'data b',
        'data C',
        'data a',
      ]),
    (random) => textClause(random, 'dataset.digest', ['d0', 'd1', 'd2']),
    (random) => textClause(random, 'dataset.context', contexts),
    (random) =>
      listClause(random, pick(random, ['dataset.name', 'datasets.digest', 'dataset.context']), [
        'data A',
        'd1',
        'training',
      ]),
    (random) => `tags.\`mlflow.runName\` = '${pick(random, runNames)}'`,
  ],
  orders: [
    'metrics.acc',
    'metrics.`my metric`',
    'metrics.`val.acc`',
    'metrics.sparse',
    'metric.loss',
    'params.lr',
    'params.`my param`',
    'params.sparse',
    'tags.team',
    'tags.`ключ`',
    'attributes.start_time',
    'start_time',
    'attributes.end_time',
    'attribute.status',
    'attributes.run_name',
    'run_name',
    'user_id',
    'params.missing',
    'metrics.missing',
    'attributes.nope',
    'dataset.name',
  ],
};

const experimentNames = [
  'filter one',
  'filter two',
  'filter Three',
  "filter fo'ur",
  'filter 50%',
  'filter größe',
  'filter under_score',
];

const experimentsGrammar: Grammar = {
  clauses: [
    (random) =>
      textClause(random, pick(random, ['name', 'attribute.name', 'attributes.name']), experimentNames),
    (random) => textClause(random, pick(random, ['tags.n', 'tag.n', 'tags.`n`']), ['0', '1', '2', '5']),
    (random) => textClause(random, 'tags.`my tag`', awkwardTexts),
    (random) => nullClause(random, pick(random, ['tags.n', 'tags.`my tag`'])),
    (random) =>
      numberClause(random, pick(random, ['creation_time', 'last_update_time']), ['0', '4000000000000']),
    () => "name LIKE 'filter%'",
  ],
  orders: ['name', 'experiment_id', 'creation_time', 'last_update_time', 'attribute.name', 'nope', 'tags.n'],
};

const modelNames = ['alpha', 'Alpha', 'beta', 'gam ma', "del'ta", '50%', 'a_b', 'größe', 'zeta', 'axb'];

const modelsGrammar: Grammar = {
  clauses: [
    (random) => textClause(random, pick(random, ['name', 'attribute.name']), modelNames),
    (random) => textClause(random, pick(random, ['tags.kind', 'tag.kind', 'tags.`kind`']), awkwardTexts),
    (random) => textClause(random, 'tags.`my tag`', ['t1', 't2', 'T4']),
    () => "tags.`mlflow.prompt.is_prompt` != 'true'",
  ],
  orders: ['name', 'last_updated_timestamp', 'timestamp', 'nope'],
};

const versionsGrammar: Grammar = {
  clauses: [
    (random) => textClause(random, 'name', modelNames),
    (random) => numberClause(random, 'version_number', ['1', '2', '3', '0']),
    (random) => `run_id = '${pick(random, runPlaceholders)}'`,
    (random) => listClause(random, 'run_id', runPlaceholders.slice(0, 9)),
    (random) =>
      textClause(random, 'source_path', [
        's3://bucket/beta/1',
        's3://bucket/alpha/1',
        "s3://bucket/del'ta/1",
      ]),
    (random) => textClause(random, pick(random, ['tags.kind', 'tag.kind']), awkwardTexts),
  ],
  orders: ['name', 'version_number', 'creation_timestamp', 'last_updated_timestamp', 'nope'],
};

const loggedModelsGrammar: Grammar = {
  clauses: [
    (random) =>
      textClause(random, pick(random, ['name', 'attributes.name']), ['model 1', 'model 2', 'Model 3']),
    (random) => textClause(random, 'model_type', ['tree', 'Linear', 'linear']),
    (random) =>
      textClause(random, pick(random, ['status', 'attributes.status']), ['PENDING', 'READY', 'ready']),
    (random) => `source_run_id = '${pick(random, runPlaceholders.slice(0, 16))}'`,
    (random) =>
      numberClause(random, pick(random, ['metrics.acc', 'metrics.loss', 'metrics.`acc`']), metricNumbers),
    (random) =>
      textClause(random, pick(random, ['params.lr', 'params.optimizer', 'params.`my param`']), awkwardTexts),
    (random) => textClause(random, pick(random, ['tags.team', 'tags.`my tag`']), awkwardTexts),
    (random) => listClause(random, 'name', ['model 1', 'model 2', 'model 4']),
    (random) => numberClause(random, 'creation_timestamp', ['0', '4000000000000']),
  ],
  orders: [
    'name',
    'metrics.acc',
    'metrics.loss',
    'creation_timestamp',
    'params.lr',
    'attributes.name',
    'nope',
  ],
};

const grammars: Readonly<Record<FilterCase['target'], Grammar>> = {
  runs: runsGrammar,
  experiments: experimentsGrammar,
  'registered models': modelsGrammar,
  'model versions': versionsGrammar,
  'logged models': loggedModelsGrammar,
};
