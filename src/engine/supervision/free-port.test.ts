import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { findFreePort, isFree, requireFree, waitUntilFree } from './free-port.ts';

const occupy = (port: number): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer();
    onTestFinished(() => void server.close());
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve(server));
  });

test('a port in use is passed over, and named with one that is free', async () => {
  const port = await findFreePort(18_400);
  await occupy(port);
  expect(await isFree(port)).toBe(false);
  expect(await findFreePort(port)).toBeGreaterThan(port);
  await expect(requireFree(port)).rejects.toMatchObject({ code: 'port-in-use', details: { port } });
});

test('a port that is left in time is waited for, and no longer than that', async () => {
  const port = await findFreePort(18_500);
  const server = await occupy(port);
  const waiting = waitUntilFree(port, 10_000);
  server.close();
  await expect(waiting).resolves.toBeUndefined();
  await occupy(port);
  await expect(waitUntilFree(port, 0)).rejects.toMatchObject({ code: 'port-in-use' });
});
