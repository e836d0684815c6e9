import type { Key, ResolvedExpression } from '../../shared/query/ast.ts';
import type { Reader } from '../ports/store-handles.ts';
import { attributeColumn } from './attribute-column.ts';
import { type BindKey, conditionFrom, join, type SqlCondition, type ValueColumn } from './query-condition.ts';
import { readableMs, traceNameSql } from './traces.ts';

/** Traces as MLflow's clients read them, and the search for them. */

const mapOf = (table: string): string =>
  `(SELECT json_group_object(key, value) FROM ${table} p WHERE p.trace_id = t.id)`;

/** Those clients read at most this much of a value. */
const mostOfEarlierValue = { trace_metadata: 250, trace_tags: 4096 } as const;
const pairsOf = (table: keyof typeof mostOfEarlierValue): string =>
  `(SELECT json_group_array(json_object('key', key, 'value', substr(value, 1, ${mostOfEarlierValue[table]})))
    FROM ${table} p WHERE p.trace_id = t.id)`;

interface InfoRow {
  readonly id: string;
  readonly experiment_id: number;
  readonly requested_at_ms: number;
  readonly duration_ms: number | null;
  readonly state: string;
  readonly client_request_id: string | null;
  readonly request_preview: string | null;
  readonly response_preview: string | null;
  readonly tags: string;
  readonly metadata: string;
  readonly assessments: string;
}

export interface TraceInfoDocument {
  readonly trace_id: string;
  readonly [field: string]: unknown;
}

/** In the order of `ids`; those that there are not are left out. */
export const traceInfoDocuments = (reader: Reader, ids: readonly string[]): TraceInfoDocument[] =>
  reader
    .all<InfoRow>(
      `SELECT t.*, ${mapOf('trace_tags')} AS tags, ${mapOf('trace_metadata')} AS metadata,
         (SELECT json_group_array(document_json ORDER BY created_at_ms, id) FROM assessments a WHERE a.trace_id = t.id) AS assessments
       FROM json_each(?) AS wanted JOIN traces t ON t.id = wanted.value ORDER BY wanted.key`,
      [JSON.stringify(ids)],
    )
    .map((row) => ({
      trace_id: row.id,
      trace_location: {
        type: 'MLFLOW_EXPERIMENT',
        mlflow_experiment: { experiment_id: String(row.experiment_id) },
      },
      request_time: new Date(readableMs(row.requested_at_ms)).toISOString(),
      ...(row.duration_ms === null ? {} : { execution_duration: `${(row.duration_ms / 1000).toFixed(3)}s` }),
      state: stateNames[row.state] ?? 'STATE_UNSPECIFIED',
      ...unlessEmpty('trace_metadata', row.metadata),
      ...unlessEmpty('tags', row.tags),
      ...given('client_request_id', row.client_request_id),
      ...given('request_preview', row.request_preview),
      ...given('response_preview', row.response_preview),
      ...assessmentsIn(row.assessments),
    }));

/** Texts of JSON, which earlier versions took nested deeper than SQLite reads. */
const assessmentsIn = (json: string): object => {
  const documents = JSON.parse(json) as string[];
  return documents.length === 0 ? {} : { assessments: documents.map((each) => JSON.parse(each) as unknown) };
};

const stateNames: Readonly<Record<string, string>> = {
  ok: 'OK',
  error: 'ERROR',
  'in-progress': 'IN_PROGRESS',
};

const unlessEmpty = (name: string, json: string): object =>
  json === '{}' || json === '[]' ? {} : { [name]: JSON.parse(json) as unknown };

const given = (name: string, value: string | null): object => (value === null ? {} : { [name]: value });

/** JSON of each with its spans, in the order in which they began; numbers of 64 bits as numbers, which only text holds exactly. */
export const traceDocuments = (reader: Reader, ids: readonly string[]): string[] =>
  traceInfoDocuments(reader, ids).map((info) => {
    const spans = spanDocuments(reader, info.trace_id).map(withNumbers).join(',');
    return `{"trace_info":${JSON.stringify(info)}${spans === '' ? '' : `,"spans":[${spans}]`}}`;
  });

/** Protocol buffers write them as text in JSON, MLflow as numbers. Inside of texts the quotes would be escaped. */
const withNumbers = (json: string): string =>
  json.replaceAll(/"(\w+_unix_nano|int_value)":"(-?\d+)"/g, '"$1":$2');

/** As clients before MLflow 3 read them, in the order of `ids`. */
export const earlierTraceDocuments = (reader: Reader, ids: readonly string[]): object[] =>
  reader
    .all<InfoRow>(
      `SELECT t.*, ${pairsOf('trace_tags')} AS tags, ${pairsOf('trace_metadata')} AS metadata
       FROM json_each(?) AS wanted JOIN traces t ON t.id = wanted.value ORDER BY wanted.key`,
      [JSON.stringify(ids)],
    )
    .map((row) => ({
      request_id: row.id,
      experiment_id: String(row.experiment_id),
      timestamp_ms: row.requested_at_ms,
      execution_time_ms: row.duration_ms ?? 0,
      status: stateNames[row.state] ?? 'TRACE_STATUS_UNSPECIFIED',
      ...unlessEmpty('request_metadata', row.metadata),
      ...unlessEmpty('tags', row.tags),
    }));

/** JSON of each span. */
export const spanDocuments = (reader: Reader, traceId: string): string[] =>
  reader
    .all<{ document_json: string }>(
      'SELECT document_json FROM spans WHERE trace_id = ? ORDER BY start_ns, id',
      [traceId],
    )
    .map((row) => row.document_json);

const runOf = `(SELECT value FROM trace_metadata WHERE trace_id = t.id AND key = 'mlflow.sourceRun')`;

const facts: Readonly<Record<string, ValueColumn>> = {
  request_id: { column: 't.id', kind: 'text' },
  client_request_id: { column: 't.client_request_id', kind: 'text' },
  experiment_id: { column: 't.experiment_id', kind: 'number' },
  timestamp_ms: { column: 't.requested_at_ms', kind: 'time' },
  execution_time_ms: { column: 't.duration_ms', kind: 'number' },
  end_time_ms: { column: '(t.requested_at_ms + t.duration_ms)', kind: 'time' },
  status: { column: "upper(replace(t.state, '-', '_'))", kind: 'text' },
  name: { column: traceNameSql, kind: 'text' },
  run_id: { column: runOf, kind: 'text' },
};

const document: ValueColumn = { column: 'p.document_json', kind: 'text' };

/** The document without what OpenTelemetry calls the parts of its attributes, which MLflow's has not. */
const documentText: ValueColumn = {
  column: ['string', 'int', 'double', 'bool'].reduce(
    (text, type) => `replace(${text}, ',"value":{"${type}_value":', ': ')`,
    `replace(p.document_json, '{"key":', '')`,
  ),
  kind: 'text',
};

const spanColumns: Readonly<Record<string, ValueColumn>> = {
  name: { column: 'p.name', kind: 'text' },
  type: { column: 'p.type', kind: 'text' },
  status: { column: 'upper(p.status)', kind: 'text' },
};

const exists = (from: string, key: readonly string[], { sql, parameters }: SqlCondition): SqlCondition => ({
  sql: `EXISTS (SELECT 1 FROM ${from} WHERE ${sql})`,
  parameters: [...key, ...parameters],
});

const valuesOf = (table: string): string =>
  `(SELECT value FROM ${table} WHERE trace_id = t.id AND key = ?) p`;

/** By the names of `core/query/mlflow/search-traces.ts`. */
const bindKey: BindKey = (key, condition) => {
  const value = { column: 'p.value', kind: 'text' } as const;
  if (key.entity === 'tag') return exists(valuesOf('trace_tags'), [key.name], condition(value));
  const [, group = '', name = key.name] = /^(metadata|feedback|expectation)\.(.+)$/s.exec(key.name) ?? [];
  switch (group) {
    case 'metadata':
      return exists(valuesOf('trace_metadata'), [name], condition(value));
    case 'feedback':
    case 'expectation':
      return assessed(group, name, condition(value));
    default:
      return condition(attributeColumn(facts, name));
  }
};

/** The value that was given, as text: what is true is `true`. SQLite cannot read all that earlier versions took. */
const assessedValue = `CASE WHEN json_valid(document_json) THEN
  CASE json_type(document_json, '$.' || kind || '.value') WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
  ELSE CAST(json_extract(document_json, '$.' || kind || '.value') AS TEXT) END END`;

/** Another one may have been given in its place. */
const isValid = `CASE WHEN json_valid(document_json) THEN coalesce(json_extract(document_json, '$.valid'), 1) ELSE 1 END`;

const sessionKey = 'mlflow.trace.session';

/** An assessment that names a session is one of all its traces, wherever it was put. */
const assessed = (kind: string, name: string, { sql, parameters }: SqlCondition): SqlCondition => {
  const rows = `SELECT ${assessedValue} AS value, trace_id,
      CASE WHEN json_valid(document_json) THEN json_type(document_json, '$.metadata."${sessionKey}"') IS NOT NULL END AS is_of_session
    FROM assessments WHERE kind = '${kind}' AND name = ? AND ${isValid}`;
  return {
    sql: `(EXISTS (SELECT 1 FROM (${rows} AND trace_id = t.id) p WHERE ${sql})
      OR (t.experiment_id, (SELECT value FROM trace_metadata WHERE trace_id = t.id AND key = '${sessionKey}')) IN (
        SELECT first.experiment_id, session.value FROM (${rows}) p JOIN traces first ON first.id = p.trace_id
        JOIN trace_metadata session ON session.trace_id = p.trace_id AND session.key = '${sessionKey}' WHERE p.is_of_session AND ${sql}))`,
    parameters: [name, ...parameters, name, ...parameters],
  };
};

/** On the span `p`. */
const bindSpanKey: BindKey = (key, condition) => {
  const name = key.name === 'text' ? 'content' : key.name.replace(/^span\./, '');
  const attribute = /^attributes\.(.+)$/s.exec(name)?.[1];
  // Replacing takes ten times as long as looking, and is left to what looks right.
  if (name === 'content') return join([condition(document), condition(documentText)], 'AND');
  if (attribute === undefined) return condition(attributeColumn(spanColumns, name));
  return exists(
    `(SELECT given.value FROM json_each(p.document_json, '$.attributes') AS pair, json_each(pair.value, '$.value') AS given
      WHERE json_extract(pair.value, '$.key') = ?) a`,
    [attribute],
    condition({ column: 'a.value', kind: 'text' }),
  );
};

/** A clause of a filter of traces is about one key. */
const isOfSpan = (clause: ResolvedExpression): boolean => {
  switch (clause.kind) {
    case 'and':
    case 'or':
      return clause.operands.some(isOfSpan);
    case 'not':
      return isOfSpan(clause.operand);
    default:
      return clause.key.entity === 'attribute' && /^(text$|span\.)/.test(clause.key.name);
  }
};

/** What is asked of spans, one and the same span has to satisfy. */
const conditionOf = (expression: ResolvedExpression): SqlCondition => {
  const clauses = expression.kind === 'and' ? expression.operands : [expression];
  const ofSpan = clauses.filter(isOfSpan);
  const ofTrace = clauses.filter((clause) => !isOfSpan(clause));
  const conditions = [conditionFrom({ kind: 'and', operands: ofTrace }, bindKey)];
  if (ofSpan.length > 0) {
    const { sql, parameters } = conditionFrom({ kind: 'and', operands: ofSpan }, bindSpanKey);
    conditions.push({ sql: `EXISTS (SELECT 1 FROM spans p WHERE p.trace_id = t.id AND ${sql})`, parameters });
  }
  return join(conditions, 'AND');
};

export interface TraceSearch {
  readonly experimentIds: readonly number[];
  readonly expression: ResolvedExpression | null;
  readonly order: readonly (TraceOrderKey & { readonly descending: boolean })[];
  readonly offset: number;
  readonly limit: number;
}

interface TraceOrderKey {
  readonly entity: Key['entity'];
  readonly name: string;
}

const orderValue = ({ entity, name }: TraceOrderKey): SqlCondition => {
  const metadata = /^metadata\.(.+)$/s.exec(name)?.[1];
  if (entity !== 'tag' && metadata === undefined)
    return { sql: attributeColumn(facts, name).column, parameters: [] };
  const table = entity === 'tag' ? 'trace_tags' : 'trace_metadata';
  return {
    sql: `(SELECT value FROM ${table} WHERE trace_id = t.id AND key = ?)`,
    parameters: [metadata ?? name],
  };
};

/** Ids; of equal ones the newest first, those without the value to order by last. */
export const searchTraces = (reader: Reader, search: TraceSearch): string[] => {
  const where = search.expression === null ? { sql: '1', parameters: [] } : conditionOf(search.expression);
  const values = search.order.map(orderValue);
  const order = search.order.map(
    ({ descending }, index) => `${values[index]!.sql} ${descending ? 'DESC' : 'ASC'} NULLS LAST`,
  );
  return reader
    .all<{ id: string }>(
      `SELECT t.id FROM traces t WHERE t.experiment_id IN (SELECT value FROM json_each(?)) AND (${where.sql})
       ORDER BY ${[...order, 't.requested_at_ms DESC', 't.id'].join(', ')} LIMIT ? OFFSET ?`,
      [
        ...[JSON.stringify(search.experimentIds), ...where.parameters],
        ...values.flatMap(({ parameters }) => parameters),
        ...[search.limit, search.offset],
      ],
    )
    .map(({ id }) => id);
};
