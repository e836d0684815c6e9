import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hasDisplay, startVirtualDisplay } from '../../scripts/bootstrap/display.mjs';
import { type DockerEngine, startDockerEngine } from '../support/docker-engine.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings } from '../support/look.ts';
import { registerSampleModel } from '../support/sample-model.ts';

let engine: DockerEngine;
let display: { display: string; stop: () => void } | undefined;
let window: LaunchedWindow;

beforeAll(async () => {
  engine = await startDockerEngine();
  display = hasDisplay() ? undefined : await startVirtualDisplay();
  const environment = {
    DOCKER_HOST: `unix://${engine.socketPath}`,
    ...(display !== undefined && { DISPLAY: display.display }),
  };
  window = await launchWindow(['--sample'], { environment });
});
afterAll(async () => {
  await window?.close();
  display?.stop();
  await engine?.stop();
});

it('builds an image and runs it from the window, and the container answers', async () => {
  const { page, folder } = window;
  await page.getByText('4 datasets').waitFor();
  await registerSampleModel(page);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

  await page.getByRole('navigation').getByRole('button', { name: 'Exports' }).click();
  await press('New export');
  await page.getByRole('textbox', { name: 'Folder' }).fill(join(folder, 'bundle'));
  await page.getByRole('textbox', { name: 'Image' }).fill('team/churn:v1');
  await press('Export');

  await press('Build image');
  await page.getByRole('button', { name: 'Cancel build' }).waitFor();
  await page.getByRole('progressbar', { name: /image/i }).first().waitFor();
  await page
    .getByText(/^Step \d+\/\d+/)
    .first()
    .waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Build again' }).waitFor();
  await page.getByText('built', { exact: true }).waitFor();

  await press('Run here');
  await page.getByText('running, healthy').waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  const address = await page.getByText(/^http:\/\/127\.0\.0\.1:\d+$/).textContent();
  const answer = await fetch(`${address}/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ records: [{ tenure_months: 2, contract: 'Month-to-month' }] }),
  });
  expect(await answer.json()).toMatchObject({ model: 'churn', version: 1 });

  await press('Stop');
  await page.getByText(/^It runs read-only/).waitFor();
  await expect(fetch(`${address}/health/live`)).rejects.toThrow();
  expect(window.consoleErrors).toEqual([]);
});
