import { fileURLToPath } from 'node:url';
import { mlflowPackages, type TrackingServer } from '../../support/mlflow-server.ts';
import { ensurePython, runPython } from '../../support/python.ts';
import { api, callsPerSecond, createExperiment, createRun, withConnection } from './workload.ts';

const clientCount = 20;

/** Raw `log-metric`, one connection: requests a second. */
export const logMetric = (server: TrackingServer, seconds: number): Promise<number> =>
  withConnection(server, async (connection) => {
    const experiment = await createExperiment(connection, uniqueName('metric'));
    const run = await createRun(connection, experiment, 'one');
    return callsPerSecond(seconds, (step) => connection.post(`${api}/runs/log-metric`, metricAt(run, step)));
  });

/** Raw `log-batch` of 1,000 points of one metric, one connection: batches a second. */
export const logBatch = (server: TrackingServer, seconds: number): Promise<number> =>
  withConnection(server, async (connection) => {
    const experiment = await createExperiment(connection, uniqueName('batch'));
    const run_id = await createRun(connection, experiment, 'one');
    return callsPerSecond(seconds, (batch) =>
      connection.post(`${api}/runs/log-batch`, { run_id, metrics: thousandPoints(batch) }),
    );
  });

export const thousandPoints = (batch: number) =>
  Array.from({ length: 1000 }, (_, index) => {
    const step = batch * 1000 + index;
    return { key: 'loss', value: 1 / (step + 1), timestamp: 1_700_000_000_000 + step, step };
  });

/** Raw `log-metric` from twenty connections, each to a run of its own: requests a second of all together. */
export const logConcurrently = (server: TrackingServer, seconds: number): Promise<number> =>
  withConnection(server, async (first) => {
    const experiment = await createExperiment(first, uniqueName('concurrent'));
    const rates = await Promise.all(
      Array.from({ length: clientCount }, (_, client) =>
        withConnection(server, async (connection) => {
          const run = await createRun(connection, experiment, `client ${client}`);
          return callsPerSecond(seconds, (step) =>
            connection.post(`${api}/runs/log-metric`, metricAt(run, step)),
          );
        }),
      ),
    );
    return rates.reduce((sum, rate) => sum + rate, 0);
  });

/** `MlflowClient.log_metric` of the unmodified Python client: calls a second. */
export async function logFromPython(server: TrackingServer, seconds: number): Promise<number> {
  const interpreter = await ensurePython(mlflowPackages);
  const script = fileURLToPath(new URL('log_metric.py', import.meta.url));
  const printed = await runPython({
    interpreter,
    code: 'import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name="__main__")',
    arguments: [script, server.url, String(seconds)],
  });
  return Number(printed);
}

const metricAt = (run_id: string, step: number) => ({
  run_id,
  key: 'loss',
  value: 1 / (step + 1),
  timestamp: 1_700_000_000_000 + step,
  step,
});

/** Every repeat writes to an experiment of its own. */
const uniqueName = (kind: string) => `${kind} ${process.pid} ${performance.now()}`;
