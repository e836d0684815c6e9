import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unpackFolder } from '../../../../test/fixtures/foreign-runs/unpack.ts';
import { openEngineProject } from '../../../../test/support/open-test-engine.ts';
import { importReport } from '../../../shared/model/foreign-runs.ts';

test('finds', async () => {
  const project = await openEngineProject();
  await unpackFolder('mlruns', project.folder);
  const found = await project.call('foreignRuns.find', {});
  console.log(found);
  const { jobId } = await project.call('foreignRuns.import', { format: 'mlflow-folder', path: 'mlruns' });
  const job = await project.ended(jobId);
  console.log(JSON.stringify(job, null, 1));
  const again = await project.call('foreignRuns.import', { format: 'mlflow-folder', path: 'mlruns' });
  console.log(JSON.stringify(await project.ended(again.jobId), null, 1));
  console.log(await project.call('foreignRuns.export', { to: 'out' }));
});
