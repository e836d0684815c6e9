import type { Page } from 'playwright-core';
import { callOverBridge, finishJob } from './bridge-call.ts';

/** A small model of the sample's training part, registered as `name` with the alias champion; for tests of what comes after. */
export const registerSampleModel = async (page: Page, name = 'churn') => {
  const { openProjects } = await callOverBridge(page, 'engine.info', {});
  const project = openProjects[0]!.folder;
  const { jobId, runId } = await callOverBridge(
    page,
    'training.start',
    { dataset: 'customers-train', target: 'churn', parameters: { num_rounds: 10 } },
    project,
  );
  await finishJob(page, project, jobId);
  await callOverBridge(
    page,
    'models.register',
    { source: { run: runId }, name, aliases: ['champion'] },
    project,
  );
  return { project, runId };
};
