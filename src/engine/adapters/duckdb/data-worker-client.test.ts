import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../../../test/support/open-test-store.ts';
import { dataFile } from '../../../../test/support/table-reader.ts';
import { eventually } from '../../../../test/support/test-jobs.ts';
import type { ChildProcess } from '../../ports/child-processes.ts';
import { createChildLauncher } from '../children/create-child-launcher.ts';
import { createDataWorkerClient } from './data-worker-client.ts';

const program = fileURLToPath(new URL('../../host/data-worker.ts', import.meta.url));

/** A client of the real program, and the processes it has started. */
const startClient = ({ idleMs, file = program }: { idleMs?: number; file?: string } = {}) => {
  const launcher = createChildLauncher({
    programs: {
      'job-worker': file,
      'data-worker': file,
      'curve-worker': file,
      'artifact-worker': file,
      serving: file,
      'tracking-server': file,
    },
  });
  const started: ChildProcess[] = [];
  const client = createDataWorkerClient({
    children: {
      launch: (request) => {
        const child = launcher.launch(request);
        started.push(child);
        return child;
      },
    },
    logger: silentLogger,
    ...(idleMs === undefined ? {} : { idleMs }),
  });
  onTestFinished(() => client.close());
  return { client, started };
};

const people = () => dataFile('people.csv', 'name,value\nann,1\nbob,2\n');

describe('the reader in its own process', () => {
  it('starts with the first call, and answers every method', async () => {
    const { client, started } = startClient();
    expect(started).toHaveLength(0);
    const source = await client.sniff({ path: people() });
    expect(source).toMatchObject({ rowCount: 2, format: 'csv' });
    const [digest, rows, profile] = await Promise.all([
      client.digest(source.path),
      client.rows({ source, offset: 1, limit: 5 }),
      client.profile(source),
    ]);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(rows).toEqual([['bob', 2]]);
    expect(profile.columns.map(({ name, distinct }) => [name, distinct])).toEqual([
      ['name', 2],
      ['value', 2],
    ]);
    expect(started).toHaveLength(1);
  });

  it('gives errors as they were thrown', async () => {
    const { client } = startClient();
    const path = dataFile('ragged.csv', 'a,b\n1\n');
    await expect(client.sniff({ path })).rejects.toMatchObject({
      name: 'EngineError',
      code: 'data-malformed',
      details: { line: 2 },
    });
  });

  it('cancels one of two calls', async () => {
    const { client } = startClient();
    const lines = Array.from({ length: 200_000 }, (_, index) => `${index},${index % 7}`).join('\n');
    const source = await client.sniff({ path: dataFile('t.csv', `id,value\n${lines}\n`) });
    const controller = new AbortController();
    const cancelled = client.profile(source, {
      signal: controller.signal,
      progress: () => controller.abort(),
    });
    const finished = client.profile(source);
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect((await finished).rowCount).toBe(200_000);
  });

  it('that dies fails the calls in flight with the file’s name, and the next call starts another', async () => {
    const { client, started } = startClient();
    const path = people();
    await client.sniff({ path });
    const lost = client.sniff({ path });
    process.kill(started[0]!.pid, 'SIGKILL');
    await expect(lost).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('people.csv ended the reader'),
    });
    expect((await client.sniff({ path })).rowCount).toBe(2);
    expect(started).toHaveLength(2);
  });

  it('ends when it is idle, and starts again', async () => {
    const { client, started } = startClient({ idleMs: 1 });
    await client.sniff({ path: people() });
    expect(await started[0]!.exited).toMatchObject({ reason: 'stopped' });
    expect((await client.sniff({ path: people() })).rowCount).toBe(2);
    await eventually('a second one was started', () => started.length === 2);
  });

  it('that cannot be started is unavailable', async () => {
    const { client } = startClient({ file: `${program}.missing` });
    await expect(client.sniff({ path: people() })).rejects.toMatchObject({ name: 'EngineError' });
  });

  it('takes no call once it is closed', async () => {
    const { client } = startClient();
    await client.close();
    await expect(client.digest(people())).rejects.toMatchObject({ code: 'unavailable' });
  });
});
