import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandInput, CommandName } from '../../src/shared/contract/index.ts';
import { callOverBridge } from '../support/bridge-call.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';
import { noticeIn } from '../support/notice.ts';
import { type SweepClient, sweepClient } from '../support/sweep-runs.ts';

describe('notes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modelyard-notes-'));
  let window: LaunchedWindow;
  let client: SweepClient;
  let project: string;
  let address: string;
  const runs: Record<string, string> = {};

  const post = async (path: string, body: object) => {
    const response = await fetch(`${address}/api/2.0/mlflow/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  };
  const get = async <Answer>(path: string) =>
    (await (await fetch(`${address}/api/2.0/mlflow/${path}`)).json()) as Answer;
  const noteInMlflow = async (run: string) =>
    (
      await get<{ run: { data: { tags: { key: string; value: string }[] } } }>(`runs/get?run_id=${run}`)
    ).run.data.tags.find(({ key }) => key === 'mlflow.note.content')?.value;

  beforeAll(async () => {
    window = await launchWindow(['--sample'], { folder });
    await window.page.getByText('4 datasets').waitFor();
    project = (await callOverBridge(window.page, 'engine.info', {})).openProjects[0]!.folder;
    const server = await callOverBridge(window.page, 'trackingServer.start', {}, project);
    address = server.address!;
    client = await sweepClient(address);
    for (const [index, name] of ['bold-fox', 'dry-elk', 'red-owl', 'calm-bee'].entries()) {
      const run = await client.createRun(name, 'churn');
      await client.logBatch(run, { lr: 0.1 / (index + 1), learner: 'gbdt' }, [
        { key: 'auc', value: 0.81 + index / 100, step: 0, timestamp: Date.now() },
        { key: 'log_loss', value: 0.4 - index / 100, step: 0, timestamp: Date.now() },
      ]);
      if (index > 0) await post('runs/update', { run_id: run, status: 'FINISHED', end_time: Date.now() });
      runs[name] = run;
    }
  });
  afterAll(async () => {
    await window.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const openNote = async (name: string) => {
    const { page } = window;
    await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
    await page.getByRole('grid', { name: 'Runs' }).getByText(name).dblclick();
    await page.getByRole('tab', { name: 'Note' }).click();
  };
  const field = () => window.page.getByRole('combobox', { name: 'Note' });
  const preview = () => window.page.getByRole('region', { name: 'Preview' });

  const closeToasts = async () => {
    const close = window.page.getByRole('listitem').getByRole('button', { name: 'Close' });
    while ((await close.count()) > 0) await close.first().click();
  };

  it('are written with the keyboard alone: runs and figures are completed, and undone as they were typed', async () => {
    const { page } = window;
    await openNote('dry-elk');
    await page.keyboard.press('e');
    await field().waitFor();
    await page.keyboard.type('# What came of it\n\nBetter than @bold');
    await page.getByRole('option', { name: /bold-fox/ }).waitFor();
    await page.keyboard.press('Enter');
    expect(await field().inputValue()).toContain(`[bold-fox](modelyard://runs/${runs['bold-fox']})`);
    await page.keyboard.press('Control+z');
    expect(await field().inputValue()).not.toContain('modelyard://');
    await page.keyboard.press('Control+y');
    expect(await field().inputValue()).toContain('modelyard://');

    await page.keyboard.type(', with @red');
    await page.getByRole('option', { name: /red-owl/ }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type(':au');
    await page.getByRole('option', { name: /auc/ }).waitFor();
    await page.keyboard.press('Enter');
    expect(await field().inputValue()).toContain(
      `with [0.83](modelyard://runs/${runs['red-owl']}?show=metrics.auc)`,
    );
    await page.keyboard.type(
      ` as the best.\n\n[Runs above 0.825](modelyard://runs?filter=metrics.auc%20%3E%200.825&columns=status,metrics.auc,params.lr)\n\nNever seen: [a run that was](modelyard://runs/${'f'.repeat(32)}).\n\nIs it @`,
    );
    await preview().getByRole('region', { name: 'Runs above 0.825' }).getByText('2 runs').waitFor();
    await page.getByRole('option', { name: /calm-bee/ }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await takePictures(window, 'note-editor');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Control+Enter');
    await noticeIn(page, 'The note is saved').first().waitFor();
    expect(await noteInMlflow(runs['dry-elk']!)).toContain('[bold-fox](modelyard://runs/');
  });

  it('show runs as they are now', async () => {
    const { page } = window;
    const mention = page.getByRole('link', { name: 'bold-fox' });
    await mention.waitFor();
    await page.getByText('running, auc 0.81').waitFor();
    await client.logMetric(runs['bold-fox']!, 'auc', 0.95, 1);
    await client.logMetric(runs['red-owl']!, 'auc', 0.61, 1);
    await page.getByText('running, auc 0.95').waitFor();
    await page.getByRole('link', { name: '0.61', exact: true }).waitFor();
    await page.getByText('no such run').waitFor();
    await post('runs/update', { run_id: runs['bold-fox'], run_name: 'brave-fox', status: 'FINISHED' });
    await page.getByRole('link', { name: 'brave-fox' }).waitFor();

    await closeToasts();
    await page.getByRole('link', { name: 'brave-fox' }).focus();
    await page.getByText('log_loss').waitFor();
    await takePictures(window, 'note');
    expect(await accessibilityFindings(page)).toEqual([]);
    await post('runs/delete', { run_id: runs['bold-fox'] });
    await page.getByText('in the trash').waitFor();
    await post('runs/restore', { run_id: runs['bold-fox'] });
    await page.getByText('in the trash').waitFor({ state: 'hidden' });

    await page.getByRole('button', { name: 'Open table' }).click();
    await page.getByRole('combobox', { name: 'Filter runs' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Filter runs' }).inputValue()).toBe(
      'metrics.auc > 0.825',
    );
  });

  it('of a client of MLflow show here, also while somebody writes, and neither is lost', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Remove metrics.auc > 0.825' }).click();
    await post('runs/set-tag', {
      run_id: runs['calm-bee'],
      key: 'mlflow.note.content',
      value: 'by *python*',
    });
    await openNote('calm-bee');
    await page.locator('em', { hasText: 'python' }).waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' and me');
    await post('runs/set-tag', { run_id: runs['calm-bee'], key: 'mlflow.note.content', value: 'by others' });
    await page.getByRole('alert').filter({ hasText: 'says something else by now' }).waitFor();
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await noticeIn(page, 'The note is saved').last().waitFor();
    expect(await noteInMlflow(runs['calm-bee']!)).toBe('by *python* and me');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await page.getByText('by others').waitFor();
    expect(await noteInMlflow(runs['calm-bee']!)).toBe('by others');
  });

  it('that two windows write at once lose nothing, and the keyboard stays where one writes', async () => {
    const { page } = window;
    const subject = { type: 'run' as const, id: runs['calm-bee']! };
    const isFocused = (locator: Locator) =>
      locator.evaluate((element) => element === element.ownerDocument.activeElement);
    const elsewhere = <Name extends CommandName>(command: Name, input: CommandInput<Name>) =>
      callOverBridge(page, command, input, project);
    const kept = async () => (await elsewhere('notes.get', { subject })).draft?.text;
    await page.getByRole('button', { name: 'Edit' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+End');
    await page.keyboard.type(', says one');
    await expect.poll(kept).toBe('by others, says one');

    await elsewhere('notes.keepDraft', { subject, text: 'says two', begunOn: 'by others' });
    await page.getByText('Another window writes on this note too').waitFor();
    await page.keyboard.type(' window');
    await expect.poll(kept).toBe('by others, says one window');
    await elsewhere('notes.discardDraft', { subject });
    await expect.poll(kept).toBe('by others, says one window');

    await elsewhere('notes.save', { subject, text: 'says two', seen: 'by others' });
    await page.getByRole('button', { name: 'Keep mine' }).focus();
    await page.keyboard.press('Enter');
    expect(await isFocused(field())).toBe(true);
    await page.keyboard.press('Control+Enter');
    const edit = page.getByRole('button', { name: 'Edit' });
    await edit.waitFor();
    expect(await isFocused(edit)).toBe(true);
    expect(await kept()).toBeUndefined();
    expect(await noteInMlflow(subject.id)).toBe('by others, says one window');
    await page.keyboard.press('Enter');
    await field().fill('x'.repeat(100_017));
    await page.getByText('This one is 17 too long').waitFor();
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Discard the draft' }).waitFor({ state: 'hidden' });
    await field().fill('by others, says one window');
    await expect.poll(kept).toBe('by others, says one window');
    await page.getByRole('button', { name: 'Discard the draft' }).click();
    await edit.waitFor();
    await page.keyboard.press('Enter');
    await field().waitFor();
    await page.keyboard.press('Escape');
    await edit.waitFor();
    expect(await isFocused(edit)).toBe(true);
  });

  it('of an experiment stand beside its runs', async () => {
    const { page } = window;
    await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
    await page.getByRole('combobox', { name: 'Experiment' }).selectOption('churn');
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    await page.getByRole('button', { name: 'Write a note' }).click();
    await page.keyboard.type('Which learner loses least?');
    await page.keyboard.press('Control+Enter');
    const panel = page.getByRole('complementary', { name: 'Note of churn' });
    await panel.getByRole('button', { name: 'Edit' }).waitFor();
    await panel.getByText('Which learner loses least?').waitFor();
    const { experiment } = await get<{ experiment: { tags: object[] } }>(
      'experiments/get-by-name?experiment_name=churn',
    );
    expect(experiment.tags).toEqual([{ key: 'mlflow.note.content', value: 'Which learner loses least?' }]);
    await closeToasts();
    await takePictures(window, 'note-of-experiment');
  });

  it('that were being written are there after the application was killed', async () => {
    await openNote('red-owl');
    await window.page.getByRole('button', { name: 'Write a note' }).click();
    await window.page.keyboard.type('Half a sentence');
    await window.page.getByText(/^Draft kept/).waitFor();
    const dying = window.application;
    const gone = new Promise((resolve) => dying.process().once('exit', resolve));
    dying.process().kill('SIGKILL');
    await gone;
    window = await launchWindow([project], { folder });
    await openNote('red-owl');
    await window.page.getByText('is not saved yet').waitFor();
    await window.page.getByRole('button', { name: 'Continue the draft' }).click();
    expect(await field().inputValue()).toBe('Half a sentence');
    await window.page.keyboard.press('Control+Enter');
    await noticeIn(window.page, 'The note is saved').first().waitFor();
    const note = { type: 'run' as const, id: runs['red-owl']! };
    expect(await callOverBridge(window.page, 'notes.get', { subject: note }, project)).toEqual({
      ...{ text: 'Half a sentence', draft: null, locked: null },
    });
  });

  it('that were being written when one left the project are kept there', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('button', { name: /^Project / }).click();
    await page.getByRole('menuitem', { name: 'Go to the home screen' }).waitFor();
    // Sooner than the draft is kept.
    await page.evaluate(() => {
      const written = document.querySelector('textarea')!;
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(
        written,
        'Last words',
      );
      written.dispatchEvent(new Event('input', { bubbles: true }));
      for (const item of document.querySelectorAll<HTMLElement>('[role="menuitem"]'))
        if (item.textContent === 'Go to the home screen') item.click();
    });
    await page.getByRole('textbox', { name: 'Note' }).waitFor({ state: 'detached' });
    const subject = { type: 'run' as const, id: runs['red-owl']! };
    const draft = async () => (await callOverBridge(page, 'notes.get', { subject }, project)).draft?.text;
    await expect.poll(draft).toBe('Last words');
  });
});
