import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerFileDialogs } from '../support/answer-dialogs.ts';
import { callOverBridge } from '../support/bridge-call.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';
import { noticeIn } from '../support/notice.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let window: LaunchedWindow;
beforeAll(async () => {
  window = await launchWindow(['--sample']);
});
afterAll(() => window.close());

it('lays a run out anew in a folder that the person chooses, and shows what is there', async () => {
  const { page, application } = window;
  await page.getByText('4 datasets').waitFor();
  const { openProjects } = await callOverBridge(page, 'engine.info', {});
  const project = openProjects[0]!.folder;
  execFileSync('sh', [
    '-c',
    'cd "$0" && git init -q && git add -A && git -c user.name=T -c user.email=t@example.org commit -qm first',
    project,
  ]);
  const { jobId } = await callOverBridge(
    page,
    'training.start',
    { dataset: 'customers-train', target: 'churn', name: 'baseline', parameters: { num_rounds: 10 } },
    project,
  );
  await callOverBridge(page, 'jobs.wait', { job: jobId }, project);
  const target = join(temporaryFolder(), 'baseline again');
  await answerFileDialogs(application, { open: target });

  await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  await page.getByRole('grid', { name: 'Runs' }).getByText('baseline').dblclick();
  await page.getByRole('button', { name: 'Re-create' }).click();
  const dialog = page.getByRole('dialog', { name: 'baseline, laid out anew' });
  await dialog.waitFor();

  await dialog.getByText('Everything that was recorded is there as it was.').waitFor();
  expect(await dialog.getByText(/^modelyard init/).textContent()).toContain('--param num_rounds=10');
  expect(existsSync(join(target, '.git'))).toBe(true);
  expect(readFileSync(join(target, 'recreated-run', 'README.md'), 'utf8')).toContain(
    '# baseline, laid out anew',
  );
  expect(await accessibilityFindings(page)).toEqual([]);
  await takePictures(window, 'run-recreated');

  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Re-create' }).click();
  await noticeIn(page, /is not empty\. Choose a new folder/).waitFor();
});
