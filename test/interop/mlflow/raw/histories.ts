import type { RawFixture } from '../raw-fixture.ts';
import { ajax, api, get, post, type RawRequest, unknownRun } from './request.ts';

/** Histories of metrics, whole and in parts, and the datasets of experiments. */

export const histories = ({ run, otherRun, spoiled, experiment }: RawFixture): RawRequest[] => {
  const bulk = `${ajax}/metrics/get-history-bulk`;
  const interval = `${ajax}/metrics/get-history-bulk-interval`;
  return [
    get('history', `${api}/metrics/get-history?run_id=${run}&metric_key=loss&max_results=7`),
    get('history without max_results', `${api}/metrics/get-history?run_id=${run}&metric_key=loss`),
    get(
      'history by the old name',
      `${api}/metrics/get-history?run_uuid=${run}&metric_key=loss&max_results=3`,
    ),
    get('history without key', `${api}/metrics/get-history?run_id=${run}`),
    get(
      'history of an unknown key',
      `${api}/metrics/get-history?run_id=${run}&metric_key=nope&max_results=5`,
    ),
    get(
      'history of an unknown run',
      `${api}/metrics/get-history?run_id=${unknownRun}&metric_key=loss&max_results=5`,
    ),
    get('bulk', `${bulk}?run_id=${run}&run_id=${otherRun}&metric_key=loss&max_results=100`),
    get('bulk, limited', `${bulk}?run_id=${run}&metric_key=loss&max_results=5`),
    get('bulk without runs', `${bulk}?metric_key=loss`),
    get('bulk without key', `${bulk}?run_id=${run}`),
    get('bulk, unknown run', `${bulk}?run_id=${unknownRun}&metric_key=loss`),
    get(
      'bulk of 101 runs',
      `${bulk}?${Array.from({ length: 101 }, () => `run_id=${run}`).join('&')}&metric_key=loss`,
    ),
    get('interval', `${interval}?run_ids=${run}&run_ids=${otherRun}&metric_key=loss&max_results=10`),
    get(
      'interval between steps',
      `${interval}?run_ids=${run}&metric_key=loss&max_results=5&start_step=10&end_step=30`,
    ),
    get('interval with half of the steps', `${interval}?run_ids=${run}&metric_key=loss&start_step=10`),
    get('interval backwards', `${interval}?run_ids=${run}&metric_key=loss&start_step=30&end_step=10`),
    get('interval without runs', `${interval}?metric_key=loss`),
    get('interval without key', `${interval}?run_ids=${run}`),
    get('interval, unknown run', `${interval}?run_ids=${unknownRun}&metric_key=loss`),
    get(
      'interval, one result',
      `${interval}?run_ids=${run}&run_ids=${otherRun}&metric_key=loss&max_results=1`,
    ),
    get('interval, nearly all', `${interval}?run_ids=${run}&metric_key=loss&max_results=49`),
    get(
      'interval of 101 runs',
      `${interval}?${Array.from({ length: 101 }, () => `run_ids=${run}`).join('&')}&metric_key=loss`,
    ),
    get('interval, no results', `${interval}?run_ids=${run}&metric_key=loss&max_results=0`),
    get('interval, too many results', `${interval}?run_ids=${run}&metric_key=loss&max_results=2501`),
    get(
      'interval under the client prefix',
      `${api}/metrics/get-history-bulk-interval?run_ids=${run}&metric_key=loss&max_results=3`,
    ),
    post('datasets of experiments', `${ajax}/experiments/search-datasets`, { experiment_ids: [experiment] }),
    // After the list, because the real server keeps them.
    ...[{}, { dataset: {} }, { dataset: { name: 'n', digest: '', source_type: 's', source: '{}' } }].map(
      (dataset, index) =>
        post(`dataset that lacks something, ${index}`, `${api}/runs/log-inputs`, {
          run_id: spoiled,
          datasets: [dataset],
        }),
    ),
    post('datasets of no experiments', `${ajax}/experiments/search-datasets`, {}),
    post('datasets of too many', `${ajax}/experiments/search-datasets`, {
      experiment_ids: Array.from({ length: 51 }, (_, index) => String(index)),
    }),
  ];
};
