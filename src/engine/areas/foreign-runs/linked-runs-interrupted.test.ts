import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { unpackFolder } from '../../../../test/fixtures/foreign-runs/unpack.ts';
import { runFolderOf } from '../../../../test/support/linked-sources.ts';
import { failureOf, openEngineProject } from '../../../../test/support/open-test-engine.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';

/** What happens to a source in the middle of a reading. */

vi.setConfig({ testTimeout: 180_000 });

const lines = 200_000;

const metInTheMiddle = async () => {
  const project = await openEngineProject();
  const { events: _, ...before } = project.rowCounts();
  const path = await unpackFolder('mlruns', temporaryFolder());
  writeFileSync(
    join(runFolderOf(path, 'baseline'), 'metrics', 'long'),
    Array.from({ length: lines }, (_, step) => `${1_700_000_000_000 + step} ${step} ${step}\n`).join(''),
  );
  await project.call('foreignRuns.link', { format: 'mlflow-folder', path });
  await vi.waitFor(() => expect(project.rowCounts().run_metrics).toBeGreaterThan(1000), {
    timeout: 60_000,
    interval: 5,
  });
  const expectSound = async () => {
    const { checks } = await project.call('project.doctor', { repair: false });
    expect(checks.filter(({ state }) => state === 'problem')).toEqual([]);
  };
  return { project, path, before, expectSound };
};

test('what is unlinked leaves nothing, and can be linked again', async () => {
  const { project, path, before, expectSound } = await metInTheMiddle();
  const waiting = failureOf(project.call('foreignRuns.refresh', { sources: ['mlruns'] }));
  await project.call('foreignRuns.unlink', { source: 'mlruns' });
  expect(await waiting).toMatchObject({ code: 'conflict', message: expect.stringContaining('unlinked') });
  const { events: _, keys, import_sources, ...after } = project.rowCounts();
  expect(before).toMatchObject(after);
  await project.call('foreignRuns.link', { format: 'mlflow-folder', path });
  const { sources } = await project.call('foreignRuns.refresh', {});
  expect(sources).toMatchObject([{ state: 'ready', runs: 5 }]);
  await expectSound();
});

test('what is imported is whole, and the project’s own', async () => {
  const { project, path, expectSound } = await metInTheMiddle();
  const { jobId } = await project.call('foreignRuns.import', { format: 'mlflow-folder', path });
  expect(await project.ended(jobId)).toMatchObject({ state: 'succeeded' });
  expect(project.rowCounts()).toMatchObject({
    ...{ linked_artifacts: 0, linked_units: 0, linked_sources: 0 },
    ...{ run_artifacts: 2, runs: 5, imported_items: 8, run_metrics: lines + 30 },
  });
  await expectSound();
});
