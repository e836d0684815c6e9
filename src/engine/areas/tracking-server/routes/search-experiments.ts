import { readExperimentOrders } from '../../../core/query/mlflow/order-by.ts';
import { readExperimentFilter } from '../../../core/query/mlflow/search-experiments.ts';
import { pageOfExperiments } from '../../../store/experiments.ts';
import { defineRpc } from '../rpc.ts';
import { integer, list, optionally, present, text } from '../wire/fields.ts';
import { checkMaxResults } from '../wire/limits.ts';
import { orderSql } from '../wire/order-sql.ts';
import { readOffset, writePageToken } from '../wire/page-token.ts';
import { experimentDocument, viewType } from './experiments.ts';

const maxPage = 50_000;

const orderColumns: Readonly<Record<string, string>> = {
  name: 'name',
  experiment_id: 'id',
  creation_time: 'created_at_ms',
  last_update_time: 'updated_at_ms',
};

/** Newest first where nothing is said; of equal ones the higher number first where something is. */
const orderOf = (clauses: readonly string[]): string =>
  clauses.length === 0
    ? 'created_at_ms DESC, id ASC'
    : [...orderSql(readExperimentOrders(clauses), orderColumns), 'id DESC'].join(', ');

export const searchExperimentRpcs = (['GET', 'POST'] as const).map((method) =>
  defineRpc({
    method,
    path: '/experiments/search',
    since: '2.0',
    request: {
      max_results: optionally(integer, 1000),
      page_token: text,
      filter: text,
      order_by: list(present(text)),
      view_type: viewType,
    },
    answer: (request, { reader }) => {
      const { max_results: limit, view_type: view } = request;
      checkMaxResults(limit, { limit: maxPage });
      const offset = readOffset(request.page_token);
      const found = pageOfExperiments(reader, {
        expression: readExperimentFilter(request.filter ?? ''),
        stage: view === 'ALL' ? null : view === 'ACTIVE_ONLY' ? 'active' : 'deleted',
        order: orderOf(request.order_by),
        offset,
        limit: limit + 1,
      });
      const experiments = found.slice(0, limit).map((experiment) => experimentDocument(reader, experiment));
      return {
        ...(experiments.length === 0 ? {} : { experiments }),
        ...(found.length > limit ? { next_page_token: writePageToken({ offset: offset + limit }) } : {}),
      };
    },
  }),
);
