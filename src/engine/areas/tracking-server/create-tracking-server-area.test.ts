import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { callContext, openTestProject } from '../../../../test/support/project-services.ts';
import type { EngineEvent } from '../../../shared/events.ts';
import { readTrackingServer } from '../../store/tracking-server.ts';
import { createTrackingServerArea } from './create-tracking-server-area.ts';

const open = () => {
  const services = openTestProject();
  const area = createTrackingServerArea(services);
  onTestFinished(() => area.close());
  const start = (port?: number) => area.handlers['trackingServer.start']({ port }, callContext());
  return { services, area, start };
};

const post = async (address: string | null, path: string, body: object) => {
  const response = await fetch(`${address}/api/2.0/mlflow/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as { run: { info: { run_id: string } } };
};

const until = async (holds: () => boolean): Promise<void> => {
  for (const deadlineMs = Date.now() + 20_000; !holds(); await setTimeout(20))
    if (Date.now() > deadlineMs) throw new Error('It did not come to that.');
};

test('takes runs while the engine reads the same project, and tells of them', async () => {
  const { services, area, start } = open();
  expect(area.handlers['trackingServer.status']()).toMatchObject({
    state: 'stopped',
    address: null,
  });
  const { address, state } = await start();
  expect(state).toBe('ready');
  const { run } = await post(address, 'runs/create', {});
  const { run_id } = run.info;
  await post(address, 'runs/log-metric', { run_id, key: 'loss', value: 0.5, timestamp: 1 });
  expect(services.store.reader.all('SELECT value FROM run_metrics')).toEqual([{ value: 0.5 }]);
  const told = (type: EngineEvent['type']) => services.events.filter((event) => event.type === type);
  await until(
    () =>
      told('run.points').length > 0 &&
      told('changed').some((event) => 'topic' in event && event.topic === 'runs'),
  );
  expect(told('run.points')).toMatchObject([{ runId: run_id, points: [{ key: 'loss', value: 0.5 }] }]);
  await area.handlers['trackingServer.stop']();
  await expect(fetch(`${address}/health`)).rejects.toThrow();
  expect(readTrackingServer(services.store.reader)).toMatchObject({ isWanted: false, process: null });
});

test('is started once, whoever asks, and on one port', async () => {
  const { start } = open();
  const [one, other] = await Promise.all([start(), start()]);
  expect(other).toEqual(one);
  await expect(start((one.port ?? 0) + 1)).rejects.toMatchObject({ code: 'conflict' });
});

test('leaves nothing behind when the port is taken', async () => {
  const { services, start } = open();
  const other = createServer();
  onTestFinished(() => void other.close());
  const port = await new Promise<number>((resolve) => {
    other.listen({ host: '127.0.0.1', port: 0 }, () => resolve((other.address() as { port: number }).port));
  });
  await expect(start(port)).rejects.toMatchObject({ code: 'port-in-use' });
  expect(readTrackingServer(services.store.reader)).toBeUndefined();
});

test('is back after its process was killed, and after the engine was', async () => {
  const { services, area, start } = open();
  const { address } = await start();
  const { run } = await post(address, 'runs/create', {});
  const killed = readTrackingServer(services.store.reader)?.process?.pid ?? 0;
  process.kill(killed, 'SIGKILL');
  const status = () => area.handlers['trackingServer.status']();
  await until(() => status().state === 'restarting');
  await until(() => status().state === 'ready');
  const { run_id } = run.info;
  await post(address, 'runs/log-metric', { run_id, key: 'loss', value: 1, timestamp: 1 });

  // Closing keeps what was wanted, so the next engine starts it again on the same port.
  await area.close();
  const next = createTrackingServerArea(services);
  onTestFinished(() => next.close());
  await next.start({ background: true });
  expect(next.handlers['trackingServer.status']()).toMatchObject({
    state: 'ready',
    address,
  });
});
