import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../../test/support/open-test-store.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { createChildLauncher } from '../adapters/children/create-child-launcher.ts';
import { createWorkerClient } from './worker-client.ts';

interface Methods {
  /** Says how far it is so many times, a moment apart, and then answers; never, where it is to hang. */
  work(request: { steps: number; hangs: boolean }): Promise<number>;
}

/** A real process that hangs as reading a hostile file may: in a loop that no message gets into. */
const program = `
process.on('message', async ({ id, kind, request }) => {
  if (kind !== 'call') return;
  for (let step = 0; step < request.steps; step += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.send({ kind: 'progress', id, progress: { phase: 'Working', completed: step } });
  }
  if (request.hangs) for (;;);
  process.send({ kind: 'result', id, answer: process.pid });
});
process.on('disconnect', () => process.exit(0));
`;

const startClient = (patienceMs: number) => {
  const file = join(temporaryFolder(), 'worker.mjs');
  writeFileSync(file, program);
  const programs = {
    ...{ 'job-worker': file, 'data-worker': file, 'curve-worker': file, 'artifact-worker': file },
    ...{ serving: file, 'tracking-server': file },
  };
  const client = createWorkerClient<Methods>({
    children: createChildLauncher({ programs }),
    ...{ logger: silentLogger, program: 'artifact-worker', name: 'the reader of artifacts', patienceMs },
  });
  onTestFinished(() => client.close());
  return (request: { steps?: number; hangs?: boolean }, subject = 'scores.xlsx') =>
    client.call('work', { steps: 0, hangs: false, ...request }, subject);
};

describe('a worker that gives no sign of life', () => {
  it('is ended, the call fails with the file’s name, and the next call has a new one', async () => {
    const call = startClient(500);
    const first = await call({});
    await expect(call({ hangs: true })).rejects.toMatchObject({
      code: 'data-malformed',
      message: expect.stringMatching(/^Reading scores\.xlsx came to no end and was stopped/),
    });
    const next = await call({});
    expect(next).not.toBe(first);
    expect(() => process.kill(first, 0)).toThrow(/ESRCH/);
  });

  it('takes along the other calls in flight, none of which is said to be the damaged one', async () => {
    const call = startClient(500);
    const answers = await Promise.allSettled([
      call({ steps: 1, hangs: true }),
      call({ steps: 3 }, 'other.h5'),
    ]);
    for (const answer of answers)
      expect(answer).toMatchObject({
        reason: {
          code: 'unavailable',
          message: expect.stringMatching(/scores\.xlsx or other\.h5 came to no end/),
        },
      });
  });

  it('is waited for as long as it says how far it is', async () => {
    const call = startClient(500);
    expect(await call({ steps: 10 })).toBeGreaterThan(0);
  });
});
