import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProject, viewOfFifty } from '../bench/runs-table/make-project.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';
import { noticeIn } from '../support/notice.ts';

describe('the table of many runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modelyard-many-'));
  let window: LaunchedWindow;
  beforeAll(async () => {
    makeProject(folder, { experiments: 4, runsEach: 1500, parameters: 150, metrics: 4, steps: 5 });
    window = await launchWindow([folder]);
  });
  afterAll(async () => {
    await window.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const look = async (name: string) => {
    expect(await accessibilityFindings(window.page), name).toEqual([]);
    await takePictures(window, name);
  };
  const filterField = () => window.page.getByRole('combobox', { name: 'Filter runs' });
  const ticked = () => window.page.getByRole('toolbar', { name: 'Ticked runs' });
  const undone = async () => {
    await window.page.getByRole('button', { name: 'Undo' }).click();
    await window.page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'hidden' });
  };

  it('shows them all, in any order, and ticks all that match', async () => {
    const { page } = window;
    await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
    await page.getByText('6 000 runs').first().waitFor();
    await page.getByRole('columnheader', { name: 'metric_001' }).getByRole('button').click();
    const grid = page.getByRole('grid', { name: 'Runs' });
    await page.getByRole('gridcell', { name: 'run-006000' }).waitFor({ state: 'hidden' });
    await grid.focus();
    await page.keyboard.press('End');
    await page.locator('[data-row="5999"]').getByText(/run-/).waitFor();
    await page.keyboard.press('Control+a');
    await ticked().getByText('6 000 runs ticked, all that match').waitFor();
    await page.keyboard.press('Home');
    await look('runs-huge');
    await filterField().fill('params.param_002 = "choice-3"');
    await ticked()
      .getByText(/^6.000 runs ticked, [\d\s]+ not shown$/)
      .waitFor();
    await page.getByRole('checkbox', { name: 'All rows', checked: true }).waitFor();
    await filterField().fill('params.param_002 IS NULL');
    await ticked().getByText('6 000 runs ticked, 6 000 not shown').waitFor();
    await filterField().fill('');
    await ticked().getByText('6 000 runs ticked, all that match').waitFor();
    await grid.focus();
    await page.keyboard.press('Escape');
    await ticked().waitFor({ state: 'hidden' });
  });

  it('unticks with Escape what a filter hides, too', async () => {
    const { page } = window;
    const grid = page.getByRole('grid', { name: 'Runs' });
    await page.locator('[data-row="0"]').getByRole('checkbox').click();
    const name = await page.locator('[data-row="0"] [role="gridcell"]').nth(1).textContent();
    await filterField().fill(`name != "${name}"`);
    await ticked().getByText('1 run ticked, 1 not shown').waitFor();
    await grid.focus();
    await page.keyboard.press('Escape');
    await ticked().waitFor({ state: 'hidden' });
    await filterField().fill('');
    await grid.focus();
  });

  it('shows the exact number of the row that is under the pointer, also after rows went by', async () => {
    const { page } = window;
    const grid = page.getByRole('grid', { name: 'Runs' });
    const read = () =>
      page.evaluate(() => {
        const cell = document.querySelector<HTMLElement>('[data-row] [role="gridcell"]:hover');
        return { row: cell?.parentElement?.dataset.row, text: cell?.textContent, title: cell?.title };
      });
    const box = (await grid.locator('[data-row="3"] [role="gridcell"]').nth(3).boundingBox())!;
    const titled = async () => {
      await page.mouse.move(box.x + 8, box.y + 8);
      await page.mouse.move(box.x + 10, box.y + 10);
      const { row, text = '', title = '' } = await read();
      expect(title.length, `row ${row}`).toBeGreaterThan(10);
      expect(Number(title)).toBeCloseTo(Number(text), 3);
      return { row, title };
    };
    const before = await titled();
    expect(before.row).toBe('3');
    // A jump, after which the same elements hold other rows.
    await grid.evaluate((element) => element.scrollTo({ top: 28 * 3000 }));
    await grid.locator('[data-row="3003"]').getByText(/run-/).waitFor();
    const after = await titled();
    expect(after.row).toBe('3003');
    expect(after.title).not.toBe(before.title);
    // Another order begins at its beginning, wherever one was in the one before.
    await page.getByRole('columnheader', { name: 'metric_002' }).getByRole('button').click();
    await grid.locator('[data-row="3"]').getByText(/run-/).waitFor();
    expect(await grid.evaluate((element) => element.scrollTop)).toBe(0);
    await page.getByRole('columnheader', { name: 'metric_001' }).getByRole('button').click();
    await grid.locator('[data-row="3"]').getByText(/run-/).waitFor();
  });

  it('keeps the filter when Escape closes the completions', async () => {
    const { page } = window;
    await page.keyboard.press('/');
    await page.keyboard.type('params.param_002 = "choi');
    await page.getByRole('listbox', { name: 'Completions' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('listbox', { name: 'Completions' }).waitFor({ state: 'hidden' });
    expect(await filterField().inputValue()).toBe('params.param_002 = "choi');
    await page.keyboard.type('ce-3"');
    expect(await page.getByRole('listbox', { name: 'Completions' }).isVisible()).toBe(false);
    await page.keyboard.press('Escape');
    expect(await filterField().inputValue()).toBe('params.param_002 = "choice-3"');
    await filterField().fill('');
    await page.keyboard.press('Escape');
    expect(await filterField().evaluate((field) => field === document.activeElement)).toBe(false);
  });

  it('completes a filter, marks what is wrong in it and mends it', async () => {
    const { page } = window;
    await page.keyboard.press('/');
    await page.keyboard.type('params.param_002 = choice-');
    await page
      .getByRole('option', { name: /'choice-3'/ })
      .or(page.getByRole('option', { name: /choice-3/ }))
      .click();
    await page.keyboard.type('and metrics.metric_01 => 0.2');
    await page.getByRole('alert').getByRole('button', { name: 'Write >=' }).click();
    await page
      .getByRole('alert')
      .getByRole('button', { name: /Write metrics\.metric_001/ })
      .click();
    await page.getByRole('alert').waitFor({ state: 'hidden' });
    await expect.poll(() => filterField().inputValue()).toMatch(/metrics\.metric_001 >= 0\.2/);
    await page.getByRole('button', { name: /^Remove metrics\.metric_001/ }).click();
    await look('runs-filtered');
  });

  it('keeps a view in the project and opens it again', async () => {
    const { page } = window;
    const choose = page.getByRole('combobox', { name: 'Group by' });
    await choose.selectOption({ label: 'by param_005' });
    await page
      .getByRole('treegrid', { name: 'Runs' })
      .getByText(/^choice-\d$/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'View', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Save as …' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('by choice');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'by choice' }).waitFor();
    expect(readFileSync(join(folder, 'modelyard.views.yaml'), 'utf8')).toContain('name: by choice');
    await look('runs-grouped');
    await page.getByRole('button', { name: 'by choice' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Usual table' }).click();
    await page.keyboard.press('Escape');
    await page.getByText('6 000 runs').first().waitFor();
  });

  it('shows figures of groups for the columns in sight, also of a view that reaches far to the right', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'View', exact: true }).click();
    await page.getByRole('menuitemcheckbox', { name: viewOfFifty }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Group by' }).selectOption({ label: 'by param_005' });
    const grid = page.getByRole('treegrid', { name: 'Runs' });
    const figure = (column: number) => grid.locator(`[data-row="0"] [aria-colindex="${column}"]`);
    await figure(7).getByText('±').waitFor();
    await grid.evaluate((element) => element.scrollTo({ left: element.scrollWidth }));
    await figure(50).getByText('±').waitFor();
    await figure(7).waitFor({ state: 'detached' });
    await grid.evaluate((element) => element.scrollTo({ left: 0 }));
    await figure(7).getByText('±').waitFor();
    await page.getByRole('button', { name: viewOfFifty }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Usual table' }).click();
    await page.keyboard.press('Escape');
    await page.getByText('6 000 runs').first().waitFor();
  });

  it('tags and deletes many at once, with one undo, and frees the space', async () => {
    const { page } = window;
    await filterField().fill("started < '2026-01-01T00:10'");
    await page.getByText('9 runs').first().waitFor();
    const grid = page.getByRole('grid', { name: 'Runs' });
    await grid.focus();
    await page.keyboard.press('Control+a');
    await ticked().getByText('9 runs ticked').waitFor();
    await ticked().getByRole('button', { name: 'Tag' }).click();
    const popover = page.getByRole('dialog', { name: 'Tag' });
    expect(await popover.getByRole('button', { name: 'Set the note of 9 runs' }).isDisabled()).toBe(true);
    expect(await popover.getByRole('button', { name: /^Remove/ }).count()).toBe(0);
    await popover.getByRole('textbox', { name: 'Note' }).fill('looked at');
    await popover.getByRole('button', { name: 'Set the note of 9 runs' }).click();
    await noticeIn(page, 'Set the note of 9 runs').waitFor();
    await ticked().getByRole('button', { name: 'Tag' }).click();
    await popover.getByRole('button', { name: 'Remove 9 notes' }).waitFor();
    await page.keyboard.press('Escape');
    // The notice lies above the bar: its buttons can be pressed.
    await ticked().getByRole('button', { name: 'Delete' }).click({ timeout: 6000 });
    await noticeIn(page, '9 runs moved to the trash').waitFor();
    const notice = page.getByRole('listitem').filter({ hasText: 'Set the note of 9 runs' });
    await notice.getByRole('button', { name: 'Close' }).click();
    await undone();
    await page.getByText('9 runs').first().waitFor();
    await grid.focus();
    await page.keyboard.press('Control+a');
    await ticked().getByRole('button', { name: 'Delete' }).click();
    await filterField().fill('');
    await page.getByRole('button', { name: 'Trash', exact: true }).click();
    await page.getByRole('heading', { name: 'Runs in the trash' }).waitFor();
    await look('runs-trash');
    await page.getByRole('button', { name: 'Empty the trash' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove 9 runs' }).click();
    await page.getByText('The trash is empty', { exact: false }).waitFor();
    expect(window.consoleErrors).toEqual([]);
    expect(existsSync(join(folder, '.modelyard', 'project.db'))).toBe(true);
  });
});
