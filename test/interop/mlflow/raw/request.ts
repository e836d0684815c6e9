/** A request as no well-behaved client sends it, or one that the Python client never sends. */
export interface RawRequest {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown;
}

export const api = '/api/2.0/mlflow';
export const ajax = '/ajax-api/2.0/mlflow';
export const artifacts = '/api/2.0/mlflow-artifacts';
export const unknownRun = 'f'.repeat(32);

export const get = (name: string, path: string, headers?: Record<string, string>): RawRequest => ({
  name,
  method: 'GET',
  path,
  ...(headers ? { headers } : {}),
});

export const post = (
  name: string,
  path: string,
  body: unknown,
  headers?: Record<string, string>,
): RawRequest => ({
  name,
  method: 'POST',
  path,
  body,
  ...(headers ? { headers } : {}),
});
