import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/host/in-process.ts';
import { unpackFolder } from '../fixtures/foreign-runs/unpack.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';

let folder: string;
let window: LaunchedWindow;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'modelyard-import-'));
  const project = join(folder, 'churn');
  mkdirSync(project);
  await unpackFolder('mlruns', project);
  await unpackFolder('wandb', project);
  const engine = await openEngine({ background: false, actor: 'test', userDataFolder: join(folder, 'user') });
  await engine.call('projects.create', undefined, { folder: project });
  await engine.close();
  window = await launchWindow([project]);
});
afterAll(async () => {
  await window.close();
  rmSync(folder, { recursive: true, force: true });
});

it('offers what lies in the project’s folder, takes it over, and says what came of it', async () => {
  const { page } = window;
  await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  await page.getByRole('button', { name: 'Import runs from 2 sources…' }).click();
  await page.getByText('MLflow folder · 2 experiments · 4 runs').waitFor();
  await page.getByRole('button', { name: 'Import', exact: true }).first().click();
  await page.getByText('The version was deleted.').waitFor();
  await page.getByText('2 added of 3').waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await takePictures(window, 'import-runs');

  await page.getByRole('button', { name: 'All runs' }).click();
  await page.getByText('baseline').first().waitFor();
  expect(window.consoleErrors).toEqual([]);
});
