import type { TrackingServer } from '../../support/mlflow-server.ts';
import type { Connection } from './connection.ts';
import { experimentName, type FixtureSize, fixturePoint, fixtureRun, modelName } from './fixture.ts';
import { api, createExperiment, withConnection } from './workload.ts';

/** Writes the fixture the way clients do. */
export const fillThroughApi = (server: TrackingServer, size: FixtureSize): Promise<void> =>
  withConnection(server, async (connection) => {
    const experimentId = await createExperiment(connection, experimentName);
    const firstRun = await writeRun(connection, experimentId, 0);
    for (let index = 1; index < size.runs; index += 1) await writeRun(connection, experimentId, index);
    for (let start = 0; start < size.points; start += 1000) {
      const metrics = Array.from({ length: Math.min(1000, size.points - start) }, (_, index) =>
        fixturePoint(start + index),
      );
      await connection.post(`${api}/runs/log-batch`, { run_id: firstRun, metrics });
    }
    for (let index = 0; index < size.models; index += 1) {
      const name = modelName(index);
      await connection.post(`${api}/registered-models/create`, { name });
      const source = 's3://bench/models';
      await connection.post(`${api}/model-versions/create`, { name, source });
    }
  });

export async function writeRun(
  connection: Connection,
  experiment_id: string,
  index: number,
): Promise<string> {
  const { name, startTimeMs, params, metrics } = fixtureRun(index);
  const created = await connection.post(`${api}/runs/create`, {
    experiment_id,
    run_name: name,
    user_id: 'bench',
    start_time: startTimeMs,
    tags: [{ key: 'mlflow.source.name', value: 'bench.py' }],
  });
  const { run_id } = JSON.parse(created).run.info;
  await connection.post(`${api}/runs/log-batch`, { run_id, params, metrics });
  return run_id;
}
