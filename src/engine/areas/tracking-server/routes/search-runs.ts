import type { SqlCondition } from '../../../store/query-condition.ts';
import { runDocuments } from '../../../store/run-documents.ts';
import { type OrderTerm, pageOfRuns } from '../../../store/run-order.ts';
import { conditionOf } from '../../../store/run-query.ts';
import { defineRpc, ReadyJson } from '../rpc.ts';
import { integer, list, optionally, present, text } from '../wire/fields.ts';
import { expressionOf } from '../wire/filter.ts';
import { checkMaxResults } from '../wire/limits.ts';
import { readOffset, writePageToken } from '../wire/page-token.ts';
import { invalid } from '../wire/tracking-error.ts';
import { experimentNumbers, type ViewType, viewType } from './experiments.ts';

const maxPage = 50_000;

const experimentsCondition = (ids: readonly string[]): SqlCondition => ({
  sql: 'runs.experiment_id IN (SELECT value FROM json_each(?))',
  parameters: [JSON.stringify(experimentNumbers(ids))],
});

const viewCondition = (view: ViewType): SqlCondition[] =>
  view === 'ALL'
    ? []
    : [{ sql: 'runs.lifecycle_stage = ?', parameters: [view === 'ACTIVE_ONLY' ? 'active' : 'deleted'] }];

const filterCondition = (filter: string | undefined): SqlCondition[] => {
  const expression = expressionOf(filter);
  return expression === null ? [] : [conditionOf(expression)];
};

const all = (conditions: readonly SqlCondition[]): SqlCondition => ({
  sql: conditions.map(({ sql }) => `(${sql})`).join(' AND '),
  parameters: conditions.flatMap(({ parameters }) => parameters),
});

const orderTerms = (clauses: readonly string[]): OrderTerm[] =>
  clauses.map((clause) => {
    const match = /^\s*(.+?)(?:\s+(asc|desc))?\s*$/i.exec(clause);
    if (match === null) throw invalid(`Invalid order_by clause '${clause}'. Could not be parsed.`);
    return orderTermOf(match[1]!, match[2]?.toLowerCase() === 'desc');
  });

const orderTermOf = (key: string, descending: boolean): OrderTerm => {
  const match = /^(metrics?|params?|parameters?|tags?|attributes?|attr|run)\.(.+)$/is.exec(key);
  const name = (match?.[2] ?? key).replaceAll(/^[`"]|[`"]$/g, '');
  const entity = match?.[1]?.toLowerCase() ?? 'attribute';
  if (entity.startsWith('metric')) return { by: 'metric', key: name, descending };
  if (entity.startsWith('param')) return { by: 'parameter', key: name, descending, asText: true };
  if (entity.startsWith('tag')) return { by: 'tag', key: name, descending, asText: true };
  const sql = Object.hasOwn(attributeColumns, name) ? attributeColumns[name] : undefined;
  if (sql === undefined)
    throw invalid(
      `Invalid attribute key '${name}' specified. Valid keys are '${Object.keys(attributeColumns).join(', ')}'`,
    );
  return { by: 'column', sql, descending };
};

const attributeColumns: Readonly<Record<string, string>> = {
  artifact_uri: 'runs.artifact_uri',
  start_time: 'runs.started_at_ms',
  Created: 'runs.started_at_ms',
  created: 'runs.started_at_ms',
  end_time: 'runs.ended_at_ms',
  status: 'upper(runs.status)',
  user_id: 'runs.user_name',
  run_name: 'runs.name',
  'run name': 'runs.name',
  'Run name': 'runs.name',
  run_id: 'runs.id',
};

export const searchRunRpcs = [
  defineRpc({
    method: 'POST',
    path: '/runs/search',
    since: '2.0',
    request: {
      experiment_ids: list(present(text)),
      filter: text,
      run_view_type: viewType,
      max_results: optionally(integer, 1000),
      order_by: list(present(text)),
      page_token: text,
    },
    answer: (request, { reader }) => {
      const { max_results: limit } = request;
      checkMaxResults(limit, { limit: maxPage });
      const offset = readOffset(request.page_token);
      if (request.experiment_ids.length === 0) return {};
      const where = all([
        experimentsCondition(request.experiment_ids),
        ...viewCondition(request.run_view_type),
        ...filterCondition(request.filter),
      ]);
      const order = orderTerms(request.order_by);
      const found = pageOfRuns(reader, { where, order, offset, limit: limit + 1 });
      const runs = runDocuments(reader, found.slice(0, limit));
      const token =
        found.length > limit ? `"next_page_token":"${writePageToken({ offset: offset + limit })}"` : '';
      const parts = [runs.length === 0 ? '' : `"runs":[${runs.join(',')}]`, token];
      return new ReadyJson(`{${parts.filter((part) => part !== '').join(',')}}`);
    },
  }),
];
