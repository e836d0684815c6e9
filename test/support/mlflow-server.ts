import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { ensurePython } from './python.ts';

/** The newest release whose packages are all on PyPI. Also the newest client of the interop suite, so that both share one environment. */
export const mlflowVersion = '3.17.2';

export const mlflowPackages = [
  `mlflow==${mlflowVersion}`,
  'numpy==2.4.6',
  'pandas==3.1.1',
  'scikit-learn==1.9.1',
  'lightgbm==4.7.0',
  // The same program as `xgboost`, without 500 MB of libraries for graphics processors.
  'xgboost-cpu==3.2.0',
  'onnx==1.23.2',
  'skl2onnx==1.20.0',
  'onnxruntime==1.32.0',
];

/** A server that speaks the MLflow protocol: the real one or ours. */
export interface TrackingServer {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  /** The process that answers requests, to be killed by tests that want to see what survives. */
  readonly child: ChildProcess;
  /** Ends it together with every process that it started. */
  stop(): Promise<void>;
}

/**
 * The real `mlflow server` on SQLite with proxied artifacts, all below `folder`. A folder that was used before is opened again.
 * `as-shipped` is what a person gets who gives it nothing but these places: four workers and a runner of background jobs. `small` is one
 * worker without the runner: the same answers, in a third of the time to start (10 to 20 s) and of the memory.
 */
export async function startMlflowServer({
  folder,
  size = 'small',
}: {
  folder: string;
  size?: 'small' | 'as-shipped';
}): Promise<TrackingServer> {
  const python = await ensurePython(mlflowPackages);
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const child = spawnServer({
    command: python,
    args: [
      ...['-m', 'mlflow', 'server', '--host', '127.0.0.1', '--port', String(port)],
      ...['--backend-store-uri', `sqlite:///${mlflowDatabase(folder)}`],
      ...['--artifacts-destination', join(folder, 'artifacts')],
      ...(size === 'small' ? ['--workers', '1'] : []),
    ],
    folder,
    // The command starts others by name: it must find the environment's.
    environment: {
      PATH: `${dirname(python)}:${process.env.PATH}`,
      MLFLOW_DISABLE_TELEMETRY: 'true',
      ...(size === 'small' ? { MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' } : {}),
    },
  });
  return whenHealthy({ name: `mlflow ${mlflowVersion}`, child, port, folder });
}

export const mlflowDatabase = (folder: string): string => join(folder, 'mlflow.db');

/** A process group of its own, so that its workers end with it; what it says goes to `server.log` in `folder`. */
export function spawnServer(call: {
  command: string;
  args: readonly string[];
  folder: string;
  environment?: Readonly<Record<string, string>>;
}): ChildProcess {
  const log = openSync(join(call.folder, 'server.log'), 'a');
  return spawn(call.command, call.args, {
    cwd: call.folder,
    env: { ...process.env, ...call.environment },
    stdio: ['ignore', log, log],
    detached: true,
  });
}

export async function whenHealthy(call: {
  name: string;
  child: ChildProcess;
  port: number;
  folder: string;
}): Promise<TrackingServer> {
  const { name, child, port, folder } = call;
  const stop = () => stopGroup(child);
  const url = `http://127.0.0.1:${port}`;
  const deadlineMs = Date.now() + 300_000;
  while (Date.now() < deadlineMs && child.exitCode === null) {
    const probe = await fetch(`${url}/health`).catch(() => null);
    if (probe?.ok) return { name, url, port, child, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  const said = await readFile(join(folder, 'server.log'), 'utf8');
  throw new Error(`${name} did not come up on port ${port}:\n${said.slice(-3000)}`);
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const isRunning = child.exitCode === null && child.signalCode === null;
  const exited = isRunning ? once(child, 'exit') : Promise.resolve();
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  await exited;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No TCP address');
  return address.port;
}
