import { expect, test } from 'vitest';
import { callContext, openTestProject } from '../../../../test/support/project-services.ts';
import { addRun } from '../../../../test/support/run-store.ts';
import { setTrackingServerProcess, wantTrackingServer } from '../../store/tracking-server.ts';
import { exportRuns } from './export-runs.ts';
import { storedItems } from './stored-items.ts';

const id = (number: number): string => number.toString(16).padStart(32, '0');

test('an export ends, however many runs are logged meanwhile', async () => {
  const { store, objects } = openTestProject();
  for (let number = 1; number <= 100; number++) addRun(store, { id: id(number) });
  const parts = { reader: store.reader, objects, ...callContext() };
  let exported = 0;
  for await (const item of storedItems(parts, null))
    if (item.kind === 'run') addRun(store, { id: id(1000 + exported++) });
  expect(exported).toBe(100);
});

test('a project is not exported to its own tracking server', async () => {
  const services = openTestProject();
  services.store.write((writer) => {
    wantTrackingServer(writer, { port: 6299, isWanted: true });
    setTrackingServerProcess(writer, { pid: 1, startedAt: 'now' });
  });
  const send = (to: string) => exportRuns(services, { to }, callContext());
  for (const to of ['http://127.0.0.1:6299', 'http://localhost:6299/', 'HTTP://[::1]:6299'])
    await expect(send(to)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('own tracking server'),
    });
  services.store.write((writer) => setTrackingServerProcess(writer, null));
  // It was switched off: whatever answers there now is another one.
  expect(await send('http://127.0.0.1:6299')).toMatchObject({ runs: 0 });
});
