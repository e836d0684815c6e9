import { ownSource } from '../../shared/model/foreign-runs.ts';
import type { Aggregate, Key, ResolvedExpression } from '../../shared/query/ast.ts';
import type { AttributeName } from '../../shared/query/keys.ts';
import { runArtifactRootSql } from './artifact-root.ts';
import { linkedTitleSql } from './linked-runs.ts';
import { datasetTitle, ofMainDataset } from './main-dataset.ts';
import { type BindKey, conditionFrom, join, type SqlCondition, type ValueColumn } from './query-condition.ts';

/** A condition over the table `runs`; see `conditionFrom`. */
export const conditionOf = (expression: ResolvedExpression): SqlCondition =>
  conditionFrom(expression, bindRunKey);

/** As MLflow's clients mean it: to them a run without a user has one whose name is empty. */
export const clientConditionOf = (expression: ResolvedExpression): SqlCondition =>
  conditionFrom(expression, (key, condition) =>
    key.entity === 'attribute' && key.name === 'user'
      ? condition({ column: 'runs.user_name', kind: 'text' })
      : bindRunKey(key, condition),
  );

const keptOf = (table: 'run_parameters' | 'run_tags', key: string): string =>
  `(SELECT value FROM ${table} WHERE run_number = runs.number AND key_number = (SELECT number FROM keys WHERE name = '${key}'))`;

/** SQL for a tag that clients know by this name, over a row of `runs`. */
export const tagSql = (key: string): string => keptOf('run_tags', key);

/** SQL over a row of `runs`. What the built-in learners record as facts, clients of MLflow send as tags, and a seed as a parameter. */
const attributes: Readonly<Record<AttributeName, ValueColumn>> = {
  name: { column: 'runs.name', kind: 'text' },
  run_id: { column: 'runs.id', kind: 'text' },
  status: { column: 'runs.status', kind: 'text', ignoresCase: true },
  note: { column: 'runs.note', kind: 'text' },
  seed: {
    column: `coalesce(runs.seed, number_of(${keptOf('run_parameters', 'seed')}))`,
    kind: 'number',
  },
  start_time: { column: 'runs.started_at_ms', kind: 'time' },
  end_time: { column: 'runs.ended_at_ms', kind: 'time' },
  duration: { column: '((runs.ended_at_ms - runs.started_at_ms) / 1000.0)', kind: 'number' },
  experiment: {
    column: '(SELECT name FROM experiments WHERE experiments.id = runs.experiment_id)',
    kind: 'text',
  },
  dataset: {
    column: ofMainDataset(datasetTitle),
    kind: 'text',
  },
  user: { column: `coalesce(nullif(runs.user_name, ''), ${tagSql('mlflow.user')})`, kind: 'text' },
  source: { column: `coalesce(${linkedTitleSql}, '${ownSource}')`, kind: 'text' },
  script: { column: tagSql('mlflow.source.name'), kind: 'text' },
  branch: {
    column: `coalesce(json_extract(runs.code_json, '$.branch'), ${tagSql('mlflow.source.git.branch')})`,
    kind: 'text',
  },
  commit: {
    column: `coalesce(json_extract(runs.code_json, '$.commit'), ${tagSql('mlflow.source.git.commit')})`,
    kind: 'text',
  },
  parent: {
    column:
      'coalesce((SELECT parent.name FROM runs AS parent WHERE parent.id = runs.parent_id), runs.parent_id)',
    kind: 'text',
  },
  parent_id: { column: 'runs.parent_id', kind: 'text' },
  artifact_uri: {
    column: `(SELECT ${runArtifactRootSql} FROM experiments WHERE experiments.id = runs.experiment_id)`,
    kind: 'text',
  },
  artifact_size: {
    column: `(SELECT sum(size_bytes) FROM (SELECT size_bytes FROM run_artifacts WHERE run_number = runs.number
      UNION ALL SELECT size_bytes FROM linked_artifacts WHERE owner_type = 'run' AND owner_id = runs.id))`,
    kind: 'number',
  },
  models: {
    column: `(SELECT group_concat(title, ', ') FROM (SELECT registered_models.name || '/' || version AS title FROM model_versions
      JOIN registered_models ON registered_models.id = model_id WHERE model_versions.run_id = runs.id
      AND model_versions.removed_at_ms IS NULL AND registered_models.removed_at_ms IS NULL ORDER BY registered_at_ms))`,
    kind: 'text',
  },
};

/** A fact of a run in SQL over a row of `runs`, as filters know it: durations in seconds. */
export const attributeSql = (name: AttributeName): string => attributes[name].column;

/** One point of the history that a row of `kept` summarises. */
const pointOf = (column: 'value' | 'is_nan', which: string): string =>
  `(SELECT point.${column} FROM run_metrics AS point WHERE point.run_number = kept.run_number AND point.key_number = kept.key_number ${which} LIMIT 1)`;

const measureOf = (aggregate: Exclude<Aggregate, 'best' | 'count'> | undefined): ValueColumn => {
  if (aggregate === undefined) return { column: 'kept.value', kind: 'measure', nan: 'kept.is_nan' };
  if (aggregate === 'min' || aggregate === 'max')
    return { column: `kept.${aggregate}_value`, kind: 'measure' };
  const which =
    aggregate === 'first'
      ? 'ORDER BY point.step, point.timestamp_ms, point.value'
      : `AND point.step = ${stepOf(aggregate)} ORDER BY point.timestamp_ms DESC, point.value DESC`;
  return {
    column: pointOf('value', which),
    kind: 'measure',
    nan: `coalesce(${pointOf('is_nan', which)}, 0)`,
  };
};

/** A step where it is written, or where another metric has its extreme, in SQL about the row `kept`. */
const stepOf = (aggregate: Exclude<Aggregate, string>): string =>
  'step' in aggregate
    ? String(aggregate.step)
    : `(SELECT ${aggregate.at === 'min' ? 'min' : 'max'}_step FROM run_metric_summaries AS other WHERE other.run_number = kept.run_number
        AND other.key_number = (SELECT number FROM keys WHERE name = ${textLiteral(aggregate.of)}))`;

/** A condition's parameters stand in the order of its values; a name within a column has no place among them. */
const textLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Runs that have something in a table, found by the index over the key rather than by a look at each run. */
const among = (table: string, key: string, inner: SqlCondition): SqlCondition => ({
  sql: `runs.number IN (SELECT kept.run_number FROM ${table} AS kept
    WHERE kept.key_number = (SELECT number FROM keys WHERE name = ?) AND ${inner.sql})`,
  parameters: [key, ...inner.parameters],
});

const bindMetric: BindKey = ({ name, aggregate }, condition) => {
  if (aggregate !== 'count')
    return among(
      'run_metric_summaries',
      name,
      condition(measureOf(aggregate === 'best' ? 'max' : aggregate)),
    );
  // A run without the metric has none of its points.
  const none = condition({ column: '0', kind: 'number' });
  const counted = among(
    'run_metric_summaries',
    name,
    condition({ column: 'kept.point_count', kind: 'number' }),
  );
  const measured = among('run_metric_summaries', name, { sql: '1', parameters: [] });
  return {
    sql: `(${counted.sql} OR (${none.sql} AND NOT ${measured.sql}))`,
    parameters: [...counted.parameters, ...none.parameters, ...measured.parameters],
  };
};

const datasetColumns: Readonly<Record<string, string>> = {
  name: 'kept.name',
  digest: 'kept.digest',
  context: 'kept.role',
};

const bindDataset: BindKey = ({ name }, condition) => {
  const { sql, parameters } = condition({ column: datasetColumns[name] ?? 'NULL', kind: 'text' });
  return {
    sql: `runs.number IN (SELECT kept.run_number FROM run_datasets AS kept WHERE ${sql})`,
    parameters,
  };
};

const bindRunKey: BindKey = (key, condition) => {
  switch (key.entity) {
    case 'attribute':
      return condition(attributeOf(key));
    case 'metric':
      return bindMetric(key, condition);
    case 'parameter':
      return among('run_parameters', key.name, condition({ column: 'kept.value', kind: 'text' }));
    case 'tag':
      return among('run_tags', key.name, condition({ column: 'kept.value', kind: 'text' }));
    case 'dataset':
      return bindDataset(key, condition);
    case 'any':
      return join(
        (['metric', 'parameter', 'tag'] as const).map((entity) => bindRunKey({ ...key, entity }, condition)),
        'OR',
      );
  }
};

const attributeOf = ({ name }: Key): ValueColumn =>
  Object.hasOwn(attributes, name) ? attributes[name as AttributeName] : { column: 'NULL', kind: 'text' };
