import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { EngineError } from '../../shared/errors.ts';

const triedPorts = 200;

/** Can a server of ours listen there now? */
export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => probe.close(() => resolve(true)));
  });

/** The first free port from `from` on that is not `taken`. Error `port-in-use` when there is none near. */
export async function findFreePort(from: number, taken: ReadonlySet<number> = new Set()): Promise<number> {
  for (let port = from; port < Math.min(from + triedPorts, 65_536); port += 1) {
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new EngineError('port-in-use', `No port from ${from} to ${from + triedPorts - 1} is free.`);
}

/** Error `port-in-use`, which names a port that is free. */
export async function requireFree(port: number): Promise<void> {
  if (await isFree(port)) return;
  const free = await findFreePort(Math.min(port + 1, 65_000));
  throw new EngineError('port-in-use', `Port ${port} is in use by another program. Port ${free} is free.`, {
    details: { port, freePort: free },
  });
}

/** As `requireFree`, but gives whoever has the port some time to leave it. */
export async function waitUntilFree(port: number, patienceMs: number): Promise<void> {
  const deadlineMs = Date.now() + patienceMs;
  while (!(await isFree(port)) && Date.now() < deadlineMs) await setTimeout(100);
  await requireFree(port);
}
