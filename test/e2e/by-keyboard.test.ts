import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerFileDialogs } from '../support/answer-dialogs.ts';
import { callOverBridge, finishJob } from '../support/bridge-call.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';
import { noticeIn } from '../support/notice.ts';
import { registerSampleModel } from '../support/sample-model.ts';
import { churnModel } from '../support/tiny-models.ts';

/** What one does with a model day by day, without a mouse. Every screen that no other test shows is pictured and checked with axe. */
describe('with the keyboard alone', () => {
  let window: LaunchedWindow;
  let project: string;

  /** As a person who tabs to a control and presses a key on it. */
  const key = async (role: 'button' | 'tab' | 'radio', name: string | RegExp, keyName = 'Enter') => {
    await window.page.getByRole(role, { name, exact: true }).last().focus();
    await window.page.keyboard.press(keyName);
  };
  const press = (...keys: string[]) =>
    keys.reduce((before, each) => before.then(() => window.page.keyboard.press(each)), Promise.resolve());
  /** The areas are Ctrl+1 to Ctrl+9, in the order of the navigation. */
  const goTo = async (place: number, name: string) => {
    await press(`Control+${place}`);
    await window.page.getByRole('main', { name }).waitFor();
  };
  const openFirst = async (list: string) => {
    await window.page.getByRole('grid', { name: list }).getByRole('row').nth(1).waitFor();
    await window.page.getByRole('grid', { name: list }).focus();
    await press('ArrowDown', 'Enter');
  };
  const look = async (name: string) => {
    expect(await accessibilityFindings(window.page)).toEqual([]);
    await takePictures(window, name);
    expect(window.consoleErrors).toEqual([]);
  };
  const month = () => join(project, 'data', 'customers-2026-03.csv');

  beforeAll(async () => {
    window = await launchWindow(['--sample']);
    await window.page.getByText('4 datasets').waitFor();
    ({ project } = await registerSampleModel(window.page));
  });
  afterAll(() => window.close());

  it('evaluates a version from the Models page, and reads the result', async () => {
    const { page } = window;
    await goTo(5, 'Models');
    await openFirst('Models');
    await key('button', 'More');
    await page.getByRole('menuitem', { name: 'Evaluate…' }).waitFor();
    await press('Enter');
    await page.getByRole('combobox', { name: 'Data' }).selectOption('customers-2026-01');
    expect(await accessibilityFindings(page)).toEqual([]);
    await key('button', 'Evaluate');
    await key('button', 'Follow');
    await key('button', 'Open what it made');
    await page.getByRole('rowheader', { name: 'ROC AUC' }).waitFor();
    await page
      .getByRole('img', { name: /^ROC curve/ })
      .locator('path[d^="M"]')
      .first()
      .waitFor();
    await look('evaluation');
  });

  it('predicts a file', async () => {
    const { page, application, folder } = window;
    const out = join(folder, 'predicted.csv');
    await answerFileDialogs(application, { open: month(), save: out });
    await goTo(5, 'Models');
    await openFirst('Models');
    await key('button', 'More');
    await page.getByRole('menuitem', { name: 'Predict a file…' }).waitFor();
    await press('End', 'Enter');
    await key('button', 'Follow');
    await page.getByRole('button', { name: 'Show the file' }).waitFor();
    const [header, ...rows] = readFileSync(out, 'utf8').trim().split('\n');
    expect(header).toContain('prediction,probability_No,probability_Yes');
    expect(rows).toHaveLength(readFileSync(month(), 'utf8').trim().split('\n').length - 1);
  });

  it('imports an ONNX file, and says what is wrong with one that is none', async () => {
    const { page, application, folder } = window;
    const file = join(folder, 'tenure and plan.onnx');
    writeFileSync(file, churnModel().bytes);
    await answerFileDialogs(application, { open: file });
    await goTo(5, 'Models');
    await key('button', 'Import ONNX file');
    await page.getByRole('heading', { name: 'tenure and plan', exact: true }).waitFor();
    await page.getByText('one of classes that the file does not name').waitFor();
    await key('tab', /^Signature/);
    await page.getByRole('gridcell', { name: 'tenure', exact: true }).waitFor();

    writeFileSync(file, 'no model');
    await goTo(5, 'Models');
    await press('Escape');
    await key('button', 'Import ONNX file');
    await noticeIn(page, 'The file could not be registered').waitFor();
    await key('button', 'Close');
  });

  it('finds drift in a file', async () => {
    const { page, application } = window;
    await answerFileDialogs(application, { open: month() });
    await goTo(7, 'Monitoring');
    await key('button', 'New report');
    await key('radio', 'File', 'Space');
    await key('button', 'Choose a file');
    await page.getByText(month()).waitFor();
    await key('button', 'Compare');
    await page.getByRole('heading', { name: 'customers-2026-03.csv against customers-train@1' }).waitFor();
    await page.getByText('4 of 20 columns').first().waitFor();
  });

  it('finds drift in what an endpoint was asked', async () => {
    const { page } = window;
    const { port } = await callOverBridge(page, 'serving.start', { model: 'churn' }, project);
    const response = await fetch(`http://127.0.0.1:${port}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ records: recordsOf(month()) }),
    });
    expect(response.status).toBe(200);
    await press('Escape');
    await key('button', 'New report');
    await key('radio', 'What an endpoint was asked', 'Space');
    await page.getByRole('combobox', { name: 'Endpoint' }).waitFor();
    await look('drift-endpoint');
    await key('button', 'Compare');
    await page.getByRole('heading', { name: 'predictions of churn/1 against customers-train@1' }).waitFor();
    await page.getByText('4 of 19 columns').first().waitFor();
  });

  it('turns the goal of a metric', async () => {
    const { page } = window;
    const input = { dataset: 'customers-train', target: 'churn', learner: 'linear' } as const;
    const { jobId } = await callOverBridge(page, 'training.start', input, project);
    await finishJob(page, project, jobId);
    await goTo(4, 'Runs');
    await page
      .getByRole('row', { name: /finished/ })
      .nth(1)
      .waitFor();
    await page.getByRole('grid').focus();
    await press('Control+a');
    await page.getByRole('toolbar', { name: 'Ticked runs' }).waitFor();
    await press('c');
    await page.getByRole('button', { name: 'more is better, goal of roc_auc' }).waitFor();
    await key('button', 'more is better, goal of roc_auc');
    await page.getByRole('menuitemradio', { name: 'More is better' }).waitFor();
    await press('ArrowDown', 'Enter');
    await page.getByRole('button', { name: 'less is better, goal of roc_auc' }).waitFor();
    await expect.poll(() => page.getByRole('menu').count()).toBe(0);
  });

  it('corrects the type of a column in a new version', async () => {
    const { page } = window;
    await goTo(2, 'Data');
    await page.getByRole('gridcell', { name: 'customers-train', exact: true }).waitFor();
    await page.getByRole('grid', { name: 'Datasets' }).focus();
    await press('End', 'Enter');
    await page.getByRole('gridcell', { name: 'senior_citizen', exact: true }).waitFor();
    await page.getByRole('grid', { name: 'Columns' }).focus();
    await press('Home', 'ArrowDown', 'ArrowDown');
    await page.getByRole('complementary').getByText('senior_citizen').first().waitFor();
    await look('column');
    await page.getByRole('combobox', { name: 'Type' }).selectOption('text');
    await page.getByRole('heading', { name: 'customers-train@2' }).waitFor();
    await page.getByRole('row', { name: /senior_citizen text/ }).waitFor();
  });
});

const recordsOf = (file: string) => {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const names = header.split(',');
  const cellOf = (text: string | undefined) =>
    text === undefined || text === '' ? null : Number.isNaN(Number(text)) ? text : Number(text);
  return lines.map((line) => {
    const cells = line.split(',');
    const pairs = names.map((name, place) => [name, cellOf(cells[place])] as const);
    return Object.fromEntries(pairs.filter(([name]) => name !== 'churn'));
  });
};
