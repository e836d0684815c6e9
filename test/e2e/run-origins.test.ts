import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callOverBridge, finishJob } from '../support/bridge-call.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';
import { type SweepClient, sweepClient } from '../support/sweep-runs.ts';

const nvidiaSmi = `#!/bin/sh
case "$1" in
--query-gpu=*) echo 'NVIDIA L4, 23034, 550.54.15';;
*) echo '| NVIDIA-SMI 550.54.15    Driver Version: 550.54.15    CUDA Version: 12.4     |';;
esac
`;

describe('what runs were made on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modelyard-origins-'));
  let window: LaunchedWindow;
  let client: SweepClient;
  let address: string;
  let project: string;

  beforeAll(async () => {
    writeFileSync(join(folder, 'nvidia-smi'), nvidiaSmi);
    chmodSync(join(folder, 'nvidia-smi'), 0o755);
    window = await launchWindow(['--sample'], {
      folder,
      environment: { PATH: `${folder}:${process.env.PATH ?? ''}` },
    });
    await window.page.getByText('4 datasets').waitFor();
    project = (await callOverBridge(window.page, 'engine.info', {})).openProjects[0]!.folder;
    const server = await callOverBridge(window.page, 'trackingServer.start', {}, project);
    address = server.address!;
    client = await sweepClient(address);
  });
  afterAll(async () => {
    await window.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const leave = async (run: string, path: string, content: string) => {
    const response = await fetch(`${address}/api/2.0/mlflow-artifacts/artifacts/1/${run}/artifacts/${path}`, {
      method: 'PUT',
      body: content,
    });
    expect(response.status).toBe(200);
  };
  const openRun = async (name: string) => {
    const { page } = window;
    await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
    await page.getByRole('grid', { name: 'Runs' }).getByText(name, { exact: true }).dblclick();
  };

  it('is recorded of clients’ runs and of trainings, and stands on the run’s page', async () => {
    const { page } = window;
    const one = await client.createRun('numpy one', 'libraries');
    await leave(one, 'model/requirements.txt', 'numpy==1.26.4\ntorch==2.3.0+cu121\nscipy==1.13.0\n');
    const two = await client.createRun('numpy two', 'libraries');
    await leave(two, 'model/requirements.txt', 'numpy==2.0.0\ntorch==2.3.0+cu121\nlightgbm==4.3.0\n');
    await openRun('numpy one');
    await page.getByRole('tab', { name: 'Code and environment' }).click();
    await page.getByText('NVIDIA L4').waitFor();
    await page.getByText('12.1 (torch 2.3.0+cu121)').waitFor();
    await page.getByText('As the tracking server had it').waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await takePictures(window, 'run-environment');

    const { jobId, runId } = await callOverBridge(
      page,
      'training.start',
      { dataset: 'customers-train', target: 'churn', name: 'ours', parameters: { num_rounds: 5 } },
      project,
    );
    await finishJob(page, project, jobId);
    const ours = await callOverBridge(page, 'runs.environment', { run: runId }, project);
    expect(ours).toMatchObject({
      recordedBy: 'training',
      machine: {
        gpu: 'NVIDIA L4',
        'gpu memory': '22 GiB',
        'gpu driver': '550.54.15',
        'cuda (driver)': '12.4',
        node: expect.stringMatching(/^\d+\./),
      },
    });
  });

  it('is compared package by package', async () => {
    const { page } = window;
    await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
    const grid = page.getByRole('grid', { name: 'Runs' });
    await grid.getByText('numpy two').click();
    await page.keyboard.press('Space');
    await grid.getByText('numpy one').click();
    await page.keyboard.press('Space');
    await page.keyboard.press('c');
    await page.getByRole('tab', { name: 'Code and environment' }).click();
    for (const [name, change] of [
      ['numpy', 'changed'],
      ['scipy', /added|removed/],
      ['lightgbm', /added|removed/],
    ] as const)
      await page.getByRole('row').filter({ hasText: name }).getByText(change).first().waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await takePictures(window, 'compare-packages');
  });

  it('leaves values that are no numbers to be seen, on the page, in the chart and in the comparison', async () => {
    const { page } = window;
    const run = await client.createRun('diverged', 'numbers');
    const at = (value: number | 'NaN' | 'Infinity', step: number) => ({
      ...{ key: 'loss', value: value as number, step },
      timestamp: Date.now() + step,
    });
    await client.logBatch(run, {}, [
      at(0.9, 0),
      at(0.7, 1),
      at('NaN', 2),
      at(0.8, 3),
      at('Infinity', 4),
      at('NaN', 5),
    ]);
    await openRun('diverged');
    await page.getByRole('tab', { name: 'Summary' }).click();
    await page.getByText('NaN', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Charts' }).click();
    await page.locator('[data-not-finite="NaN"]').waitFor();
    await page.locator('[data-not-finite="Infinity"]').waitFor();
    await page.getByText('2 NaN (×), 1 infinite').waitFor();
    await takePictures(window, 'run-not-finite');
    await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
    await page.keyboard.press('/');
    await page.keyboard.type('isnan(metrics.loss)');
    await page.keyboard.press('Enter');
    await page.getByText('1 run', { exact: true }).first().waitFor();
    expect(window.consoleErrors).toEqual([]);
  });
});
