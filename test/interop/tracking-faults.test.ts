/** Many clients at once, and processes that are killed in the middle: what was acknowledged is there. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Connection, openConnection } from '../bench/tracking/connection.ts';
import { mlflowPackages, type TrackingServer } from '../support/mlflow-server.ts';
import { ensurePython, runPython } from '../support/python.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { callJson } from './mlflow/http-call.ts';
import { startOurServer } from './mlflow/our-server.ts';

const api = '/api/2.0/mlflow';
const clientCount = 10;

interface Run {
  readonly data: {
    readonly metrics?: readonly { key: string; value: number; step: number }[];
    readonly params?: readonly { key: string; value: string }[];
    readonly tags?: readonly { key: string; value: string }[];
  };
}

/** A thread of the client's telemetry changes the environment while its other threads read it, which fails now and then. */
const environment = { MLFLOW_DISABLE_TELEMETRY: 'true' };

test('ten client processes at once lose nothing, and what they repeat changes nothing', async () => {
  const server = await start(temporaryFolder());
  const experiment = await createExperiment(server);
  const shared = await createRun(server, experiment);
  const interpreter = await ensurePython(mlflowPackages);
  const script = readFileSync(fileURLToPath(new URL('mlflow/concurrent.py', import.meta.url)), 'utf8');

  const printed = await Promise.all(
    Array.from({ length: clientCount }, (_, index) =>
      runPython({
        ...{ interpreter, code: script, environment },
        arguments: [server.url, shared, experiment, String(index)],
      }),
    ),
  );

  for (const [index, line] of printed.entries()) {
    const own = line.trim();
    const steps = Array.from({ length: 50 }, (_, step) => [step, step * index]);
    expect(await history(server, own, 'own')).toEqual(steps);
    expect(await history(server, own, 'batch')).toHaveLength(500);
    expect(await history(server, shared, `of ${index}`)).toHaveLength(50);
    const { data } = await readRun(server, own);
    expect(data.params).toHaveLength(50);
    expect(new Set(data.params?.map(({ value }) => value))).toEqual(new Set([String(index)]));
  }
  expect(await history(server, shared, 'same')).toHaveLength(50);
  const { data } = await readRun(server, shared);
  expect(data.params).toEqual([{ key: 'agreed', value: 'yes' }]);
  expect(data.tags?.filter(({ value }) => value === 'was here')).toHaveLength(clientCount);
});

describe('nothing acknowledged is lost', () => {
  test('when the process that serves is killed: the engine starts it again on the same port', async () => {
    const server = await start(temporaryFolder());
    const writers = await startWriters(server);
    await sleep(1000);
    for (const pid of childrenOf(server.child.pid!)) process.kill(pid, 'SIGKILL');
    await writers.ended;
    await untilHealthy(server);
    await expectAcknowledged(server, writers);
  });

  test('when the engine is killed: what is there is what the next one opens', async () => {
    const folder = temporaryFolder();
    const killed = await start(folder);
    const writers = await startWriters(killed);
    await sleep(1000);
    killed.child.kill('SIGKILL');
    await writers.ended;
    await expectAcknowledged(await start(folder), writers);
  });
});

/** Connections that log one point after the other, and batches between, until their connection breaks. */
async function startWriters(server: TrackingServer) {
  const experiment = await createExperiment(server);
  const acknowledged = new Map<string, number[]>();
  const write = async (connection: Connection, run_id: string) => {
    const steps: number[] = [];
    acknowledged.set(run_id, steps);
    for (let step = 0; ; step += 10) {
      const point = { key: 'm', value: step / 3, timestamp: 1000 + step, step };
      await connection.post(`${api}/runs/log-metric`, { run_id, ...point });
      steps.push(step);
      const metrics = Array.from({ length: 9 }, (_, index) => ({ ...point, step: step + index + 1 }));
      await connection.post(`${api}/runs/log-batch`, { run_id, metrics });
      steps.push(...metrics.map((metric) => metric.step));
    }
  };
  const runs = await Promise.all(Array.from({ length: clientCount }, () => createRun(server, experiment)));
  const connections = await Promise.all(runs.map(() => openConnection(server.port)));
  const ended = runs.map((run, index) =>
    write(connections[index]!, run).catch((error: Error) => {
      connections[index]!.close();
      // Being killed is one end that is meant; the other is the server that closes because its engine was killed.
      if (error.message.startsWith('Answered') && !error.message.startsWith('Answered 503')) throw error;
    }),
  );
  return { acknowledged, ended: Promise.all(ended) };
}

async function expectAcknowledged(
  server: TrackingServer,
  { acknowledged }: { acknowledged: ReadonlyMap<string, readonly number[]> },
): Promise<void> {
  let count = 0;
  for (const [run, steps] of acknowledged) {
    const stored = new Set((await history(server, run, 'm')).map(([step]) => step));
    expect(steps.filter((step) => !stored.has(step))).toEqual([]);
    count += steps.length;
  }
  expect(count).toBeGreaterThan(clientCount * 10);
}

async function start(folder: string): Promise<TrackingServer> {
  const server = await startOurServer({ folder });
  onTestFinished(() => server.stop());
  return server;
}

async function createExperiment({ port }: TrackingServer): Promise<string> {
  const answer = await callJson<{ experiment_id: string }>(port, 'POST', `${api}/experiments/create`, {
    name: `faults ${performance.now()}`,
  });
  return answer.experiment_id;
}

async function createRun({ port }: TrackingServer, experiment_id: string): Promise<string> {
  const { run } = await callJson<{ run: { info: { run_id: string } } }>(port, 'POST', `${api}/runs/create`, {
    experiment_id,
    run_name: 'faults',
  });
  return run.info.run_id;
}

const readRun = async ({ port }: TrackingServer, run: string): Promise<Run> =>
  (await callJson<{ run: Run }>(port, 'GET', `${api}/runs/get?run_id=${run}`)).run;

/** Pairs of step and value. */
async function history({ port }: TrackingServer, run: string, key: string): Promise<[number, number][]> {
  const query = new URLSearchParams({ run_id: run, metric_key: key, max_results: '1000000' });
  const answer = await callJson<{ metrics?: { step: number; value: number }[] }>(
    port,
    'GET',
    `${api}/metrics/get-history?${query}`,
  );
  return (answer.metrics ?? []).map(({ step, value }) => [step, value]);
}

const childrenOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );

async function untilHealthy({ url }: TrackingServer): Promise<void> {
  const deadlineMs = Date.now() + 30_000;
  while (Date.now() < deadlineMs) {
    const probe = await fetch(`${url}/health`).catch(() => null);
    if (probe?.ok) return;
    await sleep(100);
  }
  throw new Error(`Nothing answers at ${url} any more`);
}
