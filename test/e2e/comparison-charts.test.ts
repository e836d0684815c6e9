import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerFileDialogs } from '../support/answer-dialogs.ts';
import { callOverBridge, finishJob } from '../support/bridge-call.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';
import { lookAtReport } from '../support/look-at-report.ts';
import { noticeIn } from '../support/notice.ts';
import { readPdf } from '../support/read-pdf.ts';
import { logSweep, type SweepClient, sweepClient } from '../support/sweep-runs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let window: LaunchedWindow;
let page: Page;
let client: SweepClient;

beforeAll(async () => {
  window = await launchWindow(['--sample']);
  page = window.page;
  await page.getByRole('button', { name: 'MLflow off' }).click();
  await page.getByRole('switch', { name: 'Take runs from MLflow’s clients' }).click();
  const code = page.getByRole('region', { name: 'Python code' });
  await code.waitFor();
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec((await code.textContent()) ?? '')?.[0] ?? '';
  await page.keyboard.press('Escape');
  client = await sweepClient(address);
  await logSweep(client, { experiment: 'sweep', runs: 200, points: 60 });
});
afterAll(() => window.close());

const openRuns = async (experiment: string) => {
  await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  await page.getByLabel('Experiment').selectOption(experiment);
};
const openCharts = async (experiment: string, runs: number) => {
  await openRuns(experiment);
  await page
    .getByText(`${runs.toLocaleString('en').replace(',', '\u00a0')} runs`)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Charts', exact: true }).click();
  await page.getByRole('heading', { name: 'Charts' }).waitFor();
};
const tab = (name: string) => page.getByRole('tab', { name }).click();
const chosenCount = async () =>
  Number(
    /(\d+)/.exec((await page.getByRole('status').filter({ hasText: 'chosen' }).textContent()) ?? '')?.[1],
  );
const check = async () => expect(await accessibilityFindings(page)).toEqual([]);
const look = async (name: string) => {
  await check();
  await takePictures(window, name);
};

it('chooses runs in a scatter with a free line, a rectangle and keys, and narrows the table to them', async () => {
  await openCharts('sweep', 200);
  await page.getByLabel('x', { exact: true }).selectOption({ label: 'lr' });
  await page.getByLabel('y', { exact: true }).selectOption({ label: 'auc' });
  await page.getByLabel('Colour').selectOption({ label: 'depth' });
  await page.getByRole('switch', { name: 'Log x' }).click();
  const plane = page.getByRole('application');
  await plane.waitFor();
  const box = (await plane.boundingBox())!;
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
  await page.mouse.move(...at(0.3, 0.02));
  await page.mouse.down();
  for (const [x, y] of [
    [0.7, 0.02],
    [0.72, 0.5],
    [0.5, 0.6],
    [0.32, 0.4],
  ] as const)
    await page.mouse.move(...at(x, y), { steps: 5 });
  await page.mouse.up();
  const byLasso = await chosenCount();
  expect(byLasso).toBeGreaterThan(10);
  expect(byLasso).toBeLessThan(190);
  await look('charts-scatter');

  await page.getByRole('radio', { name: 'Rectangle' }).click();
  await page.mouse.move(...at(0.4, 0));
  await page.mouse.down();
  await page.mouse.move(...at(0.6, 0.5), { steps: 5 });
  await page.mouse.up();
  const byRectangle = await chosenCount();
  expect(byRectangle).toBeGreaterThan(5);
  await page.getByRole('button', { name: 'Filter the table by these' }).click();
  await page.getByText(`${byRectangle} runs`, { exact: true }).first().waitFor();
  const filter = await page.getByLabel('Filter runs').inputValue();
  expect(filter).toContain('params.lr BETWEEN');
  expect(filter).toContain('best(metrics.auc) BETWEEN');
  // Charts of fewer runs are looked at as those of all were.
  await page.getByRole('button', { name: 'Charts', exact: true }).click();
  await page.getByRole('application').waitFor();
  expect(await page.getByLabel('x', { exact: true }).inputValue()).toBe('params.lr');
  await page.getByText('Drag around runs to choose them').waitFor();
  await page.getByRole('button', { name: 'To the table' }).click();
  await page.getByLabel('Filter runs').fill('');

  await openCharts('sweep', 200);
  await page.getByRole('application').focus();
  await page.keyboard.press('Space');
  for (let press = 0; press < 8; press += 1) {
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
  }
  await page.keyboard.press('Enter');
  expect(await chosenCount()).toBeGreaterThan(0);
  await page.keyboard.press('Escape');
  await page.getByText('Drag around runs to choose them').waitFor();
});

it('keeps what was chosen of its charts through tabs and pages, and changes scales without an error', async () => {
  const x = page.getByLabel('x', { exact: true });
  // As it was left above, when the page was another in between.
  await expect.poll(() => x.inputValue()).toBe('params.lr');
  await tab('Groups');
  await tab('Scatter');
  await expect.poll(() => x.inputValue()).toBe('params.lr');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Forward' }).click();
  await expect.poll(() => x.inputValue()).toBe('params.lr');
  expect(await page.getByRole('switch', { name: 'Log x' }).isChecked()).toBe(true);

  await tab('Curves');
  await page.getByRole('group', { name: 'loss by step, can be zoomed' }).waitFor();
  window.consoleErrors.length = 0;
  for (const scale of ['Log x', 'Log y', 'Log x', 'Log y']) {
    await page.getByRole('switch', { name: scale }).click();
    await page.getByText(/points of 100 runs drawn/).waitFor();
  }
  await page.getByText(/^6.000 points of 100 runs drawn/).waitFor();
  expect(window.consoleErrors).toEqual([]);

  await page.getByLabel('x axis').selectOption({ label: 'loss' });
  await page.getByRole('group', { name: 'loss by loss, can be zoomed' }).waitFor();
  await page.getByRole('button', { name: 'To the table' }).click();
  await page.getByLabel('Filter runs').fill('params.optimizer = "adam"');
  await page.getByRole('button', { name: 'Charts', exact: true }).click();
  await tab('Curves');
  await page.getByRole('group', { name: 'loss by step, can be zoomed' }).waitFor();
  await page.getByRole('button', { name: 'To the table' }).click();
  await page.getByLabel('Filter runs').fill('');
  await openCharts('sweep', 200);
  await tab('Curves');
  await page.getByLabel('x axis').selectOption({ label: 'Step' });
});

it('maps a metric over two parameters', async () => {
  await tab('Map');
  await page.getByLabel('x', { exact: true }).selectOption({ label: 'lr' });
  await page.getByLabel('y', { exact: true }).selectOption({ label: 'depth' });
  await page.getByRole('switch', { name: 'Log x' }).click();
  await page.getByText(/weighted by a Gaussian/).waitFor();
  await look('charts-map');
  await page.getByRole('radio', { name: 'Means of cells' }).click();
  await page.getByText(/cells hold no run and are empty/).waitFor();
  await check();
});

it('arranges parallel coordinates, and makes a filter of their brushes', async () => {
  await tab('Parameters');
  await page.getByRole('slider', { name: 'Brush of lr' }).waitFor();
  const head = page.getByRole('button', { name: /axis lr, / });
  const before = await head.getAttribute('aria-label');
  await head.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => head.getAttribute('aria-label')).not.toBe(before);
  await page.keyboard.press('f');
  await expect.poll(() => head.getAttribute('aria-label')).toContain('turned around');
  const lr = page.getByRole('slider', { name: 'Brush of lr' });
  await lr.focus();
  for (let press = 0; press < 6; press += 1) await page.keyboard.press('ArrowUp');
  const box = (await page.getByRole('slider', { name: 'Brush of auc' }).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 6 });
  await page.mouse.up();
  const held = await chosenCount();
  expect(held).toBeGreaterThan(2);
  await look('charts-parallel');
  await page.getByRole('button', { name: 'Filter the table by these' }).click();
  await page.getByText(`${held} runs`, { exact: true }).first().waitFor();
  await page.getByLabel('Filter runs').fill('');
  await openCharts('sweep', 200);
  await tab('Parameters');
  // The brushes are as they were left.
  expect(await chosenCount()).toBe(held);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByRole('button', { name: /runs without dropout/ }).click();
  await page.getByRole('button', { name: 'Filter the table by these' }).click();
  expect(await page.getByLabel('Filter runs').inputValue()).toBe('params.dropout IS NULL');
  await page.getByLabel('Filter runs').fill('');
});

it('finds one line of hundreds, says what is not drawn, and takes a logged point within a moment', async () => {
  await openCharts('sweep', 200);
  await tab('Curves');
  const chart = page.getByRole('group', { name: 'loss by step, can be zoomed' });
  await chart.getByText('The first 100 of 200 runs.').waitFor();
  await page.getByText('100 of 200 runs shown').waitFor();
  await chart.getByRole('button', { name: 'Draw all 200' }).click();
  await chart.getByText(/12.000 points of 200 runs drawn/).waitFor();
  const legend = page.getByRole('region', { name: 'Runs of the charts' });
  await legend.getByLabel('Find a run').fill('sweep-017');
  await legend.getByRole('button', { name: 'Show only sweep-017' }).click();
  await chart.getByText('60 points drawn').waitFor();
  await legend.getByLabel('Find a run').fill('');
  await legend.getByRole('button', { name: 'Show all' }).click();
  await chart.getByText(/12.000 points of 200 runs drawn/).waitFor();
  await legend
    .getByRole('button', { name: /^sweep-0/ })
    .first()
    .hover();
  await look('charts-curves');

  const loggedAtMs = Date.now();
  await client.logMetric(client.ids[0]!, 'loss', 0.5, 60);
  await chart.getByText(/12.001 points of 200 runs drawn/).waitFor();
  console.log(`a point that a client logs is drawn among 200 curves after ${Date.now() - loggedAtMs} ms`);
});

it('warns of runs whose steps count different things', async () => {
  await client.logCurve('epochs', 'mixed', 11, 1);
  await client.logCurve('batches', 'mixed', 11, 1000);
  await openCharts('mixed', 2);
  await tab('Curves');
  await page
    .getByText(/Steps seem to count different things/)
    .first()
    .waitFor();
  await check();
  await page.getByRole('button', { name: 'Use time since start' }).first().click();
  await page.getByRole('group', { name: 'loss by seconds since start, can be zoomed' }).waitFor();
  await page.getByLabel('x axis').selectOption({ label: 'Step' });
  await page.getByRole('button', { name: 'Use the epoch' }).first().click();
  await page.getByRole('group', { name: 'loss by epoch, can be zoomed' }).waitFor();
  expect(await page.getByText(/Steps seem to count different things/).count()).toBe(0);
  await page.getByLabel('x axis').selectOption({ label: 'Step' });
});

it('says what is missing where there is nothing to draw', async () => {
  await client.logCurve('only one', 'single', 1, 1);
  await client.logCurve('no numbers', 'single', 1, 1);
  await openCharts('single', 2);
  await tab('Map');
  await page.getByText('A map needs two parameters that are numbers').waitFor();
  await tab('Curves');
  await page.getByText('Every metric here has a single value').waitFor();
  await tab('Scatter');
  await check();

  await client.logCurve('not a number', 'single', 1, 1, Number.NaN);
  await openRuns('single');
  await page.getByLabel('Filter runs').fill('isnan(metrics.loss)');
  await page.getByText('1 run', { exact: true }).waitFor();
  await page.getByLabel('Filter runs').fill("name != 'only one'");
  await page.getByText('2 runs', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Charts', exact: true }).click();
  await page.getByLabel('y', { exact: true }).selectOption({ label: 'loss' });
  await page
    .getByText(/^1 of 2 runs$/)
    .first()
    .waitFor();
  await tab('Parameters');
  await page
    .getByText(/^2 runs within the brushes$/)
    .first()
    .waitFor();
  await check();
  await tab('Groups');
  await page.getByText('No parameter, tag or dataset of these runs has a value twice').waitFor();
  await page.getByRole('button', { name: 'To the table' }).click();
  await page.getByLabel('Filter runs').fill('');
});

it('compares groups as boxes and as bars', async () => {
  await openCharts('sweep', 200);
  await tab('Groups');
  await page.getByLabel('Group by').selectOption({ label: 'optimizer' });
  await page.getByRole('radio', { name: 'Bars of means' }).click();
  await page.getByText('3 groups').waitFor();
  await look('charts-groups');
});

it('lays confusion matrices side by side, on the same rows', async () => {
  const { openProjects } = await callOverBridge(page, 'engine.info', {});
  const project = openProjects[0]!.folder;
  const runs: string[] = [];
  for (const learner of ['linear', 'gbdt'] as const) {
    const { runId, jobId } = await callOverBridge(
      page,
      'training.start',
      { dataset: 'customers-train', target: 'churn', learner, experiment: 'trained', name: `by ${learner}` },
      project,
    );
    await finishJob(page, project, jobId);
    const evaluation = await callOverBridge(
      page,
      'evaluations.start',
      { subject: { run: runId }, dataset: 'customers-2026-01' },
      project,
    );
    await finishJob(page, project, evaluation.jobId);
    runs.push(runId);
  }
  await openRuns('trained');
  // Newest first, these two stand in the table of all experiments too: the count says that it is the table of theirs.
  await page.locator('main').getByText('2 runs', { exact: true }).waitFor();
  const grid = page.getByRole('grid', { name: 'Runs' });
  await expect.poll(() => grid.locator('[data-row]').count()).toBe(2);
  await grid.focus();
  await page.keyboard.press('Control+a');
  await page
    .getByRole('toolbar', { name: 'Ticked runs' })
    .getByText(/^2 runs ticked/)
    .waitFor();
  await page.keyboard.press('c');
  await page.getByRole('heading', { name: 'Compare 2 runs' }).waitFor();
  await tab('Evaluations');
  await expect.poll(() => page.getByRole('region', { name: 'Confusion matrix' }).count()).toBe(2);
  await look('compare-evaluations');
  await tab('Curves');
  await check();
});

it('saves a report of a run with its evaluation, as a page that is whole in any browser', async () => {
  await tab('Figures');
  await page.getByRole('button', { name: 'by gbdt' }).click();
  await page.getByRole('tab', { name: 'Summary' }).waitFor();
  await look('run-summary');
  const report = join(temporaryFolder(), 'run.html');
  await answerFileDialogs(window.application, { open: report, save: report });
  await page.getByRole('button', { name: 'Save report…' }).click();
  await noticeIn(page, 'Report saved').first().waitFor();
  const written = readFileSync(report, 'utf8');
  for (const part of ['customers-2026-01@1', 'ROC curve', 'customers-train', '<h2>Artifacts</h2>'])
    expect(written).toContain(part);
  expect(await lookAtReport(window, report, 'report-run')).toMatchObject({ requests: [], errors: [] });
});

it('saves the table with all digits', async () => {
  const folder = temporaryFolder();
  await openRuns('sweep');
  // Runs that an earlier comparison ticked would be saved alone.
  const clear = page.getByRole('button', { name: 'Clear', exact: true });
  if (await clear.isVisible()) await clear.click();
  for (const [label, ending] of [
    ['CSV', 'csv'],
    ['Excel', 'xlsx'],
    ['JSON Lines', 'jsonl'],
    ['Parquet', 'parquet'],
  ] as const) {
    const path = join(folder, `runs.${ending}`);
    await answerFileDialogs(window.application, { open: path, save: path });
    await page.getByRole('button', { name: 'Save…' }).click();
    await page.getByRole('menuitem', { name: `Save as ${label}` }).click();
    await noticeIn(page, '200 runs saved').first().waitFor();
    expect(readFileSync(path).length).toBeGreaterThan(1000);
    await noticeIn(page, '200 runs saved').first().waitFor({ state: 'detached', timeout: 15_000 });
  }
  await page.getByRole('button', { name: 'Save…' }).click();
  await page.getByRole('menuitem', { name: 'Copy as Python' }).click();
  await noticeIn(page, 'Copied as Python').waitFor();
});

it('draws thousands of runs, and saves what is drawn with its title and colours', async () => {
  await logSweep(client, { experiment: 'large', runs: 5000, points: 0 });
  await openCharts('large', 5000);
  const tookMs = await page.getByRole('tab', { name: 'Parameters' }).evaluate(async (element) => {
    const startedAtMs = performance.now();
    element.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }));
    for (;;) {
      await new Promise(requestAnimationFrame);
      const canvas = document.querySelector('figure canvas') as HTMLCanvasElement | null;
      const strip = canvas?.getContext('2d')?.getImageData(canvas.width / 3, 0, 2, canvas.height).data;
      if (strip?.some((value) => value > 0)) return performance.now() - startedAtMs;
    }
  });
  await page.getByText(/5.000 runs within the brushes/).waitFor({ timeout: 60_000 });
  console.log(`5,000 lines are drawn ${Math.round(tookMs)} ms after their tab was opened`);
  await takePictures(window, 'charts-parallel-large');

  const folder = temporaryFolder();
  const save = async (format: 'PNG' | 'SVG' | 'CSV' | 'PDF') => {
    const file = join(folder, `parameters.${format.toLowerCase()}`);
    await answerFileDialogs(window.application, { open: file, save: file });
    await page.getByRole('button', { name: 'Save the chart: Parameters and auc' }).click();
    await page.getByRole('menuitem', { name: `Save as ${format}` }).click();
    await noticeIn(page, 'Chart saved').first().waitFor();
    await page.getByRole('button', { name: 'Close' }).first().click();
    return readFileSync(file);
  };
  expect((await save('PNG')).subarray(1, 4).toString()).toBe('PNG');
  const drawing = (await save('SVG')).toString();
  for (const part of ['Parameters and auc', 'more is better', 'runs within the brushes'])
    expect(drawing).toContain(part);
  // Lines on the canvas are lines in the files too.
  expect(drawing).not.toContain('<image');
  expect(drawing.match(/<path /g)!.length).toBeGreaterThanOrEqual(5000);
  await save('PDF');
  const printed = await readPdf(join(folder, 'parameters.pdf'));
  expect(printed).toMatchObject({ pages: 1, pictures: 0 });
  expect(printed.paths).toBeGreaterThanOrEqual(5000);
  expect((await save('CSV')).toString().trim().split('\n')).toHaveLength(5001);

  await tab('Scatter');
  await page
    .getByText(/^5.000 runs$/)
    .first()
    .waitFor();
  await check();
  await tab('Map');
  await page.getByText(/weighted by a Gaussian/).waitFor();
  await check();
  expect(window.consoleErrors).toEqual([]);
});

it('judges configurations over their seeds, and opens a run with two clicks although the first one moves the table', async () => {
  for (const [lr, depth, auc] of [
    ['0.5', 2, 0.6],
    ['0.001', 4, 0.7],
    ['0.25', 4, 0.8],
  ] as const)
    for (const seed of [0, 1, 2]) {
      const run = await client.createRun(`lr ${lr} seed ${seed}`, 'seeds');
      await client.logBatch(run, { lr, depth, seed }, [
        { key: 'auc', value: auc + seed / 100, step: 0, timestamp: 1 },
      ]);
    }
  await openRuns('seeds');
  await page.getByText('9 runs', { exact: true }).first().waitFor();
  await page.getByLabel('Group by').selectOption({ label: 'by all but the seed' });
  await page.getByText('9 runs in 3 groups').waitFor();
  await check();
  await page.getByRole('treegrid', { name: 'Runs' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('c');
  await page.getByRole('heading', { name: 'Compare 9 runs' }).waitFor();
  await tab('Groups');
  await page.getByLabel('Group by').selectOption({ label: 'all parameters but the seed' });
  await page.getByLabel('Compared with').selectOption('depth 4, lr 0.25');
  await expect.poll(() => page.getByText(/is worse than “depth 4, lr 0.25”/).count()).toBe(2);
  await check();

  await openRuns('seeds');
  await page.getByLabel('Group by').selectOption({ label: 'Not grouped' });
  await page.getByLabel('Filter runs').fill("metrics.auc > 0.1 AND name LIKE 'lr%'");
  await page.keyboard.press('Escape');
  const row = page.getByRole('grid', { name: 'Runs' }).locator('[data-row]').first();
  await row.waitFor();
  const { x, y } = (await row.boundingBox())!;
  await page.mouse.dblclick(x + 120, y + 10, { delay: 30 });
  await page.getByRole('tab', { name: 'Summary' }).waitFor();
  await page.getByRole('heading', { name: 'lr 0.25 seed 2' }).waitFor();
  expect(window.consoleErrors).toEqual([]);
});
