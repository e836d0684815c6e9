import { readRunOrders } from '../../../core/query/mlflow/order-by.ts';
import { readRunFilter } from '../../../core/query/mlflow/search-runs.ts';
import { join, type SqlCondition } from '../../../store/query-condition.ts';
import { runDocuments } from '../../../store/run-documents.ts';
import { type OrderTerm, pageOfRuns } from '../../../store/run-order.ts';
import { attributeSql, clientConditionOf } from '../../../store/run-query.ts';
import { defineRpc, ReadyJson } from '../rpc.ts';
import { list, maxResults, present, text } from '../wire/fields.ts';
import { readOffset, writePageToken } from '../wire/page-token.ts';
import { experimentNumbers, type ViewType, viewType } from './experiments.ts';

const maxPage = 50_000;

/** The runs of one experiment have an index in the order they are answered in. */
const experimentsCondition = (ids: readonly string[]): SqlCondition => {
  const numbers = experimentNumbers(ids);
  return numbers.length === 1
    ? { sql: 'runs.experiment_id = ?', parameters: numbers }
    : {
        sql: 'runs.experiment_id IN (SELECT value FROM json_each(?))',
        parameters: [JSON.stringify(numbers)],
      };
};

const viewCondition = (view: ViewType): SqlCondition[] =>
  view === 'ALL'
    ? []
    : [{ sql: 'runs.lifecycle_stage = ?', parameters: [view === 'ACTIVE_ONLY' ? 'active' : 'deleted'] }];

const filterCondition = (filter: string | undefined): SqlCondition[] => {
  const expression = readRunFilter(filter ?? '');
  return expression === null ? [] : [clientConditionOf(expression)];
};

const orderTerms = (clauses: readonly string[]): OrderTerm[] =>
  readRunOrders(clauses).map(({ entity, name, descending }) => {
    if (entity === 'metric') return { by: 'metric', key: name, descending };
    if (entity === 'parameter' || entity === 'tag')
      return { by: entity, key: name, descending, asText: true };
    return { by: 'column', sql: attributeColumns[name] ?? 'runs.started_at_ms', descending };
  });

const attributeColumns: Readonly<Record<string, string>> = {
  artifact_uri: attributeSql('artifact_uri'),
  start_time: 'runs.started_at_ms',
  end_time: 'runs.ended_at_ms',
  status: 'upper(runs.status)',
  user: 'runs.user_name',
  name: 'runs.name',
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
      max_results: maxResults({ standard: 1000, limit: maxPage }),
      order_by: list(present(text)),
      page_token: text,
    },
    answer: (request, { reader }) => {
      const { max_results: limit } = request;
      const offset = readOffset(request.page_token);
      if (request.experiment_ids.length === 0) return {};
      const where = join(
        [
          experimentsCondition(request.experiment_ids),
          ...viewCondition(request.run_view_type),
          ...filterCondition(request.filter),
        ],
        'AND',
      );
      const order = orderTerms(request.order_by);
      const found = pageOfRuns(reader, { where, order, offset, limit: limit + 1 });
      if (found.length === 0) return {};
      const next =
        found.length > limit ? `,"next_page_token":"${writePageToken({ offset: offset + limit })}"` : '';
      return new ReadyJson('{"runs":[', runDocuments(reader, found.slice(0, limit)), `]${next}}`);
    },
  }),
];
