import type { TrackingServer } from '../../support/mlflow-server.ts';
import type { Connection } from './connection.ts';
import { experimentName, longMetric } from './fixture.ts';
import { api, medianMilliseconds, withConnection } from './workload.ts';

/** Answers how many rows the last answer had, so that a fast answer that is empty is seen. */
type Reading = (connection: Connection, experimentId: string) => Promise<number>;

const searchRuns =
  (request: Record<string, unknown>): Reading =>
  async (connection, experimentId) => {
    const answer = await connection.post(`${api}/runs/search`, {
      experiment_ids: [experimentId],
      max_results: 100,
      ...request,
    });
    return JSON.parse(answer).runs.length;
  };

const wholeHistory: Reading = async (connection, experimentId) => {
  const first = await connection.post(`${api}/runs/search`, {
    experiment_ids: [experimentId],
    filter: "attributes.run_name = 'run-0'",
    max_results: 1,
  });
  const runId = JSON.parse(first).runs[0].info.run_id;
  let token = '';
  let points = 0;
  do {
    const query = new URLSearchParams({ run_id: runId, metric_key: longMetric, max_results: '25000' });
    if (token !== '') query.set('page_token', token);
    const page = JSON.parse(await connection.get(`${api}/metrics/get-history?${query}`));
    points += page.metrics.length;
    token = page.next_page_token ?? '';
  } while (token !== '');
  return points;
};

const searchModels: Reading = async (connection) => {
  const answer = await connection.get(`${api}/registered-models/search?max_results=100`);
  return JSON.parse(answer).registered_models.length;
};

/** Name, what is asked, and how many rows must come. */
export const readings: readonly { name: string; read: Reading; rows: 'page' | 'points' }[] = [
  { name: 'search_runs, page of 100', read: searchRuns({}), rows: 'page' },
  {
    name: 'search_runs, page of 100, ordered by a metric',
    read: searchRuns({ order_by: ['metrics.m1 DESC'] }),
    rows: 'page',
  },
  {
    name: 'search_runs, page of 100, filtered by a metric and a parameter',
    read: searchRuns({ filter: "metrics.m3 > 0.5 AND params.p1 = '7'" }),
    rows: 'page',
  },
  { name: 'get-history, all points in pages of 25,000', read: wholeHistory, rows: 'points' },
  { name: 'registered-models/search, page of 100', read: searchModels, rows: 'page' },
];

/** Median milliseconds of each reading. */
export const measureReadings = (
  server: TrackingServer,
  { repeats, points }: { repeats: number; points: number },
): Promise<number[]> =>
  withConnection(server, async (connection) => {
    const query = new URLSearchParams({ experiment_name: experimentName });
    const found = await connection.get(`${api}/experiments/get-by-name?${query}`);
    const experimentId: string = JSON.parse(found).experiment.experiment_id;
    const medians: number[] = [];
    for (const { name, read, rows } of readings) {
      const expected = rows === 'page' ? 100 : points;
      medians.push(
        await medianMilliseconds(repeats, async () => {
          const count = await read(connection, experimentId);
          if (count !== expected)
            throw new Error(`${server.name}: ${name}: ${count} rows instead of ${expected}`);
        }),
      );
    }
    return medians;
  });
