import type { TraceRow, TraceState } from '../../shared/model/trace.ts';
import { fromJson, readTokenCounts } from '../core/traces/conventions.ts';
import type { Reader, SqlValue, Writer } from '../ports/store-handles.ts';
import { assessmentsOf } from './trace-details.ts';
import { tokenUsageKey } from './trace-tags.ts';
import { readableMs, traceNameSql } from './traces.ts';

/** Lists of traces as people look at them; for MLflow's clients see trace-documents.ts. */

export interface TraceSelection {
  /** By its name. */
  readonly experiment?: string | undefined;
  readonly run?: string | undefined;
  readonly states?: readonly TraceState[] | undefined;
  readonly text?: string | undefined;
  readonly fromMs?: number | undefined;
  readonly untilMs?: number | undefined;
}

export interface TraceOrder {
  readonly key: 'requested' | 'duration' | 'tokens' | 'name';
  readonly descending: boolean;
}

const runKey = 'mlflow.sourceRun';

const metadataOf = (key: string): string =>
  `(SELECT value FROM trace_metadata WHERE trace_id = t.id AND key = '${key}')`;

/** Clients of MLflow 2 give no previews, but the beginning of what went in and came out as metadata. */
const requestPreview = `coalesce(t.request_preview, nullif(${metadataOf('mlflow.traceInputs')}, ''))`;
const responsePreview = `coalesce(t.response_preview, nullif(${metadataOf('mlflow.traceOutputs')}, ''))`;

const orderColumns: Readonly<Record<TraceOrder['key'], string>> = {
  requested: 't.requested_at_ms',
  duration: 't.duration_ms',
  tokens: `(SELECT CASE WHEN json_valid(value) THEN json_extract(value, '$.total_tokens') END FROM trace_metadata
    WHERE trace_id = t.id AND key = '${tokenUsageKey}')`,
  name: `coalesce(${traceNameSql}, '') COLLATE NOCASE`,
};

/** Traces of deleted experiments are not listed, as their runs are not. */
const matching = (selection: TraceSelection): { sql: string; parameters: Record<string, SqlValue> } => {
  const { experiment, run, states, text, fromMs, untilMs } = selection;
  const conditions: string[] = [
    `t.experiment_id IN (SELECT id FROM experiments WHERE lifecycle_stage = 'active'${experiment === undefined ? '' : ' AND name = :experiment'})`,
  ];
  if (run !== undefined)
    conditions.push(`t.id IN (SELECT trace_id FROM trace_metadata WHERE key = '${runKey}' AND value = :run)`);
  if (states !== undefined && states.length > 0)
    conditions.push('t.state IN (SELECT value FROM json_each(:states))');
  if (fromMs !== undefined) conditions.push('t.requested_at_ms >= :fromMs');
  if (untilMs !== undefined) conditions.push('t.requested_at_ms <= :untilMs');
  if (text !== undefined && text.trim() !== '')
    conditions.push(
      `(${[
        ...['t.id', requestPreview, responsePreview, traceNameSql].map(holdsText),
        `EXISTS (SELECT 1 FROM trace_tags WHERE trace_id = t.id AND key NOT LIKE 'mlflow.%' AND ${holdsText('value')})`,
      ].join(' OR ')})`,
    );
  return {
    sql: conditions.join(' AND '),
    parameters: {
      ...(experiment !== undefined && { experiment }),
      ...(run !== undefined && { run }),
      ...(states !== undefined && { states: JSON.stringify(states) }),
      ...(fromMs !== undefined && { fromMs }),
      ...(untilMs !== undefined && { untilMs }),
      ...(text !== undefined && { text: `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%` }),
    },
  };
};

const holdsText = (column: string): string => `${column} LIKE :text ESCAPE '\\'`;

export const countTraces = (reader: Reader, selection: TraceSelection): number => {
  const { sql, parameters } = matching(selection);
  return (
    reader.get<{ count: number }>(`SELECT count(*) AS count FROM traces t WHERE ${sql}`, parameters)?.count ??
    0
  );
};

const orderSql = ({ key, descending }: TraceOrder): string =>
  `${orderColumns[key]} ${descending ? 'DESC' : 'ASC'} NULLS LAST, t.requested_at_ms DESC, t.id`;

/** Ids; among equals the newest first, those without the value to order by last. */
export const traceIds = (
  reader: Reader,
  selection: TraceSelection,
  { order, offset, limit }: { order: TraceOrder; offset: number; limit: number },
): string[] => {
  const { sql, parameters } = matching(selection);
  return reader.values<string>(
    `SELECT t.id FROM traces t WHERE ${sql} ORDER BY ${orderSql(order)} LIMIT :limit OFFSET :offset`,
    { ...parameters, limit, offset },
  );
};

/** Where traces stand in the list; null for those that are not in it. Counting those before one costs less than the list of all. */
export const tracePlaces = (
  reader: Reader,
  selection: TraceSelection,
  { key, descending }: TraceOrder,
  ids: readonly string[],
): (number | null)[] => {
  const { sql, parameters } = matching(selection);
  const column = orderColumns[key];
  const isBefore = `(${column} IS NOT NULL AND (wanted.value IS NULL OR ${column} ${descending ? '>' : '<'} wanted.value))
    OR (${column} IS wanted.value AND (t.requested_at_ms > wanted.requested_at_ms
      OR (t.requested_at_ms = wanted.requested_at_ms AND t.id < wanted.id)))`;
  return ids.map(
    (id) =>
      reader.get<{ place: number }>(
        `SELECT (SELECT count(*) FROM traces t WHERE ${sql} AND (${isBefore})) AS place
         FROM (SELECT t.id, t.requested_at_ms, ${column} AS value FROM traces t WHERE t.id = :id AND ${sql}) AS wanted`,
        { ...parameters, id },
      )?.place ?? null,
  );
};

interface StoredRow extends Omit<TraceRow, 'tokens' | 'tags' | 'assessments'> {
  readonly tokenUsage: string | null;
  readonly tags_json: string;
}

/** In the order of `ids`; those that there are not are left out. */
export const traceRows = (reader: Reader, ids: readonly string[]): TraceRow[] =>
  reader
    .all<StoredRow>(
      `SELECT t.id, coalesce(${traceNameSql}, '') AS name, e.name AS experiment, t.state, t.requested_at_ms AS requestedAtMs,
         t.duration_ms AS durationMs, ${requestPreview} AS requestPreview, ${responsePreview} AS responsePreview,
         (SELECT count(*) FROM spans WHERE trace_id = t.id) AS spanCount, ${metadataOf(tokenUsageKey)} AS tokenUsage,
         ${metadataOf(runKey)} AS runId, (SELECT name FROM runs WHERE id = ${metadataOf(runKey)}) AS runName,
         ${metadataOf('mlflow.trace.session')} AS session, ${metadataOf('mlflow.trace.user')} AS user,
         (SELECT json_group_object(key, value) FROM trace_tags WHERE trace_id = t.id AND key NOT LIKE 'mlflow.%') AS tags_json
       FROM json_each(:ids) AS wanted JOIN traces t ON t.id = wanted.value JOIN experiments e ON e.id = t.experiment_id
       ORDER BY wanted.key`,
      { ids: JSON.stringify(ids) },
    )
    .map(({ tokenUsage, tags_json, ...row }) => ({
      ...row,
      requestedAtMs: readableMs(row.requestedAtMs),
      tokens: tokenUsage === null ? null : readTokenCounts(fromJson(tokenUsage)),
      tags: JSON.parse(tags_json) as Record<string, string>,
      assessments: assessmentsOf(reader, row.id)
        .filter(({ isValid }) => isValid)
        .map(({ name, kind, value }) => ({ name, kind, value })),
    }));

/** Ids that begin so, two at most. */
export const traceIdsBeginning = (reader: Reader, beginning: string): string[] =>
  reader.values<string>('SELECT id FROM traces WHERE id >= :from AND id < :to ORDER BY id LIMIT 2', {
    from: beginning,
    to: `${beginning}\uffff`,
  });

/** Answers how many there were. Their spans, tags and assessments go with them. */
export const deleteTracesWhere = (writer: Writer, selection: TraceSelection): number => {
  const { sql, parameters } = matching(selection);
  return writer.run(`DELETE FROM traces WHERE id IN (SELECT t.id FROM traces t WHERE ${sql})`, parameters)
    .changes;
};

export const deleteTracesById = (writer: Writer, ids: readonly string[]): number =>
  writer.run('DELETE FROM traces WHERE id IN (SELECT value FROM json_each(:ids))', {
    ids: JSON.stringify(ids),
  }).changes;
