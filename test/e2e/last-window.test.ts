import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { answerMessageBoxes } from '../support/answer-dialogs.ts';
import { callOverBridge } from '../support/bridge-call.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';

/** The buttons of the question, in their order. */
const keepRunning = 0;
const stopAndQuit = 1;
const cancel = 2;

describe('when the last window is closed while a job runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modelyard-e2e-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const open = async () => {
    const window = await launchWindow(['--sample'], { folder });
    await window.page.getByText('4 datasets').waitFor();
    const { openProjects } = await callOverBridge(window.page, 'engine.info', {});
    return { ...window, project: openProjects[0]!.folder };
  };
  const startTraining = ({ page, project }: Awaited<ReturnType<typeof open>>) => {
    const parameters = { num_rounds: 10_000 };
    const input = { dataset: 'customers-train', target: 'churn', parameters };
    return callOverBridge(page, 'training.start', input, project);
  };
  const closeWindow = ({ application }: LaunchedWindow) =>
    application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close());
  const isShown = ({ application }: LaunchedWindow) =>
    application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());

  it('it stays when the person thinks better of it, and goes on without a window until the job has ended', async () => {
    const window = await open();
    const { jobId } = await startTraining(window);
    const asked = await answerMessageBoxes(window.application, cancel);
    await closeWindow(window);
    await expect.poll(asked).toEqual(['A job is still running.']);
    expect(await isShown(window)).toBe(true);

    await answerMessageBoxes(window.application, keepRunning);
    await closeWindow(window);
    await expect.poll(() => isShown(window)).toBe(false);
    const job = await callOverBridge(window.page, 'jobs.get', { job: jobId }, window.project);
    expect(job.endedAtMs).toBeNull();

    const ended = window.application.waitForEvent('close');
    await callOverBridge(window.page, 'jobs.cancel', { job: jobId }, window.project).catch(() => undefined);
    await ended;
  });

  it('it stops the job when the person says so, and the next start takes it up again', async () => {
    const window = await open();
    const { jobId } = await startTraining(window);
    const ended = window.application.waitForEvent('close');
    await answerMessageBoxes(window.application, stopAndQuit);
    await closeWindow(window);
    await ended;

    const next = await open();
    const jobNow = () => callOverBridge(next.page, 'jobs.get', { job: jobId }, next.project);
    await expect.poll(async () => (await jobNow()).state).toBe('running');
    await callOverBridge(next.page, 'jobs.cancel', { job: jobId }, next.project);
    await expect.poll(async () => (await jobNow()).state).toBe('cancelled');

    const closed = next.application.waitForEvent('close');
    await answerMessageBoxes(next.application, cancel);
    await closeWindow(next);
    // Nothing runs, so nobody is asked: a question would be answered with "Cancel", and the window would stay.
    await closed;
  });
});

describe('the next start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modelyard-e2e-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('goes on where the window was', async () => {
    const window = await launchWindow(['--sample'], { folder });
    await window.page.getByText('4 datasets').waitFor();
    await window.page.getByRole('navigation').getByRole('button', { name: 'Jobs' }).click();
    await window.page.getByRole('heading', { name: 'Jobs', exact: true }).waitFor();
    await window.application.close();
    const next = await launchWindow([], { folder });
    await next.page.getByRole('heading', { name: 'Jobs', exact: true }).waitFor();
    await next.application.close();
  });
});
