import { type ChildProcess, fork, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensurePython } from '../../support/python.ts';

export interface BenchmarkedServer {
  readonly port: number;
  stop(): void;
}

const ourPort = 18_080;
const theirPort = 18_081;

/** Our program as it is shipped; with `log` it writes every prediction to that folder before answering. */
export function startOurs(program: string, bundle: string, log?: string): Promise<BenchmarkedServer> {
  const environment = {
    MODELYARD_BUNDLE: bundle,
    PORT: String(ourPort),
    MODELYARD_PREDICTION_LOG: log ?? '',
  };
  return whenUp(fork(program, [], { env: { ...process.env, ...environment }, silent: true }), ourPort);
}

export async function startFastApi(bundle: string): Promise<BenchmarkedServer> {
  const python =
    process.env.PYTHON ??
    (await ensurePython([
      'fastapi==0.165.0',
      'uvicorn[standard]==0.54.0',
      'onnxruntime==1.32.0',
      'numpy==2.4.6',
    ]));
  const script = fileURLToPath(new URL('fast-api.py', import.meta.url));
  return whenUp(
    spawn(python, [script, bundle, String(theirPort)], { stdio: ['ignore', 'ignore', 'inherit'] }),
    theirPort,
  );
}

async function whenUp(child: ChildProcess, port: number): Promise<BenchmarkedServer> {
  const deadlineMs = Date.now() + 30_000;
  while (Date.now() < deadlineMs && child.exitCode === null) {
    const probe = await fetch(`http://127.0.0.1:${port}/openapi.json`).catch(() => null);
    if (probe?.ok) return { port, stop: () => void child.kill('SIGKILL') };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`The server on port ${port} did not come up.`);
}
