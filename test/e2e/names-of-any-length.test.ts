import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerFileDialogs } from '../support/answer-dialogs.ts';
import { callOverBridge } from '../support/bridge-call.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings } from '../support/look.ts';
import { noticeIn } from '../support/notice.ts';
import { anyText, otlpRequest } from '../support/otlp-request.ts';
import { sweepClient } from '../support/sweep-runs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const longName =
  '训练 🚀 run of the sweep over everything that anybody has ever thought of, in the order of their thoughts';
const longMetric =
  'validation/per_class/segmentation/mean_intersection_over_union_of_the_background_class_at_threshold_0.5';
const longParameter = 'model.backbone.encoder.layers.0.attention.self.projection.dropout_probability';

describe('names of any length', () => {
  let window: LaunchedWindow;
  let project: string;
  let address: string;
  let run: string;

  beforeAll(async () => {
    window = await launchWindow(['--sample']);
    const { page, application } = window;
    await page.getByText('4 datasets').waitFor();
    project = (await callOverBridge(page, 'engine.info', {})).openProjects[0]!.folder;
    address = (await callOverBridge(page, 'trackingServer.start', {}, project)).address!;
    const client = await sweepClient(address);
    run = await client.createRun(longName, 'long');
    const timestamp = Date.now();
    await client.logBatch(run, { [longParameter]: 0.1, prompt: 'Be helpful. '.repeat(100), lr: 0.1 }, [
      ...[0, 1, 2].map((step) => ({ key: longMetric, value: 1 / (1 + step), step, timestamp })),
      { key: 'auc', value: 0.8, step: 0, timestamp },
    ]);
    await application.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 640),
    );
    await page.waitForFunction(() => globalThis.innerWidth === 1024);
  });
  afterAll(() => window.close());

  /** Names of facts beside which their value does not stand, whole and within the list. */
  const crowdedFacts = (list: string) =>
    window.page.evaluate((wanted) => {
      const lists = [...document.querySelectorAll('dl')].filter(({ ariaLabel }) => ariaLabel === wanted);
      if (lists.length === 0) return ['no such list'];
      return lists.flatMap((facts) =>
        [...facts.querySelectorAll('dt')].flatMap((name) => {
          const said = document.createRange();
          said.selectNodeContents(name);
          const value = name.nextElementSibling!.firstElementChild!.getBoundingClientRect();
          const isApart = said.getBoundingClientRect().right <= value.left;
          const isWithin = value.right <= facts.getBoundingClientRect().right + 1;
          return isApart && isWithin && value.width >= 12 ? [] : [name.textContent];
        }),
      );
    }, list);

  it('leave values their room, and a long value can be opened', async () => {
    const { page } = window;
    await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
    const name = page.getByRole('grid', { name: 'Runs' }).getByText(longName);
    await name.click();
    await page.getByRole('complementary').getByText(longMetric).waitFor();
    for (const list of ['Metrics', 'Parameters']) expect(await crowdedFacts(list), list).toEqual([]);
    expect(await name.evaluate((element) => getComputedStyle(element).textOverflow)).toBe('ellipsis');

    await name.dblclick();
    await page.getByRole('tab', { name: 'Summary' }).waitFor();
    for (const list of ['Metrics', 'Parameters']) expect(await crowdedFacts(list), list).toEqual([]);
    await page.getByRole('button', { name: /Show all 1.200 characters/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show less' }).waitFor();
    expect(await crowdedFacts('Parameters')).toEqual([]);

    await callOverBridge(
      page,
      'notes.save',
      { subject: { type: 'run', id: run }, text: 'What was seen.\n\n'.repeat(200) },
      project,
    );
    const note = page.getByRole('region', { name: 'Beginning of the note' });
    await note.waitFor();
    expect((await note.boundingBox())!.height).toBeLessThan(300);
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('stand whole in saved charts, whose name the system takes', async () => {
    const { page, application } = window;
    await page.getByRole('tab', { name: 'Charts' }).click();
    const file = join(temporaryFolder(), 'chart.svg');
    await answerFileDialogs(application, { open: file, save: file });
    await page.getByRole('button', { name: `Save the chart: ${longMetric}` }).click();
    await page.getByRole('menuitem', { name: 'Save as SVG…' }).click();
    await noticeIn(page, 'Chart saved').first().waitFor();
    const svg = readFileSync(file, 'utf8');
    const width = Number(/<svg [^>]*width="([\d.]+)"/.exec(svg)?.[1]);
    const title = [...svg.matchAll(/<text [^>]*font-size="13"[^>]*>([^<]*)</g)].map(([, line]) => line!);
    expect(title.length).toBeGreaterThan(1);
    expect(title.join('')).toContain('background_class_at_threshold_0.5');
    for (const line of title) expect(line.length * 7).toBeLessThan(width);
  });

  it('and narrow windows leave traces a field to search in', async () => {
    const { page } = window;
    const response = await fetch(`${address}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf', 'x-mlflow-experiment-id': '0' },
      body: new Uint8Array(
        otlpRequest([
          {
            ...{ id: '00000000000000a1', name: longName, startMs: Date.now(), endMs: Date.now() + 5 },
            attributes: { 'mlflow.spanInputs': anyText('why? '.repeat(400)) },
          },
        ]),
      ),
    });
    expect(response.status).toBe(200);
    await page.getByRole('navigation').getByRole('button', { name: 'Traces' }).click();
    await page.getByRole('gridcell', { name: longName }).click();
    await page.getByRole('complementary').getByRole('button', { name: 'Open' }).waitFor();
    const field = page.getByRole('searchbox', { name: 'Find traces' });
    expect((await field.boundingBox())!.width).toBeGreaterThan(150);
    expect(window.consoleErrors).toEqual([]);
  });
});
