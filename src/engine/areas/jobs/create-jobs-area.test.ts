import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { openTestStore, silentLogger, tickingClock } from '../../../../test/support/open-test-store.ts';
import {
  createEffectTables,
  emissionsOf,
  eventually,
  jobPaths,
  testDefinition,
  testLauncher,
} from '../../../../test/support/test-jobs.ts';
import { jobsContract } from '../../../shared/contract/jobs.ts';
import type { Progress } from '../../../shared/model/progress.ts';
import { createJobQueue } from '../../jobs/create-job-queue.ts';
import { createJobsArea } from './create-jobs-area.ts';

const setUp = async () => {
  const store = openTestStore();
  createEffectTables(store);
  const paths = jobPaths(store.folder);
  const queue = createJobQueue({
    store,
    paths,
    children: testLauncher(),
    clock: tickingClock(),
    ids: { next: () => randomUUID().replaceAll('-', '') },
    logger: silentLogger,
    publish: () => {},
  });
  onTestFinished(() => queue.close());
  await queue.start([testDefinition]);
  const enqueue = (behaviour: string, count = 0) =>
    queue.enqueue({
      kind: 'train',
      title: behaviour,
      input: { behaviour, count },
      subject: { type: 'run', id: 'r1' },
    }).jobId;
  const reports: Progress[] = [];
  const context = {
    signal: new AbortController().signal,
    progress: (progress: Progress) => void reports.push(progress),
  };
  return { store, enqueue, context, reports, ...createJobsArea({ queue, paths }) };
};

it('lists, follows, cancels and shows the log of jobs, in the shapes of the contract', async () => {
  const { store, handlers, enqueue, context, reports } = await setUp();
  const job = enqueue('talk');
  const ended = await handlers['jobs.wait']({ job }, context);
  expect(jobsContract['jobs.wait'].output.parse(ended)).toMatchObject({
    id: job,
    state: 'succeeded',
    subject: { type: 'run', id: 'r1' },
  });
  expect(Object.keys(ended)).not.toContain('input');
  const log = await handlers['jobs.log']({ job, fromLine: 0, limit: 3 });
  expect(jobsContract['jobs.log'].output.parse(log)).toMatchObject({ fromLine: 0, totalLines: 6 });
  expect(log.lines).toHaveLength(3);

  const running = enqueue('wait');
  await eventually('it runs', () => emissionsOf(store.reader, running).length);
  expect(handlers['jobs.list']({ limit: 1 })).toMatchObject([{ id: running, state: 'running' }]);
  const stopped = await handlers['jobs.cancel']({ job: running });
  expect(jobsContract['jobs.cancel'].output.parse(stopped)).toMatchObject({ state: 'cancelled' });
  expect(handlers['jobs.get']({ job: running })).toMatchObject({ state: 'cancelled' });
  expect(reports).toEqual([]);
});

it('reads no file for a job that is not there', async () => {
  const { handlers } = await setUp();
  expect(() => handlers['jobs.log']({ job: '../project', fromLine: 0, limit: 1 })).toThrow('There is no job');
});
