import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startTimeOf } from '../../src/engine/adapters/children/process-identity.ts';
import { verifyEventChain } from '../../src/engine/store/event-log.ts';
import { listJobs, runningJobs, type StoredJob } from '../../src/engine/store/jobs.ts';
import { listNotices } from '../../src/engine/store/notices.ts';
import { type OpenedStore, openStore } from '../../src/engine/store/open-store.ts';
import { silentLogger, tickingClock } from '../support/open-test-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { effectsOf, emissionsOf, eventually, failuresOf } from '../support/test-jobs.ts';

const engineFile = fileURLToPath(new URL('../fixtures/jobs/engine.ts', import.meta.url));

/** mulberry32: the same kills in every run of the suite. */
const seededRandom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

interface Engine {
  readonly process: ChildProcess;
  /** Ids of jobs whose enqueueing was answered. */
  readonly acknowledged: string[];
  readonly enqueue: (behaviour: string, count?: number) => void;
  readonly ended: Promise<unknown>;
}

const setUp = () => {
  const folder = temporaryFolder();
  const mark = randomUUID();

  const startEngine = async (): Promise<Engine> => {
    const engine = fork(engineFile, [folder], {
      execArgv: [],
      env: { ...process.env, MODELYARD_TEST_MARK: mark },
    });
    onTestFinished(() => void engine.kill('SIGKILL'));
    const acknowledged: string[] = [];
    engine.on('message', (message: { jobId?: string }) => {
      if (message.jobId !== undefined) acknowledged.push(message.jobId);
    });
    const ended = once(engine, 'exit');
    engine.on('error', () => {});
    await Promise.race([once(engine, 'message'), ended]);
    const enqueue = (behaviour: string, count = 0) => engine.send({ behaviour, count });
    return { process: engine, acknowledged, enqueue, ended };
  };

  let reading: OpenedStore | undefined;
  const store = (): OpenedStore => {
    reading ??= openStore({
      file: join(folder, 'project.db'),
      backupsFolder: join(folder, 'backups'),
      clock: tickingClock(),
      logger: silentLogger,
      readOnly: true,
    });
    return reading;
  };
  onTestFinished(() => reading?.close());
  return { startEngine, store, mark, folder };
};

/** Every process that an engine of this test has started, directly or not, or is itself: they inherit its environment. */
const processesWith = (mark: string): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && environmentOf(pid).includes(mark));

const environmentOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
};

const isOver = (job: StoredJob) => job.endedAtMs !== null;

/** False for a process that has ended by itself meanwhile. */
const killed = (pid: number): boolean => {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw thrown;
  }
};

describe.skipIf(process.platform !== 'linux')('kill -9', () => {
  it.each([11, 23])(
    'of engine and workers at any moment loses no job and finishes none twice (seed %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const { startEngine, store, mark } = setUp();
      const acknowledged = new Set<string>();
      let workersKilled = 0;

      for (let round = 0; round < 15; round += 1) {
        const engine = await startEngine();
        for (let i = Math.floor(random() * 4); i > 0; i -= 1)
          engine.enqueue('work', Math.floor(random() * 20));
        // The moment is the point of the test: anything from before the first worker runs to after the last has ended.
        await delay(random() * 400);
        if (random() < 0.5) {
          for (const { worker } of runningJobs(store().reader)) {
            if (worker === null || startTimeOf(worker.pid) !== worker.startedAt) continue;
            if (killed(worker.pid)) workersKilled += 1;
          }
          await delay(random() * 100);
        }
        engine.process.kill('SIGKILL');
        await engine.ended;
        for (const id of engine.acknowledged) acknowledged.add(id);
      }

      const last = await startEngine();
      const { reader } = store();
      await eventually('all jobs have ended', () => listJobs(reader, { limit: 1000 }).every(isOver));
      last.process.send('close');
      await last.ended;

      const jobs = listJobs(reader, { limit: 1000 });
      const known = new Set(jobs.map((job) => job.id));
      expect([...acknowledged].filter((id) => !known.has(id))).toEqual([]);
      expect(acknowledged.size).toBeGreaterThan(10);
      expect(workersKilled).toBeGreaterThan(0);
      for (const job of jobs) {
        expect(job).toMatchObject({ state: 'succeeded', error: null });
        expect(effectsOf(reader, job.id)).toEqual([job.attempt]);
        expect(emissionsOf(reader, job.id)).toEqual(
          Array.from({ length: (job.input as { count: number }).count }, (_, i) => i),
        );
      }
      // Each attempt but the first follows an interruption that the user was told of.
      const interruptions = jobs.reduce((sum, job) => sum + job.attempt - 1, 0);
      const notices = reader.get<{ count: number }>('SELECT count(*) AS count FROM notices');
      expect(interruptions).toBeGreaterThan(0);
      expect(notices?.count).toBe(interruptions);
      expect(listNotices(reader)[0]?.message).toMatch(/was put back in the queue/);

      await eventually('no worker is left', () => processesWith(mark).length === 0);
      expect(await store().integrityCheck()).toEqual([]);
      expect(await verifyEventChain(reader)).toMatchObject({ intact: true });
    },
    120_000,
  );

  it('of the engine ends its workers and what they have started', async () => {
    const { startEngine, store, mark } = setUp();
    const engine = await startEngine();
    engine.enqueue('spawnSleeps');
    await eventually('worker and its two programs run', () => processesWith(mark).length === 4);
    engine.process.kill('SIGKILL');
    await eventually('nothing is left', () => processesWith(mark).length === 0);
    expect(runningJobs(store().reader)).toHaveLength(1);
  });

  it('of the engine leaves a worker that cannot listen to the next engine, which ends it', async () => {
    const { startEngine, store } = setUp();
    const engine = await startEngine();
    engine.enqueue('neverYield');
    const busy = await eventually('the worker is busy', () => {
      const [job] = runningJobs(store().reader);
      return job !== undefined && emissionsOf(store().reader, job.id).length > 0 && job;
    });
    engine.process.kill('SIGKILL');
    await engine.ended;

    const next = await startEngine();
    const stray = busy.worker!;
    await eventually('the stray is gone', () => startTimeOf(stray.pid) !== stray.startedAt);
    const again = await eventually('the job runs again', () => runningJobs(store().reader)[0]);
    expect(again).toMatchObject({ id: busy.id, attempt: 2 });
    next.process.send('close');
    await next.ended;
    expect(runningJobs(store().reader)).toEqual([]);
    expect(failuresOf(store().reader, busy.id)).toEqual([]);
  });
});
