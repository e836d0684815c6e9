import { Agent, request } from 'node:http';

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * A closed loop: every connection sends its next request when the last was answered. The first second is not counted. Any answer
 * other than 200 ends the measurement with an error.
 */
export async function generateLoad(options: {
  port: number;
  body: string;
  connections: number;
  seconds: number;
}): Promise<LoadResult> {
  const { port, body, connections, seconds } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const countFromMs = performance.now() + 1000;
  const endMs = countFromMs + seconds * 1000;
  const durations: number[] = [];
  const loop = async (): Promise<void> => {
    for (;;) {
      const startMs = performance.now();
      if (startMs >= endMs) return;
      await post({ agent, port, body });
      if (startMs >= countFromMs) durations.push(performance.now() - startMs);
    }
  };
  await Promise.all(Array.from({ length: connections }, loop));
  agent.destroy();
  durations.sort((left, right) => left - right);
  const at = (share: number) => durations[Math.ceil(share * durations.length) - 1]!;
  return { requestsPerSecond: durations.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

const post = ({ agent, port, body }: { agent: Agent; port: number; body: string }): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(
      { agent, host: '127.0.0.1', port, path: '/predict', method: 'POST', headers },
      (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`Answered ${response.statusCode}`)),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
