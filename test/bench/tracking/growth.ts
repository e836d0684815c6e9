import type { TrackingServer } from '../../support/mlflow-server.ts';
import { openConnection } from './connection.ts';
import { writeRun } from './fill-through-api.ts';
import { api, createExperiment, medianMilliseconds } from './workload.ts';

export interface GrowthPoint {
  readonly runs: number;
  /** Of one run with 10 parameters and 10 metrics, over all that were written since the point before. */
  readonly millisecondsPerRun: number;
  readonly pageMs: number;
  readonly orderedPageMs: number;
}

/** One experiment that grows: what a further run and a page of 100 cost at each of `sizes`, as soon as it is known. */
export async function* measureGrowth(
  server: TrackingServer,
  sizes: readonly number[],
): AsyncGenerator<GrowthPoint> {
  const connection = await openConnection(server.port);
  try {
    const experimentId = await createExperiment(connection, 'growth');
    const pageMs = (order_by: readonly string[]) =>
      medianMilliseconds(11, () =>
        connection.post(`${api}/runs/search`, { experiment_ids: [experimentId], max_results: 100, order_by }),
      );
    let written = 0;
    for (const runs of sizes) {
      const startMs = performance.now();
      for (let index = written; index < runs; index += 1) await writeRun(connection, experimentId, index);
      const millisecondsPerRun = (performance.now() - startMs) / (runs - written);
      written = runs;
      yield {
        runs,
        millisecondsPerRun,
        pageMs: await pageMs([]),
        orderedPageMs: await pageMs(['metrics.m1 DESC']),
      };
    }
  } finally {
    connection.close();
  }
}
