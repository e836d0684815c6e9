import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hasDisplay, startVirtualDisplay } from '../../scripts/bootstrap/display.mjs';
import { type DockerEngine, startDockerEngine } from '../support/docker-engine.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings } from '../support/look.ts';
import { registerSampleModel } from '../support/sample-model.ts';

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly answer: string;
}

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
  await page.getByRole('progressbar', { name: 'Building team/churn:v1' }).waitFor();
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
  const recorded = JSON.parse(readFileSync(join(folder, 'bundle', 'requests.json'), 'utf8')) as Recorded[];
  const { path, method, headers, body, answer } = recorded.find((request) => request.method === 'POST')!;
  const response = await fetch(`${address}${path}`, { method, headers, body });
  expect(await response.text()).toBe(answer);

  await press('Stop');
  await page.getByText(/^It runs read-only/).waitFor();
  await expect(fetch(`${address}/health/live`)).rejects.toThrow();
  expect(window.consoleErrors).toEqual([]);
});
