import { EngineError } from '../../../shared/errors.ts';

const timeoutMs = 30_000;

/** One real HTTP request to an endpoint. Error `unavailable` when nothing answers. */
export async function tryEndpoint(request: { address: string; body: unknown; signal: AbortSignal }) {
  const { address, body, signal } = request;
  const startedAtMs = performance.now();
  try {
    const response = await fetch(`${address}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body ?? null),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    const answer = (await response.json()) as unknown;
    return { status: response.status, body: answer, durationMs: performance.now() - startedAtMs };
  } catch (cause) {
    if (signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
    throw new EngineError('unavailable', `${address} does not answer: ${(cause as Error).message}.`, {
      cause,
    });
  }
}
