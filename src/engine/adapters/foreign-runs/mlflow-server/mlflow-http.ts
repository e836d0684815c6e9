import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { EngineError } from '../../../../shared/errors.ts';

/** The server understood the request and refused it; its own words. */
export class RefusedByServer extends Error {
  override readonly name = 'RefusedByServer';
  readonly errorCode: string;

  constructor(errorCode: string, message: string) {
    super(message);
    this.errorCode = errorCode;
  }
}

export interface MlflowHttp {
  readonly url: string;
  /** Errors: `RefusedByServer`; `unavailable` when the server does not answer. */
  get(path: string, query: Readonly<Record<string, string>>): Promise<Answer>;
  send(method: 'POST' | 'PATCH', path: string, body: unknown): Promise<Answer>;
  /** What the server says of itself at `/version`; null where it says nothing there. */
  version(): Promise<string | null>;
  /** Spans in protocol buffers. */
  sendSpans(experimentId: string, spans: Uint8Array): Promise<void>;
  upload(path: string, makeBody: () => Readable, sizeBytes: number): Promise<void>;
}

export type Answer = Readonly<Record<string, unknown>>;

/** What MLflow's own client repeats too. */
const passingStatuses = new Set([408, 429, 502, 503, 504]);
const maxAttempts = 5;
const firstPauseMs = 250;

export const createMlflowHttp = (serverUrl: string, signal: AbortSignal | undefined): MlflowHttp => {
  const url = serverUrl.replace(/\/+$/, '');

  const request = async (address: string, makeInit: () => RequestInit): Promise<Response> => {
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(address, { ...makeInit(), signal: signal ?? null }).catch(
        (cause: unknown) => {
          signal?.throwIfAborted();
          throw unavailable(url, cause);
        },
      );
      if (response.ok) return response;
      if (!passingStatuses.has(response.status) || attempt === maxAttempts)
        throw await refusal(url, response);
      await response.body?.cancel();
      await setTimeout(firstPauseMs * 2 ** attempt, undefined, { signal });
    }
  };

  return {
    url,
    get: async (path, query) =>
      readAnswer(await request(`${url}${path}?${new URLSearchParams(query)}`, () => ({}))),
    send: async (method, path, body) =>
      readAnswer(
        await request(`${url}${path}`, () => ({
          method,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })),
      ),
    version: async () => {
      try {
        return await (await request(`${url}/version`, () => ({}))).text();
      } catch (thrown) {
        if (thrown instanceof RefusedByServer) return null;
        throw thrown;
      }
    },
    sendSpans: async (experimentId, spans) => {
      const headers = { 'content-type': 'application/x-protobuf', 'x-mlflow-experiment-id': experimentId };
      const response = await request(`${url}/v1/traces`, () => ({
        ...{ method: 'POST', headers },
        body: spans as Uint8Array<ArrayBuffer>,
      }));
      await response.body?.cancel();
    },
    upload: async (path, makeBody, sizeBytes) => {
      const response = await request(`${url}${path}`, () => ({
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream', 'content-length': String(sizeBytes) },
        body: sizeBytes === 0 ? '' : (Readable.toWeb(makeBody()) as NonNullable<RequestInit['body']>),
        duplex: 'half',
      }));
      await response.body?.cancel();
    },
  };
};

const readAnswer = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  return text === '' ? {} : (JSON.parse(text) as Answer);
};

const refusal = async (url: string, response: Response): Promise<Error> => {
  const text = await response.text();
  const parsed = parseError(text);
  if (parsed !== null) return new RefusedByServer(parsed.code, parsed.message);
  if (response.status < 500)
    return new RefusedByServer(String(response.status), `${response.status} ${text.slice(0, 200)}`.trim());
  return unavailable(url, new Error(`It answered ${response.status}.`));
};

const parseError = (text: string): { code: string; message: string } | null => {
  try {
    const { error_code: code, message } = JSON.parse(text) as { error_code?: unknown; message?: unknown };
    return typeof code === 'string' ? { code, message: String(message ?? code) } : null;
  } catch {
    return null;
  }
};

const unavailable = (url: string, cause: unknown): EngineError =>
  new EngineError(
    'unavailable',
    `The MLflow server at ${url} does not answer. Check the address and that it runs.`,
    { details: { url }, cause },
  );

/** A text at a path of an answer; '' where it is not there. */
export const textAt = (answer: Answer, ...path: readonly string[]): string => {
  let value: unknown = answer;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return '';
    value = (value as Answer)[key];
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
