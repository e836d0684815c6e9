import type { TrackingServer } from '../../support/mlflow-server.ts';
import { type Connection, openConnection } from './connection.ts';
import { writeRun } from './fill-through-api.ts';
import { api, createExperiment, createRun, medianMilliseconds } from './workload.ts';
import { thousandPoints } from './writing.ts';

/** What calls cost a server that holds more and more of one thing. */
export interface Growth {
  readonly of: string;
  readonly sizes: readonly number[];
  /** What one writing brings. */
  readonly unit: number;
  /** What a row tells, in milliseconds each: one more unit, over all that were written since the row before, and then readings. */
  readonly costs: readonly string[];
  start(connection: Connection): Promise<Growing>;
}

interface Growing {
  /** Writes everything from the `from`-th up to the `to`-th. */
  write(from: number, to: number): Promise<void>;
  readonly readings: readonly (() => Promise<unknown>)[];
}

export const growths: readonly Growth[] = [
  {
    of: 'runs',
    unit: 1,
    sizes: [1000, 3000, 10_000, 30_000],
    costs: ['a further run', 'page of 100', 'ordered by a metric'],
    start: async (connection) => {
      const experimentId = await createExperiment(connection, 'growth');
      const page = (order_by: readonly string[]) => () =>
        connection.post(`${api}/runs/search`, { experiment_ids: [experimentId], max_results: 100, order_by });
      return {
        write: async (from, to) => {
          for (let index = from; index < to; index += 1) await writeRun(connection, experimentId, index);
        },
        readings: [page([]), page(['metrics.m1 DESC'])],
      };
    },
  },
  {
    of: 'points of a metric',
    unit: 1000,
    sizes: [10_000, 30_000, 100_000, 300_000, 1_000_000],
    costs: ['a further 1,000 points', 'first 1,000 points', 'sampled history', 'the run'],
    start: async (connection) => {
      const run = await createRun(connection, await createExperiment(connection, 'points'), 'one');
      const at = (path: string) => () => connection.get(path);
      return {
        write: async (from, to) => {
          for (let batch = from / 1000; batch < to / 1000; batch += 1)
            await connection.post(`${api}/runs/log-batch`, { run_id: run, metrics: thousandPoints(batch) });
        },
        readings: [
          at(`${api}/metrics/get-history?run_id=${run}&metric_key=loss&max_results=1000`),
          at(
            `/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?run_ids=${run}&metric_key=loss&max_results=320`,
          ),
          at(`${api}/runs/get?run_id=${run}`),
        ],
      };
    },
  },
  {
    of: 'artifacts of a run',
    unit: 1,
    sizes: [100, 300, 1000, 3000, 10_000],
    costs: ['a further artifact', 'list of its root', 'list of one of 100', 'the run'],
    start: async (connection) => {
      const experimentId = await createExperiment(connection, 'artifacts');
      const run = await createRun(connection, experimentId, 'one');
      const list = (path: string) => () =>
        connection.get(`${api}/artifacts/list?run_id=${run}${path === '' ? '' : `&path=${path}`}`);
      return {
        write: async (from, to) => {
          for (let index = from; index < to; index += 1) {
            const path = `images/${Math.floor(index / 100)}/${index}.txt`;
            await connection.put(
              `/api/2.0/mlflow-artifacts/artifacts/${experimentId}/${run}/artifacts/${path}`,
              `artifact ${index}`,
            );
          }
        },
        readings: [list(''), list('images/0'), () => connection.get(`${api}/runs/get?run_id=${run}`)],
      };
    },
  },
];

/** The costs at each size, as soon as they are known. */
export async function* measureGrowth(
  server: TrackingServer,
  { sizes, unit, start }: Growth,
): AsyncGenerator<{ size: number; costsMs: readonly number[] }> {
  const connection = await openConnection(server.port);
  try {
    const { write, readings } = await start(connection);
    let written = 0;
    for (const size of sizes) {
      const startMs = performance.now();
      await write(written, size);
      const costsMs = [((performance.now() - startMs) / (size - written)) * unit];
      for (const read of readings) costsMs.push(await medianMilliseconds(11, read));
      written = size;
      yield { size, costsMs };
    }
  } finally {
    connection.close();
  }
}
