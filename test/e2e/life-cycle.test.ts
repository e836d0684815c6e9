import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callOverBridge, finishJob } from '../support/bridge-call.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';

/**
 * The sample from data to bundle in one window. Each step is asked for over the window's own bridge, as its buttons do, and what
 * came of it is looked for on the screen; each area's screen is pictured and checked with axe.
 */
describe('the life cycle in the window', () => {
  let window: LaunchedWindow;
  let project: string;
  const runs: string[] = [];
  const ask = <Name extends Parameters<typeof callOverBridge>[1]>(
    command: Name,
    input: Parameters<typeof callOverBridge<Name>>[2],
  ) => callOverBridge(window.page, command, input, project);

  beforeAll(async () => {
    window = await launchWindow(['--sample']);
    await window.page.getByText('4 datasets').waitFor();
    project = (await callOverBridge(window.page, 'engine.info', {})).openProjects[0]!.folder;
  });
  afterAll(() => window.close());

  it('profiles the data', async () => {
    const [first] = await ask('datasets.list', {});
    const profile = await ask('datasets.profile', { dataset: first!.name });
    expect(profile.columns.length).toBeGreaterThan(10);
  });

  it('trains twice, with live progress, and compares', async () => {
    const dataset = (await ask('datasets.list', {})).find(({ name }) => name.includes('train'))!.name;
    const suggestion = await ask('training.suggest', { dataset });
    expect(suggestion).toMatchObject({ target: 'churn', task: 'binary' });
    for (const learner of ['gbdt', 'linear'] as const) {
      const { jobId, runId } = await ask('training.start', {
        ...{ dataset, target: suggestion.target, learner },
        exclude: suggestion.exclude.map(({ column }) => column),
      });
      await finishJob(window.page, project, jobId);
      runs.push(runId);
    }
    const comparison = await ask('runs.compare', { runs });
    expect(comparison.metrics.length).toBeGreaterThan(3);
    await window.page.getByText('2 runs').first().waitFor();
  });

  it('registers the better run as champion', async () => {
    const version = await ask('models.register', {
      ...{ source: { run: runs[0]! }, name: 'churn' },
      aliases: ['champion'],
    });
    expect(version).toMatchObject({ name: 'churn', version: 1 });
  });

  it('serves it, answers over HTTP, and logs the prediction', async () => {
    const endpoint = await ask('serving.start', { model: 'churn@champion' });
    expect(endpoint.state).toBe('ready');
    const { example } = await ask('serving.describe', { endpoint: endpoint.id });
    const response = await fetch(`${endpoint.address}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(example),
    });
    expect(response.status).toBe(200);
    const tried = await ask('serving.try', { endpoint: endpoint.id, body: example });
    expect(tried.status).toBe(200);
    const { total } = await ask('serving.predictions', { endpoint: endpoint.id });
    expect(total).toBe(2);
  });

  it('finds the month that has drifted', async () => {
    const names = (await ask('datasets.list', {})).map(({ name }) => name);
    const reference = names.find((name) => name.includes('train'))!;
    const months = names.filter((name) => name !== reference).sort();
    const driftedColumns: number[] = [];
    for (const month of months) {
      const { jobId, reportId } = await ask('drift.start', { reference, current: { dataset: month } });
      await finishJob(window.page, project, jobId);
      driftedColumns.push((await ask('drift.get', { report: reportId })).driftedColumns);
    }
    expect(driftedColumns.slice(0, 2)).toEqual([0, 0]);
    expect(driftedColumns[2]).toBeGreaterThan(2);
  });

  it('exports a deployment bundle', async () => {
    const folder = join(window.folder, 'bundle');
    const { jobId, exportId } = await ask('exports.create', { model: 'churn@champion', folder });
    await finishJob(window.page, project, jobId);
    const made = await ask('exports.get', { export: exportId });
    expect(made).toMatchObject({ state: 'ready', isIntact: true });
    expect(made.files.map(({ path }) => path)).toContain('Dockerfile');
  });

  it('leaves nothing to do but to train again, and every screen without a serious finding of axe', async () => {
    expect((await ask('project.status', {})).next.id).toBe('retrain');
    const { page } = window;
    const areas = await page.getByRole('navigation').getByRole('button').allInnerTexts();
    const findings: Record<string, string[]> = {};
    for (const area of areas.map((text) => text.split('\n')[0]!.trim()).filter(Boolean)) {
      await page.getByRole('navigation').getByRole('button', { name: area }).first().click();
      await page.getByRole('heading', { name: area }).first().waitFor();
      findings[area] = await accessibilityFindings(page);
      await takePictures(window, area.toLowerCase());
    }
    expect(Object.keys(findings).length).toBeGreaterThanOrEqual(3);
    expect(Object.values(findings).flat()).toEqual([]);
    expect(window.consoleErrors).toEqual([]);
  });
});
