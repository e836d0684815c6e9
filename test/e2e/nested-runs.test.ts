import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerFileDialogs } from '../support/answer-dialogs.ts';
import { callOverBridge } from '../support/bridge-call.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';
import { noticeIn } from '../support/notice.ts';

describe('nested runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modelyard-nested-'));
  let window: LaunchedWindow;
  let address = '';
  beforeAll(async () => {
    window = await launchWindow(['--sample']);
    const { page } = window;
    await page.getByRole('button', { name: 'MLflow off' }).click();
    await page.getByRole('switch', { name: 'Take runs from MLflow’s clients' }).click();
    const code = page.getByRole('region', { name: 'Python code' });
    await code.waitFor();
    address = /http:\/\/127\.0\.0\.1:\d+/.exec((await code.textContent()) ?? '')?.[0] ?? '';
    await page.keyboard.press('Escape');
    await sweeps();
  });
  afterAll(async () => {
    await window.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const post = async (path: string, body: object) => {
    const response = await fetch(`${address}/api/2.0/mlflow/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as { run: { info: { run_id: string } } };
  };
  const startMs = Date.UTC(2026, 10, 20, 9);
  let begun = 0;
  /** Each begins after the one before, so that the newest first is no order that anything else makes. */
  const begin = async (name: string, parent?: string): Promise<string> => {
    const tags = parent === undefined ? [] : [{ key: 'mlflow.parentRunId', value: parent }];
    const { run } = await post('runs/create', { run_name: name, start_time: startMs + begun++ * 1000, tags });
    return run.info.run_id;
  };
  const log = (run_id: string, metrics: Record<string, number>, params: Record<string, string> = {}) =>
    post('runs/log-batch', {
      run_id,
      metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp: startMs, step: 0 })),
      params: Object.entries(params).map(([key, value]) => ({ key, value })),
    });
  const finish = (run_id: string) =>
    post('runs/update', { run_id, status: 'FINISHED', end_time: startMs + 600_000 });

  /** Two sweeps of folds, one with a figure of its own; and a training that waits for its data now and then. */
  const sweeps = async () => {
    for (const [sweep, own] of [
      ['sweep of depths', undefined],
      ['sweep of rates', 0.79],
    ] as const) {
      const parent = await begin(sweep);
      if (own !== undefined) await log(parent, { roc_auc: own });
      for (const depth of [2, 4, 8]) {
        const trial = await begin(`depth ${depth}`, parent);
        for (const fold of [1, 2, 3]) {
          const run = await begin(`fold ${fold}`, trial);
          await log(
            run,
            { roc_auc: 0.8 + depth / 100 + fold / 1000, log_loss: 0.5 - depth / 50 },
            { depth: `${depth}` },
          );
          await finish(run);
        }
        await finish(trial);
      }
      await finish(parent);
    }
    const training = await begin('fine-tuning');
    const everyMs = 10_000;
    for (let from = 0; from < 360; from += 120)
      await post('runs/log-batch', {
        run_id: training,
        metrics: Array.from({ length: 120 }, (_, index) => from + index).flatMap((step) => {
          const timestamp = startMs + step * everyMs;
          const isWaiting = step % 90 > 70;
          const at = { timestamp, step };
          return [
            { key: 'loss', value: 2.2 * 0.99 ** step + 0.3 + ((step * 7919) % 13) / 150, ...at },
            {
              key: 'system/gpu_0_utilization_percentage',
              value: isWaiting ? 1 : 82 + ((step * 31) % 17),
              ...at,
            },
            { key: 'system/gpu_0_memory_usage_percentage', value: step > 300 ? 97 : 60 + step / 10, ...at },
          ];
        }),
      });
    await finish(training);
  };
  const look = async (name: string) => {
    expect(await accessibilityFindings(window.page), name).toEqual([]);
    await takePictures(window, name);
  };
  const names = (): Promise<string[]> =>
    window.page
      .locator('[role="treegrid"] [role="row"][data-row] [role="gridcell"]:nth-child(2)')
      .allInnerTexts();

  it('show in their parents what stands for them, and are ordered by it', async () => {
    const { page } = window;
    await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
    await page.getByRole('checkbox', { name: 'Nested' }).click();
    await page.getByText('sweep of depths').waitFor();
    await page.getByRole('combobox', { name: 'Parents show' }).selectOption({ label: 'Best of nested runs' });
    await page.getByText('best 0.8830').waitFor();
    await page.getByRole('columnheader', { name: 'roc_auc' }).getByRole('button').click();
    await expect.poll(names).toEqual(['sweep of depths', 'sweep of rates', 'fine-tuning']);
    const tree = page.getByRole('treegrid', { name: 'Runs' });
    await tree.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.getByText('depth 8').waitFor();
    await page.getByText('depth 8').click();
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(names)
      .toEqual([
        ...['sweep of depths', 'depth 8', 'fold 3', 'fold 2', 'fold 1', 'depth 4', 'depth 2'],
        ...['sweep of rates', 'fine-tuning'],
      ]);
    await look('runs-nested');
  });

  it('have their curves with what the machine did at the same time', async () => {
    const { page } = window;
    await page.getByText('fine-tuning').dblclick();
    await page.getByRole('tab', { name: 'Charts' }).click();
    await page.getByRole('img', { name: /loss and GPU 0 utilization over time/ }).waitFor();
    await page.getByText(/GPU 0 utilization was below 5 %: 4 times/).waitFor();
    await look('run-machine');
    await page
      .getByRole('combobox', { name: 'Of the machine' })
      .selectOption({ label: 'GPU 0 memory usage, %' });
    await page.getByText(/GPU 0 memory usage was at 95 % or more.*1 time/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('treegrid', { name: 'Runs' }).waitFor();
  });

  it('are the same table where its link is opened, and in a project that takes its views from a file', async () => {
    const { page, application } = window;
    await page.getByRole('button', { name: 'View', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Copy link to this table' }).click();
    const link = await application.evaluate(({ clipboard }) => clipboard.readText());
    expect(link).toMatch(/^modelyard:\/\/runs\?table=/);
    await page.getByRole('button', { name: 'View', exact: true }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Usual table' }).click();
    await page.getByRole('grid', { name: 'Runs' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder(/A command, a run/).fill(link);
    await page.getByRole('option', { name: /^Open runs/ }).click();
    await expect.poll(names).toEqual(['sweep of depths', 'sweep of rates', 'fine-tuning']);

    await page.getByRole('button', { name: 'View', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Save as …' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('best folds');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    const file = join(folder, 'views.yaml');
    await answerFileDialogs(application, { save: file, open: file });
    await page.getByRole('button', { name: 'best folds' }).click();
    await page.getByRole('menuitem', { name: 'Export views …' }).click();
    await noticeIn(page, '1 view exported').waitFor();
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain('fromChildren: best');
    const project = (await callOverBridge(page, 'projects.recents', {}))[0]?.folder ?? '';
    await callOverBridge(page, 'views.delete', { name: 'best folds' }, project);
    await page.getByRole('button', { name: /^View/ }).click();
    await page.getByRole('menuitem', { name: 'Import views …' }).click();
    await noticeIn(page, '1 view imported').waitFor();
    await page.getByRole('button', { name: 'best folds' }).waitFor();
    expect(window.consoleErrors).toEqual([]);
  });
});
