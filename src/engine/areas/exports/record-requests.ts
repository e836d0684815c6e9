import { fork } from 'node:child_process';
import { EngineError } from '../../../shared/errors.ts';
import { exampleFeatures, exampleRecord } from '../../../shared/model/example-request.ts';
import { servingMessage } from '../../../shared/model/serving-messages.ts';
import type { Signature } from '../../../shared/model/signature.ts';

/** A request and the very bytes that answered it. */
export interface RecordedRequest {
  readonly method: 'POST';
  readonly path: '/predict';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

const readyWithinMs = 60_000;

/**
 * Serves the exported bundle once with the exported program and records what it answers. So an export that cannot serve fails
 * here, and whoever deploys it can compare the answers byte by byte.
 */
export async function recordRequests(request: {
  server: string;
  bundle: string;
  signature: Signature;
  signal: AbortSignal;
}): Promise<RecordedRequest[]> {
  const { server, bundle, signature, signal } = request;
  const child = fork(server, [], {
    env: {
      ...process.env,
      MODELYARD_BUNDLE: bundle,
      HOST: '127.0.0.1',
      PORT: '0',
      MODELYARD_PREDICTION_LOG: '',
    },
    execArgv: [],
    signal: AbortSignal.any([signal, AbortSignal.timeout(readyWithinMs)]),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    killSignal: 'SIGKILL',
  });
  try {
    const port = await portWhenReady(child);
    const recorded: RecordedRequest[] = [];
    for (const [index, body] of exampleBodies(signature).entries()) {
      recorded.push(await record({ port, body, requestId: `recorded-${index + 1}` }));
    }
    return recorded;
  } finally {
    child.kill('SIGKILL');
  }
}

const portWhenReady = (child: ReturnType<typeof fork>): Promise<number> =>
  new Promise((resolve, reject) => {
    const fail = (reason: string) =>
      reject(new EngineError('model-invalid', `The exported model could not be served: ${reason}`));
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code) => fail(`the server ended with code ${code}.`));
    child.on('message', (message) => {
      const parsed = servingMessage.safeParse(message);
      if (parsed.data?.kind === 'ready') resolve(parsed.data.port);
      if (parsed.data?.kind === 'failed') fail(parsed.data.message);
    });
  });

/** The example, the same by position, one with every value missing, and a column that is not there. */
function exampleBodies(signature: Signature): string[] {
  const record = exampleRecord(signature);
  const missing = Object.fromEntries(Object.keys(record).map((name) => [name, null]));
  return [
    { records: [record] },
    { features: exampleFeatures(signature) },
    { records: [record, missing] },
    { records: [{ ...record, 'no such column': 1 }] },
  ].map((body) => JSON.stringify(body));
}

async function record(request: { port: number; body: string; requestId: string }): Promise<RecordedRequest> {
  const { port, body, requestId } = request;
  const headers = { 'content-type': 'application/json', 'x-request-id': requestId };
  const response = await fetch(`http://127.0.0.1:${port}/predict`, { method: 'POST', headers, body });
  return {
    method: 'POST',
    path: '/predict',
    headers,
    body,
    status: response.status,
    answer: await response.text(),
  };
}
