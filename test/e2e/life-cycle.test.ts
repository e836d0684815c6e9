import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callOverBridge } from '../support/bridge-call.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';

/** The sample from data to bundle, by clicks. Every screen is pictured and checked with axe. */
describe('the life cycle in the window', () => {
  let window: LaunchedWindow;

  const goTo = (area: string) =>
    window.page.getByRole('navigation').getByRole('button', { name: area }).first().click();
  const press = (name: string | RegExp) =>
    window.page.getByRole('button', { name, exact: true }).first().click();
  const look = async (name: string) => {
    expect(await accessibilityFindings(window.page)).toEqual([]);
    await takePictures(window, name);
    expect(window.consoleErrors).toEqual([]);
  };

  beforeAll(async () => {
    window = await launchWindow(['--sample']);
    await window.page.getByText('4 datasets').waitFor();
  });
  afterAll(() => window.close());

  it('shows what is in the data', async () => {
    await goTo('Data');
    await look('data');
    await window.page.getByRole('gridcell', { name: 'customers-train', exact: true }).dblclick();
    await window.page.getByText('monthly_charges').first().waitFor();
    await look('dataset');
  });

  it.each(['Linear', 'Gradient-boosted trees'])('trains a model: %s', async (learner) => {
    const { page } = window;
    await goTo('Train');
    await page.getByRole('radio', { name: learner }).click();
    await look('train');
    await page
      .getByRole('main', { name: 'Train' })
      .getByRole('button', { name: 'Train', exact: true })
      .click();
    await page
      .getByRole('heading', { name: /loss|accuracy/ })
      .first()
      .waitFor();
    await page
      .getByRole('img', { name: /by round/ })
      .first()
      .locator('path[d^="M"]')
      .first()
      .waitFor();
    if (learner !== 'Linear') await look('training');
  });

  it('compares the two runs', async () => {
    const { page } = window;
    await goTo('Runs');
    // The second training may still be under way.
    await page
      .getByRole('row', { name: /finished/ })
      .nth(1)
      .waitFor();
    await page.getByRole('checkbox', { name: 'Row 1' }).click();
    await page.getByRole('checkbox', { name: 'Row 2' }).click();
    await look('runs');
    await page.getByRole('toolbar', { name: 'Ticked runs' }).getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('heading', { name: 'Compare 2 runs' }).waitFor();
    await page.getByRole('rowheader', { name: /^roc_auc/ }).waitFor();
    await look('compare');
  });

  it('registers the better one as champion', async () => {
    const { page } = window;
    await goTo('Runs');
    const toolbar = page.getByRole('toolbar', { name: 'Ticked runs' });
    if (await toolbar.isVisible()) await toolbar.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('row', { name: /best/ }).getByRole('checkbox').click();
    await toolbar.getByRole('button', { name: 'Register' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Register' }).click();
    await page.getByRole('row', { name: /customers-train\/1/ }).waitFor();
    await goTo('Models');
    await look('models');
    await page.getByRole('gridcell', { name: 'customers-train' }).dblclick();
    await page.getByRole('tab', { name: 'Card' }).waitFor();
    await look('model');
  });

  it('serves it, tries it, and another program is answered too', async () => {
    const { page } = window;
    await press('Serve version 1');
    await press('Start');
    await page.getByRole('button', { name: /customers-train\/1 ready/ }).waitFor();
    await press('Predict churn');
    await page.getByText('HTTP 200').waitFor();
    await look('serving');
    const address = await page
      .getByText(/^http:\/\/127\.0\.0\.1:\d+$/)
      .first()
      .textContent();
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    expect(await (await fetch(`${address}/metrics`)).text()).toContain('predictions_total');
  });

  it('finds the month that has drifted', async () => {
    const { page } = window;
    await goTo('Monitoring');
    await press('New report');
    for (const [label, dataset] of [
      ['Reference: what was usual', 'customers-train'],
      ['Dataset', 'customers-2026-03'],
    ] as const) {
      const choice = page.getByRole('combobox', { name: label });
      const option = choice.getByRole('option').filter({ hasText: dataset });
      await choice.selectOption((await option.getAttribute('value')) ?? '');
    }
    await press('Compare');
    await page.getByText('4 of 20 columns').first().waitFor();
    await look('monitoring');
  });

  it('exports a deployment bundle', async () => {
    const { page, folder } = window;
    const bundle = join(folder, 'bundle');
    await goTo('Exports');
    await press('New export');
    await page.getByRole('textbox', { name: 'Folder' }).fill(bundle);
    await press('Export');
    await page.getByText('Dockerfile').first().waitFor();
    await look('exports');
    expect(readdirSync(bundle)).toEqual(expect.arrayContaining(['Dockerfile', 'k8s', 'README.md']));
  });

  it('says on the overview how things stand, and leaves a sound project', async () => {
    const { page } = window;
    await goTo('Overview');
    await page.getByRole('button', { name: 'Train again on newer data' }).waitFor();
    await look('overview');
    for (const area of ['Jobs', 'Settings']) {
      await goTo(area);
      await page.getByRole('heading', { name: area }).first().waitFor();
      await look(area.toLowerCase());
    }
    const { openProjects } = await callOverBridge(page, 'engine.info', {});
    const health = await callOverBridge(page, 'project.doctor', {}, openProjects[0]!.folder);
    expect(health.checks.filter(({ state }) => state === 'problem')).toEqual([]);
  });
});
