import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerFileDialogs } from '../support/answer-dialogs.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';
import { lookAtReport } from '../support/look-at-report.ts';
import { noticeIn } from '../support/notice.ts';
import { readPdf } from '../support/read-pdf.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let window: LaunchedWindow;
let address = '';
beforeAll(async () => {
  window = await launchWindow(['--sample']);
});
afterAll(() => window.close());

const post = async (path: string, body: object) => {
  const response = await fetch(`${address}/api/2.0/mlflow/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { run: { info: { run_id: string } } };
};

const bases = { linear: 0.78, forest: 0.8, trees: 0.84 };

/** Five seeds of each learner; the loss of one has a spike and a gap. */
const logRuns = async () => {
  const ids: string[] = [];
  for (const [place, [learner, base]] of Object.entries(bases).entries())
    for (const seed of [1, 2, 3, 4, 5]) {
      const startedAtMs = Date.now();
      const { run } = await post('runs/create', { run_name: `${learner}-${seed}`, start_time: startedAtMs });
      const point = (key: string, value: number, step = 0) => ({
        ...{ key, step, timestamp: startedAtMs + step * 500 },
        value: Number.isNaN(value) ? 'NaN' : value,
      });
      const noise = Math.sin(seed * 7 + place) / 100;
      await post('runs/log-batch', {
        run_id: run.info.run_id,
        params: Object.entries({ learner, seed, depth: 2 + ((seed * 3 + place) % 5) }).map(
          ([key, value]) => ({
            key,
            value: String(value),
          }),
        ),
        metrics: [
          point('auc', base + noise),
          point('latency_ms', 4 + place * 3 + seed / 5),
          ...Array.from({ length: 400 }, (_, step) => {
            const isGap = seed === 2 && step > 200 && step < 230;
            const loss = Math.exp(-step / 90) * (1 - base) + 0.05 + Math.sin(step * seed) / 60;
            return point('loss', isGap ? Number.NaN : seed === 1 && step === 300 ? 0.6 : loss, step);
          }),
        ],
      });
      ids.push(run.info.run_id);
    }
  return ids;
};

it('compares runs: figures, curves, groups, trade-offs, parameters and code', async () => {
  const { page } = window;
  await page.getByRole('button', { name: 'MLflow off' }).click();
  await page.getByRole('switch', { name: 'Take runs from MLflow’s clients' }).click();
  const code = page.getByRole('region', { name: 'Python code' });
  await code.waitFor();
  address = /http:\/\/127\.0\.0\.1:\d+/.exec((await code.textContent()) ?? '')?.[0] ?? '';
  await page.keyboard.press('Escape');
  const ids = await logRuns();

  await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  await page.getByText('trees-5').first().waitFor();
  await page.getByText('trees-5').first().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('c');
  await page.getByRole('heading', { name: 'Compare 15 runs' }).waitFor();
  await page.getByRole('rowheader', { name: 'learner' }).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await takePictures(window, 'compare-figures');

  const open = (tab: string) => page.getByRole('tab', { name: tab }).click();
  await open('Curves');
  const chart = page.getByRole('group', { name: 'loss by step, can be zoomed' });
  await chart.getByText(/6.000 points drawn/).waitFor();
  await page.getByLabel('Smoothing').selectOption('exponential');
  await page.getByLabel('Weight').waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await takePictures(window, 'compare-curves');
  await chart.focus();
  await page.keyboard.press('+');
  await chart.getByRole('button', { name: 'Show everything' }).waitFor();
  await page.keyboard.press('0');
  await chart.getByRole('button', { name: 'Show everything' }).waitFor({ state: 'detached' });

  const plot = (await chart.getByRole('img').first().boundingBox())!;
  const at = (share: number) => [plot.x + plot.width * share, plot.y + 60] as const;
  await page.mouse.move(...at(0.5));
  await page.mouse.down();
  await page.mouse.move(...at(0.7), { steps: 4 });
  await page.mouse.up();
  await chart.getByRole('button', { name: 'Show everything' }).click();
  await chart.getByRole('button', { name: 'Show everything' }).waitFor({ state: 'detached' });

  // Live: what a client logs is there within a second.
  await post('runs/log-metric', {
    run_id: ids[0],
    key: 'loss',
    value: 0.1,
    step: 400,
    timestamp: Date.now(),
  });
  const loggedAtMs = Date.now();
  await chart.getByText(/6.001 points drawn/).waitFor();
  console.log(`a logged point is drawn after ${Date.now() - loggedAtMs} ms`);

  await open('Groups');
  await page.getByText('“trees” is better than “linear” in auc').waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await takePictures(window, 'compare-groups');

  await open('Scatter');
  await page.getByText('Not beaten in both:').waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await takePictures(window, 'compare-scatter');
  const folder = temporaryFolder();
  const saveChart = async (format: string) => {
    const file = join(folder, `scatter.${format}`);
    await answerFileDialogs(window.application, { open: file, save: file });
    await page.getByRole('button', { name: 'Save the chart: auc over latency_ms' }).click();
    await page.getByRole('menuitem', { name: `Save as ${format.toUpperCase()}` }).click();
    await noticeIn(page, 'Chart saved').first().waitFor();
    await page.getByRole('button', { name: 'Close' }).first().click();
    return file;
  };
  for (const [format, start] of [
    ['png', '\x89PNG'],
    ['svg', '<svg'],
    ['csv', 'run,id,latency_ms,auc'],
  ] as const)
    expect(readFileSync(await saveChart(format), 'latin1').slice(0, start.length)).toBe(start);

  // In the dark, a chart for paper is light all the same, and what is on display stays dark.
  await page.emulateMedia({ colorScheme: 'dark' });
  const pdf = await readPdf(await saveChart('pdf'));
  expect(pdf).toMatchObject({ pages: 1, title: 'auc over latency_ms', missingFonts: 0, pictures: 0 });
  for (const part of ['auc over latency_ms', '0.86', '15 runs']) expect(pdf.text).toContain(part);
  expect(pdf.paths).toBeGreaterThan(10);
  // The light theme’s text; the dark one’s would hardly be seen on paper.
  expect(pdf.colors).toContain('#1c1e26');
  expect(pdf.colors).not.toContain('#e7e8ee');
  const svg = readFileSync(join(folder, 'scatter.svg'), 'utf8');
  const [, width, height] = /width="(\d+)[^"]*" height="([\d.]+)"/.exec(svg) ?? [];
  expect([Math.round(pdf.width), Math.round(pdf.height)]).toEqual([Number(width), Math.ceil(Number(height))]);
  await page.emulateMedia({ colorScheme: null });
  expect(readdirSync(folder).sort()).toEqual(['csv', 'pdf', 'png', 'svg'].map((each) => `scatter.${each}`));

  // The groups that were looked at are in the report; what is cancelled leaves nothing.
  const report = join(folder, 'report.html');
  await answerFileDialogs(window.application, { open: report, save: report });
  await page.getByRole('button', { name: 'Save…' }).click();
  await page.getByRole('menuitem', { name: 'Save report…' }).click();
  await noticeIn(page, 'Report saved').first().waitFor();
  const written = readFileSync(report, 'utf8');
  for (const part of ['<h2>auc by', 'verdict better', '<h2>Trade-off</h2>', 'loss by step'])
    expect(written).toContain(part);
  const seen = await lookAtReport(window, report, 'report-comparison');
  expect(seen.requests).toEqual([]);
  expect(seen.errors).toEqual([]);
  expect(seen.backgrounds).toEqual(['rgb(249, 249, 251)', 'rgb(26, 28, 34)']);
  await page.getByRole('button', { name: 'Close' }).first().click();
  const workbook = join(folder, 'compared.xlsx');
  await answerFileDialogs(window.application, { open: workbook, save: workbook });
  await page.getByRole('button', { name: 'Save…' }).click();
  await page.getByRole('menuitem', { name: 'Save as Excel…' }).click();
  await noticeIn(page, '15 runs saved').first().waitFor();
  expect(readFileSync(workbook, 'latin1').slice(0, 2)).toBe('PK');

  await open('Parameters');
  await page.getByText(/From 15 runs/).waitFor({ timeout: 60_000 });
  await page.getByRole('slider', { name: 'Brush of depth' }).focus();
  for (let press = 0; press < 10; press += 1) await page.keyboard.press('ArrowUp');
  await page.getByRole('button', { name: 'Compare these' }).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await takePictures(window, 'compare-parameters');

  await open('Code and environment');
  await page.getByText('Neither of the two recorded changes').waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  expect(window.consoleErrors).toEqual([]);
});
