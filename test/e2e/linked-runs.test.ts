import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unpackFolder } from '../fixtures/foreign-runs/unpack.ts';
import { answerFileDialogs } from '../support/answer-dialogs.ts';
import { hashOfFolder } from '../support/hash-of-folder.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';
import { noticeIn } from '../support/notice.ts';

let folder: string;
let runs: string;
let window: LaunchedWindow;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'modelyard-linked-'));
  runs = join(folder, 'from the cluster');
  mkdirSync(runs);
  await unpackFolder('mlruns', runs);
  await unpackFolder('wandb', runs);
  await unpackFolder('neptune', runs);
  for (const file of ['.dvc/config', 'features/feature_store.yaml', 'gx/great_expectations.yml']) {
    mkdirSync(join(runs, file, '..'), { recursive: true });
    writeFileSync(join(runs, file), '');
  }
  window = await launchWindow();
});
afterAll(async () => {
  await window.close();
  rmSync(folder, { recursive: true, force: true });
});

it('looks at the runs of a folder in place, keeps up with them, and never writes there', async () => {
  const { page, application } = window;
  const before = hashOfFolder(runs);
  await answerFileDialogs(application, { open: runs });
  await page.getByRole('button', { name: 'Open a folder…' }).click();
  await page.getByText('Look at the runs', { exact: true }).waitFor();
  await page.getByText('Neptune export · 3 runs').waitFor();
  for (const recognised of [/^DVC · /, /^Feast · /, /^Great Expectations · /])
    await page.getByText(recognised).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await takePictures(window, 'look-at-runs');
  await page.getByRole('button', { name: 'Look at these runs without writing into the folder' }).click();

  await page.getByText('baseline').first().waitFor();
  await page.getByRole('gridcell', { name: 'mlruns' }).first().waitFor();
  await page.getByRole('button', { name: 'Import runs…' }).click();
  await page.getByText('up to date').nth(2).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await takePictures(window, 'linked-sources');

  await page.getByRole('button', { name: 'Show runs' }).first().click();
  await page.getByRole('gridcell', { name: 'wandb' }).waitFor({ state: 'detached' });
  await page.getByText('baseline').first().click();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('heading', { name: 'baseline' }).waitFor();
  await page.getByText('read in place from mlruns').waitFor();
  expect(await page.getByRole('button', { name: 'Delete' }).count()).toBe(0);
  await page.getByRole('tab', { name: /Artifacts/ }).click();
  await page.getByText('an artifact').first().waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await takePictures(window, 'linked-run');
  expect(hashOfFolder(runs)).toBe(before);
});

it('sees what is logged meanwhile, and takes the runs out again', async () => {
  const { page } = window;
  const metrics = (readdirSync(runs, { recursive: true }) as string[]).find((path) =>
    path.endsWith('/metrics'),
  );
  appendFileSync(join(runs, metrics!, 'logged_just_now'), '1700000000000 0.5 0\n');
  await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  await page.getByRole('combobox', { name: 'Filter runs' }).fill('metrics.logged_just_now = 0.5');
  await page.getByText('1 run', { exact: true }).first().waitFor({ timeout: 60_000 });

  const after = hashOfFolder(runs);
  await page.getByRole('button', { name: 'Import runs…' }).click();
  await page.getByRole('button', { name: 'Remove' }).first().click();
  await noticeIn(page, '5 runs of mlruns left the table').first().waitFor();
  const focused = page.locator(':focus');
  await expect.poll(() => focused.textContent()).toBe('Open in place');
  await page.getByRole('button', { name: 'Open again' }).click();
  await page.getByText('up to date').nth(2).waitFor();
  // What the source deleted is not in the table, which “Show runs” opens.
  await page.getByText('3, and 2 in the trash').waitFor();
  expect(hashOfFolder(runs)).toBe(after);
});

it('keeps all that is said of ticked runs in a narrow window', async () => {
  const { page, application } = window;
  await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  await page.getByRole('combobox', { name: 'Filter runs' }).fill('');
  await page.getByText('baseline').first().click();
  await page.keyboard.press('Space');
  const bar = page.getByRole('toolbar', { name: 'Ticked runs' });
  await bar.getByText('read in place: import their source').waitFor();
  await application.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 640),
  );
  await page.waitForFunction(() => globalThis.innerWidth === 1024);
  // Two lines of words and one of buttons, where all stood in five before.
  expect((await bar.boundingBox())!.height).toBeLessThan(100);
  expect(window.consoleErrors).toEqual([]);
});
