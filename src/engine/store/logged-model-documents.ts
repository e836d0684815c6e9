import type { ResolvedExpression } from '../../shared/query/ast.ts';
import type { Reader, SqlValue } from '../ports/store-handles.ts';
import { attributeColumn } from './attribute-column.ts';
import { type BindKey, conditionFrom, join, type SqlCondition, type ValueColumn } from './query-condition.ts';

/** Logged models as MLflow's clients read them, and the search for them. */

const pairs = (table: string): string =>
  `(SELECT json_group_array(json_object('key', key, 'value', value)) FROM ${table} p WHERE p.model_id = m.id)`;

/** Every point, with the run and the dataset that it was measured with. */
const metricsOf = `(SELECT json_group_array(json_patch('{}', json_object('key', key, 'value', CASE WHEN is_nan THEN 'NaN' ELSE value END,
    'timestamp', timestamp_ms, 'step', step, 'dataset_name', dataset_name, 'dataset_digest', dataset_digest,
    'model_id', model_id, 'run_id', run_id)))
  FROM logged_model_metrics p WHERE p.model_id = m.id)`;

interface ModelRow {
  readonly info: string;
  readonly tags: string;
  readonly parameters: string;
  readonly metrics: string;
}

/** In the order of `ids`. */
export const loggedModelDocuments = (reader: Reader, ids: readonly string[]): object[] =>
  reader
    .all<ModelRow>(
      `SELECT json_patch('{}', json_object('model_id', m.id, 'experiment_id', CAST(experiment_id AS TEXT), 'name', name,
         'creation_timestamp_ms', created_at_ms, 'last_updated_timestamp_ms', updated_at_ms, 'artifact_uri', artifact_location,
         'status', 'LOGGED_MODEL_' || upper(replace(status, '-', '_')), 'model_type', coalesce(model_type, ''),
         'source_run_id', coalesce(source_run_id, ''), 'status_message', status_message)) AS info,
         ${pairs('logged_model_tags')} AS tags, ${pairs('logged_model_parameters')} AS parameters, ${metricsOf} AS metrics
       FROM json_each(?) AS wanted JOIN logged_models m ON m.id = wanted.value ORDER BY wanted.key`,
      [JSON.stringify(ids)],
    )
    .map(({ info, tags, parameters, metrics }) => ({
      info: { ...(JSON.parse(info) as object), ...unlessEmpty('tags', tags) },
      data: { ...unlessEmpty('params', parameters), ...unlessEmpty('metrics', metrics) },
    }));

const unlessEmpty = (name: string, json: string): object =>
  json === '[]' ? {} : { [name]: JSON.parse(json) as unknown };

const created = { column: 'm.created_at_ms', kind: 'time' } as const;
const updated = { column: 'm.updated_at_ms', kind: 'time' } as const;

const columns: Readonly<Record<string, ValueColumn>> = {
  name: { column: 'm.name', kind: 'text' },
  model_id: { column: 'm.id', kind: 'text' },
  model_type: { column: "coalesce(m.model_type, '')", kind: 'text' },
  status: { column: "upper(replace(m.status, 'upload-failed', 'failed'))", kind: 'text' },
  source_run_id: { column: "coalesce(m.source_run_id, '')", kind: 'text' },
  experiment_id: { column: 'm.experiment_id', kind: 'number' },
  creation_timestamp: created,
  creation_timestamp_ms: created,
  creation_time: created,
  last_updated_timestamp: updated,
  last_updated_timestamp_ms: updated,
};

/** Null is any. */
export interface DatasetOfModel {
  readonly name: string | null;
  readonly digest: string | null;
}

const measuredWith = ({ name, digest }: DatasetOfModel): SqlCondition => ({
  sql: '(? IS NULL OR dataset_name = ?) AND (? IS NULL OR dataset_digest = ?)',
  parameters: [name, name, digest, digest],
});

const exists = (table: string, conditions: readonly SqlCondition[]): SqlCondition => {
  const { sql, parameters } = join(conditions, 'AND');
  return { sql: `EXISTS (SELECT 1 FROM ${table} p WHERE p.model_id = m.id AND ${sql})`, parameters };
};

/** With datasets, only what was measured with one of them counts. */
const bindTo =
  (datasets: readonly DatasetOfModel[]): BindKey =>
  (key, condition) => {
    const named = { sql: 'p.key = ?', parameters: [key.name] };
    if (key.entity === 'tag')
      return exists('logged_model_tags', [named, condition({ column: 'p.value', kind: 'text' })]);
    if (key.entity === 'parameter')
      return exists('logged_model_parameters', [named, condition({ column: 'p.value', kind: 'text' })]);
    if (key.entity === 'metric') {
      const value = condition({ column: 'p.value', kind: 'measure', nan: 'p.is_nan' });
      return exists('logged_model_metrics', [named, value, ...ofDatasets(datasets)]);
    }
    return condition(attributeColumn(columns, key.name));
  };

const ofDatasets = (datasets: readonly DatasetOfModel[]): SqlCondition[] =>
  datasets.length === 0 ? [] : [join(datasets.map(measuredWith), 'OR')];

const metricKeyOf = (field: string): string | undefined => /^metrics?\.[`"]?(.+?)[`"]?$/s.exec(field)?.[1];

/** Whether models can be ordered by it. */
export const isLoggedModelOrder = (field: string): boolean =>
  metricKeyOf(field) !== undefined || Object.hasOwn(columns, field);

/** By an attribute, or by `metrics.KEY` of a dataset. */
export interface LoggedModelOrder {
  readonly field: string;
  readonly ascending: boolean;
  readonly dataset: DatasetOfModel;
}

/** SQL for the value to order by. Error `invalid-input` for a field that there is not. */
const orderValue = ({ field, dataset }: LoggedModelOrder): SqlCondition => {
  const metric = metricKeyOf(field);
  if (metric === undefined) return { sql: attributeColumn(columns, field).column, parameters: [] };
  const where = measuredWith(dataset);
  return {
    sql: `(SELECT CASE WHEN is_nan THEN NULL ELSE value END FROM logged_model_metrics WHERE model_id = m.id AND key = ? AND (${where.sql})
      ORDER BY timestamp_ms DESC, step DESC, run_id LIMIT 1)`,
    parameters: [metric, ...where.parameters],
  };
};

export interface LoggedModelSearch {
  readonly experimentIds: readonly number[];
  readonly expression: ResolvedExpression | null;
  readonly datasets: readonly DatasetOfModel[];
  readonly order: readonly LoggedModelOrder[];
  readonly offset: number;
  readonly limit: number;
}

/** Ids. What lacks the value to order by comes last; of equal ones the newest first. */
export const searchLoggedModels = (reader: Reader, search: LoggedModelSearch): string[] => {
  const { expression, datasets } = search;
  const values = search.order.map(orderValue);
  const where = [
    {
      sql: 'm.deleted_at_ms IS NULL AND m.experiment_id IN (SELECT value FROM json_each(?))',
      parameters: [JSON.stringify(search.experimentIds)] as SqlValue[],
    },
    ...(expression === null ? [] : [conditionFrom(expression, bindTo(datasets))]),
    ...(datasets.length === 0 ? [] : [exists('logged_model_metrics', ofDatasets(datasets))]),
  ];
  const order = search.order.map(
    ({ ascending }, index) => `value${index} IS NULL, value${index} ${ascending ? 'ASC' : 'DESC'}`,
  );
  const sql = `SELECT ${['m.id', ...values.map((value, index) => `${value.sql} AS value${index}`)].join(', ')} FROM logged_models m
    WHERE ${where.map((condition) => `(${condition.sql})`).join(' AND ')}
    ORDER BY ${[...order, 'm.created_at_ms DESC', 'm.id'].join(', ')} LIMIT ? OFFSET ?`;
  const parameters = [...values, ...where].flatMap((condition) => condition.parameters);
  return reader.all<{ id: string }>(sql, [...parameters, search.limit, search.offset]).map(({ id }) => id);
};
