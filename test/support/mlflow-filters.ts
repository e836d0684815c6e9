import { createRandom, type Random } from '../../src/engine/core/statistics/random.ts';

/** MLflow's own searches, by the names of the functions that read their filters. */
export type MlflowSearch = 'runs' | 'experiments' | 'registeredModels' | 'modelVersions' | 'loggedModels';

/** Filter strings for a search of MLflow, the same for the same seed: most of them right, some of them damaged. */
export const mlflowFilters = (search: MlflowSearch, seed: number, count: number): string[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => randomFilter(random, searches[search]));
};

interface Grammar {
  readonly fields: readonly (readonly [identifiers: readonly string[], kind: 'number' | 'text' | 'id'])[];
  readonly numbers: readonly string[];
  readonly texts: readonly string[];
}

const texts = ["'a'", "'A'", "'ab'", "'a_'", "'%'", "'a%'", "'%b'", "''", '"a"', "'a b'", "'0.1'", "'true'"];
const tags: Grammar['fields'] = [
  [['tags.team', 'tag.team', 'tags.`team`', 'tags."team"'], 'text'],
  [['tags.`a b`', 'tags.x.y', 'tags.none'], 'text'],
];

const searches: Readonly<Record<MlflowSearch, Grammar>> = {
  runs: {
    fields: [
      [['metrics.auc', 'metric.auc', 'metrics.`auc`', 'metrics."val loss"', 'metrics.none'], 'number'],
      [['params.lr', 'param.lr', 'parameter.lr', 'parameters.`a b`', 'params.x.y', 'params.none'], 'text'],
      ...tags,
      [['start_time', 'created', 'Created', 'attributes.end_time', 'run.start_time'], 'number'],
      [['run_name', '"run name"', 'attr.run_name', 'user_id', 'attribute.artifact_uri', 'name'], 'text'],
      [['status', 'attributes.status'], 'text'],
      [['run_id', 'attributes.run_id', 'run.`run_id`'], 'id'],
      [['dataset.name', 'datasets.name', 'dataset.digest', 'datasets.context'], 'id'],
    ],
    numbers: ['0', '1', '-1', '0.1', '.5', '1e-1', '-1e3', '5.', '1000', '2000', '3000'],
    texts: [...texts, "'FINISHED'", "'finished'", "'F%'", "'f%'", "'training'", "'run%'", "'run1'"],
  },
  experiments: {
    fields: [
      [['name', 'attribute.name', '"name"', 'attribute.`name`', 'name', 'attributes.name', 'run_id'], 'text'],
      [['experiment_id', 'attribute.experiment_id'], 'id'],
      [['creation_time', 'attribute.last_update_time'], 'number'],
      ...tags,
      ...tags,
    ],
    numbers: ['0', '1', '-1', '0', '0.1', '99999999999999'],
    texts: [...texts, "'1'", "'0'", "'Default'", "'e%'"],
  },
  registeredModels: {
    fields: [
      [['name', 'attribute.name', 'attributes.name', '`name`'], 'id'],
      [['tags.`mlflow.prompt.is_prompt`', 'tags.mlflow.prompt.is_prompt'], 'text'],
      ...tags,
    ],
    numbers: ['1'],
    texts: [...texts, "'m1'", "'m%'", "'false'"],
  },
  modelVersions: {
    fields: [
      [['name', 'attribute.name', 'run_id', 'source_path', 'attributes.name'], 'id'],
      [['version_number', 'attribute.version_number'], 'number'],
      ...tags,
    ],
    numbers: ['1', '2', '1.0', "'1'"],
    texts: [...texts, "'m1'", "'m%'", "'s%'"],
  },
  loggedModels: {
    fields: [
      [['name', 'attributes.name', '`name`', 'model_type', 'source_run_id', 'colour'], 'id'],
      [['metrics.auc', 'metrics.`auc`', 'metric.auc', 'creation_time', 'last_updated_timestamp'], 'number'],
      [['params.lr', 'params.`a b`', 'tags.team', 'tags.none'], 'id'],
    ],
    numbers: ['0', '1', '-1', '0.1', '1e-1'],
    texts: texts.filter((each) => !each.startsWith('"')),
  },
};

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)]!;
const chance = (random: Random, share: number): boolean => random.unit() < share;

const randomFilter = (random: Random, grammar: Grammar): string => {
  const clauses = Array.from({ length: 1 + random.below(3) }, () => randomClause(random, grammar));
  const filter = clauses.join(pick(random, [' AND ', ' AND ', ' and ', '  And\n', ' ', ' OR ']));
  return chance(random, 0.25) ? damaged(random, filter) : filter;
};

const signs = ['=', '!=', '=', '!=', '<', '<=', '>', '>=', '==', '<>'];
const wordSigns = [' LIKE ', ' ILIKE ', ' like ', ' NOT LIKE ', ' RLIKE '];

const randomClause = (random: Random, grammar: Grammar): string => {
  const [identifiers, kind] = pick(random, grammar.fields);
  const identifier = pick(random, identifiers);
  if (chance(random, 0.06)) return identifier + pick(random, [' IS NULL', ' is not null', ' IS NOT NULL']);
  if (chance(random, kind === 'id' ? 0.4 : 0.04)) return `${identifier} ${randomList(random, grammar)}`;
  const sign =
    kind === 'number' || chance(random, 0.6) ? spaced(random, pick(random, signs)) : pick(random, wordSigns);
  const isNumber = kind === 'number' ? chance(random, 0.93) : chance(random, 0.05);
  return identifier + sign + pick(random, isNumber ? grammar.numbers : grammar.texts);
};

const spaced = (random: Random, sign: string): string => (chance(random, 0.8) ? ` ${sign} ` : sign);

const randomList = (random: Random, { texts: values }: Grammar): string => {
  const listed = Array.from({ length: random.below(4) }, () => pick(random, values));
  return `${pick(random, ['IN', 'NOT IN', 'in', 'not in'])} (${listed.join(pick(random, [', ', ',']))})`;
};

const scraps = [
  "'",
  '"',
  '`',
  '(',
  ')',
  ',',
  ';',
  '=',
  '<',
  ' ',
  '-',
  '.',
  '1',
  'a',
  'AND ',
  ' NOT ',
  '--',
  '/',
];

const damaged = (random: Random, filter: string): string => {
  const position = random.below(filter.length);
  return filter.slice(0, position) + pick(random, scraps) + filter.slice(position + random.below(2));
};
