import { readLoggedModelFilter } from '../../../core/query/mlflow/search-logged-models.ts';
import {
  isLoggedModelOrder,
  type LoggedModelSearch,
  loggedModelDocuments,
  searchLoggedModels,
} from '../../../store/logged-model-documents.ts';
import { defineRpc } from '../rpc.ts';
import {
  flag,
  integer,
  list,
  message,
  optionally,
  present,
  required,
  requiredList,
  text,
} from '../wire/fields.ts';
import { checkMaxResults } from '../wire/limits.ts';
import { readOffset, readPageToken, writePageToken } from '../wire/page-token.ts';
import { invalid } from '../wire/tracking-error.ts';
import { experimentNumbers } from './experiments.ts';

const standardPage = 100;

const datasetFields = { dataset_name: text, dataset_digest: text } as const;

const datasetOf = (given: { dataset_name: string | undefined; dataset_digest: string | undefined }) => ({
  name: given.dataset_name || null,
  digest: given.dataset_digest || null,
});

const checkOrder = ({ field_name }: { field_name: string }): void => {
  if (!isLoggedModelOrder(field_name)) throw invalid(`Invalid order by field name: ${field_name}`);
};

const requireDataset = (given: Parameters<typeof datasetOf>[0]) => {
  const dataset = datasetOf(given);
  if (dataset.name === null) throw invalid('`dataset_name` in the `datasets` clause must be specified.');
  return dataset;
};

/** A token goes on with the search that it was given for, and with no other. */
const offsetOf = (token: string | undefined, search: string): number => {
  const state = readPageToken(token);
  if (state !== undefined && state.search !== search)
    throw invalid('Invalid page token: it belongs to a search with other experiments, filter or order.');
  return readOffset(token);
};

export const searchLoggedModelRpcs = [
  defineRpc({
    method: 'POST',
    path: '/logged-models/search',
    since: '2.0',
    request: {
      experiment_ids: requiredList(present(text)),
      filter: text,
      datasets: list(present(message(datasetFields))),
      max_results: optionally(integer, standardPage),
      order_by: list(
        present(message({ ...datasetFields, field_name: required(text), ascending: optionally(flag, true) })),
      ),
      page_token: text,
    },
    answer: ({ page_token, ...request }, { reader }) => {
      const limit = request.max_results || standardPage;
      checkMaxResults(limit, { limit: Number.POSITIVE_INFINITY });
      const { experiment_ids, filter = '', datasets, order_by } = request;
      const search = JSON.stringify([experiment_ids, filter, datasets, order_by]);
      const offset = offsetOf(page_token, search);
      order_by.forEach(checkOrder);
      const wanted: LoggedModelSearch = {
        experimentIds: experimentNumbers(experiment_ids),
        expression: readLoggedModelFilter(filter),
        datasets: datasets.map(requireDataset),
        order: order_by.map((term) => ({
          field: term.field_name,
          ascending: term.ascending,
          dataset: datasetOf(term),
        })),
        ...{ offset, limit: limit + 1 },
      };
      const found = searchLoggedModels(reader, wanted);
      const models = loggedModelDocuments(reader, found.slice(0, limit));
      return {
        ...(models.length === 0 ? {} : { models }),
        ...(found.length > limit
          ? { next_page_token: writePageToken({ offset: offset + limit, search }) }
          : {}),
      };
    },
  }),
];
