import type { TrackingServer } from '../../support/mlflow-server.ts';
import { type Connection, openConnection } from './connection.ts';

export const api = '/api/2.0/mlflow';

export async function createExperiment(connection: Connection, name: string): Promise<string> {
  const answer = await connection.post(`${api}/experiments/create`, { name });
  return JSON.parse(answer).experiment_id;
}

export async function createRun(connection: Connection, experimentId: string, name: string): Promise<string> {
  const answer = await connection.post(`${api}/runs/create`, {
    experiment_id: experimentId,
    run_name: name,
    user_id: 'bench',
    start_time: 1_700_000_000_000,
    tags: [{ key: 'mlflow.source.name', value: 'bench.py' }],
  });
  return JSON.parse(answer).run.info.run_id;
}

/** Opens a connection for `work` and closes it whatever happens. */
export async function withConnection<Result>(
  server: TrackingServer,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = await openConnection(server.port);
  try {
    return await work(connection);
  } finally {
    connection.close();
  }
}

/** Calls per second of `call`, each made when the last was answered, over at least `seconds`. */
export async function callsPerSecond(
  seconds: number,
  call: (index: number) => Promise<unknown>,
): Promise<number> {
  const startMs = performance.now();
  let count = 0;
  do {
    await call(count);
    count += 1;
  } while (performance.now() - startMs < seconds * 1000);
  return count / ((performance.now() - startMs) / 1000);
}

/** Servers are long at work when somebody waits for them: for so long calls are made that are not counted. */
const warmUpMs = 1000;

/** The median time of `repeats` calls of `call`, in milliseconds. */
export async function medianMilliseconds(repeats: number, call: () => Promise<unknown>): Promise<number> {
  const durationsMs: number[] = [];
  const warmAt = performance.now() + warmUpMs;
  do await call();
  while (performance.now() < warmAt);
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const startMs = performance.now();
    await call();
    durationsMs.push(performance.now() - startMs);
  }
  return median(durationsMs);
}

export const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1]!;
