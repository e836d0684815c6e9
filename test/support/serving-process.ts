import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type ServingMessage, servingMessage } from '../../src/shared/model/serving-messages.ts';

export const servingProgram = fileURLToPath(new URL('../../src/serving/server.ts', import.meta.url));

export interface ServingProcess {
  readonly child: ChildProcess;
  readonly port: number;
  post(body: unknown, headers?: Record<string, string>): Promise<HttpAnswer>;
  send(request: RawRequest): Promise<HttpAnswer>;
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly json: any;
}

/** Forks the serving program; the first message that matters says whether it serves. */
export async function startServing(environment: Record<string, string>): Promise<ServingProcess> {
  const { child, first } = await launch(environment);
  if (first.kind !== 'ready') throw new Error(`The server did not start: ${JSON.stringify(first)}`);
  const { port } = first;
  const send = (request: RawRequest) => sendHttp(port, request);
  return {
    child,
    port,
    send,
    post: (body, headers = {}) =>
      send({
        method: 'POST',
        path: '/predict',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

/** For servers that are expected to refuse: what they say, and the code they end with. */
export async function startRefused(
  environment: Record<string, string>,
): Promise<{ message: ServingMessage; exitCode: number | null }> {
  const { child, first } = await launch(environment);
  if (child.exitCode === null) await once(child, 'exit');
  return { message: first, exitCode: child.exitCode };
}

async function launch(environment: Record<string, string>) {
  const child = forkServing(environment);
  const [message] = await once(child, 'message');
  return { child, first: servingMessage.parse(message) };
}

/** Killed when the test has ended. */
export function forkServing(environment: Record<string, string>): ChildProcess {
  const child = fork(servingProgram, [], {
    env: { PATH: process.env.PATH, PORT: '0', ...environment },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Plain HTTP that lets a test set any header, Host among them. */
export function sendHttp(
  port: number,
  { method = 'GET', path, headers = {}, body }: RawRequest,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, method, path, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const isJson = String(response.headers['content-type']).startsWith('application/json');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: isJson && text !== '' ? JSON.parse(text) : null,
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
